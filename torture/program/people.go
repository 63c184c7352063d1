package program

import (
	"context"
	"fmt"
	"net/url"
	"time"
)

// Message is what a client learns of one.
type Message struct {
	ID     string `json:"id"`
	Seq    int64  `json:"seq"`
	Sender struct {
		Kind string `json:"kind"`
	} `json:"sender"`
	Text     string    `json:"text"`
	Internal bool      `json:"internal"`
	Key      string    `json:"key"`
	At       time.Time `json:"at"`
}

// Commitment is what an agent learns of one.
type Commitment struct {
	ID    string    `json:"id"`
	DueAt time.Time `json:"due_at"`
}

// Page is a run of messages after a number.
type Page struct {
	Messages []Message `json:"messages"`
	HeadSeq  int64     `json:"head_seq"`
}

type words struct {
	Text string `json:"text"`
}

// Buyer is a visitor of the demo shop with a conversation of their own.
type Buyer struct {
	*Door
	Conversation string
}

// Visit begins a conversation.
func Visit(ctx context.Context, d *Door, name string) (*Buyer, error) {
	var visit struct {
		Token          string `json:"token"`
		ConversationID string `json:"conversation_id"`
	}
	err := d.Call(ctx, "POST", "/api/buyer/session", "", map[string]string{"shop_key": "demo", "name": name}, &visit)
	d.bearer = visit.Token
	return &Buyer{d, visit.ConversationID}, err
}

// Token is what the buyer's browser would keep.
func (b *Buyer) Token() string { return b.bearer }

// Say sends a message.
func (b *Buyer) Say(ctx context.Context, key, text string) (m Message, err error) {
	err = b.Call(ctx, "POST", "/api/buyer/messages", key, words{text}, &m)
	return m, err
}

// Since reads what came after a number.
func (b *Buyer) Since(ctx context.Context, seq int64) (p Page, err error) {
	err = b.Call(ctx, "GET", fmt.Sprintf("/api/buyer/thread?since=%d", seq), "", nil, &p)
	return p, err
}

// Agent is a member of the demo shop's team who is signed in.
type Agent struct {
	*Door
	ID   string
	Shop string
}

// SignIn signs a member of the demo shop's team in.
func SignIn(ctx context.Context, d *Door, login string) (*Agent, error) {
	var me struct {
		ID    string `json:"id"`
		Shops []struct {
			ID string `json:"id"`
		} `json:"shops"`
	}
	err := d.Call(ctx, "POST", "/api/session", "", map[string]string{"login": login, "password": "anxin-demo"}, &me)
	if err == nil && len(me.Shops) != 1 {
		err = fmt.Errorf("%s sees %d shops", login, len(me.Shops))
	}
	if err != nil {
		return nil, err
	}
	return &Agent{d, me.ID, me.Shops[0].ID}, nil
}

// Reply sends a message into a conversation.
func (a *Agent) Reply(ctx context.Context, conversation, key, text string) (m Message, err error) {
	err = a.Call(ctx, "POST", "/api/conversations/"+conversation+"/messages", key, words{text}, &m)
	return m, err
}

// Since reads what came in a conversation after a number.
func (a *Agent) Since(ctx context.Context, conversation string, seq int64) (p Page, err error) {
	err = a.Call(ctx, "GET", fmt.Sprintf("/api/conversations/%s/messages?since=%d", conversation, seq), "", nil, &p)
	return p, err
}

// Find returns the texts of the messages that search finds, newest first.
func (a *Agent) Find(ctx context.Context, phrase string) (texts []string, err error) {
	var page struct {
		Items []struct {
			Snippet []words
		}
	}
	err = a.Call(ctx, "GET", "/api/search?kind=message&q="+url.QueryEscape(phrase), "", nil, &page)
	for _, hit := range page.Items {
		text := ""
		for _, part := range hit.Snippet {
			text += part.Text
		}
		texts = append(texts, text)
	}
	return texts, err
}

// OpenCase opens a complaint case and returns its id.
func (a *Agent) OpenCase(ctx context.Context, conversation, key string) (string, error) {
	var c struct {
		ID string `json:"id"`
	}
	facts := map[string]any{"scenario": "logistics.late", "severity": "normal"}
	err := a.Call(ctx, "POST", "/api/conversations/"+conversation+"/cases", key, facts, &c)
	return c.ID, err
}

// Department returns the first department of the shop.
func (a *Agent) Department(ctx context.Context) (string, error) {
	var all struct{ Items []struct{ ID string } }
	err := a.Call(ctx, "GET", "/api/shops/"+a.Shop+"/departments", "", nil, &all)
	if err == nil && len(all.Items) == 0 {
		err = fmt.Errorf("the shop has no departments")
	}
	if err != nil {
		return "", err
	}
	return all.Items[0].ID, nil
}

// SendTicket hands work of a case to a department and returns the ticket's id.
func (a *Agent) SendTicket(ctx context.Context, caseID, key, department, title string) (string, error) {
	var t struct{ ID string }
	err := a.Call(ctx, "POST", "/api/cases/"+caseID+"/tickets", key, map[string]any{"type_id": "other", "department_id": department, "title": title}, &t)
	return t.ID, err
}

// PushOrder says what was paid for an order, in fen, and returns its id.
func (a *Agent) PushOrder(ctx context.Context, number string, paid int64) (string, error) {
	var o struct{ Order struct{ ID string } }
	err := a.Call(ctx, "PUT", "/api/orders/numbered/"+url.PathEscape(number), "", map[string]any{"shop_id": a.Shop, "paid": paid}, &o)
	return o.Order.ID, err
}

// Commit tells the buyer of a case what will be done by when.
func (a *Agent) Commit(ctx context.Context, caseID, key, text string, due time.Time) (c Commitment, err error) {
	err = a.Call(ctx, "POST", "/api/cases/"+caseID+"/commitments", key, map[string]any{"text": text, "due_at": due.UTC()}, &c)
	return c, err
}
