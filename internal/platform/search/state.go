package search

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// State says how far the index is behind.
type State struct {
	Lag        time.Duration // since the oldest change that is not indexed yet, 0 if there is none
	Waiting    int64         // changes that are not, counted up to maxWaiting
	Rebuilding string        // kind that is being indexed from the beginning, "" if none
	Done       int64         // things of that kind so far
}

const maxWaiting = 10_000

// State reads how far the index is behind.
func (x *Index) State(ctx context.Context) (s State, err error) {
	q := x.DB.Reader(ctx)
	oldest, err := db.Value[int64](q, `SELECT COALESCE((SELECT at FROM search_change ORDER BY id LIMIT 1), 0)`)
	if err != nil {
		return s, err
	}
	if oldest > 0 {
		s.Lag = max(0, x.Now().Sub(db.Time(oldest)))
	}
	s.Waiting, err = db.Value[int64](q, `SELECT COUNT(*) FROM (SELECT 1 FROM search_change LIMIT ?) AS capped`, maxWaiting)
	if err != nil {
		return s, err
	}
	left, err := rebuilding(q)
	if err == nil && len(left) > 0 {
		s.Rebuilding, s.Done = left[0].kind, left[0].done
	}
	return s, err
}

var (
	lagDesc     = prometheus.NewDesc("anxin_search_lag_seconds", "Age of the oldest change that search does not know yet.", nil, nil)
	waitingDesc = prometheus.NewDesc("anxin_search_waiting", "Changes that search does not know yet, counted up to 10000.", nil, nil)
)

// Describe implements prometheus.Collector.
func (x *Index) Describe(ch chan<- *prometheus.Desc) { ch <- lagDesc; ch <- waitingDesc }

// Collect implements prometheus.Collector. Without an answer of the database it
// says nothing.
func (x *Index) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if s, err := x.State(ctx); err == nil {
		ch <- prometheus.MustNewConstMetric(lagDesc, prometheus.GaugeValue, s.Lag.Seconds())
		ch <- prometheus.MustNewConstMetric(waitingDesc, prometheus.GaugeValue, float64(s.Waiting))
	}
}
