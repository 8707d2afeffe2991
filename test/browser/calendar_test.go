package browser

import "testing"

// The keeper of the rules brings a year's days off: what is wrong is told, what it would
// do is seen before it is done, and it is done once.
func TestCalendar(t *testing.T) {
	o := office(t)
	keeper := o.anew(t, "jining.rule_keeper1")
	keeper.press("放假安排")
	keeper.sees("2026年", "随程序提供", "载入或者更正")
	keeper.fill("year", "year: 2031\nnotice: 示例通知\nfestivals: 元旦\n")
	keeper.press("预览")
	keeper.sees("此处应为列表")
	keeper.look("calendar-refused")
	keeper.fill("year", "year: 2031\nnotice: 示例通知\nfestivals:\n  - {name: 元旦, from: 2031-01-01, to: 2031-01-03}\n")
	keeper.press("预览")
	keeper.sees("预览：2031年", "元旦", "将移动待办0项", "1月1日由工作日改为")
	keeper.look("calendar-preview")
	keeper.fill("sure", "true")
	keeper.press("载入")
	keeper.sees("2031年放假安排已载入", "载入")
	keeper.fill("year", "year: 2031\nnotice: 示例通知\nfestivals:\n  - {name: 元旦, from: 2031-01-01, to: 2031-01-03}\n")
	keeper.press("预览")
	keeper.sees("与现行的放假安排相同")

	handler := o.anew(t, "rencheng.handler1")
	handler.open("/calendar")
	handler.sees("放假安排", "2026年")
	handler.misses("载入或者更正")
}
