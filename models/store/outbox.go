package store

import (
	"fmt"

	"chengxin/models"
)

// Topics of the outbox.
const (
	TopicStart = "start" // start or restart a case's workflow
	TopicWake  = "wake"  // tell a running case that the register changed under it
)

// Send writes a message together with what causes it; the relay delivers it after.
// The same id is sent once.
func (tx *Tx) Send(id, topic, target string, at models.Instant) error {
	_, err := tx.Put(&models.Outbox{ID: id, Topic: topic, Target: target, CreatedAt: at, NextTryAt: at})
	return err
}

// Started marks a new case's start as delivered: its workflow has spoken.
func (tx *Tx) Started(number string, at models.Instant) error {
	return tx.Model(&models.Outbox{}).Where("id = ? AND sent_at = 0", startID(number, 0)).Update("sent_at", at).Error
}

func startID(number string, version int) string { return fmt.Sprintf("start/%s/%d", number, version) }

// Wake tells a case to read the register again.
func (tx *Tx) Wake(number string, version int, at models.Instant) error {
	return tx.Send(fmt.Sprintf("wake/%s/%d", number, version), TopicWake, number, at)
}

// Start asks for a case's workflow to be started; version tells one start from a
// later one of a case that was reopened.
func (tx *Tx) Start(number string, version int, at models.Instant) error {
	return tx.Send(startID(number, version), TopicStart, number, at)
}
