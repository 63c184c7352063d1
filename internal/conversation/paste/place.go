package paste

import "time"

// What is said in one second, or one minute, is told apart by its place: new
// messages get times within it, so that all of a chat is in order by time alone.
const (
	secondStep = 10 * time.Millisecond
	minuteStep = 250 * time.Millisecond
)

// place gives new messages times between those of their neighbours. at are the
// times of what is known; found says which of the pasted messages are known. The
// known ones keep their times. Messages without a time follow what was said
// before them; at the end of a chat they are of just now.
func place(at []time.Time, pasted []said, found []int, now time.Time) []time.Time {
	times := make([]time.Time, len(pasted))
	for i := 0; i < len(pasted); {
		if found[i] >= 0 {
			times[i] = at[found[i]]
			i++
			continue
		}
		end := i
		for end < len(pasted) && found[end] < 0 {
			end++
		}
		from, to := 0, len(at) // the run stands among what is known from one to the other
		if i > 0 {
			from = found[i-1] + 1
		}
		if end < len(pasted) {
			to = found[end]
		}
		low, high := around(at[from:to], pasted[i:end])
		if i > 0 {
			low = later(low, times[i-1])
		}
		if end < len(pasted) {
			high = at[to]
		}
		spread(times[i:end], pasted[i:end], low, high, now)
		i = end
	}
	return times
}

// around finds the times of the known messages before and after a run that is
// nowhere among them by its words, zero where there is none. Without times it
// comes last.
func around(at []time.Time, run []said) (low, high time.Time) {
	first, last := run[0], run[len(run)-1]
	for _, t := range at {
		switch {
		case first.grain == 0 || t.Before(first.at.Add(first.grain)):
			low = t
		case last.grain > 0 && high.IsZero() && t.After(last.at):
			high = t
		}
	}
	return low, high
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// untimed is a time for message i of a run of which none is known: a second for
// each message before the next one that has a time, or after the last one.
func untimed(run []said, i int, high, now time.Time) time.Time {
	for n, s := range run[i:] {
		if s.grain > 0 {
			return s.at.Add(-time.Duration(n) * time.Second)
		}
	}
	for n := i - 1; n >= 0 && high.IsZero(); n-- {
		if run[n].grain > 0 {
			return run[n].at.Add(time.Duration(i-n)*time.Second + run[n].grain)
		}
	}
	if high.IsZero() {
		high = now
	}
	return high.Add(-time.Duration(len(run)-i) * time.Second)
}

// spread gives a run of new messages times after low and before high; either may
// be zero for no bound.
func spread(times []time.Time, run []said, low, high, now time.Time) {
	last := low
	for i, s := range run {
		step, own := secondStep, s.at.Add(time.Second/3)
		switch s.grain {
		case time.Minute:
			step, own = minuteStep, s.at.Add(time.Minute/3)
		case 0:
			own = untimed(run, i, high, now)
		}
		if own.After(now) {
			own = now
		}
		if !last.IsZero() && own.Before(last.Add(step)) {
			own = last.Add(step)
		}
		times[i], last = own, own
	}
	if high.IsZero() {
		return
	}
	next := high
	for i := len(run) - 1; i >= 0 && !times[i].Before(next); i-- {
		times[i] = next.Add(-secondStep)
		next = times[i]
	}
	if !low.IsZero() && !times[0].After(low) {
		for i := range times {
			times[i] = low.Add(high.Sub(low) * time.Duration(i+1) / time.Duration(len(run)+1))
		}
	}
}
