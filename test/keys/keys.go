// Package keys gives tests the keys that personal data is sealed under.
package keys

import "chengxin/models/sealing"

// Ring is a ring of one key that no city uses.
func Ring() *sealing.Ring { return Of("a-key-for-tests-alone-not-for-any-city") }

// Of is a ring of the given keys.
func Of(text string) *sealing.Ring {
	r, err := sealing.New(text)
	if err != nil {
		panic(err)
	}
	return r
}
