package identifiers

import "strings"

// CreditCode is a unified social credit code (统一社会信用代码; GB 32100-2015), 18
// characters as written on the licence.
type CreditCode string

// creditAlphabet leaves out I, O, S, V and Z, which are read as digits.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

const creditLength = 18

// ParseCreditCode reads a code as people type it: small letters and surrounding
// spaces are forgiven, nothing else. The *Error tells a wrong length from a wrong
// character, and which of the two checks failed. Only failed checks and an unknown
// region can be overridden.
func ParseCreditCode(s string) (CreditCode, error) {
	code := strings.ToUpper(strings.TrimSpace(s))
	if err := creditShape(code); err != nil {
		return "", err
	}
	if want := organizationCheck(code[8:16]); code[16] != want {
		e := refuse("credit_code.organization_check", "统一社会信用代码第9至17位（组织机构代码）的校验位应为%c，而填写的是%c。请对照营业执照逐位核对", want, code[16])
		e.Overridable = true
		return "", e
	}
	if want := creditCheck(code[:17]); code[17] != want {
		e := refuse("credit_code.check", "统一社会信用代码最后一位校验码应为%c，而填写的是%c。请对照营业执照逐位核对", want, code[17])
		e.Overridable = true
		return "", e
	}
	return CreditCode(code), nil
}

// CompleteCreditCode computes both check characters of a code from what stands before
// them: registrar and kind ("91"), region, and the first eight characters of the
// organisation code. For examples and tests: real codes come from a licence.
func CompleteCreditCode(kind, region, organisation string) (CreditCode, error) {
	first := strings.ToUpper(kind + region + organisation)
	if err := creditShape(first + "00"); err != nil {
		return "", err
	}
	first += string(organizationCheck(first[8:16]))
	return CreditCode(first + string(creditCheck(first))), nil
}

// OverrideCreditCode reads a code whose checks fail but whose shape is right
// (91350100M0001TGQXM is lawful and fails). Whoever calls it records who insisted,
// and why.
func OverrideCreditCode(s string) (CreditCode, error) {
	code := strings.ToUpper(strings.TrimSpace(s))
	if err := creditShape(code); err != nil {
		return "", err
	}
	return CreditCode(code), nil
}

// creditShape checks what no lawful code can get wrong: length, characters, and
// the six digits of the region.
func creditShape(code string) error {
	if n := len([]rune(code)); n != creditLength {
		return refuse("credit_code.length", "统一社会信用代码应为18位，而填写的是%d位。请对照营业执照核对", n)
	}
	position := 0
	for _, c := range code {
		position++
		switch {
		case strings.ContainsRune("IOSVZ", c):
			return refuse("credit_code.character", "统一社会信用代码第%d位是字母%c。代码不用I、O、S、V、Z，可能是数字1、0、5或者2，请核对", position, c)
		case !strings.ContainsRune(creditAlphabet, c):
			return refuse("credit_code.character", "统一社会信用代码第%d位不是数字或者大写字母。请对照营业执照核对", position)
		case position >= 3 && position <= 8 && (c < '0' || c > '9'):
			return refuse("credit_code.region", "统一社会信用代码第3至8位是登记机关的行政区划码，应为数字，而第%d位是%c。请核对", position, c)
		}
	}
	return nil
}

// creditCheck is the 18th character: weights 3^i mod 31 over the first 17.
func creditCheck(first17 string) byte {
	sum, weight := 0, 1
	for i := range len(first17) {
		sum += strings.IndexByte(creditAlphabet, first17[i]) * weight
		weight = weight * 3 % 31
	}
	return creditAlphabet[(31-sum%31)%31]
}

// organizationCheck is the check of the organisation code within (GB 11714): its
// letters count 10 to 35 by the plain alphabet.
func organizationCheck(first8 string) byte {
	weights := [...]int{3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		c := first8[i]
		v := int(c - '0')
		if c >= 'A' {
			v = int(c-'A') + 10
		}
		sum += v * w
	}
	return "0123456789X"[(11-sum%11)%11]
}

// Region is the GB/T 2260 code of the authority that registered it.
func (c CreditCode) Region() string {
	if len(c) < 8 {
		return ""
	}
	return string(c[2:8])
}
