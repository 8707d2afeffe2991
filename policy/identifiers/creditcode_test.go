package identifiers_test

import (
	"errors"
	"strings"
	"testing"

	"chengxin/policy/identifiers"
)

func TestCreditCodes(t *testing.T) {
	for _, c := range []struct {
		typed, want, code, says string
	}{
		{typed: "91230500MA1B3N1N2M", want: "91230500MA1B3N1N2M"},
		{typed: "92370102MA3M9AG94X", want: "92370102MA3M9AG94X"},
		{typed: "11370830660184247P", want: "11370830660184247P"},
		{typed: " 11370830660184247p\n", want: "11370830660184247P"},
		{typed: "", code: "credit_code.length", says: "填写的是0位"},
		{typed: "9123050MA1B3N1N2M", code: "credit_code.length", says: "填写的是17位"},
		{typed: "91230500MA1B3N1N2MX", code: "credit_code.length", says: "填写的是19位"},
		{typed: "91230500MAIB3N1N2M", code: "credit_code.character", says: "第11位是字母I"},
		{typed: "9123050OMA1B3N1N2M", code: "credit_code.character", says: "第8位是字母O"},
		{typed: "91230500MA1B3N1N2統", code: "credit_code.character", says: "第18位不是数字或者大写字母"},
		{typed: "912A0500MA1B3N1N2M", code: "credit_code.region", says: "第4位是A"},
		{typed: "91230500MA1B3N1N2N", code: "credit_code.check", says: "校验码应为M，而填写的是N"},
		{typed: "91230500MA1B3N1N3M", code: "credit_code.organization_check", says: "校验位应为2，而填写的是3"},
		{typed: "91350100M0001TGQXM", code: "credit_code.check", says: "校验码应为"},
	} {
		got, err := identifiers.ParseCreditCode(c.typed)
		if string(got) != c.want {
			t.Errorf("%q: got %q, want %q (%v)", c.typed, got, c.want, err)
		}
		checkRefusal(t, c.typed, err, c.code, c.says)
	}
}

func TestLawfulCodeThatFailsItsCheckNeedsAnOverride(t *testing.T) {
	_, err := identifiers.ParseCreditCode("91350100M0001TGQXM")
	var refusal *identifiers.Error
	if !errors.As(err, &refusal) || !refusal.Overridable {
		t.Fatalf("got %v, want an overridable refusal", err)
	}
	got, err := identifiers.OverrideCreditCode("91350100m0001tgqxm")
	if err != nil || got != "91350100M0001TGQXM" || got.Region() != "350100" {
		t.Errorf("got %q, region %q, %v", got, got.Region(), err)
	}
	if _, err := identifiers.OverrideCreditCode("91350100M0001TGQX"); err == nil {
		t.Error("an override must not excuse a missing character")
	}
}

// A slip in any one character is found: GB 32100 promises it for the main check.
func TestEverySingleSlipIsFound(t *testing.T) {
	const right = "91230500MA1B3N1N2M"
	for i := range right {
		for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
			typed := right[:i] + string(c) + right[i+1:]
			if _, err := identifiers.ParseCreditCode(typed); typed != right && err == nil {
				t.Errorf("%s accepted", typed)
			}
		}
	}
}

func checkRefusal(t *testing.T, typed string, err error, code, says string) {
	t.Helper()
	if code == "" {
		if err != nil {
			t.Errorf("%q: %v", typed, err)
		}
		return
	}
	var refusal *identifiers.Error
	if !errors.As(err, &refusal) || refusal.Code != code || !strings.Contains(refusal.Message, says) {
		t.Errorf("%q: got %v, want %s: …%s…", typed, err, code, says)
	}
}

// The checks computed are the checks demanded.
func TestCompletedCodesPassTheirChecks(t *testing.T) {
	if got, err := identifiers.CompleteCreditCode("91", "230500", "MA1B3N1N"); err != nil || got != "91230500MA1B3N1N2M" {
		t.Errorf("got %q, %v", got, err)
	}
	for _, organisation := range []string{"00000000", "MA000001", "MAXYTR98", "60000003"} {
		code, err := identifiers.CompleteCreditCode("91", "370811", organisation)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := identifiers.ParseCreditCode(string(code)); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
	if _, err := identifiers.CompleteCreditCode("91", "370811", "MA1I"); err == nil {
		t.Error("a code of the wrong length or with the letter I")
	}
}
