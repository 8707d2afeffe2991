//go:build !unix

package command

import (
	"errors"
	"os"
)

var errLocked = errors.New("locked")

// lock does nothing where flock does not exist; two processes on one folder are then
// the operator's care.
func lock(*os.File) error { return nil }
