package imports

import (
	"errors"
	"regexp"
	"strings"

	"chengxin/models"
	"chengxin/policy/calendar"
	"chengxin/policy/identifiers"
)

// fields are the columns that a problem's fields are about.
var fields = map[string]string{
	"name": columnName.name, "kind": columnKind.name, "code": columnCode.name, "id_number": columnCode.name, "code_override": columnOverride.name,
	"subjects": columnCode.name, "behaviour": columnBehaviour.name, "occurred_at": columnOccurred.name, "description": columnFacts.name,
}

// because turns a rule's refusal into a report's line, in the file's words.
func (r row) because(p *models.Problem) error {
	column, reason := "", p.Title+"："+strings.ReplaceAll(p.Detail, " code_override ", "“"+columnOverride.name+"”一列")
	for _, f := range p.Fields {
		if column = fields[f.Field]; column != "" {
			if f.Message != "" && !strings.Contains(reason, f.Message) {
				reason = p.Title + "：" + f.Message
			}
			break
		}
	}
	return r.refuse(column, "%s", reason)
}

// scientific is what a spreadsheet makes of a long number: the digits are gone.
var scientific = regexp.MustCompile(`^\d(\.\d+)?[eE]\+?\d+$`)

const rounded = "号码已被表格软件改为科学计数，数位丢失。请把该列设为文本格式后重新填写"

// find gives the registered subject of a line.
func (j *job) find(r row) (models.Subject, error) {
	return j.named(r, r.get(columnCode.name), r.get(columnName.name))
}

// named gives the registered subject of a number, under the name the line gives it.
func (j *job) named(r row, number, name string) (s models.Subject, err error) {
	switch {
	case number == "":
		return s, r.refuse(columnCode.name, "须填写")
	case scientific.MatchString(number):
		return s, r.refuse(columnCode.name, rounded)
	}
	s, err = j.registrar().Find(j.ctx, j.Jurisdiction, number)
	if err == nil && s.ID == "" {
		err = r.refuse(columnCode.name, "没有登记该信用主体%s", j.misread(number))
	}
	var p *models.Problem
	if errors.As(err, &p) {
		err = r.because(p)
	}
	if err == nil && name != "" && name != s.Name {
		err = r.refuse(columnName.name, "与登记的名称“%s”不一致，请核对号码", s.Name)
	}
	return s, err
}

// resident is how a resident's number looks, right or wrong.
var resident = regexp.MustCompile(`^[1-8]\d{5}(19|20)\d{9}[\dXx]$`)

// misread says what is wrong with a number under which nobody is registered.
func (j *job) misread(number string) string {
	_, err := identifiers.ParseCreditCode(number)
	if resident.MatchString(number) {
		_, err = identifiers.ParseResidentID(number, calendar.From(j.Now()))
	}
	var wrong *identifiers.Error
	if errors.As(err, &wrong) {
		return "，填写的号码有误：" + wrong.Message
	}
	return "，请先导入主体"
}
