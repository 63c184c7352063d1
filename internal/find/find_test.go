package find_test

import (
	"context"
	"strings"
	"testing"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/find"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/merging"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/search"
)

var anything = find.Filter{}

func TestFindsByWords(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "张三")
		w.say(b, "台灯的灯罩裂了，要退款")
		w.say(b, "單號 SF1234567890123，電話13812345678")
		w.reply(w.agent, b, "马上为您查 iPhone 15")
		_, err := w.Conversations.Note(w.agent, b.talk, w.key(), conversation.Draft{Text: "先查库存"}, nil)
		w.must(err)
		c := w.open(w.agent, b, complaint.Facts{OrderNo: "6937021846473", Summary: "灯罩开裂"})
		w.catchUp()
		const parcel = "message 單號 SF1234567890123，電話13812345678"
		w.want(w.agent, "灯罩", anything, "case 6937021846473 灯罩开裂 "+c.Number, "message 台灯的灯罩裂了，要退款")
		w.want(w.agent, "灯罩 退款", anything, "message 台灯的灯罩裂了，要退款")
		w.want(w.agent, "燈罩", find.Filter{Kind: find.Message}, "message 台灯的灯罩裂了，要退款")
		w.want(w.agent, "单号", anything, parcel)
		w.want(w.agent, "ｓｆ1234", anything, parcel)
		w.want(w.agent, "0123", anything, parcel)
		w.want(w.agent, "5678", anything, parcel)
		w.want(w.agent, "6473", anything, "case 6937021846473 灯罩开裂 "+c.Number)
		w.want(w.agent, strings.ToLower(c.Number), anything, "case 6937021846473 灯罩开裂 "+c.Number)
		w.want(w.agent, "IPHONE", anything, "message 马上为您查 iPhone 15")
		w.want(w.agent, "库存", anything, "message 先查库存")
		w.want(w.agent, "  ！ ", anything)
		w.want(w.agent, "", anything)
		hits := w.want(w.agent, "zhangsan", anything, "customer 张三")
		if hits[0].ConversationID != b.talk {
			t.Errorf("the buyer leads to %+v", hits[0])
		}
		w.want(w.agent, "zs", anything, "customer 张三")
		w.want(w.agent, "zhang s", anything)
		w.want(w.agent, "zhang san", anything, "customer 张三")
		w.want(w.agent, "liting", anything, "colleague 李婷")
		w.want(w.agent, "王芳", anything, "colleague 王芳")
		w.want(w.agent, "chensiyuan", anything) // works elsewhere
	})
}

func TestWhatWasTakenBackIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "在吗")
		m := w.reply(w.agent, b, "暗号是蓝鲸")
		w.catchUp()
		w.want(w.agent, "蓝鲸", anything, "message 暗号是蓝鲸")
		_, err := w.Conversations.Recall(w.agent, b.talk, m.Seq)
		w.must(err)
		w.want(w.agent, "蓝鲸", anything) // although the index does not know yet
		w.catchUp()
		w.want(w.agent, "蓝鲸", anything)
	})
}

func TestWhoIsErasedIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "张三")
		w.say(b, "我叫张三")
		w.catchUp()
		w.want(w.agent, "张三", anything, "message 我叫张三", "customer 张三")
		w.exec(`UPDATE customer SET name = '' WHERE id = ?`, b.id)
		w.exec(`UPDATE message SET text = '' WHERE conversation_id = ?`, b.talk)
		w.want(w.agent, "张三", anything)
		w.catchUp()
		w.want(w.agent, "张三", anything)
		w.want(w.agent, "zs", anything)
	})
}

func TestMergedConversationsLeadToWhereTheyGoOn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b := w.visit("first", "张三"), w.visit("first", "张小三")
		w.say(a, "我的蓝鲸")
		w.say(b, "还是蓝鲸")
		w.catchUp()
		m, err := w.Mergings.Merge(w.agent, w.key(), merging.Pair{SourceID: b.talk, TargetID: a.talk, SourceVersion: 1, TargetVersion: 1})
		w.must(err)
		for range 2 {
			hits := w.want(w.agent, "蓝鲸", anything, "message 还是蓝鲸", "message 我的蓝鲸")
			if hits[0].ConversationID != a.talk || hits[0].Seq != 0 || hits[1].ConversationID != a.talk || hits[1].Seq == 0 {
				t.Errorf("they lead to %+v", hits)
			}
			w.want(w.agent, "zxs", anything) // is somebody else now
			w.want(w.agent, "zs", anything, "customer 张三")
			w.catchUp()
		}
		_, err = w.Mergings.Undo(w.agent, m.ID, m.Version)
		w.must(err)
		w.catchUp()
		if hits := w.want(w.agent, "还是", anything, "message 还是蓝鲸"); hits[0].ConversationID != b.talk {
			t.Errorf("it leads to %+v", hits[0])
		}
		w.want(w.agent, "zxs", anything, "customer 张小三")
	})
}

// TestOtherShopsAreNotThere plants the same rare word in two shops.
func TestOtherShopsAreNotThere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, key := range []string{"first", "second"} {
			b := w.visit(key, "蓝鲸"+key)
			for range 3 {
				w.say(b, "蓝鲸在"+key)
			}
			w.open(w.boss, b, complaint.Facts{Summary: "蓝鲸" + key})
		}
		w.catchUp()
		for _, who := range []struct {
			ctx          context.Context
			mine, theirs string
		}{{w.agent, w.first, w.second}, {w.stranger, w.second, w.first}} {
			for _, words := range []string{"蓝鲸", "鲸", "lj", "second", "first"} {
				for _, f := range []find.Filter{{}, {Kind: find.Message}, {Kind: find.Case}, {ShopID: who.theirs}, {State: find.Open}} {
					for _, h := range w.find(who.ctx, words, f) {
						if h.ShopID != who.mine || f.ShopID != "" {
							t.Errorf("%s, %+v: found %+v", words, f, h)
						}
					}
				}
			}
			first, err := w.Find.First(who.ctx, "蓝鲸", 4)
			w.must(err)
			if len(first) != 5 { // a case, a customer, three messages
				t.Errorf("the first are %+v", first)
			}
			p, err := w.Find.Find(who.ctx, "蓝鲸", find.Filter{ShopID: who.theirs}, "", 2)
			if w.must(err); p.Next != "" || len(p.Hits) != 0 {
				t.Errorf("there is a hint of more: %+v", p)
			}
			if got := w.find(who.ctx, "蓝鲸", anything); len(got) != 5 {
				t.Errorf("found %d of one's own", len(got))
			}
		}
		if got := w.find(w.boss, "蓝鲸", anything); len(got) != 10 {
			t.Errorf("in both shops: found %d", len(got))
		}
		onlyCases := identity.With(context.Background(), identity.NewUser("u", "u", map[string][]identity.Permission{w.first: {identity.CaseRead}}))
		if got := w.find(onlyCases, "蓝鲸", anything); len(got) != 1 || got[0].Kind != find.Case {
			t.Errorf("who reads cases alone found %+v", got)
		}
		nothing := identity.With(context.Background(), identity.NewUser("u", "u", nil))
		w.want(nothing, "蓝鲸", anything)
	})
}

func TestFilters(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "蓝鲸一")
		w.reply(w.agent, b, "您好") // looks after it now
		noon := w.now()
		c := w.open(w.boss, b, complaint.Facts{Summary: "蓝鲸案"})
		w.say(b, "蓝鲸二")
		w.catchUp()
		number := "case 蓝鲸案 " + c.Number
		w.want(w.boss, "蓝鲸", anything, "message 蓝鲸二", number, "message 蓝鲸一")
		w.want(w.boss, "蓝鲸", find.Filter{From: noon}, "message 蓝鲸二", number)
		w.want(w.boss, "蓝鲸", find.Filter{To: noon}, "message 蓝鲸一")
		w.want(w.boss, "蓝", find.Filter{To: noon}, "message 蓝鲸一")
		w.want(w.boss, "蓝鲸", find.Filter{From: noon, To: noon})
		w.want(w.boss, "蓝鲸", find.Filter{OwnerID: "boss"}, number)
		w.want(w.boss, "蓝鲸", find.Filter{OwnerID: "agent"}, "message 蓝鲸二", "message 蓝鲸一")
		w.want(w.boss, "蓝鲸", find.Filter{State: find.Open}, number)
		w.want(w.boss, "蓝鲸", find.Filter{State: find.Closed})
		w.want(w.boss, "蓝鲸", find.Filter{Kind: find.Customer})
		if _, err := w.Find.Find(w.boss, "蓝鲸", anything, "~", 2); fault.CodeOf(err) != "request.bad_cursor" {
			t.Errorf("a bad cursor: %v", err)
		}
	})
}

// TestChangesAreFollowed corrects, renames and shuts out.
func TestChangesAreFollowed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		w.say(b, "在吗")
		c := w.open(w.agent, b, complaint.Facts{Summary: "灯罩开裂"})
		w.catchUp()
		_, err := w.Complaints.Correct(w.agent, c.ID, c.Version, complaint.Facts{Scenario: "logistics.late", Severity: complaint.Low, Summary: "底座松动"})
		w.must(err)
		state, err := w.Index.State(t.Context())
		if w.must(err); state.Waiting == 0 {
			t.Errorf("nothing waits: %+v", state)
		}
		w.want(w.agent, "灯罩", anything)
		w.catchUp()
		w.want(w.agent, "底座", anything, "case 底座松动 "+c.Number)
		w.exec(`UPDATE app_user SET name = '李小婷' WHERE id = 'agent'`)
		w.catchUp()
		w.want(w.agent, "lxt", anything, "colleague 李小婷")
		w.exec(`UPDATE app_user SET disabled_at = 1 WHERE id = 'agent'`)
		w.want(w.agent, "李小婷", anything)
		w.exec(`DELETE FROM user_grant WHERE user_id = 'boss'`)
		w.want(w.agent, "王芳", anything)
		w.catchUp()
		w.want(w.agent, "王芳", anything)
		w.must(w.Index.Rebuild(context.Background(), nil))
		w.want(w.agent, "底座", anything, "case 底座松动 "+c.Number)
		if state, err = w.Index.State(t.Context()); err != nil || state != (search.State{}) {
			t.Errorf("got %+v, %v", state, err)
		}
	})
}
