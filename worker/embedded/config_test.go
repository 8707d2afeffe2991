package embedded

import (
	"fmt"
	"os"
	"testing"

	"go.yaml.in/yaml/v3"

	"go.temporal.io/server/common/dynamicconfig"
)

// A trial and a cluster must treat a decision the same way: what the cluster's
// file sets, this server sets too.
func TestClusterHasTheSameLimits(t *testing.T) {
	raw, err := os.ReadFile("../../deploy/temporal-dynamic.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var cluster map[string][]struct{ Value any }
	if err := yaml.Unmarshal(raw, &cluster); err != nil {
		t.Fatal(err)
	}
	// Keys are case-insensitive to the server, which keeps them folded.
	here := map[string]any{}
	for key, value := range dynamicConfig() {
		here[key.String()] = value
	}
	if len(cluster) == 0 {
		t.Fatal("the cluster's file sets nothing")
	}
	for name, values := range cluster {
		value, ok := here[dynamicconfig.MakeKey(name).String()]
		if !ok || len(values) != 1 || fmt.Sprint(values[0].Value) != fmt.Sprint(value) {
			t.Errorf("%s: cluster %v, embedded %v", name, values, value)
		}
	}
}
