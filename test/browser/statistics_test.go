package browser

import (
	"net/http"
	"testing"
)

// The supervisor reads this week's report, opens the list behind a figure, goes a week
// back, and prints it (QD-4).
func TestStatistics(t *testing.T) {
	o := office(t)
	o.reported(t, o.company(t, "示例统计有限公司"))
	supervisor := o.anew(t, "jining.supervisor1")
	supervisor.open("/board")
	supervisor.press("周报、月报")
	supervisor.sees("案件办理周报", "按期办结率", "期限内办结的÷办结且有全案期限的")
	supervisor.press("下一期")
	supervisor.sees("本期收到案件", "按机构", "济宁市任城区城市管理局")
	supervisor.look("statistics")
	supervisor.print("statistics-print")
	supervisor.press("上一期")
	supervisor.open("/statistics?period=month&on=2026-13-01")
	supervisor.sees("日期须为年-月-日", "案件办理月报")
	handler := o.anew(t, "rencheng.handler1")
	if status := handler.open("/statistics"); status != http.StatusForbidden {
		t.Errorf("a handler is answered %d", status)
	}
}
