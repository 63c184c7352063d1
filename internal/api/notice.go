package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
)

// Notice is a word to the person who asks. Its words are made from kind and
// args, in the reader's language.
type Notice struct {
	ID   string            `json:"id"`
	Kind string            `json:"kind"`
	Args map[string]string `json:"args" nullable:"false"`
	Ref  NoticeRef         `json:"ref"`
	At   time.Time         `json:"at"`
	Read bool              `json:"read"`
}

// NoticeRef names what a notice is about; fields may be empty.
type NoticeRef struct {
	ConversationID string `json:"conversation_id"`
	CaseID         string `json:"case_id"`
	CommitmentID   string `json:"commitment_id"`
	TicketID       string `json:"ticket_id"`
	ClaimID        string `json:"claim_id"`
}

// NoticePage is a run of notices, newest first.
type NoticePage struct {
	Items  []Notice `json:"items" nullable:"false"`
	Unread int64    `json:"unread" doc:"Counted up to 100."`
	Next   string   `json:"next"`
}

func (s *Server) noticeRoutes(api huma.API) {
	add(api, operation{id: "readNotices", method: http.MethodGet, path: "/api/notices", tag: "notice",
		summary: "Read one's own notices", access: needs(identity.NoticeRead)}, s.readNotices)
	add(api, operation{id: "markNoticesRead", method: http.MethodPost, path: "/api/notices/read", tag: "notice",
		summary: "Say up to which notice they were seen", access: needs(identity.NoticeRead),
		status: http.StatusNoContent}, s.markNoticesRead)
}

type afterInput struct {
	After string `query:"after" maxLength:"200"`
}

func (s *Server) readNotices(ctx context.Context, in *afterInput) (*body[NoticePage], error) {
	p, err := s.Notices.Mine(ctx, in.After)
	out := NoticePage{Items: make([]Notice, 0, len(p.Notices)), Unread: p.Unread, Next: p.Next}
	for _, n := range p.Notices {
		out.Items = append(out.Items, wireNotice(n))
	}
	return answer(out, err)
}

func wireNotice(n notice.Notice) Notice {
	w := Notice{ID: n.ID, Kind: n.Kind, Args: n.Args, Ref: NoticeRef(n.About), At: n.At, Read: !n.ReadAt.IsZero()}
	if w.Args == nil {
		w.Args = map[string]string{}
	}
	return w
}

type noticesReadInput struct {
	Body struct {
		UpTo string `json:"up_to" maxLength:"64" doc:"The id of the newest notice that was seen."`
	}
}

func (s *Server) markNoticesRead(ctx context.Context, in *noticesReadInput) (*empty, error) {
	return nil, s.Notices.Read(ctx, in.Body.UpTo)
}
