package outbound_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/outbound"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/services/servicestest"
	"github.com/anxin-desk/anxin/stories/sample"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a shop that sells lamps, with an agent and a supervisor, and another shop.
type world struct {
	*servicestest.World
	keys            int
	shop, elsewhere string
	ada, chief, far context.Context
}

func each(t *testing.T, story func(t *testing.T, w *world)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		of := servicestest.New(t, d)
		of.Pass(7 * 24 * time.Hour)
		w := &world{World: of, shop: of.Open("lamps"), elsewhere: of.Open("books")}
		w.ada, w.chief, w.far = w.Hire("ada", "agent", w.shop), w.Hire("chief", "supervisor", w.shop), w.Hire("far", "supervisor", w.elsewhere)
		story(t, w)
		of.Verify()
	})
}

func (w *world) days(n int) { w.Pass(time.Duration(n) * 24 * time.Hour) }

// png is a picture that is another one for each n.
func png(n int) io.Reader {
	content, err := sample.File(fmt.Sprintf("png %dx2", n+1))
	if err != nil {
		panic(err)
	}
	return bytes.NewReader(content)
}

func (w *world) order(shopID, number string, parcels ...string) {
	w.T.Helper()
	d := order.Draft{Number: number, Facts: order.Facts{Platform: "taobao", PlacedAt: w.Now(), Paid: order.Yuan(9900)}, Items: []order.Item{{Code: "TD-01", Title: "台灯", Quantity: 1}}}
	for _, p := range parcels {
		d.Parcels = append(d.Parcels, order.Parcel{Carrier: "顺丰", Number: p})
	}
	_, _, err := w.Orders.Push(w.Root, shopID, d)
	w.Must(err)
}

func (w *world) add(folder, name string, n int) (outbound.Photo, bool) {
	w.T.Helper()
	p, fresh, err := w.Outbound.Add(w.chief, w.shop, folder, name, png(n))
	w.Must(err)
	return p, fresh
}

// complaint is the case of an order.
func (w *world) complaint(number string) complaint.Case {
	w.T.Helper()
	w.keys++
	v, err := w.WebChat.Begin(context.Background(), "lamps", "", "林")
	w.Must(err)
	buyer := identity.With(context.Background(), identity.NewBuyer(v.Customer.ID, v.Shop.ID, v.Customer.Name))
	_, err = w.Conversations.Say(buyer, fmt.Sprintf("say-%06d", w.keys), conversation.Draft{Text: "碎了"})
	w.Must(err)
	c, err := w.Complaints.Open(w.ada, v.Conversation.ID, fmt.Sprintf("open-%06d", w.keys), complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Normal, OrderNo: number})
	w.Must(err)
	return c
}

func said(p outbound.Photo) string { return string(p.State) + " " + strings.Join(p.Orders, ",") }

func TestPhotosFindTheirOrders(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.order(w.shop, "A1001", "SF-1234 5678 90", "YT7788990011")
		w.order(w.shop, "A1002", "YT7788990011")
		w.order(w.elsewhere, "B2001", "JD0099887766")
		for n, c := range []struct{ folder, name, want string }{
			{"", "A1001.png", "matched A1001"},
			{"11月/sf1234567890", "IMG_1.png", "matched A1001"},
			{"", "YT7788990011_2.png", "matched A1001,A1002"},
			{"", "JD0099887766.png", "waiting "}, // of another shop
			{"", "C3001.png", "waiting "},
		} {
			if p, fresh := w.add(c.folder, c.name, n); said(p) != c.want || !fresh {
				t.Errorf("%s/%s is %s, %t", c.folder, c.name, said(p), fresh)
			}
		}
		same, fresh := w.add("", "again A1001.png", 0)
		more, further := w.add("", "A1002.png", 1) // the same file, named after another order
		if fresh || further || said(same) != "matched A1001" || said(more) != "matched A1001,A1002" {
			t.Errorf("again %s, named otherwise %s", said(same), said(more))
		}
		w.order(w.shop, "C3001")
		for range 2 { // the first run begins the hours
			w.days(1)
			_, err := w.Queue.RunDue(context.Background(), w.Now())
			w.Must(err)
		}
		page, err := w.Outbound.List(w.ada, w.shop, outbound.Waiting, "")
		w.Must(err)
		if len(page.Photos) != 1 || page.Photos[0].Name != "JD0099887766.png" {
			t.Fatalf("still waiting %+v", page.Photos)
		}
		w.order(w.shop, "A1001", "ZTO5566778899") // the parcel went with another carrier after all
		n, err := w.Outbound.Rematch(w.chief, w.shop)
		w.Must(err)
		if p, _ := w.add("", "ZTO5566778899.png", 7); n != 0 || said(p) != "matched A1001" {
			t.Errorf("%d, then %s", n, said(p))
		}
		w.order(w.shop, "A1003")
		again, there, err := w.Outbound.Again(w.chief, w.shop, "A1003", "IMG_1.png", same.SHA256)
		w.Must(err)
		_, other, err := w.Outbound.Again(w.chief, w.shop, "", "A1003.png", strings.Repeat("0", 64))
		if err != nil || !there || other || said(again) != "matched A1001,A1003" {
			t.Errorf("named by its sum %s, %t, %t, %v", said(again), there, other, err)
		}
		_, _, err = w.Outbound.Again(w.far, w.shop, "", "A1003.png", same.SHA256)
		w.Wants(err, "shop.unknown")
	})
}

func TestPlacingByHand(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.order(w.shop, "A1001", "SF1234567890")
		w.order(w.elsewhere, "B2001")
		p, _ := w.add("", "照片.png", 1)
		place := func(ctx context.Context, version int64, as outbound.Placing) (err error) {
			got, err := w.Outbound.Place(ctx, p.ID, version, as)
			if err == nil {
				p = got
			}
			return err
		}
		w.Wants(place(w.ada, 1, outbound.Placing{Drop: true}), "identity.denied")
		w.Wants(place(w.far, 1, outbound.Placing{Drop: true}), "db.not_found")
		w.Wants(place(w.chief, 1, outbound.Placing{Words: []string{"B2001"}}), "outbound.order_unknown")
		f := dbtest.NewFuse(t, w.DB)
		f.Burn("add", func() error { _, _, err := w.Outbound.Add(w.chief, w.shop, "", "A1001-2.png", png(7)); return err })
		f.Burn("place", func() error { return place(w.chief, 1, outbound.Placing{Words: []string{" SF1234567890 "}}) })
		if said(p) != "matched A1001" || p.Version != 2 {
			t.Errorf("placed %+v", p)
		}
		w.Wants(place(w.chief, 1, outbound.Placing{Drop: true}), "outbound.changed") // a second tab
		w.Must(place(w.chief, 2, outbound.Placing{Drop: true}))
		if again, fresh := w.add("", "A1001.png", 1); fresh || again.State != outbound.Dropped {
			t.Errorf("what was dropped is back: %s", said(again))
		}
		w.Must(place(w.chief, 3, outbound.Placing{}))
		if p.State != outbound.Waiting {
			t.Errorf("read again it is %s", said(p))
		}
		for content, code := range map[string]string{"pdf": "blob.no_picture", "mp4": "blob.no_picture", "heic": "blob.heic", "html": "blob.unsupported_type", "empty": "blob.empty"} {
			wrong, err := sample.File(content)
			w.Must(err)
			_, _, err = w.Outbound.Add(w.chief, w.shop, "", "A1001.png", bytes.NewReader(wrong))
			w.Wants(err, code)
		}
		_, _, err := w.Outbound.Add(w.chief, w.shop, "", "A1001.png", io.LimitReader(endless{}, 30<<20))
		w.Wants(err, "blob.too_large")
		_, _, err = w.Outbound.Add(w.far, w.shop, "", "A1001.png", png(9))
		w.Wants(err, "shop.unknown")
		_, _, err = w.Outbound.Read(w.far, p.ID, true)
		w.Wants(err, "db.not_found")
	})
}

// endless is a picture without an end.
type endless struct{}

func (endless) Read(b []byte) (int, error) {
	return copy(b, "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01"), nil
}

func TestPhotosInACaseAndItsPack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.order(w.shop, "A1001", "SF1234567890")
		one, _ := w.add("", "SF1234567890-1.png", 1)
		w.add("", "SF1234567890-2.png", 2)
		w.add("", "C3001.png", 3)
		c, next := w.complaint("A1001"), w.complaint("A1001")
		i, err := w.Outbound.Attach(w.ada, c.ID, one.ID)
		w.Must(err)
		_, err = w.Outbound.Attach(w.ada, c.ID, one.ID)
		w.Must(err)
		if _, err := w.Outbound.Attach(w.ada, next.ID, one.ID); err != nil {
			t.Fatal(err)
		}
		all, err := w.Outbound.ForCase(w.ada, c.ID)
		w.Must(err)
		if len(all) != 2 || all[0].Taken != i.N || all[1].Taken != 0 || i.Piece == "" || i.SourceID != one.ID {
			t.Errorf("of the case %+v, taken %+v", all, i)
		}
		if sec, err := w.Evidence.OfCase(w.ada, next.ID); err != nil || len(sec.Alike) != 0 {
			t.Errorf("the same parcel in two cases is called alike: %+v, %v", sec.Alike, err)
		}
		b, err := w.Packs.Export(w.ada, c.ID)
		w.Must(err)
		var out bytes.Buffer
		w.Must(b.Write(context.Background(), &out))
		archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		w.Must(err)
		var names []string
		for _, f := range archive.File {
			if strings.HasSuffix(f.Name, ".png") {
				names = append(names, f.Name)
			}
		}
		if got := strings.Join(names, "; "); got != "证据/证据1 SF1234567890-1.png; 出库照片/出库1 SF1234567890-2.png" {
			t.Errorf("the pack has %s", got)
		}
		_, err = w.Outbound.ForCase(w.far, c.ID)
		w.Wants(err, "db.not_found")
		_, err = w.Outbound.Attach(w.far, c.ID, one.ID)
		w.Wants(err, "db.not_found")
	})
}
