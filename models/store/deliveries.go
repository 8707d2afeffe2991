package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"chengxin/models"
	"chengxin/policy"
)

// Channels say by which channels a notice leaves the house.
type Channels struct {
	Mail   bool
	Robots []string // channels with one receiver each; they get what concerns everybody
	Hook   bool
}

// pressing are the kinds of notices that a group is told of, and whoever wants no others:
// what is due soon, late or stuck.
var pressing = map[string]bool{
	models.NoticeWarning: true, models.NoticeOverdue: true, models.NoticeSilent: true, models.NoticeVacant: true, models.NoticeStuck: true,
}

// fannedAtOnce is how many notices one round looks at.
const fannedAtOnce = 200

// FanOut writes the deliveries of notices that have none yet, each notice in a
// transaction of its own: the notice, written with its transition, is the outbox, so
// nothing is lost. It says how many notices those were.
func (s *Store) FanOut(ctx context.Context, by Channels, now models.Instant) (n int, err error) {
	var fresh []models.Notice
	if err := s.Read(ctx).Order("created_at").Limit(fannedAtOnce).Find(&fresh, "fanned_at = 0").Error; err != nil {
		return 0, err
	}
	for _, notice := range fresh {
		err := s.Tx(ctx, func(tx *Tx) error {
			var held models.Notice
			if err := tx.Locked().Limit(1).Find(&held, "id = ? AND fanned_at = 0", notice.ID).Error; err != nil || held.ID == "" {
				return err // another process was first
			}
			if err := tx.deliveries(held, by, now); err != nil {
				return err
			}
			return tx.Model(&models.Notice{}).Where("id = ?", held.ID).Update("fanned_at", now).Error
		})
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (tx *Tx) deliveries(n models.Notice, by Channels, now models.Instant) error {
	put := func(channel, receiver string) error {
		_, err := tx.Put(&models.Delivery{
			ID: deliveryID(n.ID, channel, receiver), NoticeID: n.ID, Channel: channel, Receiver: receiver,
			State: models.DeliveryWaiting, NextAt: now, CreatedAt: now,
		})
		return err
	}
	if by.Hook {
		if err := put("webhook", ""); err != nil {
			return err
		}
	}
	for _, robot := range by.Robots {
		if !pressing[n.Kind] {
			break
		}
		if err := put(robot, ""); err != nil {
			return err
		}
	}
	if !by.Mail {
		return nil
	}
	addresses, err := tx.mailed(n, now)
	for _, a := range addresses {
		if err != nil {
			return err
		}
		err = put("mail", a)
	}
	return err
}

// deliveryID is the same whenever the same notice goes the same way.
func deliveryID(notice, channel, receiver string) string {
	sum := sha256.Sum256([]byte(notice + "\n" + channel + "\n" + receiver))
	return hex.EncodeToString(sum[:16])
}

// mailed are the addresses of whoever a notice is for and wants it mailed.
func (tx *Tx) mailed(n models.Notice, now models.Instant) (addresses []string, err error) {
	ids := []string{n.UserID}
	if n.UserID == "" {
		if ids, err = tx.Holders(policy.Role(n.Role), n.OrganizationID, now); err != nil {
			return nil, err
		}
	}
	err = tx.Model(&models.User{}).Distinct("email").Where("id IN ? AND email <> '' AND disabled_at = 0", append(ids, "")).
		Where("mail_late = ? OR ?", false, pressing[n.Kind]).Order("email").Pluck("email", &addresses).Error
	return addresses, err
}

// LeaseDeliveries takes deliveries that are due in hand until an instant: nobody else
// sends them meanwhile, and whoever dies with them leaves them to the next.
func (s *Store) LeaseDeliveries(ctx context.Context, now, until models.Instant, most int) (mine []models.Delivery, err error) {
	var due []models.Delivery
	err = s.Read(ctx).Order("next_at").Limit(most).Find(&due, "state = ? AND next_at <= ? AND leased_until <= ?", models.DeliveryWaiting, now, now).Error
	if err != nil || len(due) == 0 {
		return nil, err
	}
	err = s.Tx(ctx, func(tx *Tx) error {
		mine = nil
		for _, d := range due {
			got := tx.Model(&models.Delivery{}).Where("id = ? AND state = ? AND leased_until <= ?", d.ID, models.DeliveryWaiting, now).Update("leased_until", until)
			if got.Error != nil {
				return got.Error
			}
			if got.RowsAffected == 1 {
				mine = append(mine, d)
			}
		}
		return nil
	})
	return mine, err
}

// SettleDelivery writes what became of a delivery.
func (s *Store) SettleDelivery(ctx context.Context, d models.Delivery) error {
	return s.Tx(ctx, func(tx *Tx) error {
		return tx.Model(&models.Delivery{}).Where("id = ?", d.ID).Updates(map[string]any{
			"state": d.State, "tries": d.Tries, "next_at": d.NextAt, "leased_until": 0, "last_error": d.LastError, "sent_at": d.SentAt,
		}).Error
	})
}
