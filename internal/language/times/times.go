// Package times reads what people say about time: 今天18点前, 1-3个工作日内, 下周三
// 下午, 月底前, 节后第一个工作日.
//
// A time is read as a deadline: its End is when the words are used up. Days end
// at 24:00, which is 00:00 of the next. Workdays are the State Council's.
// Positions are runes of the normalised text.
package times

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/language/numbers"
	"github.com/anxin-desk/anxin/internal/platform/calendar"
)

// Clock is what times are read against.
type Clock struct {
	Now    time.Time // in the zone of the shop
	Opens  int       // minute of the day at which the shop opens, 0 for 09:00
	Closes int       // minute of the day at which agents leave, 0 for 21:00
	// Leaves tells when the agent's shift ends on a day, if that is known. It
	// may be nil.
	Leaves func(calendar.Date) (minute int, known bool)
	// Back reads 5号 and 周三 as the last ones instead of the next: for telling
	// what happened.
	Back bool
}

// Kind says what a time was named by.
type Kind int

const (
	Point  Kind = iota + 1 // a clock time, or two
	Part                   // a part of a day: 上午
	Day                    // a day or days
	Period                 // a week, a month, a year
	Length                 // an amount of time from now: 3天内, 两小时后
	Vague                  // no time can be said: 几天内
)

// Mod is how a time is bounded.
type Mod int

const (
	On     Mod = iota // 周五
	Before            // 周五前
	Within            // 3天内
	After             // 3天后, 18点后
)

// Time is an expression of time in a text.
type Time struct {
	language.Range
	Kind     Kind
	Mod      Mod
	Start    time.Time
	End      time.Time // when it is over; that of a clock time is itself
	Earliest time.Time // of a window or a range, else zero
	Span     Amount    // of a Length
	Past     bool      // tells of what was: 昨天, 三天前
	Elapsed  bool      // an amount of time that went by: 等了3天
	Every    bool      // 每天
	Open     bool      // has no end: 明天起
	Event    bool      // counts from something named before: 当天, 次日, 后3天内
	Rolled   bool      // 本周X was over, so it is read as next week's
	About    bool      // 左右, 大概
	NoDay    bool      // a clock time or part of a day alone
	// UnknownYear is the first year whose workdays were counted without knowing
	// its holidays, or 0.
	UnknownYear int

	date  calendar.Date // the day of End, for what follows without a day
	dated bool
	part  *part
}

const dayMinutes = 24 * 60

// reader reads one text.
type reader struct {
	text  language.Text
	clock Clock
	now   time.Time
	today calendar.Date
	// last is the day named last in this sentence, and lastPart the part of it
	// that stood without an hour.
	last     calendar.Date
	dated    bool
	lastPart *part
}

// Find returns the times of a text from left to right. A clock time without a
// day belongs to the day named before it in the sentence.
func Find(text language.Text, clock Clock) []Time {
	if clock.Opens <= 0 || clock.Opens > dayMinutes {
		clock.Opens = 9 * 60
	}
	if clock.Closes <= 0 || clock.Closes > 2*dayMinutes {
		clock.Closes = 21 * 60
	}
	r := &reader{text: text, clock: clock, now: clock.Now, today: calendar.DateOf(clock.Now)}
	var all []Time
	for _, sentence := range text.Sentences() {
		r.dated, r.lastPart = false, nil
		for i := sentence.From; i < sentence.To; i++ {
			t, ok := r.at(i)
			if !ok {
				i = r.skip(i)
				continue
			}
			if t.dated && !t.Past && t.Kind != Length && !t.Event {
				r.last, r.dated, r.lastPart = t.date, true, nil
				if t.Kind == Part {
					r.lastPart = t.part
				}
			}
			all = append(all, t)
			i = t.To - 1
		}
	}
	return all
}

// skip passes over the rest of a run of digits that is no time.
func (r *reader) skip(i int) int {
	if !isDigit(r.text.At(i)) {
		return i
	}
	for isDigit(r.text.At(i+1)) && !r.text.Gap(i+1) || r.text.At(i+1) == ',' && isDigit(r.text.At(i+2)) && isDigit(r.text.At(i+3)) && isDigit(r.text.At(i+4)) {
		i++
	}
	return i
}

// starters are what times begin with, besides digits: most characters are none,
// and nothing is tried there.
var starters = runeSet("零一二两俩仨三四五六七八九十廿卅百千万壹贰叁肆伍陆柒捌玖拾佰仟幺半几数若个好大小多" +
	"今明后昨前次当第翌隔本即赶上下这周星礼月年去每逢天凌清早晨午中傍黄晚夜深白打关收闭歇晌正" +
	"双圣平跨愚情妇女儿教未接往最近过之刚国春元端节假长放劳(.")

// at reads the time that begins at i, with what bounds it.
func (r *reader) at(i int) (Time, bool) {
	if !isDigit(r.text.At(i)) && !starters[r.text.At(i)] {
		return Time{}, false
	}
	if isDigit(r.text.At(i)) && i > 0 && !r.text.Gap(i) && (latin(r.text.At(i-1)) || r.text.At(i-1) == '.') {
		return Time{}, false
	}
	if t, ok := r.length(i); ok {
		return t, true
	}
	if t, ok := r.workday(i); ok {
		return t, true
	}
	if t, ok := r.holiday(i); ok {
		return t, true
	}
	first, ok := r.moment(i, nil)
	if !ok {
		return Time{}, false
	}
	t := r.window(first)
	if n := numbers.Join(r.text, t.To); n > 0 && !t.Earliest.IsZero() && t.Kind == Point && first.clock == nil {
		if c, ok := r.clockTime(t.To+n, true); ok { // 周一至周五9:00-18:00
			t.To, t.Every = c.end, true
		}
	}
	return r.bounded(t), true
}

// window reads the second end of 下午2点到4点 and 周一至周三.
func (r *reader) window(first moment) Time {
	at, n := first.to, numbers.Join(r.text, first.to)
	if r.text.At(at) == '左' && r.text.At(at+1) == '右' {
		n = 0
	}
	if n == 0 && !r.pairs(first) {
		return r.resolve(first)
	}
	second, ok := r.moment(at+n, &first)
	if !ok {
		return r.resolve(first)
	}
	return r.between(first, second)
}

// pairs tells 周三周四 and 周六日, where no word stands between.
func (r *reader) pairs(first moment) bool {
	return first.day != nil && first.day.weekday && first.part == nil && first.clock == nil &&
		(r.text.At(first.to) == '周' || r.text.At(first.to) == '日' && r.text.At(first.to-1) == '六' ||
			strings.ContainsRune("二三四五六", r.text.At(first.to)) && !strings.ContainsRune("点时:号个天楼月十百件块元单次", r.text.At(first.to+1)))
}

// between makes one time of two ends.
func (r *reader) between(first, second moment) Time {
	a := r.resolve(first)
	lent := second.day == nil
	if lent && a.dated {
		date := a.date
		second.day = &day{from: date, to: date, implied: true}
	}
	if lent && second.part == nil && second.clock != nil && first.part != nil && second.clock.hour <= 12 {
		second.part = first.part
	}
	b := r.resolve(second)
	for tries := 0; second.clock != nil && tries < 2 && !b.End.After(a.Start); tries++ {
		b.Start, b.End = b.Start.Add(12*time.Hour), b.End.Add(12*time.Hour)
	}
	if !b.End.After(a.Start) {
		b.End = b.End.AddDate(0, 0, 7)
	}
	t := b
	t.From, t.Start = a.From, a.Start
	t.Past, t.Every, t.Event = a.Past && b.Past, a.Every || b.Every, a.Event
	t.UnknownYear = max(a.UnknownYear, b.UnknownYear)
	t.Rolled = a.Rolled
	switch {
	case first.clock != nil:
		t.Earliest = a.End
	case a.Kind == Part:
		t.Earliest = a.Start
	default:
		t.Earliest = a.End
	}
	if !t.Earliest.Before(t.End) {
		t.Earliest = time.Time{}
	}
	return t
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }
func latin(r rune) bool   { return 'a' <= r && r <= 'z' }

// words returns the length of the longest of the words at i, and which it is.
func (r *reader) words(i int, list []string) (length, which int) {
	which = -1
	for k, w := range list {
		if !r.text.Has(i, w) {
			continue
		}
		if n := utf8.RuneCountInString(w); n > length {
			length, which = n, k
		}
	}
	return length, which
}

// has reports whether one of the words stands at i.
func (r *reader) has(i int, list ...string) bool {
	n, _ := r.words(i, list)
	return n > 0
}

// before reports whether one of the words ends at i.
func (r *reader) before(i int, list ...string) bool {
	for _, w := range list {
		if r.text.HasBefore(i, w) {
			return true
		}
	}
	return false
}
