package embedded

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"go.temporal.io/server/schema"
)

const (
	mainFolder       = "sqlite/v3/temporal"
	visibilityFolder = "sqlite/v3/visibility"
)

// step is one versioned change of the main schema, as Temporal ships it.
type step struct {
	version string
	sql     string
}

func mainSchema() string { return asset(path.Join(mainFolder, "schema.sql")) }

func visibilitySchema() string { return asset(path.Join(visibilityFolder, "schema.sql")) }

// asset reads a file compiled into the server module. That it is there is
// settled at build time and checked by a test, hence the panic.
func asset(name string) string {
	text, err := fs.ReadFile(schema.Assets(), name)
	if err != nil {
		panic(fmt.Sprintf("temporal's schema moved: %v", err))
	}
	return string(text)
}

// stepsAfter lists the changes from a version to the newest, in order.
func stepsAfter(version string) ([]step, error) {
	folder := path.Join(mainFolder, "versioned")
	entries, err := fs.ReadDir(schema.Assets(), folder)
	if err != nil {
		return nil, fmt.Errorf("temporal's schema changes: %w", err)
	}
	var steps []step
	for _, entry := range entries {
		v := strings.TrimPrefix(entry.Name(), "v")
		if compareVersions(v, version) <= 0 {
			continue
		}
		text, err := stepSQL(path.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		steps = append(steps, step{version: v, sql: text})
	}
	slices.SortFunc(steps, func(a, b step) int { return compareVersions(a.version, b.version) })
	return steps, nil
}

// stepSQL joins the files a change's manifest names, in its order.
func stepSQL(folder string) (string, error) {
	raw, err := fs.ReadFile(schema.Assets(), path.Join(folder, "manifest.json"))
	if err != nil {
		return "", fmt.Errorf("manifest of %s: %w", folder, err)
	}
	var manifest struct {
		Files []string `json:"SchemaUpdateCqlFiles"`
	}
	if err := json.Unmarshal(raw, &manifest); err != nil {
		return "", fmt.Errorf("manifest of %s: %w", folder, err)
	}
	var text strings.Builder
	for _, name := range manifest.Files {
		part, err := fs.ReadFile(schema.Assets(), path.Join(folder, name))
		if err != nil {
			return "", fmt.Errorf("%s of %s: %w", name, folder, err)
		}
		text.Write(part)
		text.WriteString("\n")
	}
	return text.String(), nil
}

// compareVersions orders dotted numbers: 0.9 comes before 0.11.
func compareVersions(a, b string) int { return slices.Compare(numbers(a), numbers(b)) }

func numbers(version string) []int {
	var out []int
	for part := range strings.SplitSeq(version, ".") {
		// A part that is no number counts as zero; versions here come from
		// Temporal's own releases.
		n, _ := strconv.Atoi(part)
		out = append(out, n)
	}
	return out
}

func fingerprint(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
