package paste

import "time"

// ahead is how far the clock of a platform may be before ours.
const ahead = 5 * time.Minute

// jitter is by how much a message may seem to be older than the one before it.
const jitter = 10 * time.Minute

// calendarDay returns the day of a stamp as midnight in the zone of now, and
// whether it says one.
func (s stamp) calendarDay(now time.Time) (time.Time, bool) {
	y, m, d := now.Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	switch {
	case !s.dated:
		return today, false
	case s.named:
		return today.AddDate(0, 0, -s.back), true
	case s.weekday > 0:
		back := (int(today.Weekday()+6)%7 + 1 - s.weekday + 7) % 7
		if back == 0 {
			back = 7 // today is said otherwise
		}
		return today.AddDate(0, 0, -back), true
	case s.year > 0:
		return time.Date(s.year, time.Month(s.month), s.day, 0, 0, 0, 0, now.Location()), true
	}
	day := time.Date(y, time.Month(s.month), s.day, 0, 0, 0, 0, now.Location())
	if day.After(today.AddDate(0, 0, 1)) {
		day = time.Date(y-1, time.Month(s.month), s.day, 0, 0, 0, 0, now.Location())
	}
	return day, true
}

func (s stamp) on(day time.Time) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, s.hour, s.min, s.sec, 0, day.Location())
}

// resolve gives messages their times. Times without a date follow each other:
// one that is earlier than the time before it is of the next day. Those before
// the first date are of the last days on which they can have been said by now.
func resolve(all []Message, now time.Time) {
	var day, last time.Time
	first := len(all) // the first message with a date
	for i := range all {
		s := all[i].when
		said, dated := s.calendarDay(now)
		if dated {
			day, last, first = said, time.Time{}, min(first, i)
		}
		if day.IsZero() || !s.timed {
			continue
		}
		at := s.on(day)
		if next := s.on(day.AddDate(0, 0, 1)); !dated && at.Before(last.Add(-jitter)) && !next.After(now.Add(ahead)) {
			day, at = day.AddDate(0, 0, 1), next
		}
		all[i].At, all[i].Grain, last = at, s.grain, at
	}
	limit := now.Add(ahead)
	if first < len(all) && !all[first].At.IsZero() {
		limit = all[first].At
	}
	resolveBack(all[:first], limit)
}

// resolveBack gives times to messages without a date, the last one first: each
// is the latest that is not after the one behind it.
func resolveBack(all []Message, limit time.Time) {
	for i := len(all) - 1; i >= 0; i-- {
		s := all[i].when
		if !s.timed {
			continue
		}
		at := s.on(limit)
		if at.After(limit.Add(jitter)) {
			at = s.on(limit.AddDate(0, 0, -1))
		}
		all[i].At, all[i].Grain, limit = at, s.grain, at
	}
}
