package policy_test

import (
	"testing"

	"chengxin/policy"
)

// builtin loads a pack that comes with the product.
func builtin(t *testing.T, name string) *policy.Pack {
	t.Helper()
	for _, s := range policy.Builtin() {
		if s.Name != name {
			continue
		}
		p, _, err := policy.Load(s.Name, s.Data)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	t.Fatalf("no built-in pack %s", name)
	return nil
}

func TestBuiltinPacksLoad(t *testing.T) {
	for _, s := range policy.Builtin() {
		p, _, err := policy.Load(s.Name, s.Data)
		if err != nil {
			t.Error(err)
			continue
		}
		if len(p.Hash) != 64 || p.Name() == "" {
			t.Errorf("%s: name %q, hash %q", s.Name, p.Name(), p.Hash)
		}
	}
}
