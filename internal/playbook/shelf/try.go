package shelf

import (
	"context"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/language/reading"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/suggest"
)

// Trial is what a sample complaint would come to.
type Trial struct {
	Suggestions []suggest.Suggestion // the best first
	Path        []playbook.Visit     // through the text, none if it cannot be followed
}

// maxSample is how long a sample complaint may be, in runes.
const maxSample = 2000

// Try plays a sample complaint on the playbooks of a shop, with a text in the place
// of the one of its name, and walks through that text by what is known.
func (s *Service) Try(ctx context.Context, shopID, text, sample string, given map[string]any) (t Trial, err error) {
	if _, _, err := s.may(ctx, identity.TeamSupervise, shopID); err != nil {
		return t, err
	}
	if len([]rune(sample)) > maxSample {
		return t, fault.Field("sample", "playbook.sample_long", "limit", maxSample)
	}
	known, err := playbook.ReadValues(given)
	if err != nil {
		return t, fault.Field("facts", "playbook.fact_unfit", "why", err.Error())
	}
	book, err := s.Book(ctx, shopID)
	if err != nil {
		return t, err
	}
	flow, wrong := playbook.Load([]byte(text))
	var flows []*playbook.Flow
	if len(wrong) == 0 {
		flows = append(flows, flow)
		t.Path = flow.Path(known)
	}
	for _, v := range book.Volumes {
		if flow == nil || v.Playbook.ID != flow.Playbook.ID {
			flows = append(flows, v.Flow)
		}
	}
	t.Suggestions = suggest.New(reading.Default(), flows).Find(sample, nil, known)
	return t, nil
}
