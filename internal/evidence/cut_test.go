package evidence_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/api"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/stories/storytest"
)

// A phone in a lift: the line is cut in the middle of a part, again and again, and each
// time the upload goes on with what is there. In the end there is one photo, whole.
func TestALineThatIsCut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		_, _, token := w.ask()
		w.Hold("phone", token)
		content := photo(7, 1600, 1200, 95)
		begin := storytest.JSON(map[string]any{"piece": "angles", "name": "a.jpg", "size": len(content)})
		var u api.GivingUpload
		for cuts := 0; u.State != "done"; cuts++ {
			a := w.Send("phone", storytest.Request{Method: "POST", Path: "/api/give/uploads", Header: http.Header{"Idempotency-Key": {"the-same-file"}}, Body: begin})
			if a.Status != 200 {
				t.Fatalf("begin: %d %s", a.Status, a.Body)
			}
			w.must(json.Unmarshal(a.Body, &u))
			if cuts < 4 {
				w.cut(token, u, content, 20_000)
				continue
			}
			a = w.Send("phone", storytest.Request{Method: "PATCH", Path: fmt.Sprintf("/api/give/uploads/%s?offset=%d", u.ID, u.Offset), Body: content[u.Offset:]})
			if a.Status != 200 {
				t.Fatalf("the rest: %d %s", a.Status, a.Body)
			}
			w.must(json.Unmarshal(a.Body, &u))
		}
		items := w.section(w.of).Items
		if len(items) != 1 || items[0].Size != int64(len(content)) {
			t.Fatalf("in the end %+v", items)
		}
		w.watch(items[0], content)
	})
}

// cut sends some of what is missing of a file, says that more follows, and hangs up. It
// waits until the server has kept what came.
func (w *world) cut(token string, u api.GivingUpload, content []byte, n int) {
	w.t.Helper()
	line, err := net.Dial("tcp", w.Server.Listener.Addr().String())
	w.must(err)
	fmt.Fprintf(line, "PATCH /api/give/uploads/%s?offset=%d HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n",
		u.ID, u.Offset, token, len(content)-int(u.Offset))
	_, err = line.Write(content[u.Offset : int(u.Offset)+n])
	w.must(err)
	line.Close()
	for end := time.Now().Add(10 * time.Second); ; {
		got, err := w.Services.Evidence.Upload(w.hold(token), u.ID)
		w.must(err)
		if got.Offset == u.Offset+int64(n) {
			return
		}
		if time.Now().After(end) {
			w.t.Fatalf("kept %d of %d bytes", got.Offset-u.Offset, n)
		}
	}
}

// watch reads a part from the middle, as players of videos do, and looks at how it is
// served.
func (w *world) watch(i evidence.Item, content []byte) {
	w.t.Helper()
	r, err := http.NewRequest("GET", w.Server.URL+"/api/evidence/"+i.ID+"/file", nil)
	w.must(err)
	r.Header.Set("Range", "bytes=100-199")
	r.Header.Set("Cookie", w.Cookie("agent"))
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	a, err := client.Do(r)
	w.must(err)
	defer a.Body.Close()
	got, err := io.ReadAll(a.Body)
	w.must(err)
	if a.StatusCode != 206 || string(got) != string(content[100:200]) {
		w.t.Errorf("a part: %d, %d bytes", a.StatusCode, len(got))
	}
	if p := a.Header.Get("Content-Security-Policy"); !strings.Contains(p, "sandbox") || a.Header.Get("X-Content-Type-Options") != "nosniff" {
		w.t.Errorf("served with %v", a.Header)
	}
}
