// Command generate writes the year of reports anew: go run ./test/year/generate test/year/data
package main

import (
	"log"
	"os"
	"path/filepath"

	"chengxin/test/year/districts"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("generate FOLDER")
	}
	if err := os.MkdirAll(os.Args[1], 0o750); err != nil {
		log.Fatal(err)
	}
	for _, f := range districts.Files() {
		if err := os.WriteFile(filepath.Join(os.Args[1], f.Name), f.Data, 0o600); err != nil {
			log.Fatal(err)
		}
	}
}
