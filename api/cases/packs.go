package cases

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
	"chengxin/policy/calendar"
)

// Verbs of what is done with packs.
const (
	verbLoadPack     = "load_pack"
	verbWithdrawPack = "withdraw_pack"
)

// PackKeepers are the roles that load and withdraw packs, each in its own jurisdiction.
func PackKeepers() []policy.Role { return []policy.Role{policy.RuleKeeper} }

// PackCheck is a pack that somebody brought, before it is loaded: what it says, what it
// would change, what deserves a look.
type PackCheck struct {
	Jurisdiction string              `json:"jurisdiction"`
	Name         string              `json:"name"`
	Version      string              `json:"version"`
	Effective    calendar.Date       `json:"effective" doc:"施行日期"`
	Hash         string              `json:"hash"`
	Words        string              `json:"words" doc:"规则包的文字全文"`
	Warnings     []policy.Warning    `json:"warnings" doc:"提示：不妨碍载入，须知晓"`
	Against      string              `json:"against,omitempty" doc:"与之比较的版本：施行日期在前的最近一版"`
	Differences  []policy.Difference `json:"differences"`
	Loaded       bool                `json:"loaded" doc:"相同的内容此前已载入"`
	Late         bool                `json:"late" doc:"施行日期早于今日：自载入起适用于新立案件，不溯及已立案件"`
}

// mostPack is how long a pack may be, in bytes.
const mostPack = 1 << 20

// CheckPack reads a pack strictly and holds it against the one it would follow. Nothing is
// changed. Permission: PackKeepers of its jurisdiction. Errors: policy.invalid with every
// mistake by line and column, policy.not_yours.
func (q *Queries) CheckPack(ctx context.Context, a access.Actor, src []byte) (out PackCheck, err error) {
	p, warnings, err := readPack(a, unix(src))
	if err != nil {
		return out, err
	}
	out = PackCheck{
		Jurisdiction: p.Jurisdiction.Key, Name: p.Jurisdiction.Name, Version: p.Version, Effective: p.Effective, Hash: p.Hash, Words: policy.Words(p),
		Warnings: warnings, Differences: []policy.Difference{}, Late: p.Effective.Before(calendar.From(q.Now())),
	}
	if out.Warnings == nil {
		out.Warnings = []policy.Warning{}
	}
	tx := &store.Tx{DB: q.db(ctx)}
	known, err := tx.PackNamed(p.Jurisdiction.Key, p.Version)
	if err != nil {
		return out, err
	}
	out.Loaded = known.Hash == p.Hash
	before, err := packBefore(tx.DB, p)
	if err != nil || before.Hash == "" {
		return out, err
	}
	was, err := q.Rules.Pack(ctx, before.Hash)
	if err != nil {
		return out, err
	}
	if was.Trial != p.Trial {
		return out, store.OtherTrial(p)
	}
	out.Against = was.Version
	if d := policy.Diff(was, p); d != nil {
		out.Differences = d
	}
	return out, nil
}

// unix gives a text's lines the ends that files have: a browser sends others, and they would
// make the same pack another one.
func unix(src []byte) []byte { return bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n")) }

// readPack reads a pack that the actor may keep. Errors: policy.invalid, policy.not_yours.
func readPack(a access.Actor, src []byte) (*policy.Pack, []policy.Warning, error) {
	if len(src) > mostPack {
		return nil, nil, models.Refuse(models.Invalid, "policy.invalid", "规则包过大", "规则包超过%s。", Bytes(mostPack)).Where(models.Field{Field: "pack"})
	}
	p, warnings, err := policy.Load("规则包", src)
	var wrong *policy.LoadError
	if errors.As(err, &wrong) {
		refusal := models.Refuse(models.Invalid, "policy.invalid", "规则包有误，未予采用", "共%d处错误，请按行、列更正后重新检查。现行规则不受影响。", len(wrong.Problems))
		for _, w := range wrong.Problems {
			_ = refusal.Where(models.Field{Field: "line." + fmt.Sprint(w.Line), Message: fmt.Sprintf("第%d行第%d列，%s：%s", w.Line, w.Column, w.Path, w.Message)})
		}
		return nil, nil, refusal
	}
	if err != nil {
		return nil, nil, err
	}
	if !slices.Contains(a.Jurisdictions(PackKeepers()...), p.Jurisdiction.Key) {
		return nil, nil, models.Refuse(models.Forbidden, "policy.not_yours", "不是您的管辖区", "规则包属于管辖区“%s”（%s），您不是其规则管理员。新的管辖区由系统管理员以命令载入。", p.Jurisdiction.Name, p.Jurisdiction.Key)
	}
	return p, warnings, nil
}

// packBefore is the one that a pack would follow: of those in force, the last that takes
// effect no later.
func packBefore(db *gorm.DB, p *policy.Pack) (row models.StoredPack, err error) {
	err = db.Omit("source").Order("effective DESC, loaded_at DESC").Limit(1).
		Find(&row, "jurisdiction = ? AND effective <= ? AND withdrawn_at = 0 AND hash <> ?", p.Jurisdiction.Key, p.Effective.String(), p.Hash).Error
	return row, err
}

// LoadPack keeps a pack: from its effective date on, cases begin under it; running cases
// end on the one they began with. It cannot be changed any more. Permission: PackKeepers
// of its jurisdiction. Errors: as CheckPack, policy.version_taken, policy.withdrawn.
func (s *Service) LoadPack(ctx context.Context, a access.Actor, src []byte, key string) (out PackCheck, err error) {
	src = unix(src)
	p, _, err := readPack(a, src)
	if err != nil {
		return out, err
	}
	_, err = s.once(ctx, a, models.Command{Verb: verbLoadPack, IdemKey: key, BodyHash: hashOf([]any{verbLoadPack, p.Hash})}, func(tx *store.Tx, cmd *models.Command) error {
		if written, err := tx.Put(cmd); err != nil || !written {
			return either(err, errRaced)
		}
		return tx.LoadPack(p, src, a.ID, cmd.ReceivedAt)
	})
	if err != nil {
		return out, err
	}
	return s.Queries().CheckPack(ctx, a, src)
}

// NewPackWithdrawal says which pack was loaded by mistake, and why it is taken back.
type NewPackWithdrawal struct {
	Version string `json:"version" minLength:"1" maxLength:"64"`
	Reason  string `json:"reason" minLength:"2" maxLength:"500" doc:"撤回的理由"`
}

// WithdrawPack takes a pack out of force that was loaded by mistake: no case begins under
// it any more; cases that began under it end on it. The last one in force stays.
// Permission: PackKeepers of the jurisdiction. Errors: policy.unknown, policy.withdrawn,
// policy.last, policy.not_yours, intake.incomplete.
func (s *Service) WithdrawPack(ctx context.Context, a access.Actor, jurisdiction string, in NewPackWithdrawal, key string) error {
	if p := required(map[string]string{"reason": in.Reason}); p != nil {
		return p
	}
	if !slices.Contains(a.Jurisdictions(PackKeepers()...), jurisdiction) {
		return models.Refuse(models.Forbidden, "policy.not_yours", "不是您的管辖区", "您不是管辖区%s的规则管理员。", jurisdiction)
	}
	about, _ := json.Marshal(map[string]string{"jurisdiction": jurisdiction, "version": in.Version})
	_, err := s.once(ctx, a, models.Command{Verb: verbWithdrawPack, IdemKey: key, Details: about, BodyHash: hashOf([]any{verbWithdrawPack, jurisdiction, in})}, func(tx *store.Tx, cmd *models.Command) error {
		var rows []models.StoredPack
		if err := tx.Locked().Omit("source").Find(&rows, "jurisdiction = ?", jurisdiction).Error; err != nil {
			return err
		}
		at := slices.IndexFunc(rows, func(r models.StoredPack) bool { return r.Version == in.Version })
		if at < 0 {
			return models.Refuse(models.Unknown, "policy.unknown", "没有该规则包", "没有管辖区%s的规则包%s。", jurisdiction, in.Version)
		}
		if rows[at].WithdrawnAt != 0 {
			return models.Refuse(models.Conflict, "policy.withdrawn", "规则包已撤回", "规则包%s已于%s撤回。", in.Version, store.When(rows[at].WithdrawnAt))
		}
		before, err := s.covered(tx, jurisdiction)
		if err != nil {
			return err
		}
		if written, err := tx.Put(cmd); err != nil || !written {
			return either(err, errRaced)
		}
		if err := tx.WithdrawPack(rows[at], strings.TrimSpace(in.Reason), a.ID, cmd.ReceivedAt); err != nil {
			return err
		}
		if after, err := s.covered(tx, jurisdiction); err != nil || after || !before {
			return err
		}
		return models.Refuse(models.Conflict, "policy.last", "这是唯一生效的规则包", "撤回后没有生效的规则，不能受理案件。请先载入更正后的版本，再撤回%s。", in.Version)
	})
	return err
}

// covered says that some pack is in force in a jurisdiction today.
func (s *Service) covered(tx *store.Tx, jurisdiction string) (bool, error) {
	_, err := s.packInForce(tx, jurisdiction)
	if p, none := models.AsProblem(err); none && p.Class != models.Unavailable {
		return false, nil
	}
	return err == nil, err
}

// PackUse is a stored pack with how it stands and what rests on it.
type PackUse struct {
	PolicyVersion
	Jurisdiction string `json:"jurisdiction"`
	State        string `json:"state" enum:"in_force,ahead,succeeded,withdrawn" doc:"现行、将施行、已被代替或者已失效、已撤回"`
	Cases        int    `json:"cases" doc:"据以办理的案件"`
	Open         int    `json:"open" doc:"其中未办结的"`
}

// Packs lists the packs of the actor's jurisdictions, the newest effective first.
// Permission: PackKeepers.
func (q *Queries) Packs(ctx context.Context, a access.Actor) (all []PackUse, err error) {
	db := q.db(ctx)
	keys := append(a.Jurisdictions(PackKeepers()...), "")
	var rows []models.StoredPack
	if err := db.Omit("source").Order("jurisdiction, effective DESC, loaded_at DESC").Find(&rows, "jurisdiction IN ?", keys).Error; err != nil {
		return nil, err
	}
	var used []struct {
		PackHash    string
		Cases, Open int
	}
	err = db.Model(&models.Case{}).Select("pack_hash, COUNT(*) AS cases, SUM(CASE WHEN closed_at = 0 THEN 1 ELSE 0 END) AS open").
		Where("jurisdiction IN ?", keys).Group("pack_hash").Scan(&used).Error
	if err != nil {
		return nil, err
	}
	today, current := calendar.From(q.Now()).String(), map[string]bool{}
	for _, key := range keys {
		pack, err := q.packNow(ctx, key)
		if p, none := models.AsProblem(err); none && p.Class != models.Unavailable {
			continue // nothing in force there just now
		}
		if err != nil {
			return nil, err
		}
		current[pack.Hash] = true
	}
	for _, r := range rows {
		u := PackUse{PolicyVersion: PolicyVersion{r.Version, r.Effective, r.Hash, r.LoadedAt, r.WithdrawnAt}, Jurisdiction: r.Jurisdiction, State: "succeeded"}
		switch {
		case r.WithdrawnAt != 0:
			u.State = "withdrawn"
		case r.Effective > today:
			u.State = "ahead"
		case current[r.Hash]:
			u.State = "in_force"
		}
		for _, n := range used {
			if n.PackHash == r.Hash {
				u.Cases, u.Open = n.Cases, n.Open
			}
		}
		all = append(all, u)
	}
	return all, nil
}
