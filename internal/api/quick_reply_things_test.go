package api_test

import (
	"fmt"
	"maps"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/quickreply"
)

func init() {
	maps.Copy(ways, map[string]way{
		"readQuickReplies":   {needs: "shop"},
		"addQuickReply":      {needs: "shop", body: map[string]any{"own": true, "title": "回复#", "group": "", "text": "好的", "goods": []any{}, "platforms": []any{}, "starts_at": nil, "ends_at": nil, "review_at": nil}},
		"changeQuickReply":   {needs: "quick reply", body: map[string]any{"version": 0, "title": "新的", "group": "", "text": "好的", "goods": []any{}, "platforms": []any{}, "starts_at": nil, "ends_at": nil, "review_at": nil}},
		"removeQuickReply":   {needs: "quick reply", body: map[string]any{"version": 0}},
		"offerQuickReplies":  {needs: "talk"},
		"useQuickReply":      {needs: "quick reply", body: map[string]any{"conversation_id": "none"}, status: 404},
		"importQuickReplies": {needs: "shop", bytes: "orders", status: 422, code: "quick_reply.no_column"},
		"exportQuickReplies": {needs: "shop"},
	})
}

// makeQuickReply makes one of whoever asks, or of somebody else.
func (m *matrix) makeQuickReply(s side, by actor) thing {
	of := by.id
	if of == "" || s == inB {
		of = m.rootID
	}
	as := identity.With(m.root, identity.NewUser(of, "", map[string][]identity.Permission{"": {identity.ConversationReply}}))
	made, err := m.w.Services.QuickReplies.Add(as, m.shop(s), fmt.Sprintf("reply-%06d", m.keys), true, quickreply.Draft{Title: "发货", Text: "48 小时内发出"})
	m.must(err)
	return thing{id: made.ID, version: made.Version, owner: of}
}
