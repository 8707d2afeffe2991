package calendar

// Unit is what a term is counted in. Its text is the plural used in packs.
type Unit string

// The units a pack may use. The Chinese name follows each.
const (
	WorkingDays  Unit = "working_days"  // 工作日
	Days         Unit = "days"          // 自然日
	Months       Unit = "months"        // 月
	Years        Unit = "years"         // 年
	Hours        Unit = "hours"         // 小时: round the clock (紧急工作时)
	WorkingHours Unit = "working_hours" // 工作时: office hours of working days
	Minutes      Unit = "minutes"       // 分钟: for trial packs
	Seconds      Unit = "seconds"       // 秒: for trial packs
)

// unitFacts is what the package needs to know about a unit.
type unitFacts struct {
	unit     Unit
	singular string
	chinese  string // follows the number directly
	// most is the largest number accepted. It only catches slips of the hand (an
	// instant in a term's place, a number with zeros too many): no rule of
	// administrative procedure comes near it.
	most int
}

// units lists the units in the order in which an error names them.
var units = []unitFacts{
	{WorkingDays, "working_day", "个工作日", 2000},
	{Days, "day", "日", 36500},
	{Months, "month", "个月", 1200},
	{Years, "year", "年", 100},
	{Hours, "hour", "小时", 87600},
	{WorkingHours, "working_hour", "个工作时", 8000},
	{Minutes, "minute", "分钟", 525600},
	{Seconds, "second", "秒", 31536000},
}

func (u Unit) facts() (unitFacts, bool) {
	for _, f := range units {
		if f.unit == u {
			return f, true
		}
	}
	return unitFacts{}, false
}

// wholeDays reports whether a term in this unit leaves out the day of the event
// and ends with a day, rather than running from instant to instant.
func (u Unit) wholeDays() bool {
	switch u {
	case WorkingDays, Days, Months, Years:
		return true
	}
	return false
}
