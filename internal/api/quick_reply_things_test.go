package api_test

import (
	"fmt"
	"maps"

	"github.com/anxin-desk/anxin/internal/quickreply"
)

func init() {
	maps.Copy(ways, map[string]way{
		"readQuickReplies":   {needs: "shop"},
		"addQuickReply":      {needs: "shop", body: map[string]any{"own": true, "title": "回复#", "group": "", "text": "好的", "goods": []any{}, "platforms": []any{}, "starts_at": nil, "ends_at": nil, "review_at": nil}},
		"changeQuickReply":   {needs: "quick reply", also: "rule.manage", body: map[string]any{"version": 0, "title": "新的", "group": "", "text": "好的", "goods": []any{}, "platforms": []any{}, "starts_at": nil, "ends_at": nil, "review_at": nil}},
		"removeQuickReply":   {needs: "quick reply", also: "rule.manage", body: map[string]any{"version": 0}},
		"offerQuickReplies":  {needs: "talk"},
		"useQuickReply":      {needs: "quick reply", body: map[string]any{"conversation_id": "none"}, status: 404},
		"importQuickReplies": {needs: "shop", also: "rule.manage", bytes: "orders", status: 422, code: "quick_reply.no_column"},
		"exportQuickReplies": {needs: "shop"},
	})
}

// makeSaying makes what is kept to be said: to the team, or to buyers.
func (m *matrix) makeSaying(kind string, s side) (id string, version int64) {
	if kind == "bulletin" {
		return m.makeBulletin(s)
	}
	made, err := m.w.Services.QuickReplies.Add(m.root, m.shop(s), fmt.Sprintf("reply-%06d", m.keys), false, quickreply.Draft{Title: "发货", Text: "48 小时内发出"})
	m.must(err)
	return made.ID, made.Version
}
