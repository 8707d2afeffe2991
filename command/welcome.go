package command

import (
	"fmt"
	"io"
	"strings"

	"chengxin/policy"
)

// welcome prints where everything is and who may sign in.
func welcome(w io.Writer, data *folder, address string, packs []*policy.Pack, users []demoUser) {
	names := map[string]string{}
	fmt.Fprintf(w, "\n城信 %s（试用）\n\n  地址      http://%s\n  接口文档  http://%s/docs\n  数据目录  %s\n", Version, address, address, data.path)
	for _, p := range packs {
		trial := ""
		if p.Trial {
			trial = "，试运行"
		}
		fmt.Fprintf(w, "  规则包    %s %s(%s%s)\n", p.Jurisdiction.Name, p.Version, p.Name(), trial)
		for _, o := range p.Organizations {
			names[p.Jurisdiction.Key+"/"+o.Key] = o.Name
		}
	}
	if len(users) == 0 {
		return
	}
	fmt.Fprintf(w, "\n演示用户%d名，口令均为 %s，令牌见 %s\n", len(users), users[0].Password, data.file("demo-users.json"))
	var order []string
	byPlace := map[string][]string{}
	for _, u := range users {
		if byPlace[u.Organization] == nil {
			order = append(order, u.Organization)
		}
		byPlace[u.Organization] = append(byPlace[u.Organization], u.Username)
	}
	for _, place := range order {
		fmt.Fprintf(w, "  %s\n    %s\n", names[place], strings.Join(byPlace[place], " "))
	}
	fmt.Fprintln(w, "\n按 Ctrl-C 停止。")
}
