package api_test

import (
	"fmt"

	"github.com/anxin-desk/anxin/internal/bulk"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

func (m *matrix) makeBulk(s side) string {
	id, version := m.makeCase("commitment", s)
	key := fmt.Sprintf("bulk-%06d", m.keys)
	b, err := m.w.Services.Bulks.Start(m.root, key, m.shop(s), bulk.Plan{Text: "{what}", Hours: 1, AsOf: m.w.Now()}, []bulk.Pick{{ID: id, Version: version}})
	m.must(err)
	return b.ID
}

// makeCorrection lets a buyer threaten, and says that it is no threat.
func (m *matrix) makeCorrection(s side) string {
	key := fmt.Sprintf("threat-%06d", m.keys)
	c, err := m.w.Services.Conversations.Get(m.root, m.talk[s])
	m.must(err)
	var said conversation.Message
	m.must(m.w.DB.InTx(m.root, func(tx *db.Tx) (err error) {
		said, err = m.w.Services.Conversations.PostIn(tx, c.ID, conversation.Message{Sender: conversation.Sender{Kind: conversation.Buyer, ID: c.CustomerID},
			Kind: conversation.Text, Text: "再不退我就打12315", Key: key})
		return err
	}))
	made, err := m.w.Services.Hearing.Correct(m.root, c.ID, key, hearing.Draft{What: hearing.Risk, Seq: said.Seq, Heard: hearing.Sense{Type: "regulator"}})
	m.must(err)
	return made.ID
}
