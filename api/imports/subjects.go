package imports

import (
	"context"
	"errors"
	"io"
	"regexp"
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
	if err := r.plain(columnCode.name); err != nil {
		return outcome{}, err
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

// fields are the columns that a problem's fields are about.
var fields = map[string]string{
	"name": columnName.name, "kind": columnKind.name, "code": columnCode.name, "id_number": columnCode.name, "code_override": columnOverride.name,
}

// because turns a rule's refusal into a report's line, in the file's words.
func (r row) because(p *models.Problem) error {
	column, reason := "", p.Title+"："+strings.ReplaceAll(p.Detail, " code_override ", "“"+columnOverride.name+"”一列")
	for _, f := range p.Fields {
		if column = fields[f.Field]; column != "" {
			break
		}
	}
	return r.refuse(column, "%s", reason)
}

// scientific is what a spreadsheet makes of a long number.
var scientific = regexp.MustCompile(`^\d(\.\d+)?[eE]\+?\d+$`)

// plain refuses a number that a spreadsheet has rounded: the digits are gone.
func (r row) plain(column string) error {
	if scientific.MatchString(r.get(column)) {
		return r.refuse(column, "号码已被表格软件改为科学计数，数位丢失。请把该列设为文本格式后重新填写")
	}
	return nil
}

// find gives the registered subject of a line.
func (j *job) find(r row) (s models.Subject, err error) {
	if err := r.plain(columnCode.name); err != nil {
		return s, err
	}
	number := r.get(columnCode.name)
	if number == "" {
		return s, r.refuse(columnCode.name, "须填写")
	}
	s, err = j.registrar().Find(j.ctx, j.Jurisdiction, number)
	if err == nil && s.ID == "" {
		err = r.refuse(columnCode.name, "没有登记该信用主体，请先导入主体")
	}
	var p *models.Problem
	if errors.As(err, &p) {
		err = r.because(p)
	}
	if err != nil {
		return s, err
	}
	if name := r.get(columnName.name); name != "" && name != s.Name {
		return s, r.refuse(columnName.name, "与登记的名称“%s”不一致，请核对号码", s.Name)
	}
	return s, nil
}
