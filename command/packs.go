package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
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
// the product, and beside each one listed in trials the jurisdiction that tries it out.
// A mistake in any of them stops here and leaves the register as it was; one that was
// withdrawn does so unless it is only named again at another start.
func loadPacks(ctx context.Context, st *store.Store, files, trials []string, again bool, tell io.Writer) ([]*policy.Pack, error) {
	all, err := sources(files)
	if err != nil {
		return nil, err
	}
	packs, err := parsed(all, tell, len(files) > 0)
	if err != nil {
		return nil, err
	}
	tried, err := trialsOf(all, packs, trials)
	if err != nil {
		return nil, err
	}
	more, err := parsed(tried, tell, false)
	if err != nil {
		return nil, err
	}
	all, packs = append(all, tried...), append(packs, more...)
	for i, p := range packs {
		err := st.LoadPack(ctx, p, all[i].Data, "system", models.At(time.Now()))
		refused, ok := models.AsProblem(err)
		if ok && refused.Code == "policy.withdrawn" && (len(files) == 0 || again) {
			fmt.Fprintf(tell, "规则包 %s 已撤回，不再载入\n", p.Name()) // what somebody took back stays so
			continue
		}
		if ok && len(files) == 0 && refused.Code == "policy.version_taken" {
			// A newer program brings other words under a version in use: what was
			// loaded stands, for decisions name it.
			fmt.Fprintf(tell, "规则包 %s 沿用已载入的内容\n", p.Name())
			packs[i], err = storedPack(ctx, st, p)
		}
		if err != nil {
			return nil, err
		}
	}
	return packs, nil
}

func parsed(all []policy.Source, tell io.Writer, warn bool) ([]*policy.Pack, error) {
	packs := make([]*policy.Pack, len(all))
	for i, src := range all {
		p, warnings, err := policy.Load(src.Name, src.Data)
		if err != nil {
			return nil, err
		}
		if len(warnings) > 0 && warn {
			fmt.Fprintf(tell, "规则包 %s 有%d处提示，详见 chengxin policy check\n", p.Name(), len(warnings))
		}
		packs[i] = p
	}
	return packs, nil
}

// The seconds of a trial: long enough that nothing falls due while a killed process is
// started again, short enough that a listing opens to repair while somebody watches.
var trialSeconds = policy.TrialOptions{WorkingDay: 20, MinimumMonth: 2}

// trialsOf derives, for each named jurisdiction, one of its own in which the same rules
// run in seconds: real cases beside it keep counting working days.
func trialsOf(all []policy.Source, packs []*policy.Pack, keys []string) (tried []policy.Source, err error) {
	for _, key := range keys {
		i := slices.IndexFunc(packs, func(p *policy.Pack) bool { return p.Jurisdiction.Key == key && !p.Trial })
		if i < 0 {
			return nil, usage{fmt.Errorf("没有可试运行的管辖区“%s”，请核对 --trial", key)}
		}
		o, j := trialSeconds, packs[i].Jurisdiction
		o.Key, o.Name = trialKey(key), j.Name+"（试运行）"
		data, err := policy.Trial(all[i].Data, o)
		if err != nil {
			return nil, err
		}
		tried = append(tried, policy.Source{Name: o.Key, Data: data})
	}
	return tried, nil
}

// trialKey names the jurisdiction that tries another's rules out.
func trialKey(jurisdiction string) string { return jurisdiction + "_trial" }

// storedPack is the pack that the register holds under a version.
func storedPack(ctx context.Context, st *store.Store, like *policy.Pack) (*policy.Pack, error) {
	var row models.StoredPack
	err := st.Read(ctx).Take(&row, "jurisdiction = ? AND version = ?", like.Jurisdiction.Key, like.Version).Error
	if err != nil {
		return nil, err
	}
	p, _, err := policy.Load(like.Jurisdiction.Key, row.Source)
	return p, err
}
