package realtime

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// counters are what an administrator watches; clients poll when these go wrong.
type counters struct {
	published prometheus.Counter
	dropped   *prometheus.CounterVec // by reason
	refused   *prometheus.CounterVec // by reason
}

func newCounters() counters {
	return counters{
		published: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "anxin_realtime_published_total", Help: "Hints given to the broker."}),
		dropped: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "anxin_realtime_dropped_total", Help: "Hints that were not sent; clients find out by polling."}, []string{"reason"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "anxin_realtime_refused_total", Help: "Connections that were turned away."}, []string{"reason"}),
	}
}

func (h *Hub) register(to prometheus.Registerer) error {
	if to == nil {
		return nil
	}
	gauge := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
	}
	for _, c := range []prometheus.Collector{
		h.count.published, h.count.dropped, h.count.refused,
		gauge("anxin_realtime_connections", "Connected clients of this process.", func() float64 { return float64(h.Connections()) }),
		gauge("anxin_realtime_up", "1 once the hub takes connections.", h.up),
	} {
		if err := to.Register(c); err != nil {
			return fmt.Errorf("registering realtime metrics: %w", err)
		}
	}
	return nil
}

func (h *Hub) up() float64 {
	if h.live.Load() == nil {
		return 0
	}
	return 1
}
