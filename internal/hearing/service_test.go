package hearing_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

func TestTheQueueIsMarked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("林女士")
		w.same("nothing said", w.marks(b), " 0  ")
		w.say(b, "台灯底座裂了，气死我了，再不换我就打12315！！")
		if got := w.marks(b); !strings.HasPrefix(got, "angry") || !strings.HasSuffix(got, "high ,regulator,") {
			t.Errorf("marks %s", got)
		}
		before, err := db.Value[int64](w.DB.Reader(context.Background()), `SELECT urgency FROM conversation WHERE id = ?`, b.talk)
		w.must(err)
		w.reply(b, "给您添麻烦了")
		after, err := db.Value[int64](w.DB.Reader(context.Background()), `SELECT urgency FROM conversation WHERE id = ?`, b.talk)
		w.must(err)
		if before>>43 < 3*8+1 || after != 0 {
			t.Errorf("urgent by %d, and by %d once answered", before, after)
		}
	})
}

func TestABurstIsHeardOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("林女士")
		for i := range 5 {
			_, err := w.Conversations.Say(b.ctx, fmt.Sprint("burst-key-", i), conversation.Draft{Text: "在吗"})
			w.must(err)
		}
		n, err := db.Value[int64](w.DB.Reader(context.Background()), `SELECT COUNT(*) FROM hearing_change`)
		w.must(err)
		w.same("waiting", n, 1)
		w.must(w.Hearing.CatchUp(context.Background()))
		n, err = db.Value[int64](w.DB.Reader(context.Background()), `SELECT COUNT(*) FROM hearing_change`)
		w.must(err)
		w.same("left", n, 0)
	})
}

func TestRisksReachWhomTheyConcern(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("林女士")
		w.reply(b, "您好") // so that the agent looks after it
		w.say(b, "再不退我就打12315，我电话13812345678")
		w.same("supervisor", w.told("boss"), []string{"risk.heard regulator 12315"})
		w.same("legal", w.told("law"), []string{"risk.heard regulator 12315"})
		w.same("agent", w.told("agent"), []string{"risk.heard regulator 12315"})
		w.same("quality", w.told("qc"), []string{})
		w.same("warehouse", w.told("ware"), []string{})
		w.same("lines", w.lines(b), []string{"risk.heard regulator supervisor,legal"})
		w.say(b, "我说了，不退我就打12315")
		w.same("the same again", len(w.told("boss")), 1)
		w.say(b, "我已经打12315投诉你们了")
		w.same("turned true", len(w.told("law")), 2)
		w.same("lines", w.lines(b), []string{"risk.heard regulator supervisor,legal", "risk.critical regulator supervisor,legal"})
		w.say(b, "孩子吃了以后上吐下泻，在医院")
		w.same("quality", len(w.told("qc")), 1)
		if h := w.hear(b); h.Severity != "critical" || len(h.Risks) != 2 || fmt.Sprint(h.Risks[0].Told) != "[supervisor quality]" {
			t.Errorf("%s %+v", h.Severity, h.Risks)
		}
		w.same("legal of harm", len(w.told("law")), 2)
	})
}

// Whatever write is refused: nobody is told half, and nobody twice.
func TestHearingIsNotHalfWritten(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("林女士")
		_, err := w.Conversations.Say(b.ctx, "buyer-key-0", conversation.Draft{Text: "再不退我就打12315，还要找媒体曝光"})
		w.must(err)
		wire := dbtest.NewFuse(t, w.DB)
		wire.Burn("hear", func() error { return w.Hearing.Once(context.Background()) })
		w.must(w.Hearing.CatchUp(context.Background()))
		w.same("supervisor", len(w.told("boss")), len(w.hear(b).Risks))
		var c hearing.Correction
		wire.Burn("correct", func() (err error) {
			c, err = w.Hearing.Correct(w.agent, b.talk, "correction-1", hearing.Draft{What: hearing.Risk, Seq: 1, Heard: hearing.Sense{Type: "media"}})
			return err
		})
		wire.Burn("undo", func() error { _, err := w.Hearing.Undo(w.agent, c.ID); return err })
	})
}

func TestTwoWhoListenTellOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for i := range 6 {
			b := w.visit(fmt.Sprint("买家", i))
			_, err := w.Conversations.Say(b.ctx, fmt.Sprint("buyer-key-", i), conversation.Draft{Text: "孩子吃了上吐下泻送医院了"})
			w.must(err)
		}
		var wait sync.WaitGroup
		for range 3 {
			wait.Go(func() {
				if err := w.Hearing.CatchUp(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		w.same("quality", len(w.told("qc")), 6)
	})
}

func TestCorrectionsHoldForEverybody(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("林女士")
		w.say(b, "台灯底座裂了，再不换我就打12315")
		draft := hearing.Draft{What: hearing.Risk, Seq: 1, Heard: hearing.Sense{Type: "regulator"}}
		_, err := w.Hearing.Correct(w.stranger, b.talk, "correction-0", draft)
		w.refused(err, "db.not_found")
		c, err := w.Hearing.Correct(w.agent, b.talk, "correction-1", draft)
		w.must(err)
		again, err := w.Hearing.Correct(w.agent, b.talk, "correction-1", draft)
		w.must(err)
		w.same("the same request again", again.ID, c.ID)
		_, err = w.Hearing.Correct(w.boss, b.talk, "correction-2", draft)
		w.refused(err, "hearing.changed")
		w.must(w.Hearing.CatchUp(context.Background()))
		if h := w.hear(b); len(h.Risks) != 0 || len(h.Corrections) != 1 {
			t.Errorf("%s %+v", h.Severity, h.Risks)
		}
		if got := w.marks(b); strings.Contains(got, "regulator") {
			t.Errorf("marks %s", got)
		}
		_, err = w.Hearing.Undo(w.stranger, c.ID)
		w.refused(err, "db.not_found")
		for range 2 {
			_, err = w.Hearing.Undo(w.boss, c.ID)
			w.must(err)
		}
		w.must(w.Hearing.CatchUp(context.Background()))
		w.same("marks", strings.HasSuffix(w.marks(b), ",regulator,"), true)
		w.same("told once", len(w.told("boss")), 1)
	})
}

func TestACorrectionFollowsAnother(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("林女士")
		w.say(b, "台灯底座裂了，退我99元")
		first := w.hear(b)
		heard := hearing.Sense{}
		if len(first.Scenarios) > 0 {
			heard.Type = first.Scenarios[0].ID
		}
		_, err := w.Hearing.Correct(w.agent, b.talk, "correction-1", hearing.Draft{What: hearing.Scenario, Seq: 1, Heard: heard, Right: hearing.Sense{Type: "logistics.damaged"}})
		w.must(err)
		w.pass(time.Second)
		_, err = w.Hearing.Correct(w.boss, b.talk, "correction-2", hearing.Draft{What: hearing.Scenario, Seq: 1, Heard: hearing.Sense{Type: "logistics.damaged"}, Right: hearing.Sense{Type: "logistics.lost"}})
		w.must(err)
		_, err = w.Hearing.Correct(w.agent, b.talk, "correction-3", hearing.Draft{What: hearing.Fact, Seq: 1, Heard: hearing.Sense{Type: "amount", Value: "9900"}, Right: hearing.Sense{Type: "amount", Value: "12990"}})
		w.must(err)
		h := w.hear(b)
		w.same("corrections that hold", len(h.Corrections), 2)
		w.same("scenario", h.Scenarios[0].ID, "logistics.lost")
		for _, f := range h.Facts {
			if f.Type == "amount" && (f.Fen != 12990 || f.Value != "129.9") {
				t.Errorf("%+v", f)
			}
		}
	})
}
