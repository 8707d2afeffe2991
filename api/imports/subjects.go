package imports

import (
	"context"
	"io"
	"strings"

	"chengxin/api/cases"
	"chengxin/models"
	"chengxin/models/store"
)

// The columns of subjects.
var (
	columnName     = column{name: "名称", also: []string{"姓名", "主体名称"}, most: 200}
	columnKind     = column{name: "类别", also: []string{"主体类别"}}
	columnCode     = column{name: "统一社会信用代码/证件号", also: []string{"统一社会信用代码", "证件号", "公民身份号码", "身份证号码"}, most: 40}
	columnAddress  = column{name: "地址", also: []string{"住所", "经营场所"}, optional: true, most: 250}
	columnOverride = column{name: "代码例外理由", optional: true, most: 200}
)

// kinds of subjects as files name them.
var kinds = map[string]string{
	"社会法人": models.LegalPerson, "法人": models.LegalPerson, "企业": models.LegalPerson, "非法人组织": models.LegalPerson, "分支机构": models.LegalPerson,
	"个体工商户": models.SoleTrader, "个体": models.SoleTrader, "自然人": models.NaturalPerson, "个人": models.NaturalPerson,
}

// Subjects registers subjects: 名称, 类别, 统一社会信用代码/证件号, 地址. A code whose check
// fails needs a reason in 代码例外理由. What is registered already stays as it is; a
// different name is told.
func (m *Importer) Subjects(ctx context.Context, file string, report io.Writer) (Result, error) {
	return m.run(ctx, "subjects", file, report, []column{columnName, columnKind, columnCode, columnAddress, columnOverride}, (*job).subject)
}

func (j *job) subject(r row) (outcome, error) {
	in := cases.NewSubject{
		Jurisdiction: j.Jurisdiction, Kind: kinds[r.get(columnKind.name)], Name: r.get(columnName.name),
		Address: r.get(columnAddress.name), Override: r.get(columnOverride.name),
	}
	if in.Kind == "" {
		return outcome{}, r.refuse(columnKind.name, "应为社会法人、个体工商户或者自然人")
	}
	number := r.get(columnCode.name)
	if scientific.MatchString(number) {
		return outcome{}, r.refuse(columnCode.name, rounded)
	}
	if in.Kind == models.NaturalPerson {
		in.IDNumber = number
	} else {
		in.Code = number
	}
	if err := j.once(r, columnCode.name, strings.ToUpper(number)); err != nil {
		return outcome{}, err
	}
	s, created, err := j.registrar().Register(j.ctx, j.registrant(), in)
	if p, ok := models.AsProblem(err); ok {
		return outcome{}, r.because(p)
	}
	if err != nil {
		return outcome{}, err
	}
	out := outcome{written: created}
	if created && !j.begun {
		err = j.write(func(*store.Tx) error { return nil })
	}
	if !created && s.Name != in.Name {
		out.warning = r.refuse(columnName.name, "该号码已登记为“%s”（%s），名称未改动", s.Name, s.ID)
	}
	return out, err
}
