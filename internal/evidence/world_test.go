package evidence_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/stories/storytest"
)

// The library of sockets leaves a goroutine of its metrics behind.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/FZambia/eagle.(*Eagle).aggregate"))
}

// world is the whole program with two cases of one shop, and an agent and a buyer.
type world struct {
	*storytest.World
	t            *testing.T
	agent, buyer context.Context
	of, other    complaint.Case
	keys         int
}

// each plays on both engines and looks at the audit record after it.
func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		story(t, w)
		report, err := audit.Verify(context.Background(), w.DB.Reader(context.Background()), w.Services.Sealer.Key, nil)
		if err != nil || !report.OK() {
			t.Errorf("audit: %v, %v", report.Problems, err)
		}
	})
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := &world{World: storytest.New(t, d), t: t}
	at := w.Shop("tea", "茶")
	w.agent = w.with(w.User("agent", "agent", at.ID))
	w.of, w.other = w.open("buyer"), w.open("somebody")
	who, err := w.Services.Customers.ByToken(context.Background(), w.Token("buyer"))
	w.must(err)
	w.buyer = identity.With(context.Background(), identity.NewBuyer(who.ID, at.ID, "林"))
	return w
}

// with is somebody of the team, by id.
func (w *world) with(id string) context.Context {
	w.t.Helper()
	a, err := w.Services.Identity.Recheck(context.Background(), identity.NewUser(id, "", nil))
	w.must(err)
	return identity.With(context.Background(), a)
}

// open is a case of somebody who wrote in the chat.
func (w *world) open(name string) complaint.Case {
	w.t.Helper()
	talk := w.Visit(name, "tea", name)
	c, err := w.Services.Complaints.Open(w.agent, talk, w.key(), complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Normal})
	w.must(err)
	return c
}

func (w *world) key() string { w.keys++; return fmt.Sprintf("a-key-%06d", w.keys) }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// wants fails unless err is a fault with a code.
func (w *world) wants(err error, code string) {
	w.t.Helper()
	if fault.CodeOf(err) != code {
		w.t.Errorf("got %v, want %s", err, code)
	}
}

// ask asks for photos of the damage and the box, and returns who holds the link.
func (w *world) ask() (evidence.Request, context.Context, string) {
	w.t.Helper()
	r, address, err := w.Services.Evidence.Ask(w.agent, w.of.ID, w.key(), evidence.Ask{Words: "方便我们尽快核实", Send: true,
		Pieces: []evidence.Asked{{Piece: "angles", Text: "破损处，三个角度"}, {Piece: "box", Text: "外箱"}}})
	w.must(err)
	_, token, _ := strings.Cut(address, "#")
	return r, w.hold(token), token
}

func (w *world) hold(token string) context.Context {
	w.t.Helper()
	a, err := w.Services.Evidence.Authenticate(context.Background(), token)
	w.must(err)
	return identity.With(context.Background(), a)
}

// give sends a file by a link in parts of some bytes.
func (w *world) give(ctx context.Context, piece, name string, content []byte, part int) (u evidence.Upload, err error) {
	w.t.Helper()
	if u, err = w.Services.Evidence.Begin(ctx, w.key(), evidence.Announced{Piece: piece, Name: name, Size: int64(len(content))}); err != nil {
		return u, err
	}
	for int(u.Offset) < len(content) && err == nil {
		end := min(int(u.Offset)+part, len(content))
		u, err = w.Services.Evidence.Append(ctx, u.ID, u.Offset, bytes.NewReader(content[u.Offset:end]))
	}
	return u, err
}

func (w *world) add(c complaint.Case, content []byte) evidence.Item {
	w.t.Helper()
	i, err := w.Services.Evidence.Add(w.agent, c.ID, "", "a.jpg", bytes.NewReader(content))
	w.must(err)
	return i
}

func (w *world) section(c complaint.Case) evidence.Section {
	w.t.Helper()
	sec, err := w.Services.Evidence.OfCase(w.agent, c.ID)
	w.must(err)
	return sec
}

func (w *world) say(text string, photo []byte) conversation.File {
	w.t.Helper()
	f, err := w.Services.Conversations.AddBuyerFile(w.buyer, conversation.Upload{Key: w.key(), Name: "chat.jpg", Body: bytes.NewReader(photo)})
	w.must(err)
	_, err = w.Services.Conversations.Say(w.buyer, w.key(), conversation.Draft{Text: text, FileIDs: []string{f.ID}})
	w.must(err)
	return f
}

// scene draws a picture of its own for each seed.
func scene(seed float64, width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			u, v := float64(x)/float64(width), float64(y)/float64(height)
			l := math.Sin(7*u+seed) * math.Cos(5*v*seed+u*3)
			m := math.Sin(11*v+2*seed) * math.Cos(9*u-seed*v)
			img.Set(x, y, color.RGBA{uint8(128 + 100*l), uint8(128 + 60*l + 40*m), uint8(128 + 100*m), 255})
		}
	}
	return img
}

func photo(seed float64, width, height, quality int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, scene(seed, width, height), &jpeg.Options{Quality: quality}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// broken gives some bytes and then the error of a line that was cut.
type broken struct {
	r io.Reader
}

func (b broken) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}
