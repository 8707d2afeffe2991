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

// sources reads pack files, or gives those that come with the product.
func sources(files []string) (all []policy.Source, err error) {
	if len(files) == 0 {
		return policy.Builtin(), nil
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("规则包%s无法读取：%w", name, err)
		}
		all = append(all, policy.Source{Name: filepath.Base(name), Data: data})
	}
	return all, nil
}

// loadPacks brings packs into the register: the named files, or those that come with
// the product; fast turns them into trial packs whose terms run in seconds. A mistake
// in any of them stops here and leaves the register as it was.
func loadPacks(ctx context.Context, st *store.Store, files []string, fast bool, tell io.Writer) ([]*policy.Pack, error) {
	all, err := sources(files)
	if err != nil {
		return nil, err
	}
	var packs []*policy.Pack
	for i, src := range all {
		if fast {
			if src.Data, err = policy.Trial(src.Data, policy.TrialOptions{}); err != nil {
				return nil, err
			}
			all[i] = src
		}
		p, warnings, err := policy.Load(src.Name, src.Data)
		if err != nil {
			return nil, err
		}
		if len(warnings) > 0 && len(files) > 0 {
			fmt.Fprintf(tell, "规则包 %s 有%d处提示，详见 chengxin policy check\n", p.Name(), len(warnings))
		}
		packs = append(packs, p)
	}
	for i, p := range packs {
		err := st.LoadPack(ctx, p, all[i].Data, "system", models.At(time.Now()))
		if refused, ok := models.AsProblem(err); ok && len(files) == 0 && refused.Code == "policy.version_taken" {
			// A newer program brings other words under a version in use: what was
			// loaded stands, for decisions name it.
			fmt.Fprintf(tell, "规则包 %s 沿用已载入的内容\n", p.Name())
		} else if err != nil {
			return nil, err
		}
	}
	return packs, nil
}
