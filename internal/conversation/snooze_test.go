package conversation_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func (w *world) runDue() {
	w.t.Helper()
	_, err := w.Queue.RunDue(context.Background(), w.now())
	w.must(err)
}

func TestSnoozeEnds(t *testing.T) {
	hour := time.Hour
	for name, tt := range map[string]struct {
		end   func(w *world, b buyer)
		lines []string
		told  int
	}{
		"at its time": {func(w *world, b buyer) {
			w.pass(hour - time.Millisecond)
			w.runDue()
			if c := w.get(b); c.Snooze.Until.IsZero() {
				w.t.Errorf("too early: %+v", c)
			}
			w.pass(time.Millisecond)
			w.runDue()
		}, []string{"conversation.snoozed", "conversation.woke"}, 1},
		"when the buyer writes": {func(w *world, b buyer) { w.say(b, "buyer-key-2", "在吗") },
			[]string{"conversation.snoozed", "conversation.woken"}, 0},
		"when the buyer answers on a card": {func(w *world, b buyer) {
			w.inTx(func(tx *db.Tx) error { return w.Conversations.WaitForTeamIn(tx, b.talk) })
		}, []string{"conversation.snoozed", "conversation.woken"}, 0},
		"by hand": {func(w *world, b buyer) {
			c, err := w.Conversations.Unsnooze(w.agent, b.talk, 2)
			w.must(err)
			if again, err := w.Conversations.Unsnooze(w.agent, b.talk, 2); err != nil || again.Version != c.Version {
				w.t.Errorf("sent again: %+v, %v", again, err)
			}
		}, []string{"conversation.snoozed", "conversation.unsnoozed"}, 0},
		"when somebody else takes it": {func(w *world, b buyer) {
			_, err := w.assign(w.colleague, b.talk, 2, "colleague")
			w.must(err)
		}, []string{"conversation.snoozed", "conversation.taken"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				b := w.visit("first", "")
				w.say(b, "buyer-key-1", "你好")
				until := w.now().Add(hour)
				for range 2 { // twice is once
					c, err := w.Conversations.Snooze(w.agent, b.talk, 1, until)
					if err != nil || !c.Snooze.Until.Equal(until) || c.Version != 2 {
						t.Fatalf("%+v, %v", c, err)
					}
				}
				tt.end(w, b)
				w.pass(2 * hour) // the old timer, if there still is one
				w.runDue()
				if c := w.get(b); c.Snooze != (conversation.Snooze{}) {
					t.Errorf("still put off: %+v", c)
				}
				if got := w.lines(b); !slices.Equal(got, tt.lines) {
					t.Errorf("lines %q", got)
				}
				if got := w.noticesOf("agent"); len(got) != tt.told {
					t.Errorf("told %q", got)
				}
			})
		})
	}
}

func TestSnoozeRefuses(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "你好")
		snooze := func(version int64, in time.Duration) error {
			_, err := w.Conversations.Snooze(w.agent, b.talk, version, w.now().Add(in))
			return err
		}
		wantFault(t, snooze(1, 0), fault.Invalid, "conversation.snooze_past")
		wantFault(t, snooze(1, 91*24*time.Hour), fault.Invalid, "conversation.snooze_too_far")
		wantFault(t, snooze(7, time.Hour), fault.Conflict, "conversation.changed")
		w.must(snooze(1, time.Hour))
		wantFault(t, snooze(1, 2*time.Hour), fault.Conflict, "conversation.changed")
		_, err := w.Conversations.Unsnooze(w.agent, b.talk, 1)
		wantFault(t, err, fault.Conflict, "conversation.changed")
		for _, id := range []string{b.talk, "no-such-id"} {
			_, err := w.Conversations.Snooze(w.stranger, id, 2, w.now().Add(time.Hour))
			wantFault(t, err, fault.NotFound, "db.not_found")
			_, err = w.Conversations.Unsnooze(w.stranger, id, 2)
			wantFault(t, err, fault.NotFound, "db.not_found")
		}
		_, err = w.Conversations.Snooze(w.reader, b.talk, 2, w.now().Add(time.Hour))
		wantFault(t, err, fault.Denied, "identity.denied")
		if got := w.lines(b); len(got) != 1 {
			t.Errorf("lines %q", got)
		}
	})
}

// TestStaleTimers lets old timers ring, as a repeated or late job would: they
// carry the version of a snooze that has ended, and do nothing.
func TestStaleTimers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "buyer-key-1", "你好")
		_, err := w.Conversations.Snooze(w.agent, b.talk, 1, w.now().Add(time.Hour))
		w.must(err)
		c, err := w.Conversations.Snooze(w.agent, b.talk, 2, w.now().Add(24*time.Hour))
		w.must(err)
		w.inTx(func(tx *db.Tx) error {
			for _, version := range []int64{0, 1, 2, 4} {
				if err := w.Queue.Enqueue(tx, conversation.SnoozeEnd{ID: b.talk, Version: version}, w.now()); err != nil {
					return err
				}
			}
			return w.Queue.Enqueue(tx, conversation.SnoozeEnd{ID: "nothing", Version: 1}, w.now())
		})
		w.pass(2 * time.Hour)
		w.runDue()
		if now := w.get(b); now.Snooze != c.Snooze || w.count(`SELECT COUNT(*) FROM job WHERE state = 'dead'`) != 0 {
			t.Errorf("a stale timer did something: %+v", now)
		}
	})
}

// TestSnoozeWakesOnce lets agents, a buyer, time and stale timers act in any
// order. Every snooze ends exactly once, in one of the ways there are.
func TestSnoozeWakesOnce(t *testing.T) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, open(t))
			rapid.Check(t, func(r *rapid.T) {
				m := &sleeper{world: w, r: r, b: w.visit("first", ""), version: 1}
				m.buyer()
				for range rapid.IntRange(1, 25).Draw(r, "steps") {
					m.step()
					m.look()
				}
				m.finish()
			})
		})
	}
}

// sleeper is one conversation, as the program keeps it and as the model thinks
// that it is.
type sleeper struct {
	*world
	r       *rapid.T
	b       buyer
	n       int
	version int64
	until   time.Time // zero while it is awake
	begun   int
	ended   int
	past    []int64 // versions of all snoozes
}

func (m *sleeper) step() {
	steps := map[string]func(){
		"snooze": m.snooze, "buyer": m.buyer, "agent": m.agent_, "wait": m.wait, "unsnooze": m.unsnooze,
		"stale": m.stale, "replace": m.snooze, "take": m.take,
	}
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range steps {
			if !yield(name) {
				return
			}
		}
	})
	steps[rapid.SampledFrom(names).Draw(m.r, "step")]()
}

func (m *sleeper) key() string { m.n++; return fmt.Sprintf("%s-%04d", m.b.talk, m.n) }

func (m *sleeper) wake() {
	if !m.until.IsZero() {
		m.ended++
	}
	m.until = time.Time{}
}

func (m *sleeper) snooze() {
	until := m.now().Add(time.Duration(rapid.IntRange(1, 120).Draw(m.r, "minutes")) * time.Minute)
	if until.Equal(m.until) {
		return
	}
	_, err := m.Conversations.Snooze(m.world.agent, m.b.talk, m.version, until)
	m.must(err)
	m.wake() // another one takes its place
	m.version++
	m.begun++
	m.until, m.past = until, append(m.past, m.version)
}

func (m *sleeper) buyer() {
	m.say(m.b, m.key(), "在吗")
	m.wake()
}

func (m *sleeper) agent_() {
	before := m.get(m.b)
	m.reply(m.key(), m.b, "稍等")
	if before.AssigneeID == "" {
		m.version++
	}
}

func (m *sleeper) take() {
	to := rapid.SampledFrom([]string{"agent", "colleague"}).Draw(m.r, "to")
	if m.get(m.b).AssigneeID == to {
		return
	}
	_, err := m.assign(m.world.agent, m.b.talk, m.version, to)
	m.must(err)
	m.wake()
	m.version++
}

func (m *sleeper) unsnooze() {
	_, err := m.Conversations.Unsnooze(m.world.agent, m.b.talk, m.version)
	m.must(err)
	if !m.until.IsZero() {
		m.version++
	}
	m.wake()
}

func (m *sleeper) wait() {
	m.pass(time.Duration(rapid.IntRange(1, 90).Draw(m.r, "wait")) * time.Minute)
	m.runDue()
	if !m.until.IsZero() && !m.until.After(m.now()) {
		m.wake()
	}
}

// stale rings the timer of an old snooze.
func (m *sleeper) stale() {
	if len(m.past) == 0 {
		return
	}
	version := rapid.SampledFrom(m.past).Draw(m.r, "version")
	if !m.until.IsZero() && version == m.past[len(m.past)-1] {
		return // this one is no stale timer
	}
	m.inTx(func(tx *db.Tx) error {
		return m.Queue.Enqueue(tx, conversation.SnoozeEnd{ID: m.b.talk, Version: version}, m.now())
	})
	m.runDue()
	if !m.until.IsZero() && !m.until.After(m.now()) {
		m.wake()
	}
}

func (m *sleeper) look() {
	c := m.get(m.b)
	if !c.Snooze.Until.Equal(m.until) || c.Version != m.version {
		m.r.Fatalf("it is %+v; the model: put off until %v, version %d", c, m.until, m.version)
	}
}

// finish lets all time pass, and counts how often it came back.
func (m *sleeper) finish() {
	m.pass(3 * time.Hour)
	m.runDue()
	m.wake()
	m.look()
	if m.ended != m.begun {
		m.r.Fatalf("%d snoozes, %d ends", m.begun, m.ended)
	}
	count := map[string]int{}
	for _, code := range m.lines(m.b) {
		count[code]++
	}
	if woke := count["conversation.woke"] + count["conversation.woken"] + count["conversation.unsnoozed"]; woke > m.begun || count["conversation.snoozed"] != m.begun {
		m.r.Fatalf("%d snoozes, lines %v", m.begun, count)
	}
	if n := m.count(`SELECT COUNT(*) FROM job WHERE key = 'snooze/` + m.b.talk + `'`); n != 0 {
		m.r.Fatalf("%d timers are left", n)
	}
}
