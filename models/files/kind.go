package files

import (
	"archive/zip"
	"io"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// Kind is what a file is by its bytes.
type Kind struct {
	Type      string // media type
	Extension string // with its dot: the one it is saved under
	Name      string // in words
}

// Picture says whether a smaller picture can be made of it.
func (k Kind) Picture() bool {
	return slices.Contains([]string{"image/jpeg", "image/png", "image/webp"}, k.Type)
}

// Accepted are the kinds that evidence may be of: what a court's clerk can open, and
// nothing that a browser or an office runs.
var Accepted = []Kind{
	{"image/jpeg", ".jpg", "JPEG 图片"},
	{"image/png", ".png", "PNG 图片"},
	{"image/webp", ".webp", "WebP 图片"},
	{"image/heic", ".heic", "HEIC 图片"},
	{"application/pdf", ".pdf", "PDF 文件"},
	{ofd, ".ofd", "OFD 版式文件"},
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", "Word 文档"},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "Excel 表格"},
	{"video/mp4", ".mp4", "MP4 录像"},
	{"video/quicktime", ".mov", "MOV 录像"},
	{"audio/mpeg", ".mp3", "MP3 录音"},
	{"audio/mp4", ".m4a", "M4A 录音"},
	{"audio/x-m4a", ".m4a", "M4A 录音"},
	{"audio/wav", ".wav", "WAV 录音"},
	{"audio/amr", ".amr", "AMR 录音"},
}

// ofd is the national format of fixed-layout documents (GB/T 33190): a zip whose entry
// OFD.xml says where everything is.
const ofd = "application/ofd"

// KindOf is what a media type is called and saved as.
func KindOf(mediaType string) (Kind, bool) {
	at := slices.IndexFunc(Accepted, func(k Kind) bool { return k.Type == mediaType })
	if at < 0 {
		return Kind{Type: mediaType}, false
	}
	return Accepted[at], true
}

// Sniff says what a file is by its bytes, and whether evidence may be of that kind.
func Sniff(path string) (k Kind, ok bool, err error) {
	m, err := mimetype.DetectFile(path)
	if err != nil {
		return k, false, err
	}
	for up := m; up != nil; up = up.Parent() {
		for _, k := range Accepted {
			if up.Is(k.Type) {
				return k, true, nil
			}
		}
	}
	if m.Is("application/zip") && isOFD(path) {
		k, _ = KindOf(ofd)
		return k, true, nil
	}
	return Kind{Type: m.String()}, false, nil
}

func isOFD(path string) bool {
	r, err := zip.OpenReader(path)
	if err != nil {
		return false
	}
	defer func() { _ = r.Close() }()
	for _, f := range r.File {
		if f.Name != "OFD.xml" {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return false
		}
		defer func() { _ = in.Close() }()
		head := make([]byte, 512)
		n, _ := io.ReadFull(in, head)
		return strings.Contains(string(head[:n]), "OFD")
	}
	return false
}
