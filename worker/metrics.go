package worker

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.temporal.io/sdk/client"
)

// Metrics gives the Temporal SDK's own figures (polls, latencies, cache, failures) to
// Prometheus, under the SDK's names.
func Metrics(r *prometheus.Registry) client.MetricsHandler {
	return &meter{shared: &vectors{registry: r, known: map[string]prometheus.Collector{}}}
}

// meter is one set of tags.
type meter struct {
	shared *vectors
	tags   map[string]string
}

// vectors are kept by name and label names: the SDK uses a name with one set of them.
type vectors struct {
	registry *prometheus.Registry
	mu       sync.Mutex
	known    map[string]prometheus.Collector
}

// WithTags gives a handler with further tags.
func (m *meter) WithTags(tags map[string]string) client.MetricsHandler {
	all := maps.Clone(m.tags)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, tags)
	return &meter{m.shared, all}
}

// Counter counts.
func (m *meter) Counter(name string) client.MetricsCounter {
	v, ok := m.vector(name, func(labels []string) prometheus.Collector {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}).(*prometheus.CounterVec)
	if !ok {
		return client.MetricsNopHandler.Counter(name)
	}
	return counter{v.With(m.labels())}
}

// Gauge shows a level.
func (m *meter) Gauge(name string) client.MetricsGauge {
	v, ok := m.vector(name, func(labels []string) prometheus.Collector {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
	}).(*prometheus.GaugeVec)
	if !ok {
		return client.MetricsNopHandler.Gauge(name)
	}
	return gauge{v.With(m.labels())}
}

// Timer records how long something took, in seconds.
func (m *meter) Timer(name string) client.MetricsTimer {
	v, ok := m.vector(name+"_seconds", func(labels []string) prometheus.Collector {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: name + "_seconds", Help: help, Buckets: []float64{.001, .005, .01, .05, .1, .5, 1, 5, 10, 60},
		}, labels)
	}).(*prometheus.HistogramVec)
	if !ok {
		return client.MetricsNopHandler.Timer(name)
	}
	return timer{v.With(m.labels())}
}

const help = "Temporal SDK."

// vector finds or makes a metric. One that Prometheus will not take (a name under
// other labels) is left out rather than stopping a worker.
func (m *meter) vector(name string, fresh func(labels []string) prometheus.Collector) prometheus.Collector {
	labels := slices.Sorted(maps.Keys(m.labels()))
	key := name + "\x00" + strings.Join(labels, "\x00")
	m.shared.mu.Lock()
	defer m.shared.mu.Unlock()
	if v, ok := m.shared.known[key]; ok {
		return v
	}
	v := fresh(labels)
	if m.shared.registry.Register(v) != nil {
		v = nil
	}
	m.shared.known[key] = v
	return v
}

// labels are the tags under names Prometheus allows.
func (m *meter) labels() prometheus.Labels {
	out := prometheus.Labels{}
	for k, v := range m.tags {
		out[strings.NewReplacer("-", "_", ".", "_").Replace(k)] = v
	}
	return out
}

type counter struct{ prometheus.Counter }

// Inc adds.
func (c counter) Inc(n int64) { c.Add(float64(n)) }

type gauge struct{ prometheus.Gauge }

// Update sets.
func (g gauge) Update(v float64) { g.Set(v) }

type timer struct{ prometheus.Observer }

// Record observes.
func (t timer) Record(d time.Duration) { t.Observe(d.Seconds()) }
