package command

import (
	"fmt"
	"io"
	"strings"

	"chengxin/policy"
)

// welcome prints where everything is and who may sign in.
func welcome(w io.Writer, data *folder, address string, packs []*policy.Pack, users []demoUser) {
	fmt.Fprintf(w, "\n城信 %s（试用）\n\n  地址      http://%s\n  接口文档  http://%s/docs\n  数据目录  %s\n", Version, address, address, data.path)
	for _, p := range packs {
		trial := ""
		if p.Trial {
			trial = "，期限以秒计"
		}
		fmt.Fprintf(w, "  管辖区    %s %s（%s%s）\n", p.Jurisdiction.Name, p.Version, p.Name(), trial)
	}
	if len(users) > 0 {
		fmt.Fprintf(w, "\n演示岗位%d个，口令均为 %s，令牌见 %s\n", len(users), users[0].Password, data.file("demo-users.json"))
		for _, p := range packs {
			if p.Trial {
				fmt.Fprintf(w, "  %s：岗位相同，用户名冠以 %s.\n", p.Jurisdiction.Name, p.Jurisdiction.Key)
				continue
			}
			posts(w, p, users)
		}
	}
	if len(packs) > 0 && packs[len(packs)-1].Trial {
		fmt.Fprintf(w, "\n看一遍完整的过程：chengxin demo --server http://%s --data %s\n", address, data.path)
	}
	fmt.Fprintln(w, "\n按 Ctrl-C 停止。")
}

// posts lists a jurisdiction's users by organization.
func posts(w io.Writer, p *policy.Pack, users []demoUser) {
	byPlace := map[string][]string{}
	for _, u := range users {
		if u.Jurisdiction == p.Jurisdiction.Key {
			byPlace[u.Organization] = append(byPlace[u.Organization], u.Username)
		}
	}
	for _, o := range p.Organizations {
		if here := byPlace[p.Jurisdiction.Key+"/"+o.Key]; len(here) > 0 {
			fmt.Fprintf(w, "  %s\n    %s\n", o.Name, strings.Join(here, " "))
		}
	}
}
