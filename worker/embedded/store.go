package embedded

import (
	"database/sql"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"

	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
)

var starts atomic.Int64

// storeConfig is how Temporal opens the file. Attributes that are not part of
// SQLite's URI syntax become pragmas.
func storeConfig(file string, temporary bool) *config.SQL {
	attributes := map[string]string{
		"mode": "rwc",
		// Temporal keeps opened databases by their address for the life of the
		// process, even stopped ones. A number that SQLite ignores keeps a
		// second start from writing into a file since moved away.
		"setup":        "start-" + strconv.FormatInt(starts.Add(1), 10),
		"journal_mode": "wal",
		// WAL alone would lose the last commits with the power; the register
		// and the workflows must not disagree about what was decided.
		"synchronous":  "full",
		"busy_timeout": "10000",
		"cache_size":   "-16000",
	}
	if temporary {
		attributes["synchronous"] = "off"
	}
	return &config.SQL{
		PluginName:        sqlite.PluginName,
		DatabaseName:      uriPath(file),
		ConnectAttributes: attributes,
		// One connection is the fastest: SQLite has one writer, and four
		// connections measured slower.
		MaxConns:     1,
		MaxIdleConns: 1,
	}
}

// uriPath escapes what would end the path part of a SQLite URI.
func uriPath(file string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(file)
}

// openStore opens the file for the schema work before Temporal starts and the
// checkpoint after it stopped. It leaves the journal mode as it is: a file that
// is refused in the end must not have been changed.
func openStore(file string) (*sql.DB, error) {
	pragmas := url.Values{
		"_pragma": {"busy_timeout=10000", "synchronous=full"},
		"_txlock": {"immediate"},
	}
	db, err := sql.Open("sqlite", "file:"+uriPath(file)+"?"+pragmas.Encode())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// checkpoint moves the write-ahead log into the file and empties it.
func checkpoint(file string) error {
	db, err := openStore(file)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return fmt.Errorf("checkpoint %s: %w", file, err)
	}
	return nil
}
