package identifiers

import (
	"strings"

	"chengxin/policy/calendar"
)

// ResidentID is a checked resident identity number (公民身份号码; GB 11643-1999).
// It prints masked: use Reveal where the number itself is needed.
type ResidentID struct{ number string }

const residentLength = 18

// ParseResidentID reads an 18-digit number, today being the day no one can be born
// after. A small x at the end and surrounding spaces are forgiven. The *Error
// names the part that is wrong and never repeats the number.
func ParseResidentID(s string, today calendar.Date) (ResidentID, error) {
	number := strings.ToUpper(strings.TrimSpace(s))
	if err := residentShape(number); err != nil {
		return ResidentID{}, err
	}
	birth, err := birthDate(number)
	switch {
	case err != nil:
		return ResidentID{}, refuse("resident_id.birth", "公民身份号码第7至14位（出生日期）不是真实存在的日期。请对照身份证核对")
	case birth.After(today):
		return ResidentID{}, refuse("resident_id.birth_future", "公民身份号码中的出生日期晚于今天。请对照身份证核对")
	case birth.Year() < 1850:
		return ResidentID{}, refuse("resident_id.birth_past", "公民身份号码中的出生年份早于1850年。请对照身份证核对")
	}
	if number[17] != residentCheck(number[:17]) {
		return ResidentID{}, refuse("resident_id.check", "公民身份号码的校验码不符，其中至少有一位写错。请对照身份证逐位核对")
	}
	return ResidentID{number}, nil
}

func residentShape(number string) error {
	if n := len([]rune(number)); n != residentLength {
		if n == 15 {
			return refuse("resident_id.length", "填写的是15位旧号码，已于2013年停止使用。请填写18位公民身份号码")
		}
		return refuse("resident_id.length", "公民身份号码应为18位，而填写的是%d位。请核对", n)
	}
	position := 0
	for _, c := range number {
		position++
		if c >= '0' && c <= '9' || c == 'X' && position == residentLength {
			continue
		}
		if c == 'X' {
			return refuse("resident_id.character", "公民身份号码第%d位是X。X只能出现在最后一位，请核对", position)
		}
		return refuse("resident_id.character", "公民身份号码第%d位不是数字。请核对", position)
	}
	if number[0] == '0' || !residentProvinces[number[:2]] {
		return refuse("resident_id.region", "公民身份号码前两位不是省级行政区划代码。请核对")
	}
	return nil
}

// residentProvinces are the provincial codes of GB/T 2260, and 83 of the residence
// permits for Taiwan residents, 81 and 82 for Hong Kong and Macao.
var residentProvinces = set("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func birthDate(number string) (calendar.Date, error) {
	return calendar.ParseDate(number[6:10] + "-" + number[10:12] + "-" + number[12:14])
}

// residentCheck is the 18th character (ISO 7064, MOD 11-2).
func residentCheck(first17 string) byte {
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(first17[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// Birth is the day of birth the number carries; the zero Date for a zero ID.
func (id ResidentID) Birth() calendar.Date {
	if id.number == "" {
		return calendar.Date{}
	}
	birth, _ := birthDate(id.number)
	return birth
}

// Reveal gives the number itself. Whoever looks at it is logged (个人信息保护法 51).
func (id ResidentID) Reveal() string { return id.number }

// String masks the number as public pages do: 1101************2X. The day of birth
// and the place in the register stay hidden.
func (id ResidentID) String() string {
	if id.number == "" {
		return ""
	}
	return id.number[:4] + strings.Repeat("*", 12) + id.number[16:]
}

// GoString is the mask too: a debugging print is a print.
func (id ResidentID) GoString() string { return id.String() }

// MarshalText writes the mask, so that no encoder lets a number out by accident.
func (id ResidentID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }
