package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/shelf"
	"github.com/anxin-desk/anxin/internal/policy"
)

// PlaybookShelf is all that a shop works by, and what forms offer.
type PlaybookShelf struct {
	Playbooks []Playbook     `json:"playbooks" nullable:"false"`
	Facts     []PlaybookFact `json:"facts" nullable:"false"`
	Remedies  []string       `json:"remedies" nullable:"false"`
}

// PlaybookDetail is a playbook of a shop with its draft.
type PlaybookDetail struct {
	Playbook
	Report   PlaybookReport    `json:"report" doc:"Of the draft."`
	Editions []PlaybookEdition `json:"editions" nullable:"false" doc:"The newest first, at most 50."`
}

// PlaybookEdition is a playbook as it was published.
type PlaybookEdition struct {
	Number   int64     `json:"number"`
	Note     string    `json:"note"`
	Restored int64     `json:"restored" doc:"The edition that was published again, -1 for the shipped one; 0 for a draft."`
	By       Person    `json:"by"`
	At       time.Time `json:"at"`
}

// PlaybookEditionDetail is an edition with its text.
type PlaybookEditionDetail struct {
	Number  int64        `json:"number"`
	Text    string       `json:"text"`
	Form    PlaybookForm `json:"form"`
	Changes []BothTexts  `json:"changes" nullable:"false" doc:"In sentences."`
}

func (s *Server) playbookRoutes(api huma.API) {
	read, write := needs(identity.TeamSupervise), needs(identity.PlaybookManage)
	add(api, operation{id: "readPlaybooks", method: http.MethodGet, path: "/api/shops/{id}/playbooks", tag: "playbooks",
		summary: "Read what playbooks a shop has", access: read}, s.readPlaybooks)
	add(api, operation{id: "createPlaybook", method: http.MethodPost, path: "/api/shops/{id}/playbooks", tag: "playbooks",
		summary: "Begin a playbook from a shipped one or a template, or import one", access: write, status: http.StatusCreated}, s.createPlaybook)
	add(api, operation{id: "examinePlaybook", method: http.MethodPost, path: "/api/shops/{id}/playbooks/examine", tag: "playbooks",
		summary: "See what is wrong with a playbook; keeps nothing", access: read}, s.examinePlaybook)
	add(api, operation{id: "tryPlaybook", method: http.MethodPost, path: "/api/shops/{id}/playbooks/try", tag: "playbooks",
		summary: "Play a sample complaint on a playbook; keeps nothing", access: read}, s.tryPlaybook)
	add(api, operation{id: "readPlaybook", method: http.MethodGet, path: "/api/playbooks/{id}", tag: "playbooks",
		summary: "Read a playbook with its draft", access: read}, s.readPlaybook)
	add(api, operation{id: "writePlaybook", method: http.MethodPut, path: "/api/playbooks/{id}", tag: "playbooks",
		summary: "Give a playbook another draft", access: write}, s.writePlaybook)
	add(api, operation{id: "publishPlaybook", method: http.MethodPost, path: "/api/playbooks/{id}/publish", tag: "playbooks",
		summary: "Put the draft of a playbook in force", access: write}, s.publishPlaybook)
	add(api, operation{id: "restorePlaybook", method: http.MethodPost, path: "/api/playbooks/{id}/restore", tag: "playbooks",
		summary: "Publish an earlier edition again", access: write}, s.restorePlaybook)
	add(api, operation{id: "switchPlaybook", method: http.MethodPost, path: "/api/playbooks/{id}/switch", tag: "playbooks",
		summary: "Take a playbook out of use, or back into it", access: write}, s.switchPlaybook)
	add(api, operation{id: "removePlaybook", method: http.MethodPost, path: "/api/playbooks/{id}/remove", tag: "playbooks",
		summary: "Take a playbook away; a shipped one of its name counts again", access: write, status: http.StatusNoContent}, s.removePlaybook)
	add(api, operation{id: "readPlaybookEdition", method: http.MethodGet, path: "/api/playbooks/{id}/editions/{edition}", tag: "playbooks",
		summary: "Read an edition of a playbook, 0 for the shipped one, and what it changed", access: read}, s.readPlaybookEdition)
}

func (s *Server) readPlaybooks(ctx context.Context, in *idInput) (*body[PlaybookShelf], error) {
	own, err := s.Playbooks.Own(ctx, in.ID)
	out := PlaybookShelf{Playbooks: wirePlaybooks(own), Facts: []PlaybookFact{}, Remedies: []string{}}
	for _, f := range playbook.Facts() {
		out.Facts = append(out.Facts, wireFact(f))
	}
	for _, r := range policy.Remedies {
		out.Remedies = append(out.Remedies, r.Code)
	}
	return answer(out, err)
}

type createPlaybookInput struct {
	Keyed
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		From string `json:"from,omitempty" maxLength:"100" doc:"Name of a shipped playbook or template."`
		Text string `json:"text,omitempty" maxLength:"270000" doc:"YAML of a playbook to import."`
	}
}

func (s *Server) createPlaybook(ctx context.Context, in *createPlaybookInput) (*body[PlaybookDetail], error) {
	e, err := s.Playbooks.Create(ctx, in.ID, in.Key, in.Body.From, in.Body.Text)
	return s.answerPlaybook(ctx, e, err)
}

// PlaybookText is a playbook as a form or as YAML, or a shipped one by its name.
type PlaybookText struct {
	Text string        `json:"text,omitempty" maxLength:"270000" doc:"YAML."`
	Form *PlaybookForm `json:"form,omitempty"`
	From string        `json:"from,omitempty" maxLength:"100" doc:"Name of a shipped playbook or template."`
}

func (t PlaybookText) yaml() (string, error) {
	p := &playbook.Playbook{}
	switch {
	case t.Form != nil:
		p = t.Form.playbook()
	case t.From != "":
		f, ok := playbook.Named(t.From)
		if !ok {
			return "", fault.New(fault.NotFound, "playbook.unknown")
		}
		p = f.Playbook
	default:
		return t.Text, nil
	}
	text, err := playbook.Write(p)
	return string(text), err
}

type examinePlaybookInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		PlaybookText
		Against string `json:"against,omitempty" maxLength:"270000" doc:"YAML with which it is compared."`
	}
}

func (s *Server) examinePlaybook(ctx context.Context, in *examinePlaybookInput) (*body[PlaybookReport], error) {
	text, err := in.Body.yaml()
	if err != nil {
		return nil, err
	}
	r, err := s.Playbooks.Examine(ctx, in.ID, text)
	return answer(wireReport(text, r, in.Body.Against), err)
}

type tryPlaybookInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		PlaybookText
		Sample string            `json:"sample" maxLength:"8000" doc:"What a buyer might write."`
		Facts  map[string]string `json:"facts,omitempty" doc:"Values by name, as a run takes them."`
	}
}

func (s *Server) tryPlaybook(ctx context.Context, in *tryPlaybookInput) (*body[PlaybookTrial], error) {
	text, err := in.Body.yaml()
	if err != nil {
		return nil, err
	}
	facts := map[string]any{}
	for name, value := range in.Body.Facts {
		facts[name] = factValue(name, value)
	}
	t, err := s.Playbooks.Try(ctx, in.ID, text, in.Body.Sample, facts)
	if err != nil {
		return nil, err
	}
	book, err := s.Playbooks.Book(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	titles := map[string]playbook.Text{}
	for _, v := range book.Volumes {
		titles[v.Playbook.ID] = v.Playbook.Title
	}
	p, _ := playbook.Read([]byte(text))
	titles[p.ID] = p.Title
	return answer(wireTrial(t, titles), nil)
}

func (s *Server) readPlaybook(ctx context.Context, in *idInput) (*body[PlaybookDetail], error) {
	return s.wirePlaybookFor(ctx, identity.TeamSupervise, in.ID)
}

type writePlaybookInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		PlaybookText
		Version int64 `json:"version"`
	}
}

func (s *Server) writePlaybook(ctx context.Context, in *writePlaybookInput) (*body[PlaybookDetail], error) {
	text, err := in.Body.yaml()
	if err != nil {
		return nil, err
	}
	e, err := s.Playbooks.Write(ctx, in.ID, in.Body.Version, text)
	return s.answerPlaybook(ctx, e, err)
}

func (s *Server) publishPlaybook(ctx context.Context, in *publishInput) (*body[PlaybookDetail], error) {
	e, err := s.Playbooks.Publish(ctx, in.ID, in.Body.Version, in.Body.Note)
	return s.answerPlaybook(ctx, e, err)
}

type restorePlaybookInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
		Number  int64 `json:"number" minimum:"0" doc:"0 for the shipped one."`
	}
}

func (s *Server) restorePlaybook(ctx context.Context, in *restorePlaybookInput) (*body[PlaybookDetail], error) {
	e, err := s.Playbooks.Restore(ctx, in.ID, in.Body.Version, in.Body.Number)
	return s.answerPlaybook(ctx, e, err)
}

func (s *Server) switchPlaybook(ctx context.Context, in *switchPackInput) (*body[PlaybookDetail], error) {
	e, err := s.Playbooks.Switch(ctx, in.ID, in.Body.Version, in.Body.On)
	return s.answerPlaybook(ctx, e, err)
}

func (s *Server) removePlaybook(ctx context.Context, in *versionInput) (*empty, error) {
	return nil, s.Playbooks.Remove(ctx, in.ID, in.Body.Version)
}

type playbookEditionInput struct {
	ID     string `path:"id" maxLength:"64"`
	Number int64  `path:"edition" minimum:"0"`
	Draft  bool   `query:"draft" doc:"Say what the draft changes against it, not what it changed itself."`
}

func (s *Server) readPlaybookEdition(ctx context.Context, in *playbookEditionInput) (*body[PlaybookEditionDetail], error) {
	c, err := s.Playbooks.Edition(ctx, in.ID, in.Number, in.Draft)
	if err != nil {
		return nil, err
	}
	p, _ := playbook.Read([]byte(c.Text))
	out := PlaybookEditionDetail{Number: c.Number, Text: c.Text, Form: wirePlaybookForm(p), Changes: []BothTexts{}}
	if c.Before != "" {
		out.Changes = wireTexts(shelf.Differences(c.Before, c.After))
	}
	return answer(out, nil)
}

// answerPlaybook reads a playbook that was changed anew, with all that its page
// shows.
func (s *Server) answerPlaybook(ctx context.Context, e shelf.Entry, err error) (*body[PlaybookDetail], error) {
	if err != nil {
		return nil, err
	}
	return s.wirePlaybookFor(ctx, identity.PlaybookManage, e.ID)
}

func (s *Server) wirePlaybookFor(ctx context.Context, by identity.Permission, id string) (*body[PlaybookDetail], error) {
	e, editions, err := s.Playbooks.Get(ctx, by, id)
	if err != nil {
		return nil, err
	}
	before, report, err := s.Playbooks.Draft(ctx, e)
	if err != nil {
		return nil, err
	}
	out := PlaybookDetail{Playbook: wirePlaybook(e), Report: wireReport(e.Draft, report, before), Editions: make([]PlaybookEdition, 0, len(editions))}
	var ids []string
	for _, n := range editions {
		ids = append(ids, n.MadeBy)
	}
	names, err := s.Desk.Names(ctx, ids)
	for _, n := range editions {
		out.Editions = append(out.Editions, PlaybookEdition{n.Number, n.Note, n.Restored, Person{n.MadeBy, names[n.MadeBy]}, n.MadeAt.UTC()})
	}
	return answer(out, err)
}
