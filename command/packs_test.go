package command

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chengxin/models"
	"chengxin/models/store"
)

func register(t *testing.T) *store.Store {
	t.Helper()
	st, err := store.Open("sqlite:" + filepath.Join(t.TempDir(), "register.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if err := st.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return st
}

// A city and its trial stand side by side: the same offices, terms in days here and in
// seconds there, and case numbers that cannot be taken for each other (NX-1, NX-6).
func TestTrialBesideTheCity(t *testing.T) {
	st, ctx := register(t), context.Background()
	packs, err := loadPacks(ctx, st, nil, []string{"jining"}, true, io.Discard)
	if err != nil || len(packs) != 2 {
		t.Fatalf("%d packs, %v", len(packs), err)
	}
	city, trial := packs[0], packs[1]
	if city.Dispute.Within.String() != "3 working_days" || trial.Dispute.Within.String() != "60 seconds" {
		t.Errorf("dispute within %s and %s", city.Dispute.Within, trial.Dispute.Within)
	}
	if trial.Jurisdiction.Key != "jining_trial" || trial.Jurisdiction.Name != "济宁市（试运行）" {
		t.Errorf("trial jurisdiction %+v", trial.Jurisdiction)
	}
	received := models.At(time.Date(2026, 3, 2, 9, 0, 0, 0, models.Beijing))
	for i, want := range []string{"370800-V-2026-000001", "T370800-V-2026-000001", "370800-V-2026-000002"} {
		p := packs[i%2]
		c := models.Case{Kind: "violation", OrganizationID: p.Jurisdiction.Key + "/rencheng_bureau", ReceivedAt: received}
		if err := st.Tx(ctx, func(tx *store.Tx) error { return tx.Enter(p, &c, "system", nil, received) }); err != nil {
			t.Fatal(err)
		}
		if c.Number != want {
			t.Errorf("case %d: %s, want %s", i, c.Number, want)
		}
	}
	again, err := loadPacks(ctx, st, nil, []string{"jining"}, true, io.Discard)
	if err != nil || again[1].Hash != trial.Hash {
		t.Errorf("a second start: %v", err)
	}
}

func TestTrialOfNobody(t *testing.T) {
	_, err := loadPacks(context.Background(), register(t), nil, []string{"atlantis"}, true, io.Discard)
	var wrong usage
	if !errors.As(err, &wrong) || !strings.Contains(err.Error(), "atlantis") {
		t.Errorf("got %v", err)
	}
}
