package policy

import (
	"embed"
	"io/fs"
	"path"
)

//go:embed packs/*.yaml
var packs embed.FS

// Source is a pack as it is written and stored: whole, by its bytes.
type Source struct {
	Name string // of the file, without its folder
	Data []byte
}

// Builtin returns the sources of the packs that come with the product, ordered by
// name. Each call returns fresh bytes.
func Builtin() []Source {
	names, err := fs.Glob(packs, "packs/*.yaml")
	if err != nil {
		panic(err) // the pattern is constant
	}
	var all []Source
	for _, name := range names {
		data, err := packs.ReadFile(name)
		if err != nil {
			panic(err) // the file is part of the program
		}
		all = append(all, Source{Name: path.Base(name), Data: data})
	}
	return all
}
