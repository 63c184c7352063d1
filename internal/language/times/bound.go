package times

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/calendar"
)

// bounded reads what bounds a time: 前, 内, 后, 左右, 起.
func (r *reader) bounded(t Time) Time {
	if n, _ := r.words(t.To, []string{"左右", "上下", "前后", "许"}); n > 0 && t.Kind == Point {
		t.About, t.To = true, t.To+n
	}
	if n, _ := r.words(t.To, []string{"两天", "三天", "2天", "3天", "这两天", "两日"}); n > 0 && t.Kind == Day && !t.Earliest.IsZero() {
		t.To += n
	}
	if n, which := r.words(t.To, []string{"这天", "那天", "当天", "全天"}); which >= 0 && t.Kind == Day {
		t.To += n
	}
	if n, which := r.words(t.To, []string{"之前", "以前", "前", "为止", "止", "截止"}); which >= 0 && !r.has(t.To, "前台", "前后", "前面", "前往", "前来") {
		t.Mod, t.To = Before, t.To+n
		r.ending(&t)
		return t
	}
	if n, which := r.words(t.To, []string{"之内", "以内", "内", "之间"}); which >= 0 && !r.has(t.To, "内容", "内部") {
		t.Mod, t.To = Within, t.To+n
		if t.Kind != Point && t.Start.Before(r.now) && t.End.After(r.now) {
			t.Start = r.now
		}
		return t
	}
	if n, which := r.words(t.To, []string{"以后", "之后", "过后", "后", "起", "开始"}); which >= 0 && !r.has(t.To, "后台", "后续", "后面", "起床", "后天") {
		t.Mod, t.To = After, t.To+n
		r.after(&t)
	}
	return t
}

// ending ends a time where 前 says: clock times at the hour, a day with the
// day, but 明天前 and 下周前 with what comes before.
func (r *reader) ending(t *Time) {
	if (t.Kind == Day || t.Kind == Period) && t.Earliest.IsZero() && r.excluded(t) {
		t.End = t.Start
		t.date = calendar.DateOf(t.End.Add(-time.Second))
	}
	if t.Start.After(r.now) || t.Kind != Point {
		t.Start = r.now
	}
	if t.Kind == Point && t.Earliest.IsZero() {
		t.Start = minTime(r.now, t.End)
	}
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// excluded tells 明天前, 下周前 and 12月前, which end before they begin, from
// 周五前, 30号前 and 月底前.
func (r *reader) excluded(t *Time) bool {
	d, ok := r.day(t.From, nil)
	return ok && d.exclude
}

// after leaves a day open: 明天起 has no end; 18点后 lasts as long as the day.
func (r *reader) after(t *Time) {
	if t.Kind != Point && t.Kind != Part {
		t.Open = true
		return
	}
	t.Earliest = t.End
	if t.Kind == Part {
		t.Earliest = time.Time{}
	}
	t.End = r.instant(calendar.DateOf(t.End.Add(-time.Second)), dayMinutes)
}
