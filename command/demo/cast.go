package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"chengxin/policy"
)

// actor is one entry of demo-users.json: a role held in an organization.
type actor struct {
	Username     string      `json:"username"`
	Token        string      `json:"token"`
	Role         policy.Role `json:"role"`
	Organization string      `json:"organization"`
	Jurisdiction string      `json:"jurisdiction"`
	Name         string      `json:"name"`
}

// cast are the demo users, in the order of their file.
type cast []actor

// readCast reads who may act from a data folder.
func readCast(data string) (c cast, err error) {
	file := filepath.Join(data, "demo-users.json")
	raw, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("没有找到%s，请用 --data 指定服务的数据目录（chengxin dev 首次启动时生成演示用户）", file)
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, fmt.Errorf("%s无法读取：%w", file, err)
	}
	return c, nil
}

// find gives the n-th holder of a role in an organization, named by its id.
func (c cast) find(role policy.Role, organization string, n int) (actor, bool) {
	for _, a := range c {
		if a.Role != role || a.Organization != organization {
			continue
		}
		if n--; n == 0 {
			return a, true
		}
	}
	return actor{}, false
}
