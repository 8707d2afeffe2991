package cases

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// verbAddress marks the entry of a confirmation of address.
const verbAddress = "service_address"

// NewServiceAddress is a confirmation of address as a subject signed it (送达地址确认书).
type NewServiceAddress struct {
	Number     string         `json:"number" minLength:"1" maxLength:"100" doc:"确认书编号"`
	Address    string         `json:"address" minLength:"1" maxLength:"250" doc:"确认的送达地址"`
	Receiver   string         `json:"receiver,omitempty" maxLength:"100" doc:"指定的代收人"`
	Electronic string         `json:"electronic,omitempty" maxLength:"250" doc:"同意电子送达的，其接收地址（电子邮箱、传真号码、移动通信号码）；不填为不同意"`
	SignedAt   models.Instant `json:"signed_at" doc:"签署日期"`
	Evidence   []Evidence     `json:"evidence" maxItems:"20" doc:"确认书的扫描件，或者其编号"`
}

// ServiceAddressView is a confirmation of address.
type ServiceAddressView struct {
	ID         string         `json:"id"`
	Number     string         `json:"number"`
	Address    string         `json:"address"`
	Receiver   string         `json:"receiver,omitempty"`
	Electronic string         `json:"electronic,omitempty" doc:"同意电子送达的接收地址"`
	SignedAt   models.Instant `json:"signed_at"`
	Evidence   []Evidence     `json:"evidence"`
	EndedAt    models.Instant `json:"ended_at,omitempty" doc:"为后来的确认书所代替"`
}

// ConfirmAddress enters a subject's confirmation of where documents reach it. It takes the
// place of an earlier one from its signature on; what was served by that stays served.
// Permission: window clerk or handler of the jurisdiction. Errors: subject.unknown,
// subject.ended, intake.incomplete, date.*, address.older, evidence.*.
func (s *Service) ConfirmAddress(ctx context.Context, actor access.Actor, subject string, in NewServiceAddress, key string) (v ServiceAddressView, err error) {
	if p := required(map[string]string{"number": in.Number, "address": in.Address}); p != nil {
		return v, p
	}
	if len(in.Evidence) == 0 {
		return v, models.Refuse(models.Invalid, "intake.incomplete", "填写不全", "须附送达地址确认书的扫描件，或者写明其名称和编号。").Where(models.Field{Field: "evidence"})
	}
	if p := s.happened("signed_at", "签署日期", in.SignedAt); p != nil {
		return v, p
	}
	of, err := s.Queries().seen(ctx, actor, subject)
	if err != nil {
		return v, err
	}
	if !ConfirmsAddresses(actor, of.Jurisdiction) {
		return v, models.Refuse(models.Forbidden, "access.not_here", "无权登记", "送达地址确认书由本管辖区的窗口人员或者承办人登记。")
	}
	about, _ := json.Marshal(map[string]string{"subject": subject})
	cmd, err := s.once(ctx, actor, models.Command{Verb: verbAddress, IdemKey: key, Details: about, BodyHash: s.keyedHash([]any{verbAddress, subject, in})}, func(tx *store.Tx, cmd *models.Command) error {
		return s.confirmAddress(tx, actor, of, in, cmd)
	})
	if err != nil {
		return v, err
	}
	var row models.ServiceAddress
	db := s.Store.Read(ctx)
	if err := db.Take(&row, "id = ?", cmd.ID).Error; err != nil {
		return v, err
	}
	return s.Queries().viewAddress(db, row)
}

// ConfirmsAddresses says whether somebody may enter confirmations of address in a
// jurisdiction.
func ConfirmsAddresses(actor access.Actor, jurisdiction string) bool {
	return slices.Contains(actor.Jurisdictions(applicants...), jurisdiction)
}

func (s *Service) confirmAddress(tx *store.Tx, actor access.Actor, of models.Subject, in NewServiceAddress, cmd *models.Command) error {
	if _, err := subject(tx, of.ID, of.Jurisdiction); err != nil {
		return err
	}
	now := s.now()
	before, err := tx.Confirmed(of.ID, now)
	if err != nil {
		return err
	}
	if before.ID != "" && before.SignedAt > in.SignedAt {
		return models.Refuse(models.Conflict, "address.older", "已有更晚签署的确认书", "%s已于%s签署确认书%s，较早的不再登记。", of.Name, day(before.SignedAt.Time()), before.Number).
			Where(models.Field{Field: "signed_at"})
	}
	list, err := handIn(tx, actor, in.Evidence, store.SubjectChain(of.ID), cmd.ID, now)
	if err != nil {
		return err
	}
	data := models.AddressData{Address: strings.TrimSpace(in.Address), Receiver: strings.TrimSpace(in.Receiver), Electronic: strings.TrimSpace(in.Electronic)}
	row := models.ServiceAddress{
		ID: cmd.ID, Jurisdiction: of.Jurisdiction, SubjectID: of.ID, Number: strings.TrimSpace(in.Number), Consents: data.Electronic != "",
		SignedAt: in.SignedAt, EnteredBy: actor.ID, EnteredAt: now,
	}
	if row.Evidence, err = json.Marshal(list); err != nil {
		return err
	}
	if written, err := tx.Put(cmd); err != nil || !written {
		return either(err, errRaced)
	}
	if err := tx.Model(&models.ServiceAddress{}).Where("subject_id = ? AND ended_at = 0", of.ID).Update("ended_at", in.SignedAt).Error; err != nil {
		return err
	}
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	if err := s.Store.Seal(tx, of.ID, store.SealedAddress(row.ID), data, now); err != nil {
		return err
	}
	// Where somebody lives stays out of the trail; that it was confirmed stands there.
	return tx.Audit(store.SubjectChain(of.ID), verbAddress, actor.ID, now, map[string]any{
		"command": cmd.ID, "number": row.Number, "signed_at": row.SignedAt, "electronic": row.Consents, "evidence": list,
	})
}

// ServiceAddresses are a subject's confirmations, the one in force first. Permission:
// whoever reads subjects of its jurisdiction; of a natural person the look is logged.
// Errors: subject.unknown.
func (q *Queries) ServiceAddresses(ctx context.Context, a access.Actor, subject string) (all []ServiceAddressView, err error) {
	of, err := q.seen(ctx, a, subject)
	if err != nil {
		return nil, err
	}
	var rows []models.ServiceAddress
	db := q.db(ctx)
	if err := db.Order("signed_at DESC, entered_at DESC").Find(&rows, "subject_id = ?", of.ID).Error; err != nil {
		return nil, err
	}
	all = make([]ServiceAddressView, len(rows))
	tells := tellsOf(a, of)
	for i, r := range rows {
		if all[i], err = q.viewAddress(db, r); err != nil {
			return nil, err
		}
		if !tells {
			all[i].hide()
		}
	}
	if len(rows) > 0 {
		err = q.looked(ctx, a, of, "address")
	}
	return all, err
}

func (q *Queries) viewAddress(db *gorm.DB, r models.ServiceAddress) (ServiceAddressView, error) {
	var d models.AddressData
	_, err := q.Store.Unseal(db, store.SealedAddress(r.ID), &d)
	v := ServiceAddressView{
		ID: r.ID, Number: r.Number, Address: d.Address, Receiver: d.Receiver, Electronic: d.Electronic, SignedAt: r.SignedAt, Evidence: []Evidence{}, EndedAt: r.EndedAt,
	}
	_ = json.Unmarshal(r.Evidence, &v.Evidence)
	return v, err
}

// hide leaves that there is a confirmation, and nothing of where somebody lives.
func (v *ServiceAddressView) hide() {
	const hidden = "***"
	v.Address, v.Receiver, v.Evidence = hidden, "", []Evidence{}
	if v.Electronic != "" {
		v.Electronic = hidden
	}
}

// AddressLine is the confirmation of address in force, beside a document to be served.
type AddressLine struct {
	Number     string `json:"number"`
	Address    string `json:"address"`
	Electronic bool   `json:"electronic" doc:"同意电子送达"`
}

func (q *Queries) confirmedOf(db *gorm.DB, subject string, at models.Instant) (*AddressLine, error) {
	r, err := (&store.Tx{DB: db}).Confirmed(subject, at)
	if err != nil || r.ID == "" {
		return nil, err
	}
	v, err := q.viewAddress(db, r)
	return &AddressLine{r.Number, v.Address, r.Consents}, err
}
