package api_test

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/internal/shipment"
	"github.com/anxin-desk/anxin/internal/shipment/tracking"
	"github.com/anxin-desk/anxin/stories/storytest"
)

// parcelWays are the rows of ways about parcels.
var parcelWays = map[string]way{
	"readParcels":     {needs: "order"},
	"typeTrace":       {needs: "order", body: map[string]any{"number": "none", "at": "2026-03-01T00:00:00Z", "text": "到达杭州"}, status: 404, code: "shipment.no_such_parcel"},
	"importTraces":    {needs: "shop", body: map[string]any{"content": "单号"}, status: 422, code: "shipment.column_missing"},
	"setParcelDue":    {needs: "parcel", body: map[string]any{"version": 0}},
	"refreshParcel":   {needs: "parcel", status: 409, code: "tracking.no_account"},
	"readParcelQueue": {},
	"tellParcelBuyer": {needs: "parcel trouble", body: map[string]any{"version": 0, "text": "您好"}, status: 409, code: "shipment.no_chat", also: "order.read"},
	"noteParcelTold":  {needs: "parcel trouble", body: map[string]any{"version": 0, "note": "电话说了"}, also: "order.read"},
	"openParcelCase":  {needs: "parcel trouble", body: map[string]any{"version": 0, "summary": "停住了"}, status: 409, code: "shipment.no_chat", also: "order.read"},
	"settleParcel":    {needs: "parcel trouble", body: map[string]any{"version": 0, "note": "到了"}, also: "order.read"},
	"snoozeParcel":    {needs: "parcel trouble", body: map[string]any{"version": 0, "until": "2026-03-05T00:00:00Z"}, also: "order.read"},
	"readParcelRules": {needs: "shop"},
	"saveParcelRules": {needs: "shop", body: map[string]any{"version": 99, "pick_up_hours": 48, "quiet_hours": 48, "quiet_far_hours": 96, "promise_hours": 0, "promise_far_hours": 0, "far": []any{}, "station": true}, status: 409, code: "shipment.rules_changed"},
	"readTracking":    {needs: "shop"},
	"saveTracking":    {needs: "shop", body: map[string]any{"version": 99, "off": true}, status: 409, code: "tracking.changed"},
	"tryTracking":     {needs: "shop", body: map[string]any{"number": "SF1234567890123"}, status: 409, code: "tracking.no_account"},
}

func init() { maps.Copy(ways, parcelWays) }

// makeParcel sends a parcel, perhaps one that is in trouble.
func (m *matrix) makeParcel(kind string, s side) (id string, version int64) {
	number := fmt.Sprintf("7%012d", m.keys)
	o, _, err := m.w.Services.Orders.Push(m.root, m.shop(s), order.Draft{Number: number, Facts: order.Facts{StatusWords: "已发货", PlacedAt: storytest.Begin, ShippedAt: storytest.Begin},
		Parcels: []order.Parcel{{Number: "SF" + number}}})
	m.must(err)
	m.must(m.w.Services.Shipments.Type(m.root, o.ID, "SF"+number, shipment.Event{At: storytest.Begin.Add(-time.Hour), State: shipment.Problem, Text: "地址不详"}))
	all, err := m.w.Services.Shipments.OfOrder(m.root, o.ID)
	m.must(err)
	if kind == "parcel trouble" {
		return all[0].Troubles[0].ID, all[0].Troubles[0].Version
	}
	return all[0].ID, all[0].Version
}

// What a service pushes comes in its own form, without a session: taken where it is
// signed, refused where it is not.
func TestTracesArePushed(t *testing.T) {
	w := storytest.New(t, dbtest.SQLite(t))
	w.Shop("tea", "茶")
	root := identity.With(context.Background(), identity.NewSystem())
	at, err := w.Services.Shops.ByKey(root, "tea")
	if err != nil {
		t.Fatal(err)
	}
	a, err := w.Services.Tracking.Save(root, at.ID, 0, tracking.Draft{Customer: "CUSTOMER", Key: "secretkey", Salt: "pepper12"})
	if err != nil {
		t.Fatal(err)
	}
	push := func(hook, param, sign string) storytest.Answer {
		return w.Send("stranger", storytest.Request{Method: "POST", Path: "/api/tracking/" + hook, Body: []byte(url.Values{"param": {param}, "sign": {sign}}.Encode()),
			Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}})
	}
	hook, param := a.Hook[strings.LastIndex(a.Hook, "/")+1:], `{"status":"polling","lastResult":{"nu":"SF1234567890123","data":[]}}`
	d := md5.Sum([]byte(param + "pepper12"))
	sign := strings.ToUpper(hex.EncodeToString(d[:]))
	for _, c := range []struct {
		what string
		got  storytest.Answer
		want int
		code string
	}{
		{"signed", push(hook, param, sign), 200, "200"},
		{"forged", push(hook, param, "x"), 403, "403"},
		{"to nobody", push("nowhere", param, sign), 404, ""},
	} {
		if c.got.Status != c.want || c.code != "" && c.got.Text("returnCode") != c.code {
			t.Errorf("%s: %d %s", c.what, c.got.Status, c.got.Body)
		}
	}
}
