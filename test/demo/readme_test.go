package demo

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"chengxin/test/program"
)

var block = regexp.MustCompile("(?s)```sh\nas\\(\\).*?```")

// requests are the story in five requests, as a README tells it.
func requests(t *testing.T, readme string) string {
	t.Helper()
	text, err := os.ReadFile("../../" + readme)
	if err != nil {
		t.Fatal(err)
	}
	found := block.FindString(string(text))
	if found == "" {
		t.Fatalf("%s tells no story in five requests", readme)
	}
	return strings.TrimSuffix(strings.TrimPrefix(found, "```sh\n"), "```")
}

var comment = regexp.MustCompile(`(?m)\s*#.*$`)

// What the READMEs tell a reader to type works as they say, on a fresh folder.
func TestReadme(t *testing.T) {
	script := requests(t, "README.md")
	if in, out := comment.ReplaceAllString(script, ""), comment.ReplaceAllString(requests(t, "README.zh-CN.md"), ""); in != out {
		t.Error("the READMEs tell different requests")
	}
	for _, tool := range []string{"bash", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	dir := t.TempDir()
	server := program.Start(t, filepath.Join(dir, "data"))
	cmd := exec.Command("bash", "-euc", strings.ReplaceAll(script, "127.0.0.1:8080", server.Address))
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	said := string(out)
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	for _, want := range []string{
		`"id":"jining-S-0000001"`, `"number":"370800-V-`, `收到之次日起5个工作日`, `"label": "准予立案"`, `"status":"counted"`, `"code":"task.already_decided"`, `审核人1于`,
	} {
		if !strings.Contains(said, want) {
			t.Errorf("nowhere %s in:\n%s", want, said)
		}
	}
}
