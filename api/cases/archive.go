package cases

import (
	"context"
	"io"
	"slices"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/archive"
	"chengxin/models/files"
	"chengxin/models/store"
	"chengxin/policy"
)

// archivists may take a case out of the house, with all its papers.
var archivists = []policy.Role{policy.Handler, policy.Approver, policy.LegalReviewer, policy.Supervisor}

// Archive writes a case as a self-contained archive (归档). Who took it, and the sum of its
// manifest, stand in the administrative trail before anybody has it; of a natural person
// the look is logged. Permission: auditors of its jurisdiction, and handlers, approvers,
// legal reviewers and supervisors whose role reaches the case. Errors: case.unknown,
// archive.not_yours.
func (s *Service) Archive(ctx context.Context, a access.Actor, number string, out io.Writer) error {
	var c *archive.Case
	err := s.Store.Snapshot(ctx, func(db *gorm.DB) error {
		row, err := s.Queries().readable(db, a, number)
		if err != nil {
			return err
		}
		may, err := s.mayArchive(db, a, row)
		if err == nil && !may {
			err = models.Refuse(models.Forbidden, "archive.not_yours", "无权归档", "案件归档由办理机构的承办人、审核人、负责人、督办人员或者审计人员进行。")
		}
		if err != nil {
			return err
		}
		c, err = archive.Gather(db, number)
		return err
	})
	if err != nil {
		return err
	}
	sum, err := c.Write(out, s.openFile)
	if err != nil {
		return err
	}
	if err := s.Queries().looked(ctx, a, c.Subject, "file"); err != nil {
		return err
	}
	return s.Store.Tx(ctx, func(tx *store.Tx) error {
		return tx.Audit(store.AdminChain, "archived", a.ID, s.now(), map[string]any{"case": number, "manifest": sum, "seq": c.Head.Seq, "hash": c.Head.Hash})
	})
}

func (s *Service) mayArchive(db *gorm.DB, a access.Actor, c models.Case) (bool, error) {
	if slices.Contains(a.Jurisdictions(policy.Auditor), c.Jurisdiction) {
		return true, nil
	}
	return a.Reaches(db, c.OrganizationID, archivists...)
}

func (s *Service) openFile(sum string) (io.ReadCloser, error) {
	if s.Files == nil {
		return nil, files.ErrMissing
	}
	return s.Files.Vault.Open(sum)
}

// MayArchive says whether somebody may take a case out of the house.
func (s *Service) MayArchive(ctx context.Context, a access.Actor, number string) (may bool, err error) {
	err = s.Store.Snapshot(ctx, func(db *gorm.DB) error {
		c, err := s.Queries().readable(db, a, number)
		if err == nil {
			may, err = s.mayArchive(db, a, c)
		}
		return err
	})
	return may, err
}
