package web

import (
	"maps"
	"net/url"
	"slices"
	"testing"

	"chengxin/api/cases"
)

// Where an uploaded file goes in its form, and what is left when it is not wanted after
// all.
func TestFilesInAForm(t *testing.T) {
	photo := sentFile{field: "evidence", Uploaded: cases.Uploaded{File: "F1", KeptFile: cases.KeptFile{Name: "现场.jpg", Size: 2048, Type: "image/jpeg"}}}
	scan := sentFile{field: "scan", Uploaded: cases.Uploaded{File: "F2", KeptFile: cases.KeptFile{Name: "纪要.pdf", Size: 100, Type: "application/pdf"}}}
	for _, c := range []struct {
		name string
		in   url.Values
		file sentFile
		want map[string]string
	}{
		{
			"into the first empty row",
			url.Values{"evidence[0].title": {"询问笔录"}, "evidence[1].title": {""}},
			photo,
			map[string]string{"evidence[0].title": "询问笔录", "evidence[1].title": "现场", "evidence[1].kind": "photo", "evidence[1].file": "F1", "evidence[1].said": "现场.jpg（2 KB）"},
		},
		{
			"a kind that was chosen stays",
			url.Values{"evidence[0].kind": {"receipt"}},
			photo,
			map[string]string{"evidence[0].title": "现场", "evidence[0].kind": "receipt", "evidence[0].file": "F1", "evidence[0].said": "现场.jpg（2 KB）"},
		},
		{
			"into its own field, which it names",
			url.Values{"scan": {""}},
			scan,
			map[string]string{"scan": "纪要", "scan.kind": "document", "scan.file": "F2", "scan.said": "纪要.pdf（100 字节）"},
		},
		{
			"refused, with its reason",
			url.Values{"scan": {"存卷"}},
			sentFile{field: "scan", fault: "“纪要.pdf”没有内容"},
			map[string]string{"scan": "存卷", "scan.fault": "“纪要.pdf”没有内容"},
		},
		{
			"not wanted after all",
			url.Values{"scan": {"纪要"}, "scan.file": {"F2"}, "scan.said": {"纪要.pdf（100 字节）"}, "scan.drop": {"yes"}},
			sentFile{},
			map[string]string{},
		},
		{
			"not wanted, but its title was written by hand",
			url.Values{"a.title": {"会议纪要"}, "a.file": {"F2"}, "a.said": {"纪要.pdf（100 字节）"}, "a.drop": {"yes"}},
			sentFile{},
			map[string]string{"a.title": "会议纪要"},
		},
	} {
		if c.file.field != "" {
			c.file.place(c.in)
		}
		dropped(c.in)
		got := map[string]string{}
		for name := range c.in {
			if v := c.in.Get(name); v != "" {
				got[name] = v
			}
		}
		if !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, slices.Sorted(maps.Keys(c.want)))
		}
	}
}
