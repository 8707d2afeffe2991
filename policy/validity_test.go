package policy_test

import "testing"

// A missing or expired basis blocks with a clear word.
func TestInForce(t *testing.T) {
	p := *builtin(t, "jining.yaml")
	p.ValidUntil = day(t, "2027-12-31")
	p.Basis.ValidUntil = day(t, "2027-06-30")
	for _, c := range []struct{ on, code, detail string }{
		{"2025-12-31", "pack.not_yet", "认定标准（jining 2026.1）自2026年1月1日起施行，2025年12月31日尚不适用。请使用当日有效的标准。"},
		{"2026-01-01", "", ""},
		{"2027-06-30", "", ""},
		{"2027-07-01", "pack.basis_expired", "认定标准的依据《济宁市城市管理领域信用信息管理办法（试行）》有效期至2027年6月30日，2027年7月1日已经失效，不得据以作出决定。请由规则管理员换用有效依据。"},
		{"2028-01-01", "pack.expired", "认定标准（jining 2026.1）有效期至2027年12月31日，2028年1月1日已经失效。请由规则管理员发布新标准。"},
	} {
		refused(t, c.on, p.InForce(day(t, c.on)), c.code, c.detail)
	}
}

func TestListBasis(t *testing.T) {
	p := builtin(t, "jining.yaml")
	l := listOf(t, p, "black")
	refused(t, "as written", p.BasisMissing(l, day(t, "2026-05-01")), "", "")
	l.Basis.Title = ""
	refused(t, "no basis", p.BasisMissing(l, day(t, "2026-05-01")), "list.basis_missing", "黑名单没有写明依据文件，不得据以作出决定。请由规则管理员补充依据。")
	l = listOf(t, p, "black")
	l.Basis.ValidFrom = day(t, "2026-06-01")
	refused(t, "not yet", p.BasisMissing(l, day(t, "2026-05-31")), "list.basis_not_yet", "黑名单的依据《济宁市城市管理领域信用信息管理办法（试行）》自2026年6月1日起施行，2026年5月31日尚不适用。")
}
