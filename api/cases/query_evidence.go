package cases

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/files"
	"chengxin/models/store"
)

// PictureSides are the lengths, in pixels, that the longer side of a smaller picture may
// have: beside a line, and to look at.
var PictureSides = []int{240, 1600}

// EvidenceFile gives an uploaded file with its bytes, which are proven to be those that
// were handed in; the caller closes it. Permission: who uploaded it, or reads a case it
// was handed in to; of a natural person's case the look is logged. Errors:
// evidence.unknown, evidence.missing, evidence.damaged.
func (s *Service) EvidenceFile(ctx context.Context, a access.Actor, id string) (f models.EvidenceFile, content *os.File, err error) {
	if f, err = s.readableFile(ctx, a, id); err != nil {
		return f, nil, err
	}
	content, err = s.Files.Vault.Open(f.SHA256)
	return f, content, s.notReadable(f, err)
}

// EvidencePicture gives a smaller picture of an uploaded photo, as JPEG; the caller closes
// it. Permission and errors: as of EvidenceFile; evidence.no_picture.
func (s *Service) EvidencePicture(ctx context.Context, a access.Actor, id string, side int) (content *os.File, err error) {
	f, err := s.readableFile(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if k, _ := files.KindOf(f.Type); !k.Picture() {
		return nil, noPicture()
	}
	content, err = s.Files.Vault.Made(f.SHA256, strconv.Itoa(side)+".jpg", func(in io.ReadSeeker, out io.Writer) error {
		// Unpacked, a photo takes some hundred megabytes: one at a time.
		s.Files.shrinking.Lock()
		defer s.Files.shrinking.Unlock()
		return files.Shrink(in, out, side)
	})
	return content, s.notReadable(f, err)
}

func (s *Service) readableFile(ctx context.Context, a access.Actor, id string) (f models.EvidenceFile, err error) {
	db := s.Store.Read(ctx)
	if err = db.Limit(1).Find(&f, "id = ?", id).Error; err != nil {
		return f, err
	}
	if f.ID == "" || s.Files == nil {
		return f, unknownFile(id)
	}
	if a.Subject != "" { // of its own case a subject sees what it brought, not what others did
		if f.UploadedBy != a.Subject {
			return f, unknownFile(id)
		}
		return f, nil
	}
	var chains []string
	err = db.Model(&models.EvidenceLink{}).Distinct("case_number").Where("file_id = ?", f.ID).Order("case_number").Pluck("case_number", &chains).Error
	if err != nil || len(chains) == 0 && f.UploadedBy == a.ID {
		return f, err
	}
	for _, chain := range chains {
		who, err := s.behind(ctx, db, a, chain)
		if _, hidden := models.AsProblem(err); hidden {
			continue
		}
		if err != nil || who.ID == "" {
			return f, err
		}
		if err := afterErasure(db, a, who.ID); err != nil {
			return f, err
		}
		return f, s.Queries().looked(ctx, a, who, "evidence")
	}
	return f, unknownFile(id)
}

// behind is the subject of what a file was handed in to, a case or a subject's own file,
// where the actor may read that.
func (s *Service) behind(ctx context.Context, db *gorm.DB, a access.Actor, chain string) (who models.Subject, err error) {
	q := s.Queries()
	if id, ok := strings.CutPrefix(chain, store.SubjectChain("")); ok {
		who, err := q.seen(ctx, a, id)
		if err == nil && !tellsOf(a, who) {
			err = unknownSubject(id)
		}
		return who, err
	}
	c, err := q.readable(db, a, chain)
	if err != nil {
		return who, err
	}
	err = db.Limit(1).Find(&who, "id = ?", c.SubjectID).Error
	return who, err
}

// unknownFile is what whoever may not read its case is told too.
func unknownFile(id string) *models.Problem {
	return models.Refuse(models.Unknown, "evidence.unknown", "没有这个文件", "证据文件%s不存在，或者不在您的职责范围内。", id)
}

func noPicture() *models.Problem {
	return models.Refuse(models.Unknown, "evidence.no_picture", "没有缩略图", "该文件不能以图片显示，请下载后查看。")
}

// notReadable says plainly that a kept file is gone or changed: a decision may rest on it.
func (s *Service) notReadable(f models.EvidenceFile, err error) error {
	switch {
	case errors.Is(err, files.ErrNoPicture):
		return noPicture().Because(err)
	case errors.Is(err, files.ErrMissing):
		s.Log.Error("evidence is missing", "file", f.ID, "sha256", f.SHA256)
		return models.Refuse(models.Conflict, "evidence.missing", "文件已不在存放处",
			"“%s”在登记库中有记载，而存放目录中没有该文件。请立即告知系统管理员从备份恢复；其 SHA-256 为 %s。", f.Name, f.SHA256).Because(err)
	case errors.Is(err, files.ErrDamaged):
		s.Log.Error("evidence is damaged", "file", f.ID, "sha256", f.SHA256)
		return models.Refuse(models.Conflict, "evidence.damaged", "文件已损坏",
			"“%s”的内容与提交时不符，不予提供。请立即告知系统管理员从备份恢复；提交时的 SHA-256 为 %s。", f.Name, f.SHA256).Because(err)
	}
	return err
}
