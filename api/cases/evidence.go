package cases

import (
	"fmt"
	"time"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/store"
)

// Evidence names a material, and where it was uploaded the file it is.
type Evidence struct {
	Kind   string    `json:"kind"`
	Title  string    `json:"title"`
	Number string    `json:"number,omitempty"`
	File   string    `json:"file,omitempty" doc:"已上传的文件（POST /api/v1/evidence 所给的编号），限本人所传"`
	Kept   *KeptFile `json:"kept,omitempty" readOnly:"true" doc:"所存的文件，提交时由系统填写"`
}

// KeptFile is what the trail holds of a file that was handed in.
type KeptFile struct {
	SHA256     string         `json:"sha256" doc:"所存文件的 SHA-256"`
	Size       int64          `json:"size" doc:"字节数"`
	Type       string         `json:"type" doc:"按文件内容识别的类型"`
	Name       string         `json:"name" doc:"文件名"`
	TakenAt    models.Instant `json:"taken_at,omitempty" doc:"相机所记的拍摄时间"`
	TakenWhere string         `json:"taken_where,omitempty" doc:"相机所记的拍摄地点：纬度,经度"`
}

func kept(f models.EvidenceFile) *KeptFile {
	return &KeptFile{f.SHA256, f.Size, f.Type, f.Name, f.TakenAt, f.TakenWhere}
}

// looseFor is how long an uploaded file waits to be handed in.
const looseFor = 24 * time.Hour

// handIn makes uploaded files part of what is handed in to a case: each must be the
// actor's own upload and still there, and the answer says of each what the register
// keeps. Whatever a caller said of a file itself is not believed. It is part of the
// caller's transaction, so a file is linked if and only if its act is on record.
// Errors: evidence.file_unknown.
func handIn(tx *store.Tx, actor access.Actor, list []Evidence, number, command string, now models.Instant) ([]Evidence, error) {
	out, err := resolve(tx, actor, list, now)
	if err != nil {
		return nil, err
	}
	return out, link(tx, out, number, command, now)
}

// resolve fills in what the register keeps of each file.
func resolve(tx *store.Tx, actor access.Actor, list []Evidence, now models.Instant) ([]Evidence, error) {
	if len(list) == 0 {
		return list, nil
	}
	out := make([]Evidence, len(list))
	for i, e := range list {
		if e.Kept = nil; e.File != "" {
			var f models.EvidenceFile
			if err := tx.Locked().Limit(1).Find(&f, "id = ? AND uploaded_by = ?", e.File, actor.ID).Error; err != nil {
				return nil, err
			}
			if f.ID == "" || f.LinkedAt == 0 && f.UploadedAt < models.At(now.Time().Add(-looseFor)) {
				return nil, models.Refuse(models.Invalid, "evidence.file_unknown", "没有这个文件",
					"“%s”所附的文件不存在。上传的文件须由本人在一天内提交，逾期自动清除；请重新上传。", e.Title).
					Where(models.Field{Field: fmt.Sprintf("evidence[%d].file", i), Message: "请重新上传", Value: e.File})
			}
			e.Kept = kept(f)
		}
		out[i] = e
	}
	return out, nil
}

// link writes with which act the resolved files came in.
func link(tx *store.Tx, list []Evidence, number, command string, now models.Instant) error {
	for _, e := range list {
		if e.File == "" {
			continue
		}
		if _, err := tx.Put(&models.EvidenceLink{CaseNumber: number, FileID: e.File, CommandID: command, LinkedAt: now}); err != nil {
			return err
		}
		err := tx.Model(&models.EvidenceFile{}).Where("id = ? AND linked_at = 0", e.File).Update("linked_at", now).Error
		if err != nil {
			return err
		}
	}
	return nil
}
