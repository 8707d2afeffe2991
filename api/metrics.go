package api

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics counts requests by route, not by address: a case's number is no label.
type metrics struct{ requests *prometheus.HistogramVec }

func newMetrics(r *prometheus.Registry) *metrics {
	m := &metrics{prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "chengxin_http_request_seconds", Help: "Requests answered, by route and status.",
		Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	}, []string{"method", "route", "status"})}
	r.MustRegister(m.requests)
	for _, c := range []prometheus.Collector{
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	} {
		_ = r.Register(c) // once per registry
	}
	return m
}

func (m *metrics) count(method, route string, status int, took time.Duration) {
	if route == "" {
		method, route = "", "none" // whatever was asked for is not ours
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}
