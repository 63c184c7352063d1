package stories

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/stories/storytest"
)

// guesser knows a shop and the numbers of its cases, and wants to read one.
type guesser struct {
	*storytest.World
	number, code string // a real pair, which the guesser must not find
	tries        map[string]int
}

func newGuesser(t *testing.T, d *db.DB) *guesser {
	w := storytest.New(t, d)
	tea := w.Shop("tea", "茶")
	w.User("chen", "agent", tea.ID)
	talk := w.Visit("lin", "tea", "林")
	c := post(w, "chen", "/api/conversations/"+talk+"/cases", "case-0001", fields{"scenario": "quality.damaged", "severity": "low"})
	w.RunDue()
	w.User("boss", "administrator", "")
	hall := post(w, "boss", "/api/shops/"+tea.ID+"/departments", "hall-0001", fields{"name": "仓库"})
	sent := post(w, "chen", "/api/cases/"+c.Text("id")+"/tickets", "sent-0001", fields{"type_id": "other", "department_id": hall.Text("id"), "title": "查库存"})
	post(w, "chen", "/api/tickets/"+sent.Text("id")+"/link", "", nil)
	own := w.Send("lin", storytest.Request{Method: "GET", Path: "/api/buyer/cases"})
	return &guesser{World: w, number: c.Text("number"), code: own.Text("service_code"), tries: map[string]int{}}
}

// guess makes up a code in the form of one.
func guess() string {
	const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	var b [12]byte
	_, _ = rand.Read(b[:])
	for i := range b {
		b[i] = digits[b[i]&31]
	}
	return fmt.Sprintf("%s-%s-%s", b[:4], b[4:8], b[8:])
}

// at tries one door once, and wants it shut in the one way it has.
func (g *guesser) at(door, want string, open func() error) {
	g.T.Helper()
	code := fault.CodeOf(open())
	g.tries[code]++
	if code != want && code != "progress.too_many" {
		g.T.Fatalf("%s: %q", door, code)
	}
}

// TestTortureGuessing tries links and codes for as often as anybody has patience,
// and opens nothing. Codes are looked at a few times in a quarter of an hour,
// from however many addresses they come.
func TestTortureGuessing(t *testing.T) {
	rounds := 1_000
	if os.Getenv("ANXIN_TORTURE") == "full" {
		rounds = 333_334
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g, ctx := newGuesser(t, d), context.Background()
		p := g.Services.Progress
		for range rounds {
			g.at("a link", "progress.link_over", func() error {
				_, err := p.Authenticate(ctx, rand.Text()+rand.Text()[:6])
				return err
			})
			g.at("a link to a ticket", "task.link_over", func() error {
				_, err := g.Services.TaskLinks.Authenticate(ctx, rand.Text()+rand.Text()[:6])
				return err
			})
			g.at("a number and a code", "progress.no_match", func() error {
				_, err := p.LookUp(ctx, g.number, guess())
				return err
			})
			g.at("a code", "progress.code_unknown", func() error {
				_, err := p.Return(ctx, "tea", guess(), "")
				return err
			})
		}
		if looked := g.tries["progress.no_match"]; looked != 10 {
			t.Errorf("%d codes were looked at for one number", looked)
		}
		if looked := g.tries["progress.code_unknown"]; looked != 600 {
			t.Errorf("%d codes were looked at in one shop", looked)
		}
		t.Logf("%d guesses: %v", 4*rounds, g.tries)
		g.Wait(16 * time.Minute) // the buyer is not shut out for ever
		if _, err := p.LookUp(ctx, strings.ToLower(g.number), g.code); err != nil {
			t.Errorf("the right code: %v", err)
		}
	})
}

// TestWrongGuessesLookAlike holds an unknown number and a wrong code to one
// answer and about the same work.
func TestWrongGuessesLookAlike(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		g, ctx := newGuesser(t, d), context.Background()
		kinds := map[string]func() (number, code string){
			"unknown number":             func() (string, string) { return "A260304-999", guess() },
			"wrong code":                 func() (string, string) { return g.number, guess() },
			"right code, another number": func() (string, string) { return "A260304-999", g.code },
		}
		took := map[string][]time.Duration{}
		for range 150 {
			for kind, typed := range kinds {
				g.forgetTries()
				number, code := typed()
				begun := time.Now()
				_, err := g.Services.Progress.LookUp(ctx, number, code)
				took[kind] = append(took[kind], time.Since(begun))
				if fault.CodeOf(err) != "progress.no_match" || fault.KindOf(err) != fault.NotFound {
					t.Fatalf("%s: %v", kind, err)
				}
			}
		}
		var medians []time.Duration
		for kind, all := range took {
			slices.Sort(all)
			medians = append(medians, all[len(all)/2])
			t.Logf("%s: median %v", kind, all[len(all)/2])
		}
		if slices.Max(medians) > 2*slices.Min(medians) {
			t.Errorf("the time tells them apart: %v", medians)
		}
	})
}

func (g *guesser) forgetTries() {
	g.T.Helper()
	if err := g.DB.InTx(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM code_try`)
		return err
	}); err != nil {
		g.T.Fatal(err)
	}
}
