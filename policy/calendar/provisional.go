package calendar

import (
	"strconv"
	"strings"
)

// provisionalNote says which of the days asked about lie in years without a
// loaded notice, or nothing when every year is known. A year older than one that
// is loaded has its notice, only not here; a later one is still to come.
func (c *Calendar) provisionalNote(asked stretch) string {
	if asked.first.IsZero() {
		return ""
	}
	newest := 0
	for loaded := range c.years {
		newest = max(newest, loaded)
	}
	var absent, unpublished []string
	for y := asked.first.Year(); y <= asked.last.Year(); y++ {
		if _, loaded := c.years[y]; loaded {
			continue
		}
		if name := strconv.Itoa(y) + "年"; y < newest {
			absent = append(absent, name)
		} else {
			unpublished = append(unpublished, name)
		}
	}
	var said []string
	if len(absent) > 0 {
		said = append(said, "系统未载入"+strings.Join(absent, "、")+"放假安排")
	}
	if len(unpublished) > 0 {
		said = append(said, "国务院办公厅尚未公布"+strings.Join(unpublished, "、")+"放假安排")
	}
	if said == nil {
		return ""
	}
	return strings.Join(append(said, "暂按周末推算"), comma)
}
