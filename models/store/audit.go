package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"gorm.io/gorm/clause"

	"chengxin/models"
)

// Genesis is the previous hash of a chain's first entry.
const Genesis = "0000000000000000000000000000000000000000000000000000000000000000"

// Audit appends one entry to a chain. Body is stored as the very bytes that are
// hashed. The chain's head is locked first, so that numbers have no gaps.
func (tx *Tx) Audit(chain, action, actor string, at models.Instant, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("audit body: %w", err)
	}
	fresh := models.AuditHead{Chain: chain, Hash: Genesis}
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
		return err
	}
	var head models.AuditHead
	if err := tx.Locked().Take(&head, "chain = ?", chain).Error; err != nil {
		return err
	}
	e := models.AuditEntry{
		Chain: chain, Seq: head.Seq + 1, At: at, ActorID: actor, Action: action, Body: raw, PrevHash: head.Hash,
	}
	e.Hash = AuditHash(e)
	if err := tx.Create(&e).Error; err != nil {
		return err
	}
	return tx.Model(&models.AuditHead{}).Where("chain = ?", chain).
		Updates(map[string]any{"seq": e.Seq, "hash": e.Hash}).Error
}

// AuditHash is SHA-256 over an entry's fields, each led by its length so that no two
// entries read alike: chain, seq, at (microseconds), actor, action, body, previous
// hash.
func AuditHash(e models.AuditEntry) string {
	h := sha256.New()
	for _, f := range []string{
		e.Chain, strconv.Itoa(e.Seq), strconv.FormatInt(int64(e.At), 10), e.ActorID, e.Action, string(e.Body), e.PrevHash,
	} {
		fmt.Fprintf(h, "%d:%s", len(f), f)
	}
	return hex.EncodeToString(h.Sum(nil))
}
