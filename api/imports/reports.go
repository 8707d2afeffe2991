package imports

import (
	"context"
	"io"

	"chengxin/api/access"
	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// The columns of reports.
var (
	columnNumber    = column{name: "编号", also: []string{"填报编号", "报送编号"}, most: 60}
	columnReporter  = column{name: "填报机构", also: []string{"填报单位", "报送单位"}}
	columnAccused   = column{name: columnCode.name, also: columnCode.also, most: 400}
	columnNames     = column{name: columnName.name, also: columnName.also, optional: true, most: 1000}
	columnSector    = column{name: "领域", optional: true}
	columnBehaviour = column{name: "失信行为代码", also: []string{"失信行为"}}
	columnOccurred  = column{name: "发生时间", also: []string{"发生日期", "行为时间"}}
	columnPlace     = column{name: "地点", also: []string{"发生地点"}, optional: true, most: 250}
	columnFacts     = column{name: "事实描述", also: []string{"事实"}, most: 2000}
	columnSource    = column{name: "来源", optional: true}
	columnEmergency = column{name: "紧急", optional: true}
	columnMaterial  = column{name: "书面材料", optional: true, most: 250}
)

// Reports enters what the districts report of dishonest behaviour, month by month
// (QD-1): 编号, 填报机构, 统一社会信用代码/证件号, 失信行为代码, 发生时间, 事实描述. Several subjects of
// one incident stand in one cell with “、” between them. Each line is a violation
// reported now, whose case the running service takes up; the reporting organization's
// own number keeps it from coming in twice.
func (m *Importer) Reports(ctx context.Context, file string, report io.Writer) (Result, error) {
	return m.run(ctx, "reports", file, report, []column{
		columnNumber, columnReporter, columnAccused, columnNames, columnSector, columnBehaviour, columnOccurred,
		columnPlace, columnFacts, columnSource, columnEmergency, columnMaterial,
	}, (*job).reportRow)
}

func (j *job) reportRow(r row) (out outcome, err error) {
	in, subjects, err := j.incident(r)
	if err != nil {
		return out, err
	}
	key := "report/" + in.Organization + "/" + in.Reference
	if err := j.once(r, columnNumber.name, key); err != nil {
		return out, err
	}
	known, err := j.reported(key)
	if err != nil {
		return out, err
	}
	reporter := access.Actor{ID: actor, Username: actor, Grants: []access.Grant{{Role: policy.DistrictReporter, Organization: in.Organization}}}
	_, err = j.intake().ReportViolation(j.ctx, reporter, in, key)
	if p, ok := models.AsProblem(err); ok {
		if p.Code == "idempotency.reused" {
			return out, r.refuse(columnNumber.name, "该编号已经报送，内容与本行不同。更正请在案件中提出，另一事件请另行编号")
		}
		return out, r.because(p)
	}
	if err != nil {
		return out, err
	}
	if out.written = !known; out.written && !j.begun {
		err = j.write(func(*store.Tx) error { return nil })
	}
	if err == nil {
		out.warning, err = j.blameless(r, in, subjects)
	}
	return out, err
}

// intake takes cases in; the running service's relay starts them.
func (j *job) intake() *cases.Service {
	return &cases.Service{Store: j.Store, Rules: j.Rules, Now: j.Now}
}

// reported says whether a line came in before.
func (j *job) reported(key string) (bool, error) {
	var n int64
	err := j.Store.Read(j.ctx).Model(&models.Command{}).Where("actor_id = ? AND idem_key = ?", actor, key).Count(&n).Error
	return n > 0, err
}
