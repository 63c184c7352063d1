package paste

import (
	"time"

	"github.com/anxin-desk/anxin/internal/language"
)

// stamp is a date, a time or both, as a chat shows them.
type stamp struct {
	dated            bool
	year, month, day int // year 0 if it is not said
	back             int // days before today, of 今天 and 昨天; only if named
	named            bool
	weekday          int // 1 Monday to 7 Sunday, 0 if none
	timed            bool
	hour, min, sec   int
	grain            time.Duration // how exactly the time is said
}

var days = []struct {
	word string
	back int
}{{"今天", 0}, {"今日", 0}, {"昨天", 1}, {"昨日", 1}, {"前天", 2}, {"前日", 2}}

var weekdays = []struct {
	word string
	day  int
}{{"一", 1}, {"二", 2}, {"三", 3}, {"四", 4}, {"五", 5}, {"六", 6}, {"日", 7}, {"天", 7}}

// readStamp reads a date with or without a time, or a time, at i.
func readStamp(t language.Text, i int) (s stamp, next int, ok bool) {
	if digit(t.At(i)) && digit(t.At(i-1)) && !t.Gap(i) {
		return s, i, false
	}
	next = s.date(t, i)
	next = s.week(t, next)
	if end, ok := s.clock(t, next); ok {
		return s, end, true
	}
	return s, next, s.dated
}

// date reads a date, if one stands at i, and returns where it ends.
func (s *stamp) date(t language.Text, i int) int {
	for _, d := range days {
		if t.Has(i, d.word) {
			s.dated, s.named, s.back = true, true, d.back
			return i + len([]rune(d.word))
		}
	}
	at, first := number(t, i, 4)
	if at-i == 4 && isSeparator(t.At(at), "-/.年") {
		if end, ok := s.monthDay(t, at+1); ok {
			s.year = first
			return end
		}
		return i
	}
	if end, ok := s.monthDay(t, i); ok {
		return end
	}
	return i
}

func (s *stamp) monthDay(t language.Text, i int) (int, bool) {
	at, month := number(t, i, 2)
	if at == i || !isSeparator(t.At(at), "-/.月") {
		return i, false
	}
	end, day := number(t, at+1, 2)
	if end == at+1 || month < 1 || month > 12 || day < 1 || day > 31 || digit(t.At(end)) && !t.Gap(end) {
		return i, false
	}
	if t.At(end) == '日' || t.At(end) == '号' {
		end++
	} else if t.At(at) == '月' {
		return i, false
	}
	s.dated, s.month, s.day = true, month, day
	return end, true
}

// week reads a day of the week.
func (s *stamp) week(t language.Text, i int) int {
	at := i
	if t.At(at) == '(' {
		at++
	}
	for _, word := range []string{"星期", "周", "礼拜"} {
		if !t.Has(at, word) {
			continue
		}
		end := at + len([]rune(word))
		for _, d := range weekdays {
			if !t.Has(end, d.word) {
				continue
			}
			if end++; at > i && t.At(end) == ')' {
				end++
			} else if at > i {
				return i
			}
			if !s.dated {
				s.dated, s.weekday = true, d.day
			}
			return end
		}
	}
	return i
}

var dayParts = []struct {
	word string
	from int // an hour below this one is in the afternoon
}{{"凌晨", 0}, {"早上", 0}, {"早晨", 0}, {"上午", 0}, {"am", 0}, {"中午", 11}, {"下午", 12}, {"傍晚", 12}, {"晚上", 12}, {"pm", 12}}

// clock reads a time of the day.
func (s *stamp) clock(t language.Text, i int) (int, bool) {
	at, add, part := i, 0, ""
	for _, p := range dayParts {
		if t.Has(i, p.word) {
			at, add, part = i+len([]rune(p.word)), p.from, p.word
		}
	}
	end, hour := number(t, at, 2)
	if end == at || t.At(end) != ':' {
		return i, false
	}
	begin := end + 1
	end, minute := number(t, begin, 2)
	if end != begin+2 || hour > 24 || minute > 59 {
		return i, false
	}
	s.grain = time.Minute
	if after, second := number(t, end+1, 2); t.At(end) == ':' && after == end+3 && second < 60 {
		end, s.sec, s.grain = after, second, time.Second
		if after, _ := number(t, end+1, 3); t.At(end) == '.' && after == end+4 {
			end = after
		}
	}
	if digit(t.At(end)) && !t.Gap(end) {
		return i, false
	}
	for _, p := range dayParts {
		if part == "" && (p.word == "am" || p.word == "pm") && t.Has(end, p.word) {
			end, add, part = end+2, p.from, p.word
		}
	}
	if hour < add {
		hour += 12
	}
	if hour == 12 && (part == "凌晨" || part == "am") {
		hour = 0
	}
	s.timed, s.hour, s.min = true, hour%24, minute
	return end, true
}

func isSeparator(r rune, of string) bool {
	for _, o := range of {
		if r == o {
			return true
		}
	}
	return false
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

// number reads up to most digits that stand together, and where they end.
func number(t language.Text, i, most int) (end, n int) {
	for end = i; end < i+most && digit(t.At(end)) && (end == i || !t.Gap(end)); end++ {
		n = n*10 + int(t.At(end)-'0')
	}
	return end, n
}
