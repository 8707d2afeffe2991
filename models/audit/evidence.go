package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"gorm.io/gorm"

	"chengxin/models"
	"chengxin/models/files"
)

// enclosure is an evidence file as the register says it was handed in to a case.
type enclosure struct {
	CaseNumber, FileID, CommandID string
	SHA256                        string `gorm:"column:sha256"` // empty: the file's row is gone
	Name                          string
	Status                        string // of the act it came with
}

func enclosuresAfter(db *gorm.DB, last *enclosure, after string, n int) (rows []enclosure, err error) {
	q := db.Table("evidence_links AS l").
		Select("l.case_number, l.file_id, l.command_id, COALESCE(f.sha256, '') AS sha256, COALESCE(f.name, '') AS name, COALESCE(c.status, '') AS status").
		Joins("LEFT JOIN evidence_files AS f ON f.id = l.file_id").Joins("LEFT JOIN commands AS c ON c.id = l.command_id").
		Order("l.case_number, l.file_id, l.command_id").Limit(n)
	if last == nil {
		return rows, q.Where("l.case_number > ?", after).Scan(&rows).Error
	}
	err = q.Where("l.case_number >= ? AND (l.case_number > ? OR l.file_id > ? OR l.file_id = ? AND l.command_id > ?)",
		last.CaseNumber, last.CaseNumber, last.FileID, last.FileID, last.CommandID).Scan(&rows).Error
	return rows, err
}

// handedIn notes the files that an entry tells of, wherever in it they stand.
func (c *chain) handedIn(body []byte) {
	if !bytes.Contains(body, []byte(`"kept":`)) {
		return
	}
	var v any
	if json.Unmarshal(body, &v) == nil {
		c.filesIn(v)
	}
}

func (c *chain) filesIn(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			c.filesIn(item)
		}
	case map[string]any:
		file, _ := v["file"].(string)
		if kept, ok := v["kept"].(map[string]any); ok && file != "" {
			sum, _ := kept["sha256"].(string)
			c.files[file] = sum
			return
		}
		for _, item := range v {
			c.filesIn(item)
		}
	}
}

// enclosure demands that a file which was handed in is the one the trail tells of, and
// that its bytes are still those.
func (c *chain) enclosure(e *enclosure) {
	if e.CaseNumber != c.name {
		return
	}
	want, told := c.files[e.FileID]
	if told {
		c.files[e.FileID] = "" // seen
	}
	switch {
	case e.SHA256 == "":
		c.found(Removed, c.name, 0, "%s：证据文件%s已提交而不在册，系被删除", c.title(), e.FileID)
		return
	case !told && e.Status == models.CommandCounted && !c.broken:
		c.found(Inserted, c.name, 0, "%s：证据文件%s（%s）在册而没有提交的留痕，系插入", c.title(), e.FileID, e.Name)
	case told && want != "" && want != e.SHA256:
		c.found(Register, c.name, 0, "%s：证据文件%s（%s）所记散列与提交时不符，系被改动", c.title(), e.FileID, e.Name)
		return
	}
	switch err := c.prove(e.SHA256); {
	case errors.Is(err, files.ErrMissing):
		c.found(Removed, c.name, 0, "%s：证据文件%s（%s）不在存放处，SHA-256 为%s", c.title(), e.FileID, e.Name, e.SHA256)
	case errors.Is(err, files.ErrDamaged):
		c.found(Changed, c.name, 0, "%s：证据文件%s（%s）的内容与提交时的 SHA-256 不符，系被改动或者损坏", c.title(), e.FileID, e.Name)
	case err != nil:
		c.found(Register, c.name, 0, "%s：证据文件%s（%s）无法读取：%v", c.title(), e.FileID, e.Name, err)
	}
}

// prove proves a file's bytes, once.
func (p *proof) prove(sum string) error {
	if p.File == nil {
		return nil
	}
	if err, done := p.proven[sum]; done {
		return err
	}
	if p.proven == nil {
		p.proven = map[string]error{}
	}
	err := p.File(sum)
	p.proven[sum] = err
	p.sum.Files++
	return err
}

// lost names files that the trail tells of and the register lost.
func (c *chain) lost() {
	for _, file := range slices.Sorted(maps.Keys(c.files)) {
		if c.files[file] != "" {
			c.found(Removed, c.name, 0, "%s：证据文件%s已提交而没有登记，系被删除", c.title(), file)
		}
	}
}
