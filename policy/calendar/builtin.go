package calendar

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed data/*.yaml
var data embed.FS

// Builtin returns the calendar the binary carries: the State Council's years
// 2024, 2025 and 2026 and the usual office hours. Later years are added with
// With, as data, without a new binary.
func Builtin() *Calendar { return builtin() }

// builtin parses the embedded files once. A fault in them is a fault of the
// build, which the tests exclude; there is nothing a caller could do about it.
var builtin = sync.OnceValue(func() *Calendar {
	c, err := load(data)
	if err != nil {
		panic(err)
	}
	return c
})

// load builds a calendar from data/office.yaml and the data/<year>.yaml beside it.
func load(files fs.FS) (*Calendar, error) {
	office, err := loadOffice(files)
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "data/[0-9]*.yaml")
	if err != nil {
		return nil, err
	}
	years := make(map[int]Year)
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		y, err := ParseYear(content)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		years[y.Year] = y
	}
	return build(years, office)
}

func loadOffice(files fs.FS) ([]Shift, error) {
	content, err := fs.ReadFile(files, "data/office.yaml")
	if err != nil {
		return nil, err
	}
	var file struct {
		Office []Shift `yaml:"office"`
	}
	if err := yaml.Unmarshal(content, &file); err != nil {
		return nil, fmt.Errorf("data/office.yaml: %w", err)
	}
	return file.Office, nil
}
