package cases

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"unicode"

	"chengxin/api/access"
	"chengxin/models"
	"chengxin/models/files"
	"chengxin/models/store"
	"chengxin/policy/calendar"
)

// Files is where evidence files are kept and what they must meet.
type Files struct {
	Vault *files.Vault
	Most  int64 // bytes of one file
	// Scan looks for malicious content before a file is kept; nil: not looked for.
	Scan func(ctx context.Context, path string) (clean bool, err error)

	shrinking sync.Mutex
}

// How much one person may have uploaded and not handed in: more is a program gone wrong,
// or somebody filling the disk.
const (
	mostLoose      = 200
	mostLooseBytes = 2 << 30
)

// mostName is how many characters of a file's name are kept.
const mostName = 100

// Uploaded is a file that waits to be handed in.
type Uploaded struct {
	File string `json:"file" doc:"编号，提交证据时填入 file"`
	KeptFile
}

// Upload keeps a file for its uploader to hand in within a day. What it is, is told by
// its bytes. Permission: whoever may hand in evidence (the route's rule). Errors:
// evidence.not_kept, evidence.too_large, evidence.empty, evidence.type,
// evidence.infected, evidence.too_many, evidence.no_space, evidence.scanner_away,
// request.interrupted.
func (s *Service) Upload(ctx context.Context, actor access.Actor, name string, r io.Reader) (u Uploaded, err error) {
	if s.Files == nil {
		return u, models.Refuse(models.Invalid, "evidence.not_kept", "本系统不存放文件", "系统没有设置证据文件的存放目录，请以名称和编号登记材料，原件存卷；或者联系系统管理员。")
	}
	if err := s.looseEnough(ctx, actor); err != nil {
		return u, err
	}
	in, err := s.Files.Vault.Receive(r, s.Files.Most)
	if err != nil {
		return u, s.notReceived(name, err)
	}
	defer in.Discard()
	kind, ok, err := files.Sniff(in.Path)
	if err != nil {
		return u, err
	}
	if !ok {
		return u, wrongKind(name)
	}
	if err := s.scan(ctx, name, in.Path); err != nil {
		return u, err
	}
	shot := files.ReadShot(in.Path, kind, models.Beijing)
	f := models.EvidenceFile{
		SHA256: in.SHA256, Size: in.Size, Type: kind.Type, Name: safeName(name, kind), TakenWhere: shot.Where,
		UploadedBy: actor.ID, UploadedAt: s.now(),
	}
	f.ID = fileID(f)
	if !shot.At.IsZero() && shot.At.Before(s.Now()) {
		f.TakenAt = models.At(shot.At)
	}
	// The row comes before the file: see Vault.Keep.
	if err := s.Store.Tx(ctx, func(tx *store.Tx) error { return enterFile(tx, f) }); err != nil {
		return u, err
	}
	if err := in.Keep(); err != nil {
		return u, s.notReceived(name, err)
	}
	return Uploaded{f.ID, *kept(f)}, nil
}

// KeepMade keeps a file that the program made for somebody, for a day: theirs to fetch, and
// nobody else's. It gives the file's number. Errors: evidence.not_kept, evidence.no_space.
func (s *Service) KeepMade(ctx context.Context, actor access.Actor, name, mediaType string, r io.Reader) (string, error) {
	const most = 1 << 30
	in, err := s.Files.Vault.Receive(r, most)
	if err != nil {
		return "", s.notReceived(name, err)
	}
	defer in.Discard()
	f := models.EvidenceFile{SHA256: in.SHA256, Size: in.Size, Type: mediaType, Name: shortName(name), UploadedBy: actor.ID, UploadedAt: s.now()}
	f.ID = fileID(f)
	if err := s.Store.Tx(ctx, func(tx *store.Tx) error { return enterFile(tx, f) }); err != nil {
		return "", err
	}
	if err := in.Keep(); err != nil {
		return "", s.notReceived(name, err)
	}
	return f.ID, nil
}

// fileID is the same when somebody sends the same file again on the same day: a form with
// files that is sent twice is the same form.
func fileID(f models.EvidenceFile) string {
	return hashOf([]string{f.UploadedBy, f.SHA256, f.Name, calendar.From(f.UploadedAt.Time()).String()})[:32]
}

func enterFile(tx *store.Tx, f models.EvidenceFile) error {
	written, err := tx.Put(&f)
	if err != nil || written {
		return err
	}
	return tx.Model(&models.EvidenceFile{}).Where("id = ? AND linked_at = 0", f.ID).Update("uploaded_at", f.UploadedAt).Error
}

// looseEnough bounds what one person leaves lying about.
func (s *Service) looseEnough(ctx context.Context, actor access.Actor) error {
	var has struct {
		N    int
		Size int64
	}
	err := s.Store.Read(ctx).Model(&models.EvidenceFile{}).Select("COUNT(*) AS n, COALESCE(SUM(size), 0) AS size").
		Where("linked_at = 0 AND uploaded_by = ?", actor.ID).Scan(&has).Error
	if err == nil && (has.N >= mostLoose || has.Size+s.Files.Most > mostLooseBytes) {
		err = models.Refuse(models.TooMany, "evidence.too_many", "已上传而未提交的文件过多",
			"您有%d个文件已上传而未提交。请先提交，或者待其在一天后自动清除。", has.N)
	}
	return err
}

// notReceived says why a file did not come in whole.
func (s *Service) notReceived(name string, err error) error {
	switch {
	case errors.Is(err, files.ErrTooLarge):
		return models.Refuse(models.Invalid, "evidence.too_large", "文件过大", "“%s”超过%s。请压缩或者分成几个文件后重新上传；仍过大的，以名称和编号登记，原件存卷。", shortName(name), Bytes(s.Files.Most))
	case errors.Is(err, files.ErrEmpty):
		return models.Refuse(models.Invalid, "evidence.empty", "文件是空的", "“%s”没有内容，请检查后重新选择。", shortName(name))
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		s.Log.Error("no space for evidence", "err", err)
		return models.Refuse(models.Unavailable, "evidence.no_space", "存储空间不足", "系统存储空间不足，文件没有保存。请联系系统管理员后重试。").Because(err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return models.Refuse(models.Malformed, "request.interrupted", "请求中断", "“%s”未能完整收到，请重试。", shortName(name)).Because(err)
	}
	return err
}

func wrongKind(name string) *models.Problem {
	var names []string
	for _, k := range files.Accepted {
		if n := strings.ToUpper(strings.TrimPrefix(k.Extension, ".")); len(names) == 0 || names[len(names)-1] != n {
			names = append(names, n)
		}
	}
	return models.Refuse(models.Invalid, "evidence.type", "不接受这类文件",
		"“%s”按其内容不是可以作为证据存放的文件（与文件名无关）。可以上传：%s。", shortName(name), strings.Join(names, "、"))
}

// scan has the file looked at for malicious content. What could not be looked at is not
// kept.
func (s *Service) scan(ctx context.Context, name, path string) error {
	if s.Files.Scan == nil {
		return nil
	}
	clean, err := s.Files.Scan(ctx, path)
	switch {
	case err != nil:
		s.Log.Error("scanner", "err", err)
		return models.Refuse(models.Unavailable, "evidence.scanner_away", "暂时不能检查文件", "病毒扫描未能完成，文件没有保存。请稍后重试；仍不成功的，请联系系统管理员。").Because(err)
	case !clean:
		return models.Refuse(models.Invalid, "evidence.infected", "文件未通过病毒扫描", "“%s”被病毒扫描判为有害，没有保存。请检查您的设备，并向信息安全人员报告。", shortName(name))
	}
	return nil
}

// safeName is what a file may be saved as: no path, nothing that cannot be seen, and the
// ending of what it is.
func safeName(name string, k files.Kind) string {
	name = shortName(name)
	if ext := filepath.Ext(name); len(ext) > 1 && len(ext) <= 6 {
		name = strings.TrimSuffix(name, ext)
	}
	if name = strings.Trim(name, " ."); name == "" {
		name = "证据材料"
	}
	return name + k.Extension
}

func shortName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if runes := []rune(name); len(runes) > mostName {
		ext := []rune(filepath.Ext(name))
		if len(ext) > 6 {
			ext = nil
		}
		name = string(runes[:mostName-len(ext)]) + string(ext)
	}
	return name
}

// Bytes writes a size as people read it.
func Bytes(n int64) string {
	switch {
	case n >= 1<<20:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/(1<<20)), ".0") + " MB"
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d 字节", n)
}
