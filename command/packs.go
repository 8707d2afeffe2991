package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// loadPacks brings packs into the register: the named files, or those that come with
// the product. A mistake in any of them stops the start and leaves the register as it
// was; what merely deserves attention is told.
func loadPacks(ctx context.Context, st *store.Store, files []string, tell io.Writer) ([]*policy.Pack, error) {
	sources, own := policy.Builtin(), true
	if len(files) > 0 {
		sources, own = nil, false
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("规则包%s无法读取: %w", name, err)
		}
		sources = append(sources, policy.Source{Name: filepath.Base(name), Data: data})
	}
	var packs []*policy.Pack
	for _, src := range sources {
		p, warnings, err := policy.Load(src.Name, src.Data)
		if err != nil {
			return nil, err
		}
		err = st.LoadPack(ctx, p, src.Data, "system", models.At(time.Now()))
		if refused, ok := models.AsProblem(err); ok && own && refused.Code == "policy.version_taken" {
			// A newer program brings other words under a version in use: what was
			// loaded stands, for decisions name it.
			fmt.Fprintf(tell, "规则包 %s 沿用已载入的内容\n", p.Name())
		} else if err != nil {
			return nil, err
		}
		if len(warnings) > 0 && !own {
			fmt.Fprintf(tell, "规则包 %s 有%d处提示,详见 chengxin policy check\n", p.Name(), len(warnings))
		}
		packs = append(packs, p)
	}
	return packs, nil
}
