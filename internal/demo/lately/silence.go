package lately

import (
	"context"
	"net/http"

	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
)

// Silence is the world outside while the days are played: it takes everything and
// never answers, so that nothing goes out, and nobody knows what came of it.
type Silence struct{}

// Check refuses the same addresses as the real world.
func (Silence) Check(address string) error {
	_, err := outgoing.Allowed{}.Check(address)
	return err
}

// Post answers nothing.
func (Silence) Post(context.Context, string, []byte) (outgoing.Answer, error) {
	return outgoing.Answer{}, fault.New(fault.Unavailable, "outgoing.no_answer")
}

// Send answers nothing.
func (s Silence) Send(ctx context.Context, address string, _ http.Header, body []byte) (outgoing.Answer, error) {
	return s.Post(ctx, address, body)
}
