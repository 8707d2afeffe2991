package calendar

import (
	"fmt"
	"time"
)

// Remaining says in Chinese how a deadline stands, so that every page says it
// alike: 还剩2个工作日, 今日到期, 还剩3小时20分钟 (due today before midnight), 超期3个工作日,
// 超期40分钟 (today). When only days off are left it names them: 还剩2天,均为休息日. An
// instant outside the years 1 to 9999 gives an empty text.
func (c *Calendar) Remaining(now, due time.Time) string {
	today, last := From(now), From(due)
	left := c.WorkingDaysLeft(now, due)
	switch {
	case today.IsZero() || last.IsZero():
		return ""
	case today == last && Overdue(now, due):
		return "超期" + clockLength(now.Sub(due))
	case today == last && !due.Before(last.End()):
		return "今日到期"
	case today == last:
		return "还剩" + clockLength(due.Sub(now))
	case left < 0:
		return fmt.Sprintf("超期%d个工作日", -left)
	case left > 0:
		return fmt.Sprintf("还剩%d个工作日", left)
	}
	return fmt.Sprintf("还剩%d天%s均为休息日", last.Sub(today), comma)
}

// clockLength writes less than a day: hours and minutes, or seconds when there is
// not a minute. It never says nothing is left while something is.
func clockLength(d time.Duration) string {
	seconds := int((max(d, 0) + time.Second - 1) / time.Second)
	if seconds >= 60 {
		seconds -= seconds % 60
	}
	return officeTime(seconds)
}
