package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/conversation/many"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// BulkItem is one of several conversations, as the caller saw it.
type BulkItem struct {
	ID      string `json:"id" maxLength:"64"`
	Version int64  `json:"version"`
	HeadSeq int64  `json:"head_seq" minimum:"0"`
}

// BulkResults say what came of each conversation, in the order of the request.
type BulkResults struct {
	Results []BulkResult `json:"results" nullable:"false"`
}

// BulkResult is what came of one conversation. Each is changed by itself: some
// may fail while others succeed.
type BulkResult struct {
	ID     string `json:"id"`
	OK     bool   `json:"ok"`
	Code   string `json:"code,omitempty" doc:"Which fault, if it is not ok."`
	Detail string `json:"detail,omitempty" doc:"A sentence for the person, in their language."`
}

func (s *Server) bulkRoutes(api huma.API) {
	add(api, operation{id: "assignMany", method: http.MethodPost, path: "/api/bulk/assign", tag: "conversation",
		summary: "Make somebody look after each of several conversations", access: needs(identity.ConversationAssign)}, s.assignMany)
	add(api, operation{id: "snoozeMany", method: http.MethodPost, path: "/api/bulk/snooze", tag: "conversation",
		summary: "Put several conversations off", access: needs(identity.ConversationReply)}, s.snoozeMany)
	add(api, operation{id: "markManyRead", method: http.MethodPost, path: "/api/bulk/read", tag: "conversation",
		summary: "Say of several conversations that the team has seen them", access: needs(identity.ConversationReply)}, s.markManyRead)
}

type assignManyInput struct {
	Body struct {
		TransferDraft
		Items []BulkItem `json:"items" nullable:"false" minItems:"1" maxItems:"100"`
	}
}

func (s *Server) assignMany(ctx context.Context, in *assignManyInput) (*body[BulkResults], error) {
	return s.answerBulk(ctx)(s.Many.Assign(ctx, seen(in.Body.Items), in.Body.transfer(ctx)))
}

type snoozeManyInput struct {
	Body struct {
		Items []BulkItem `json:"items" nullable:"false" minItems:"1" maxItems:"100"`
		Until time.Time  `json:"until" doc:"At most 90 days ahead."`
	}
}

func (s *Server) snoozeMany(ctx context.Context, in *snoozeManyInput) (*body[BulkResults], error) {
	return s.answerBulk(ctx)(s.Many.Snooze(ctx, seen(in.Body.Items), in.Body.Until))
}

type markManyInput struct {
	Body struct {
		Items []BulkItem `json:"items" nullable:"false" minItems:"1" maxItems:"100"`
	}
}

func (s *Server) markManyRead(ctx context.Context, in *markManyInput) (*body[BulkResults], error) {
	return s.answerBulk(ctx)(s.Many.MarkRead(ctx, seen(in.Body.Items)))
}

func seen(items []BulkItem) []many.Seen {
	all := make([]many.Seen, 0, len(items))
	for _, i := range items {
		all = append(all, many.Seen{ID: i.ID, Version: i.Version, Seq: i.HeadSeq})
	}
	return all
}

func (s *Server) answerBulk(ctx context.Context) func([]many.Done, error) (*body[BulkResults], error) {
	return func(all []many.Done, err error) (*body[BulkResults], error) {
		out := BulkResults{Results: make([]BulkResult, 0, len(all))}
		for _, d := range all {
			out.Results = append(out.Results, s.bulkResult(ctx, d))
		}
		return answer(out, err)
	}
}

func (s *Server) bulkResult(ctx context.Context, d many.Done) BulkResult {
	r := BulkResult{ID: d.ID, OK: d.Err == nil}
	if r.OK {
		return r
	}
	r.Code, r.Detail = s.whyNot(ctx, d.ID, d.Err)
	return r
}

// whyNot says why something could not be done with one of several things.
func (s *Server) whyNot(ctx context.Context, id string, err error) (code, detail string) {
	if f, known := errors.AsType[*fault.Fault](err); known && f.Kind != fault.Internal {
		return f.Code, sentence(readerLanguage(ctx), f.Code, f.Args)
	}
	s.Log.ErrorContext(ctx, "one of several", "id", id, "error", err)
	return "request.failed", sentence(readerLanguage(ctx), "request.failed", nil)
}
