package api_test

import (
	"fmt"
	"maps"

	"github.com/anxin-desk/anxin/internal/stance"
)

// stanceWays are the rows of stances among those of all operations. Who neither handles
// the case nor supervises its shop is refused; nobody of the matrix but who made them
// handles them.
var stanceWays = map[string]way{
	"readStance":   {needs: "case", also: "team.supervise"},
	"openStance":   {needs: "case", also: "team.supervise", body: map[string]any{"words": "超出规定"}},
	"sayStance":    {needs: "stance", also: "team.supervise", body: map[string]any{"version": 0, "verb": "position", "text": "按规定最多 20 元，该您的一分不少。"}},
	"weighStance":  {needs: "stance", also: "team.supervise", body: map[string]any{"version": 0, "facts": map[string]any{"quality": "yes"}}},
	"closeStance":  {needs: "stance", also: "team.supervise", body: map[string]any{"version": 0, "outcome": "settled", "words": "买家选了换货"}},
	"exportAppeal": {needs: "stance", also: "team.supervise"},
	"reopenStance": {needs: "closed stance", also: "team.supervise", body: map[string]any{"version": 0, "words": "买家又提"}},
}

func init() { maps.Copy(ways, stanceWays) }

// makeStance stands firm in a case of a shop.
func (m *matrix) makeStance(kind string, s side) (id string, version int64) {
	of, _ := m.makeCase("case", s)
	x, err := m.w.Services.Stances.Open(m.root, of, fmt.Sprintf("stance-%06d", m.keys), "")
	m.must(err)
	if kind == "closed stance" {
		x, err = m.w.Services.Stances.End(m.root, x.ID, x.Version, stance.Settled, "说好了")
		m.must(err)
	}
	return x.ID, x.Version
}
