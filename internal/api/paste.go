package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/conversation/paste"
	"github.com/anxin-desk/anxin/internal/identity"
	read "github.com/anxin-desk/anxin/internal/language/paste"
)

// PasteDraft is a chat that was copied from the tool of a platform, and what is
// said of it.
type PasteDraft struct {
	ShopID         string      `json:"shop_id" maxLength:"64"`
	ConversationID string      `json:"conversation_id,omitempty" maxLength:"64" doc:"In which it goes on; empty to find that by the nick."`
	Text           string      `json:"text" doc:"At most 200,000 characters."`
	Tool           string      `json:"tool,omitempty" maxLength:"20" doc:"qianniu, feige, dongdong, pinduoduo or generic; empty to guess."`
	Nick           string      `json:"nick,omitempty" doc:"Of the buyer, where the chat does not say it."`
	Sides          []PasteSide `json:"sides,omitempty" maxItems:"200" doc:"Who is whom, where that was guessed wrong."`
	Lines          []PasteAs   `json:"lines,omitempty" maxItems:"2000" doc:"What lines are, where that was not sure."`
}

// PasteSide says on whose side somebody is.
type PasteSide struct {
	Name string `json:"name" maxLength:"400"`
	Side string `json:"side" enum:"buyer,us"`
}

// PasteAs says what a line is.
type PasteAs struct {
	Line int    `json:"line" minimum:"0" doc:"Number of the line, from 0."`
	As   string `json:"as" enum:"buyer,us,body,noise"`
}

// PastePreview is what was read in a chat, set against what is known.
type PastePreview struct {
	Tool           string         `json:"tool"`
	Nick           string         `json:"nick" doc:"Under which the buyer is known; empty if it has to be said."`
	ConversationID string         `json:"conversation_id" doc:"In which it goes on; empty if there is none yet."`
	Version        int64          `json:"version" doc:"Of that conversation, 0 if there is none yet."`
	Stranger       string         `json:"stranger" doc:"Who speaks where the conversation is with somebody else; empty if all is well."`
	Speakers       []PasteSpeaker `json:"speakers" nullable:"false"`
	Messages       []PasteMessage `json:"messages" nullable:"false"`
	Lines          []PasteLine    `json:"lines" nullable:"false"`
	Added          int            `json:"added" doc:"How many messages are new."`
}

// PasteSpeaker is somebody who says something.
type PasteSpeaker struct {
	Name  string `json:"name"`
	Side  string `json:"side" enum:"buyer,us"`
	Sure  bool   `json:"sure"`
	Count int    `json:"count"`
}

// PasteMessage is one thing that was said.
type PasteMessage struct {
	Side   string     `json:"side" enum:"buyer,us"`
	Name   string     `json:"name"`
	Text   string     `json:"text"`
	At     *time.Time `json:"at"`
	Orders []string   `json:"orders" nullable:"false" doc:"Numbers of orders in it."`
	New    bool       `json:"new"`
}

// PasteLine is a line as it was pasted, and what it was taken for.
type PasteLine struct {
	Text    string `json:"text"`
	Role    string `json:"role" enum:"blank,head,body,noise,unsure"`
	Message int    `json:"message" doc:"Index of the message that it is part of, -1 for none."`
}

// PasteKept is what came of a chat.
type PasteKept struct {
	ConversationID string `json:"conversation_id"`
	Added          int    `json:"added" doc:"How many messages were new."`
}

// PastedChat is where a conversation is held whose messages are pasted.
type PastedChat struct {
	Tool string `json:"tool" doc:"qianniu, feige, dongdong, pinduoduo or generic."`
	Nick string `json:"nick"`
}

func (s *Server) pasteRoutes(api huma.API) {
	add(api, operation{id: "readPaste", method: http.MethodPost, path: "/api/pastes/preview", tag: "conversation",
		summary: "Read a chat that was copied elsewhere, without keeping it", access: needs(identity.ConversationReply)}, s.readPaste)
	add(api, operation{id: "keepPaste", method: http.MethodPost, path: "/api/pastes", tag: "conversation",
		summary: "Keep what is new in a chat that was copied elsewhere", access: needs(identity.ConversationReply)}, s.keepPaste)
}

func (d PasteDraft) draft() paste.Draft {
	out := paste.Draft{ShopID: d.ShopID, ConversationID: d.ConversationID, Text: d.Text, Tool: d.Tool, Nick: d.Nick,
		Sides: map[string]read.Side{}, Lines: map[int]read.As{}}
	for _, side := range d.Sides {
		out.Sides[side.Name] = read.Side(side.Side)
	}
	for _, line := range d.Lines {
		out.Lines[line.Line] = read.As(line.As)
	}
	return out
}

type readPasteInput struct{ Body PasteDraft }

func (s *Server) readPaste(ctx context.Context, in *readPasteInput) (*body[PastePreview], error) {
	p, err := s.Pastes.Read(ctx, in.Body.draft())
	return answer(wirePaste(p), err)
}

type keepPasteInput struct {
	Body struct {
		PasteDraft
		Version int64 `json:"version" doc:"That of the preview."`
	}
}

func (s *Server) keepPaste(ctx context.Context, in *keepPasteInput) (*body[PasteKept], error) {
	c, added, err := s.Pastes.Keep(ctx, in.Body.draft(), in.Body.Version)
	return answer(PasteKept{c.ID, added}, err)
}

func wirePaste(p paste.Preview) PastePreview {
	w := PastePreview{Tool: p.Tool, Nick: p.Nick, ConversationID: p.Conversation.ID, Version: p.Conversation.Version, Stranger: p.Stranger,
		Speakers: make([]PasteSpeaker, 0, len(p.Speakers)), Messages: make([]PasteMessage, 0, len(p.Messages)),
		Lines: make([]PasteLine, 0, len(p.Lines)), Added: p.Added()}
	for _, one := range p.Speakers {
		w.Speakers = append(w.Speakers, PasteSpeaker{one.Name, string(one.Side), one.Sure, one.Count})
	}
	for i, m := range p.Messages {
		w.Messages = append(w.Messages, PasteMessage{string(m.Side), m.Who, m.Text, optional(m.At), append([]string{}, m.Orders...), p.New[i]})
	}
	for _, l := range p.Lines {
		w.Lines = append(w.Lines, PasteLine{l.Text, string(l.Role), l.Message})
	}
	return w
}
