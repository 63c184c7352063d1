package conversation_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

func TestATokenLeadsBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.visit("first", "")
		w.say(first, "buyer-key-1", "你好")
		again := w.visit("first", first.token)
		if again.id != first.id || again.talk != first.talk || again.token != first.token {
			t.Errorf("came back as %+v, was %+v", again, first)
		}
		if n := w.count(`SELECT COUNT(*) FROM customer`) + w.count(`SELECT COUNT(*) FROM conversation`); n != 2 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestATokenThatDoesNotWorkLeadsToANewConversation(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		for name, token := range map[string]string{"unknown": strings.Repeat("X", 26), "short": "X", "another case": strings.ToLower(b.token)} {
			if got := w.visit("first", token); got.talk == b.talk || got.token == token {
				t.Errorf("%s: got %+v", name, got)
			}
		}
		if got := w.visit("second", b.token); got.talk == b.talk || got.id == b.id || got.token == b.token {
			t.Errorf("in another shop: got %+v", got)
		}
		if got := w.visit("first", b.token); got.talk != b.talk {
			t.Errorf("the visit to another shop took the token away: %+v", got)
		}
	})
}

func TestTokensExpireAndCanBeRevoked(t *testing.T) {
	const life = 180 * 24 * time.Hour
	each(t, func(t *testing.T, w *world) {
		kept, left := w.visit("first", ""), w.visit("first", "")
		w.pass(life - time.Millisecond)
		w.visit("first", kept.token) // counts as a use
		for _, b := range []buyer{kept, left} {
			_, err := w.Customers.ByToken(context.Background(), b.token)
			w.must(err)
		}
		w.pass(time.Millisecond)
		_, err := w.Customers.ByToken(context.Background(), left.token)
		wantFault(t, err, fault.Unauthenticated, "customer.unknown_visitor")
		if got := w.visit("first", left.token); got.talk == left.talk || got.token == left.token {
			t.Errorf("an expired token led to %+v", got)
		}
		if got := w.visit("first", kept.token); got.talk != kept.talk {
			t.Errorf("a used token led to %+v", got)
		}
		w.inTx(func(tx *db.Tx) error { return w.Customers.Revoke(tx, kept.id) })
		_, err = w.Customers.ByToken(context.Background(), kept.token)
		wantFault(t, err, fault.Unauthenticated, "customer.unknown_visitor")
		if got := w.visit("first", kept.token); got.talk == kept.talk {
			t.Errorf("a revoked token led to %+v", got)
		}
	})
}

func TestTokensAreNotKept(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		if len(b.token) < 26 || strings.Trim(b.token, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
			t.Errorf("token of %d characters", len(b.token)) // 26 of base32 are 128 bits
		}
		hash, err := db.Value[string](w.DB.Reader(context.Background()), `SELECT token_hash FROM visitor`)
		if err != nil || len(hash) != 64 || strings.Contains(hash, b.token) {
			t.Errorf("kept %q, %v", hash, err)
		}
	})
}

func TestVisitorsNames(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		v, err := w.WebChat.Begin(context.Background(), "first", "", "  王\n 女士 ")
		if err != nil || v.Customer.Name != "王 女士" {
			t.Errorf("got %q, %v", v.Customer.Name, err)
		}
		_, err = w.WebChat.Begin(context.Background(), "first", "", strings.Repeat("王", 41))
		wantFault(t, err, fault.Invalid, "customer.name_too_long")
		for _, key := range []string{"third", "", "FIRST", "first'--"} {
			_, err = w.WebChat.Begin(context.Background(), key, "", "")
			wantFault(t, err, fault.NotFound, "shop.unknown")
		}
		if n := w.count(`SELECT COUNT(*) FROM customer`); n != 1 {
			t.Errorf("%d customers", n)
		}
	})
}

func TestTheSameTokenAtTheSameTime(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		together(t, 10, func(int) error {
			v, err := w.WebChat.Begin(context.Background(), "first", b.token, "")
			if err == nil && v.Conversation.ID != b.talk {
				t.Errorf("led to %s", v.Conversation.ID)
			}
			return err
		})
		if n := w.count(`SELECT COUNT(*) FROM conversation`); n != 1 {
			t.Errorf("%d conversations", n)
		}
	})
}

func TestOpeningHoursAreTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for range 7 * 24 {
			v, err := w.WebChat.Begin(context.Background(), "first", "", "")
			w.must(err)
			hours := v.Shop.Hours
			next := v.OpensAt
			if v.Open != hours.Open(w.now()) || v.Open != next.IsZero() || !v.Open && (!next.After(w.now()) || !hours.Open(next)) {
				t.Fatalf("at %v: open %v, opens at %v", w.now(), v.Open, v.OpensAt)
			}
			w.pass(time.Hour)
		}
	})
}

// A buyer whose customer is gone, or who has none, is told so and nothing else.
func TestABuyerWithoutAConversation(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.visit("first", "")
		ghost := identity.With(b.ctx, identity.NewBuyer("nobody", "first", ""))
		_, err := w.Conversations.Say(ghost, "buyer-key-1", conversation.Draft{Text: "你好"})
		wantFault(t, err, fault.NotFound, "db.not_found")
		_, _, err = w.Conversations.OfBuyer(ghost, 0)
		wantFault(t, err, fault.NotFound, "db.not_found")
		wantFault(t, w.Conversations.BuyerRead(ghost, 1), fault.NotFound, "db.not_found")
		_, err = w.Conversations.AddBuyerFile(ghost, conversation.Upload{Key: "file-key-1", Body: picture()})
		wantFault(t, err, fault.NotFound, "db.not_found")
		_, err = w.Conversations.Say(w.agent, "buyer-key-1", conversation.Draft{Text: "你好"})
		wantFault(t, err, fault.Denied, "identity.denied")
	})
}
