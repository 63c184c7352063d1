package jobs

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// maxCount is up to where due jobs are counted: beyond, "many" says enough.
const maxCount = 10_000

// metrics are what this node has done. A Queue is a [prometheus.Collector].
type metrics struct {
	doneTotal, failedTotal *prometheus.CounterVec
	deadTotal              prometheus.Counter
	lateness               prometheus.Histogram
	due                    *prometheus.Desc
}

func newMetrics() *metrics {
	return &metrics{
		doneTotal: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "jobs_done_total", Help: "Jobs that succeeded."}, []string{"kind"}),
		failedTotal: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "jobs_failed_total", Help: "Attempts that failed and will be repeated."}, []string{"kind"}),
		deadTotal: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "jobs_dead_total", Help: "Jobs that were given up."}),
		lateness: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "job_lateness_seconds", Help: "How long after its time a successful job was started.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 15, 60, 600, 3600}}),
		due: prometheus.NewDesc("jobs_waiting", "Jobs that are due and not being done, counted up to 10,000.", []string{"lane"}, nil),
	}
}

func (m *metrics) done(j job, started time.Time) {
	m.doneTotal.WithLabelValues(j.kind).Inc()
	m.lateness.Observe(max(started.Sub(db.Time(j.due)).Seconds(), 0))
}

func (m *metrics) failed(j job) { m.failedTotal.WithLabelValues(j.kind).Inc() }

func (m *metrics) died() { m.deadTotal.Inc() }

// Describe implements [prometheus.Collector].
func (q *Queue) Describe(ch chan<- *prometheus.Desc) {
	m := q.metrics
	m.doneTotal.Describe(ch)
	m.failedTotal.Describe(ch)
	m.deadTotal.Describe(ch)
	m.lateness.Describe(ch)
	ch <- m.due
}

// Collect implements [prometheus.Collector]. Without the database there is no
// number of waiting jobs, but all the others.
func (q *Queue) Collect(ch chan<- prometheus.Metric) {
	m := q.metrics
	m.doneTotal.Collect(ch)
	m.failedTotal.Collect(ch)
	m.deadTotal.Collect(ch)
	m.lateness.Collect(ch)
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	for _, l := range []lane{inTx, outside} {
		n, err := countDue(ctx, q.db, l, q.o.Now(), maxCount)
		if err != nil {
			return
		}
		ch <- prometheus.MustNewConstMetric(m.due, prometheus.GaugeValue, float64(n), string(l))
	}
}
