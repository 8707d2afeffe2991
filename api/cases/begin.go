package cases

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
	"chengxin/workflows/contract"
)

// verbBegin marks the command row that a new case leaves under its caller's key.
const verbBegin = "begin"

// draft is a case about to enter the register.
type draft struct {
	row      models.Case
	pack     *policy.Pack
	intake   any
	evidence *[]Evidence // of the intake: what the register keeps of the files is filled in
	warnings []string
	// after writes what belongs to the new case in the same transaction.
	after func(tx *store.Tx, c models.Case) error
}

// begin enters a case in one transaction (number, row, intake, command) and starts its
// workflow. A repeat under the same key returns the same case.
func (s *Service) begin(ctx context.Context, actor access.Actor, key string, body any, build func(*store.Tx) (draft, error)) (Begun, error) {
	cmd := models.Command{
		ID: newID(), ActorID: actor.ID, IdemKey: key, Verb: verbBegin, BodyHash: s.keyedHash(body),
		ReceivedAt: s.now(), SettledAt: s.now(), Status: models.CommandCounted,
	}
	if cmd.IdemKey == "" {
		cmd.IdemKey = cmd.ID
	}
	var d draft
	if earlier, err := s.repeated(ctx, cmd); err != nil || earlier != nil {
		return s.begun(ctx, earlier, err)
	}
	err := s.Store.Tx(ctx, func(tx *store.Tx) (err error) {
		if d, err = build(tx); err != nil {
			return err
		}
		if err := s.seldom(tx, actor, verbBegin, mostBegun, s.now()); err != nil {
			return err
		}
		d.row.ChangedAt = s.now()
		if d.evidence != nil {
			if *d.evidence, err = resolve(tx, actor, *d.evidence, s.now()); err != nil {
				return err
			}
		}
		if err := tx.Enter(d.pack, &d.row, actor.ID, d.intake, s.afterPatience()); err != nil {
			return err
		}
		if d.warnings, err = s.vacancies(tx, d); err != nil {
			return err
		}
		cmd.CaseNumber = d.row.Number
		if d.evidence != nil {
			if err := link(tx, *d.evidence, cmd.CaseNumber, cmd.ID, s.now()); err != nil {
				return err
			}
		}
		if written, err := tx.Put(&cmd); err != nil || !written {
			return either(err, errRaced)
		}
		if d.after == nil {
			return nil
		}
		return d.after(tx, d.row)
	})
	if err == errRaced { //nolint:errorlint // our own value, never wrapped
		earlier, err := s.repeated(ctx, cmd)
		return s.begun(ctx, earlier, err)
	}
	if err != nil {
		// Pressed twice at once, the second may be refused for what the first one did.
		if earlier, asked := s.repeated(ctx, cmd); asked == nil && earlier != nil {
			return s.begun(ctx, earlier, nil)
		}
		return Begun{}, err
	}
	s.launch(ctx, contract.Case{Number: d.row.Number, Kind: contract.Kind(d.row.Kind)})
	out, err := s.begun(ctx, &cmd, nil)
	out.Warnings = d.warnings
	return out, err
}

// vacancies says at once which step of the new case nobody could decide.
func (s *Service) vacancies(tx *store.Tx, d draft) ([]string, error) {
	said, err := tx.Vacancies(d.pack, d.row, s.now())
	if err != nil {
		return nil, err
	}
	return said, tx.ReportVacancies(d.row, said, s.now())
}

// begun tells of the case that a command began.
func (s *Service) begun(ctx context.Context, cmd *models.Command, err error) (Begun, error) {
	if err != nil || cmd == nil {
		return Begun{}, either(err, errRaced)
	}
	var c models.Case
	db := s.Store.Read(context.WithoutCancel(ctx))
	if err = db.Take(&c, "number = ?", cmd.CaseNumber).Error; err != nil {
		return Begun{}, err
	}
	var receipt models.Document
	if c.Kind == string(contract.Dispute) || c.Kind == string(contract.Repair) {
		err = db.Select("id").Limit(1).Find(&receipt, "case_number = ? AND kind = ?", c.Number, kindReceipt).Error
	}
	return Begun{Number: c.Number, Kind: c.Kind, Stage: c.Stage, Receipt: receipt.ID}, err
}

// afterPatience is when the relay takes over what a caller is still carrying itself.
func (s *Service) afterPatience() models.Instant {
	return s.now() + models.Instant(2*s.Patience.Microseconds())
}

// launch starts a case's workflow and gives it a moment to put its first question, so
// that the caller finds the task in the worklist. Where Temporal is away, the relay
// starts it.
func (s *Service) launch(ctx context.Context, ref contract.Case) {
	if s.Temporal == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Patience)
	defer cancel()
	if _, err := s.Temporal.ExecuteWorkflow(ctx, ref.StartOptions(), string(ref.Kind), ref); err != nil {
		s.Log.Warn("start stays with the relay", "case", ref.Number, "err", err)
		return
	}
	for pause := 5 * time.Millisecond; ; pause += pause / 2 {
		var c models.Case
		if err := s.Store.Read(ctx).Take(&c, "number = ?", ref.Number).Error; err != nil || c.Version > 0 {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// keyedHash tells the same body again and cannot be searched for what stood in it, such
// as somebody's number.
func (s *Service) keyedHash(body any) string {
	if s.Store.Keys == nil {
		return hashOf(body)
	}
	return s.Store.Keys.Mark("body", hashOf(body))
}

func hashOf(body any) string {
	raw, _ := json.Marshal(body)
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// packInForce is the jurisdiction's pack on the day of the act's receipt.
func (s *Service) packInForce(tx *store.Tx, jurisdiction string) (*policy.Pack, error) {
	today := calendar.From(s.Now()).String()
	var row models.StoredPack
	err := tx.Order("effective DESC, loaded_at DESC").Limit(1).
		Find(&row, "jurisdiction = ? AND effective <= ? AND withdrawn_at = 0", jurisdiction, today).Error
	if err != nil {
		return nil, err
	}
	if row.Hash == "" {
		return nil, models.Refuse(models.Invalid, "policy.none_in_force", "没有生效的规则包",
			"管辖区%s目前没有生效的认定和计分标准,不能受理新案件。请规则管理员载入并确定生效日期。", jurisdiction)
	}
	pack, err := s.Rules.Pack(tx.Statement.Context, row.Hash)
	if err != nil {
		return nil, err
	}
	if v := pack.InForce(calendar.From(s.Now())); v != nil {
		return nil, models.Judged(v)
	}
	return pack, nil
}
