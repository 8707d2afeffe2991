package imports

import (
	"strings"

	"chengxin/api/cases"
	"chengxin/models"
)

// incident reads a line: who reports what of whom.
func (j *job) incident(r row) (in cases.NewViolation, subjects []models.Subject, err error) {
	in = cases.NewViolation{
		Reference: r.get(columnNumber.name), Place: r.get(columnPlace.name), Description: r.get(columnFacts.name), Source: r.get(columnSource.name),
	}
	for _, c := range []column{columnNumber, columnReporter, columnAccused, columnBehaviour, columnFacts} {
		if r.get(c.name) == "" {
			return in, nil, r.refuse(c.name, "须填写")
		}
	}
	o, err := j.organization(r, columnReporter.name)
	if err != nil {
		return in, nil, err
	}
	in.Organization = o.ID
	if subjects, err = j.accused(r); err != nil {
		return in, nil, err
	}
	for _, s := range subjects {
		in.Subjects = append(in.Subjects, s.ID)
	}
	if in.Behaviour, err = j.behaviour(r); err != nil {
		return in, nil, err
	}
	if in.OccurredAt, err = r.moment(columnOccurred.name); err != nil {
		return in, nil, err
	}
	if in.Emergency, err = r.yes(columnEmergency.name); err != nil {
		return in, nil, err
	}
	if m := r.get(columnMaterial.name); m != "" {
		in.Evidence = []cases.Evidence{{Kind: "written_report", Title: m}}
	}
	return in, subjects, nil
}

// several takes a cell with more than one entry apart.
func several(cell string) []string {
	return strings.FieldsFunc(cell, func(c rune) bool { return strings.ContainsRune("、；; ", c) })
}

// accused finds the subjects of a line, each under the name the line gives it.
func (j *job) accused(r row) (subjects []models.Subject, err error) {
	numbers, names := several(r.get(columnCode.name)), []string{r.get(columnName.name)}
	if len(numbers) > 1 && names[0] != "" {
		if names = strings.FieldsFunc(names[0], func(c rune) bool { return strings.ContainsRune("、；;", c) }); len(names) != len(numbers) {
			return nil, r.refuse(columnName.name, "有%d个号码，而名称有%d个，应一一对应", len(numbers), len(names))
		}
	}
	for i, number := range numbers {
		name := names[0]
		if len(names) > 1 {
			name = names[i]
		}
		s, err := j.named(r, number, strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, s)
	}
	return subjects, nil
}

// behaviour finds an item of the catalogue by its code or its name, in the sector that
// the line names.
func (j *job) behaviour(r row) (string, error) {
	pack, err := j.pack()
	if err != nil {
		return "", err
	}
	text, sector := r.get(columnBehaviour.name), r.get(columnSector.name)
	for _, b := range pack.Behaviours {
		if b.Code != strings.ToUpper(text) && b.Name != text {
			continue
		}
		in, _ := pack.Sector(b.Sector)
		if sector != "" && sector != in.Name && sector != in.Key {
			return "", r.refuse(columnSector.name, "%s属于“%s”，请核对领域或者代码", b.Code, in.Name)
		}
		return b.Code, nil
	}
	return "", r.refuse(columnBehaviour.name, "认定标准（%s）的目录中没有该失信行为，请从目录中选择", pack.Name())
}

// blameless warns of a subject who will get no points for what the line reports.
func (j *job) blameless(r row, in cases.NewViolation, subjects []models.Subject) (*refusal, error) {
	pack, err := j.pack()
	if err != nil {
		return nil, err
	}
	for _, s := range subjects {
		if v := chargeable(pack, s, in.OccurredAt); v != nil {
			return r.refuse(columnCode.name, "已受理，但%s", v.Title), nil
		}
	}
	return nil, nil //nolint:nilnil // nothing to tell is no error
}

// yes reads a mark.
func (r row) yes(column string) (bool, error) {
	switch r.get(column) {
	case "是", "√", "紧急":
		return true, nil
	case "", "否":
		return false, nil
	}
	return false, r.refuse(column, "应为是或者否")
}
