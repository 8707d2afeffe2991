package cases

import (
	"context"
	"time"

	"chengxin/models"
	"chengxin/models/store"
)

// sweptAtOnce is how many files one sweep looks at.
const sweptAtOnce = 500

// WatchFiles removes, until the context ends, what was uploaded and not handed in within
// a day. Any number of processes over one folder may do so beside each other.
func (s *Service) WatchFiles(ctx context.Context, every time.Duration) {
	if s.Files == nil {
		return
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if _, err := s.SweepFiles(ctx); err != nil && ctx.Err() == nil {
			s.Log.Warn("uploaded files are not swept", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// SweepFiles removes what was uploaded over a day ago and never handed in, and says how
// many files that were. A file whose bytes somebody else handed in stays.
func (s *Service) SweepFiles(ctx context.Context) (swept int, err error) {
	before := models.At(s.Now().Add(-looseFor))
	if err := s.Files.Vault.Tidy(s.Now().Add(-looseFor), func(sum string) (bool, error) { return s.needed(ctx, sum, before) }); err != nil {
		return 0, err
	}
	var loose []models.EvidenceFile
	err = s.Store.Read(ctx).Order("uploaded_at").Limit(sweptAtOnce).Find(&loose, "linked_at = 0 AND uploaded_at < ?", before).Error
	for _, f := range loose {
		if err != nil {
			return swept, err
		}
		// Under the row's lock nobody hands the file in. Should the row outlive its file, it
		// is too old to be handed in, and goes the next time.
		err = s.Store.Tx(ctx, func(tx *store.Tx) error {
			var held models.EvidenceFile
			err := tx.Locked().Limit(1).Find(&held, "id = ? AND linked_at = 0", f.ID).Error
			if err != nil || held.ID == "" {
				return err
			}
			if _, err := s.Files.Vault.Remove(f.SHA256, func() (bool, error) { return s.needed(ctx, f.SHA256, before) }); err != nil {
				return err
			}
			swept++
			return tx.Delete(&models.EvidenceFile{}, "id = ?", f.ID).Error
		})
	}
	return swept, err
}

// needed says that some row still speaks of what a file holds: handed in, or not old
// enough to be swept.
func (s *Service) needed(ctx context.Context, sum string, before models.Instant) (bool, error) {
	var n int64
	err := s.Store.Read(ctx).Model(&models.EvidenceFile{}).Where("sha256 = ? AND (linked_at <> 0 OR uploaded_at >= ?)", sum, before).Count(&n).Error
	return n > 0, err
}
