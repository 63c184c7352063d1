package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order/sheet"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/quickreply"
)

// QuickReplyDraft is what people say of a quick reply.
type QuickReplyDraft struct {
	Group     string     `json:"group" doc:"At most 20 characters."`
	Title     string     `json:"title" doc:"At most 40 characters."`
	Text      string     `json:"text" doc:"At most 2,000 characters; variables such as {买家} or {order} are filled from the conversation."`
	Goods     []string   `json:"goods" nullable:"false" maxItems:"1000" doc:"Codes of the products that it is about; none for all."`
	Platforms []string   `json:"platforms" nullable:"false" maxItems:"100" doc:"Where the buyer bought; none for everywhere."`
	StartsAt  *time.Time `json:"starts_at"`
	EndsAt    *time.Time `json:"ends_at" doc:"From then on it cannot be taken, and its words are recognised in drafts."`
	ReviewAt  *time.Time `json:"review_at" doc:"When somebody is to read it again; it holds all the same."`
}

// QuickReply is an answer that is kept.
type QuickReply struct {
	ID      string `json:"id"`
	Own     bool   `json:"own" doc:"The reader's own; else it is for all of the shop."`
	Version int64  `json:"version"`
	QuickReplyDraft
}

// ListedQuickReply is a quick reply with how it fared in the last 90 days.
type ListedQuickReply struct {
	QuickReply
	State  string `json:"state" enum:"holds,not_yet,over,other_goods,other_platform"`
	Due    bool   `json:"due" doc:"It is over, ends within a week, or is to be read again."`
	Used   int64  `json:"used" doc:"In how many conversations it was taken."`
	Solved int64  `json:"solved" doc:"How many of them have since had a case closed by the buyer's word or a record."`
}

// QuickReplies are those that the reader may take in a shop.
type QuickReplies struct {
	Items     []ListedQuickReply `json:"items" nullable:"false"`
	Variables []string           `json:"variables" nullable:"false" doc:"What may stand in braces."`
	Manages   bool               `json:"manages" doc:"The reader keeps those of all of the shop."`
}

// QuickReplyOffer is a quick reply as a conversation would have it.
type QuickReplyOffer struct {
	ID      string   `json:"id"`
	Own     bool     `json:"own"`
	Group   string   `json:"group"`
	Title   string   `json:"title"`
	State   string   `json:"state" enum:"holds,not_yet,over,other_goods,other_platform"`
	Text    string   `json:"text" doc:"Filled; what is not known is still in braces."`
	Missing []string `json:"missing" nullable:"false" doc:"Variables that nothing is known of."`
}

// QuickReplyOffers are those for a conversation, those that hold first.
type QuickReplyOffers struct {
	Items []QuickReplyOffer `json:"items" nullable:"false"`
}

// QuickRepliesAdded tells what came of a table.
type QuickRepliesAdded struct {
	New   int               `json:"new"`
	Known int               `json:"known" doc:"That are there already, with the same words."`
	Wrong []QuickReplyWrong `json:"wrong" nullable:"false" doc:"If a row is wrong, none is kept."`
}

// QuickReplyWrong is a row of a table that cannot be kept.
type QuickReplyWrong struct {
	Line   int    `json:"line" doc:"As a spreadsheet shows it."`
	Detail string `json:"detail"`
}

func (s *Server) quickReplyRoutes(api huma.API) {
	may := needs(identity.ConversationReply)
	add(api, operation{id: "readQuickReplies", method: http.MethodGet, path: "/api/shops/{id}/quick-replies", tag: "quick reply",
		summary: "Read the quick replies of a shop and the reader's own", access: may}, s.readQuickReplies)
	add(api, operation{id: "addQuickReply", method: http.MethodPost, path: "/api/shops/{id}/quick-replies", tag: "quick reply",
		summary: "Keep a quick reply", access: may, status: http.StatusCreated}, s.addQuickReply)
	add(api, operation{id: "changeQuickReply", method: http.MethodPut, path: "/api/quick-replies/{id}", tag: "quick reply",
		summary: "Say a quick reply anew", access: may}, s.changeQuickReply)
	add(api, operation{id: "removeQuickReply", method: http.MethodPost, path: "/api/quick-replies/{id}/remove", tag: "quick reply",
		summary: "Take a quick reply away", access: may, status: http.StatusNoContent}, s.removeQuickReply)
	add(api, operation{id: "offerQuickReplies", method: http.MethodGet, path: "/api/conversations/{id}/quick-replies", tag: "quick reply",
		summary: "Read the quick replies as a conversation would have them", access: may}, s.offerQuickReplies)
	add(api, operation{id: "useQuickReply", method: http.MethodPost, path: "/api/quick-replies/{id}/use", tag: "quick reply",
		summary: "Take a quick reply into a conversation; one that is over is refused", access: may}, s.useQuickReply)
	upload := operation{id: "importQuickReplies", method: http.MethodPost, path: "/api/shops/{id}/quick-replies/import", tag: "quick reply",
		summary: "Keep the quick replies of a CSV or XLSX, all or none", access: needs(identity.RuleManage)}
	huma.Register(api, upload.takesBytes(), s.importQuickReplies)
	huma.Register(api, operation{id: "exportQuickReplies", method: http.MethodGet, path: "/api/shops/{id}/quick-replies/export", tag: "quick reply",
		summary: "Download the quick replies as CSV or XLSX, as they are imported", access: may}.huma(), s.exportQuickReplies)
}

func (d QuickReplyDraft) draft() quickreply.Draft {
	return quickreply.Draft{Group: d.Group, Title: d.Title, Text: d.Text, Goods: d.Goods, Platforms: d.Platforms,
		StartsAt: given(d.StartsAt), EndsAt: given(d.EndsAt), ReviewAt: given(d.ReviewAt)}
}

func wireQuickReply(r quickreply.Reply) QuickReply {
	return QuickReply{ID: r.ID, Own: r.OwnerID != "", Version: r.Version, QuickReplyDraft: QuickReplyDraft{
		Group: r.Group, Title: r.Title, Text: r.Text, Goods: append([]string{}, r.Goods...), Platforms: append([]string{}, r.Platforms...),
		StartsAt: optional(r.StartsAt), EndsAt: optional(r.EndsAt), ReviewAt: optional(r.ReviewAt)}}
}

func wireOffer(o quickreply.Offer) QuickReplyOffer {
	return QuickReplyOffer{ID: o.ID, Own: o.OwnerID != "", Group: o.Group, Title: o.Title, State: string(o.State), Text: o.Filled.Text,
		Missing: append([]string{}, o.Missing...)}
}

func (s *Server) readQuickReplies(ctx context.Context, in *idInput) (*body[QuickReplies], error) {
	all, err := s.QuickReplies.OfShop(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	actor, _ := identity.From(ctx)
	out := QuickReplies{Items: make([]ListedQuickReply, 0, len(all)), Variables: []string{}, Manages: actor.MayIn(identity.RuleManage, in.ID)}
	for _, r := range all {
		out.Items = append(out.Items, ListedQuickReply{wireQuickReply(r.Reply), string(r.State), r.Due, r.Used, r.Solved})
	}
	for _, v := range quickreply.Variables {
		name := v.Zh
		if readerLanguage(ctx) == english {
			name = v.Name
		}
		out.Variables = append(out.Variables, name)
	}
	return answer(out, nil)
}

type addQuickReplyInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Own bool `json:"own" doc:"For the actor alone."`
		QuickReplyDraft
	}
}

func (s *Server) addQuickReply(ctx context.Context, in *addQuickReplyInput) (*body[QuickReply], error) {
	r, err := s.QuickReplies.Add(ctx, in.ID, in.Key, in.Body.Own, in.Body.draft())
	return answer(wireQuickReply(r), err)
}

type changeQuickReplyInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
		QuickReplyDraft
	}
}

func (s *Server) changeQuickReply(ctx context.Context, in *changeQuickReplyInput) (*body[QuickReply], error) {
	r, err := s.QuickReplies.Change(ctx, in.ID, in.Body.Version, in.Body.draft())
	return answer(wireQuickReply(r), err)
}

type removeQuickReplyInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) removeQuickReply(ctx context.Context, in *removeQuickReplyInput) (*empty, error) {
	return nil, s.QuickReplies.Remove(ctx, in.ID, in.Body.Version)
}

func (s *Server) offerQuickReplies(ctx context.Context, in *idInput) (*body[QuickReplyOffers], error) {
	all, err := s.QuickReplies.Offers(ctx, in.ID)
	out := QuickReplyOffers{Items: make([]QuickReplyOffer, 0, len(all))}
	for _, o := range all {
		out.Items = append(out.Items, wireOffer(o))
	}
	return answer(out, err)
}

type useQuickReplyInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		ConversationID string `json:"conversation_id" maxLength:"64"`
	}
}

func (s *Server) useQuickReply(ctx context.Context, in *useQuickReplyInput) (*body[QuickReplyOffer], error) {
	o, err := s.QuickReplies.Use(ctx, in.ID, in.Body.ConversationID)
	return answer(wireOffer(o), err)
}

func (s *Server) importQuickReplies(ctx context.Context, in *uploadInput) (*body[QuickRepliesAdded], error) {
	a, err := s.QuickReplies.Import(ctx, in.ID, in.body)
	out := QuickRepliesAdded{New: a.New, Known: a.Known, Wrong: make([]QuickReplyWrong, 0, len(a.Wrong))}
	for _, w := range a.Wrong {
		detail := w.Fault.Error()
		if f, ok := errors.AsType[*fault.Fault](w.Fault); ok {
			detail = sentence(readerLanguage(ctx), f.Code, f.Args)
		}
		out.Wrong = append(out.Wrong, QuickReplyWrong{w.Line, detail})
	}
	return answer(out, err)
}

type exportQuickRepliesInput struct {
	ID     string `path:"id" maxLength:"64"`
	Format string `query:"format" enum:"csv,xlsx" default:"csv"`
}

func (s *Server) exportQuickReplies(ctx context.Context, in *exportQuickRepliesInput) (*huma.StreamResponse, error) {
	rows, err := s.QuickReplies.Export(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	write := func(w sheet.Writer) error {
		for _, row := range rows {
			if err := w.Row(row); err != nil {
				return err
			}
		}
		return nil
	}
	return s.sendTable(ctx, "quick-replies", in.Format, write), nil
}
