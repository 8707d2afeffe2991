package demo

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"chengxin/command/call"
)

// errNotOurs: something answers at the address, but not this product.
var errNotOurs = errors.New("不是城信服务")

// hello finds out whether the product answers at the address at all. It does not wait
// long: a wrong address stays wrong.
func (p *play) hello() error {
	hasty := call.New(p.api.Base)
	hasty.Patience = 5 * time.Second
	a, err := hasty.Send(p.ctx, call.Request{Method: http.MethodGet, Path: "/healthz"})
	if err != nil {
		return fmt.Errorf("无法连接%s，请核对 --server。服务可用 chengxin dev 启动，地址见其输出：%w", p.api.Base, err)
	}
	var health struct{ Status, Version string }
	if a.Into(&health) != nil || health.Status != "ok" || health.Version == "" {
		return fmt.Errorf("%s有应答，但%w，请核对 --server", p.api.Base, errNotOurs)
	}
	return nil
}
