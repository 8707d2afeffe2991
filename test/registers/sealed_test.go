package registers

import (
	"context"
	"errors"
	"testing"

	"chengxin/models"
	"chengxin/models/sealing"
	"chengxin/models/store"
	"chengxin/test/keys"
)

const (
	former = "the-key-of-last-year-kept-in-a-safe"
	latter = "the-key-of-this-year-drawn-in-March"
)

// plainly writes a person as the version before sealing did.
func (b *bed) plainly(id, number string) {
	b.tx(func(tx *store.Tx) error {
		c := models.Case{Number: "c-" + id, Kind: "repair", Jurisdiction: "jining", SubjectID: id}
		return errors.Join(
			tx.Create(&models.Subject{ID: id, Jurisdiction: "jining", Kind: models.NaturalPerson, Name: "当事人", IDHash: b.Store.Keys.Hash(number), Address: "示例小区"}).Error,
			tx.Create(&c).Error,
			tx.Create(&models.ServiceAddress{ID: "a-" + id, Jurisdiction: "jining", SubjectID: id, Address: "示例路1号", Receiver: "代收人", Electronic: "someone@example.cn"}).Error,
			tx.Create(&models.CaseContact{CaseNumber: c.Number, Phone: "13800000000"}).Error,
			tx.Create(&models.CreditReport{Number: "r-" + id, SubjectID: id, Body: []byte(`{"purpose":"办理案件"}`)}).Error,
		)
	})
}

// What an earlier version kept readable is sealed at the next start, once, and reads as
// before.
func TestPlainDataIsSealed(t *testing.T) {
	both(t, func(b *bed) {
		t, ctx := b.t, context.Background()
		b.plainly("S1", "370811199003070010")
		n, err := b.Store.SealPlain(ctx, models.At(now))
		must(t, err)
		again, err := b.Store.SealPlain(ctx, models.At(now))
		must(t, err)
		if n != 4 || again != 0 {
			t.Errorf("sealed %d, then %d", n, again)
		}
		db := b.Store.Read(ctx)
		var s models.Subject
		must(t, db.Take(&s, "id = 'S1'").Error)
		var a models.ServiceAddress
		must(t, db.Take(&a, "id = 'a-S1'").Error)
		if s.Address+a.Address+a.Receiver+a.Electronic != "" || !a.Consents {
			t.Errorf("left: %+v %+v", s, a)
		}
		var d models.SubjectData
		var at models.AddressData
		var c models.CaseContact
		for id, into := range map[string]any{store.SealedSubject("S1"): &d, store.SealedAddress("a-S1"): &at, store.SealedContact("c-S1"): &c} {
			there, err := b.Store.Unseal(db, id, into)
			if err != nil || !there {
				t.Errorf("%s: %v %v", id, there, err)
			}
		}
		if d.Address != "示例小区" || at.Electronic != "someone@example.cn" || c.Phone != "13800000000" {
			t.Errorf("read %+v %+v %+v", d, at, c)
		}
		// Copied to another row, it opens nothing.
		b.tx(func(tx *store.Tx) error {
			return tx.Model(&models.Sealed{}).Where("id = ?", store.SealedContact("c-S1")).Update("id", store.SealedContact("c-S2")).Error
		})
		if _, err := b.Store.Unseal(db, store.SealedContact("c-S2"), &c); err == nil {
			t.Error("opened as another row")
		}
	})
}

// A key takes the other one's place: the second run of a broken-off turn does the rest,
// and then the new key alone finds and reads everything.
func TestKeysTurn(t *testing.T) {
	both(t, func(b *bed) {
		t, ctx := b.t, context.Background()
		number := "370811199003070010"
		b.Store.Keys = keys.Of(former)
		b.plainly("S1", number)
		b.plainly("S2", "370811199003070029")
		_, err := b.Store.SealPlain(ctx, models.At(now))
		must(t, err)
		b.tx(func(tx *store.Tx) error {
			return b.Store.Seal(tx, "S1", store.SealedSubject("S1"), models.SubjectData{Number: number, Address: "示例小区"}, models.At(now))
		})
		b.Store.Keys = keys.Of(latter)
		var d models.SubjectData
		if _, err := b.Store.Unseal(b.Store.Read(ctx), store.SealedSubject("S1"), &d); !errors.Is(err, sealing.ErrOtherKey) {
			t.Errorf("read without its key: %v", err)
		}
		if _, err := b.Store.TurnKeys(ctx); !errors.Is(err, sealing.ErrOtherKey) {
			t.Errorf("turned without the former key: %v", err)
		}
		b.Store.Keys = keys.Of(latter + " " + former)
		turned, err := b.Store.TurnKeys(ctx)
		must(t, err)
		if turned != (store.Turned{Wrapped: 2, Hashed: 1, Numbered: 1}) {
			t.Errorf("turned %+v", turned)
		}
		again, err := b.Store.TurnKeys(ctx)
		must(t, err)
		if again != (store.Turned{Numbered: 1}) {
			t.Errorf("turned again %+v", again)
		}
		b.Store.Keys = keys.Of(latter)
		if there, err := b.Store.Unseal(b.Store.Read(ctx), store.SealedSubject("S1"), &d); err != nil || !there || d.Number != number {
			t.Errorf("read %+v: %v", d, err)
		}
		var s models.Subject
		must(t, b.Store.Read(ctx).Take(&s, "id_hash = ?", b.Store.Keys.Hash(number)).Error)
		state, err := b.Store.KeyState(ctx)
		must(t, err)
		if state.Subjects[b.Store.Keys.Name()] != 2 || state.Plain != 0 {
			t.Errorf("state %+v", state)
		}
	})
}

// A destroyed key takes everything sealed under it along, and nothing is sealed under the
// subject again.
func TestADestroyedKeyOpensNothing(t *testing.T) {
	both(t, func(b *bed) {
		t, ctx := b.t, context.Background()
		b.plainly("S1", "370811199003070010")
		_, err := b.Store.SealPlain(ctx, models.At(now))
		must(t, err)
		// Another one, erased before what stands readable was sealed: nothing of it is left,
		// and what is left of it by accident holds nobody else's up.
		b.plainly("S2", "370811199003070029")
		b.tx(func(tx *store.Tx) error { return tx.Erase("S2", models.At(now)) })
		b.tx(func(tx *store.Tx) error {
			return errors.Join(
				tx.Create(&models.CaseContact{CaseNumber: "c-nobody", Phone: "1"}).Error,
				tx.Model(&models.ServiceAddress{}).Where("id = 'a-S2'").Update("address", "示例路2号").Error,
			)
		})
		b.plainly("S3", "370811199003070037")
		_, err = b.Store.SealPlain(ctx, models.At(now))
		must(t, err)
		state, err := b.Store.KeyState(ctx)
		must(t, err)
		if state.Plain != 0 {
			t.Errorf("left readable: %+v", state)
		}
		b.tx(func(tx *store.Tx) error { return tx.Destroy("S1", models.At(now)) })
		var d models.SubjectData
		if there, err := b.Store.Unseal(b.Store.Read(ctx), store.SealedSubject("S1"), &d); err != nil || there {
			t.Errorf("still there: %v %v", there, err)
		}
		err = b.Store.Tx(ctx, func(tx *store.Tx) error {
			return b.Store.Seal(tx, "S1", store.SealedSubject("S1"), models.SubjectData{Address: "示例小区"}, models.At(now))
		})
		if !errors.Is(err, store.ErrBroken) {
			t.Errorf("sealed again: %v", err)
		}
		var n int64
		must(t, b.Store.Read(ctx).Model(&models.Sealed{}).Where("subject_id = 'S1'").Count(&n).Error)
		if n != 0 {
			t.Errorf("%d rows left", n)
		}
	})
}
