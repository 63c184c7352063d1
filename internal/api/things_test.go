package api_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/automation"
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/merging"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/ticket"
	"github.com/anxin-desk/anxin/stories/sample"
	"github.com/anxin-desk/anxin/stories/storytest"
)

// side says whose the thing is that somebody asks about.
type side string

const (
	none    side = "none"
	inA     side = "in shop A"
	inB     side = "in shop B"
	unknown side = "unknown"
)

// thing is what a request is about.
type thing struct {
	id      string
	version int64
	seq     int64  // of a message
	shop    string // "" if it belongs to no shop or does not exist
	buyer   string // whose it is, among buyers
	owner   string // the only user who sees it, if any
	house   bool   // it belongs to the whole house
}

// actor is somebody who asks.
type actor struct {
	name   string // also of their browser
	id     string
	user   bool
	buyer  bool
	holder bool // of a progress link
	tasker bool // holds a link to a ticket
	giver  bool // holds one that asks for evidence
	all    bool // holds the permissions for all shops
	shop   string
	may    map[string]bool
}

// sees tells whether a thing is within the actor's scope, if they may at all.
func (a actor) sees(th thing) bool {
	switch {
	case th.owner != "":
		return th.owner == a.id
	case th.house:
		return a.all
	case a.tasker, a.giver: // theirs is the one ticket or request that nobody else asks about
		return false
	case a.buyer:
		return th.buyer == a.name
	}
	return th.shop != "" && (a.all || th.shop == a.shop)
}

// matrix is a house with two shops, and everybody who could ask.
type matrix struct {
	t            *testing.T
	w            *storytest.World
	shopA, shopB string
	talk         map[side]string
	file         map[side]string
	departments  map[side]string
	linked       map[side]string // cases that links are to
	actors       []actor
	root         context.Context // a manager of everything
	rootID       string
	keys, cells  int
	kept         map[slot]thing
}

func newMatrix(t *testing.T, d *db.DB) *matrix {
	m := &matrix{t: t, w: storytest.New(t, d), talk: map[side]string{}, file: map[side]string{}, departments: map[side]string{}, linked: map[side]string{}, kept: map[slot]thing{}}
	m.shopA, m.shopB = m.w.Shop("shop-a", "甲店").ID, m.w.Shop("shop-b", "乙店").ID
	roles, err := m.w.Services.Identity.Roles(m.w.System())
	m.must(err)
	for _, r := range roles {
		a := m.member(r.ID+".of.a", r.ID, m.shopA)
		a.may = held(r)
		m.actors = append(m.actors, a)
		if r.ID == identity.Administrator {
			a := m.member("administrator.of.all", r.ID, "")
			a.all, a.may = true, held(r)
			m.actors = append(m.actors, a)
			m.rootID = a.id
			m.root = identity.With(t.Context(), identity.NewUser(a.id, a.name, map[string][]identity.Permission{"": r.Permissions}))
		}
	}
	for s, key := range map[side]string{inA: "shop-a", inB: "shop-b"} {
		name := "buyer " + string(s)
		m.talk[s] = m.w.Visit(name, key, name)
		m.actors = append(m.actors, actor{name: name, buyer: true, shop: m.shop(s)})
		photo, err := sample.File("jpeg 20x20")
		m.must(err)
		f, err := m.w.Services.Conversations.AddFile(m.root, m.talk[s], conversation.Upload{Key: "photo-001", Name: "a.jpg", Body: strings.NewReader(string(photo))})
		m.must(err)
		m.file[s] = f.ID
		m.actors = append(m.actors, m.holder(s), m.tasker(s), m.giver(s))
	}
	m.actors = append(m.actors, actor{name: "nobody"})
	return m
}

// holder is somebody with a link to a case.
func (m *matrix) holder(s side) actor {
	a := actor{name: "link " + string(s), holder: true, shop: m.shop(s)}
	m.keys++
	m.linked[s], _ = m.makeCase("case", s)
	address, err := m.w.Services.Progress.Share(m.root, m.linked[s], a.name, false)
	m.must(err)
	_, token, _ := strings.Cut(address, "#")
	m.w.Hold(a.name, token)
	return a
}

// tasker is somebody with a link to a ticket.
func (m *matrix) tasker(s side) actor {
	a := actor{name: "task " + string(s), tasker: true, shop: m.shop(s)}
	m.keys++
	id, _ := m.makeTicket(s)
	address, err := m.w.Services.TaskLinks.Share(m.root, id)
	m.must(err)
	_, token, _ := strings.Cut(address, "#")
	m.w.Hold(a.name, token)
	return a
}

func held(r identity.Role) map[string]bool {
	may := map[string]bool{}
	for _, p := range r.Permissions {
		may[string(p)] = true
	}
	return may
}

func (m *matrix) member(name, role, shop string) actor {
	return actor{name: name, id: m.w.User(name, role, shop), user: true, shop: shop}
}

// back signs somebody in again whose session has ended.
func (m *matrix) back(a actor) {
	if a.user {
		m.w.SignIn(a.name)
	}
}

func (m *matrix) shop(s side) string {
	if s == inB {
		return m.shopB
	}
	return m.shopA
}

// make returns a thing of a kind that nobody has used yet.
func (m *matrix) make(kind string, s side, by actor) thing {
	m.keys++
	th := thing{shop: m.shop(s), buyer: "buyer " + string(s)}
	if kind == "" {
		return thing{}
	}
	if s == unknown {
		return thing{id: fmt.Sprintf("01900000-0000-7000-9000-%012x", m.keys), version: 1, seq: 1}
	}
	switch kind {
	case "talk":
		c, err := m.w.Services.Conversations.Get(m.root, m.talk[s])
		m.must(err)
		th.id, th.version = c.ID, c.Version
	case "file":
		th.id = m.file[s]
	case "own message", "later":
		th.id, th.version, th.seq = m.makeOwn(kind, s, by)
	case "parcel", "parcel trouble":
		th.id, th.version = m.makeParcel(kind, s)
	case "recall", "written recall":
		th.id, th.version = m.makeRecall(kind, s)
	case "option card", "linked option card":
		th.id, th.version = m.makeOptionCard(kind, s)
	case "stance", "closed stance":
		th.id, th.version = m.makeStance(kind, s)
	case "case", "asked case", "closed case", "commitment":
		th.id, th.version = m.makeCase(kind, s)
	case "ticket":
		th.id, th.version = m.makeTicket(s)
	case "ticket file":
		th.id = m.makeTicketFile(s)
	case "evidence", "evidence request", "paper", "outbound":
		th.id, th.version = m.makeEvidence(kind, s)
	case "dispute", "dispute file":
		th.id, th.version = m.makeDispute(kind, s)
	case "bulk":
		th.id = m.makeBulk(s)
	case "correction":
		th.id = m.makeCorrection(s)
	case "user", "role", "shop", "department", "robot":
		th = m.makeSetting(kind, s)
	case "merging":
		th.id, th.version = m.makeMerging(s), 1
	case "customer", "customer tag", "joining", "delight":
		th.id, th.version = m.makeCustomer(kind, s)
	case "claim", "settled claim", "doing payout", "unknown payout", "proof", "coupon pool":
		th.id, th.version = m.makeClaim(kind, s)
	case "deputy":
		th = m.makeDeputy(s, by)
	case "automation":
		th.id, th.version = m.makeAutomation(s)
	case "policy table":
		th.id, th.version = m.makePolicyTable(s)
	case "notice":
		th = m.makeNotice(s, by)
	case "view":
		th = m.makeView(s, by)
	case "order", "order import", "order mapping", "running import", "stopped import", "return rule":
		th.id, th.version = m.makeOrder(kind, s)
	case "shift":
		th.id, th.version = m.makeShift(s)
	case "bulletin":
		th.id, th.version = m.makeBulletin(s)
	case "quick reply":
		th = m.makeQuickReply(s, by)
	case "rules", "rule pack", "published pack":
		th.id, th.version = m.makeRules(kind, s)
	case "playbook", "published playbook", "run":
		th.id, th.version = m.makePlaybook(kind, s)
	case "handover", "given handover":
		th.id, th.version = m.makeHandover(kind, s, by)
	case "dead job":
		th = thing{id: m.makeDeadJob(), house: true}
	default:
		m.t.Fatalf("no thing of kind %q", kind)
	}
	return th
}

func (m *matrix) makeCase(kind string, s side) (id string, version int64) {
	cases, key := m.w.Services.Complaints, fmt.Sprintf("thing-%06d", m.keys)
	c, err := cases.Open(m.root, m.talk[s], key, complaint.Facts{Scenario: "quality.damaged", Severity: complaint.Low})
	m.must(err)
	switch kind {
	case "asked case", "closed case":
		c, err = cases.AskOutcome(m.root, c.ID, c.Version, "好了吗")
		m.must(err)
		if kind == "closed case" {
			c, err = cases.Answer(identity.With(m.root, identity.NewBuyer(c.CustomerID, c.ShopID, "")), c.ID, true, "")
			m.must(err)
		}
	case "commitment":
		made, err := cases.Commit(m.root, c.ID, key, commitment.Draft{Text: "补发", DueAt: m.w.Now().Add(time.Hour)})
		m.must(err)
		return made.ID, made.Version
	}
	return c.ID, c.Version
}

// makeOwn makes a message that whoever asks has sent, or will send later. What
// is to be sent later by others is done away with.
func (m *matrix) makeOwn(kind string, s side, by actor) (id string, version, seq int64) {
	key := fmt.Sprintf("own-%06d", m.keys)
	ctx := m.root
	if by.user {
		ctx = identity.With(m.root, identity.NewUser(by.id, by.name, map[string][]identity.Permission{"": {identity.ConversationReply, identity.ConversationRead}}))
	}
	talks := m.w.Services.Conversations
	if kind == "own message" {
		said, err := talks.Reply(ctx, m.talk[s], key, conversation.Draft{Text: "您好"})
		m.must(err)
		return m.talk[s], 1, said.Seq
	}
	m.must(m.w.DB.InTx(m.root, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE later SET state = 'cancelled' WHERE state IN ('waiting', 'paused')`)
		return err
	}))
	l, err := talks.Schedule(ctx, m.talk[s], key, conversation.Draft{Text: "早上好"}, m.w.Now().Add(time.Hour))
	m.must(err)
	return l.ID, l.Version, 0
}

func (m *matrix) makeTicketFile(s side) string {
	id, _ := m.makeTicket(s)
	photo, err := sample.File("jpeg 20x20")
	m.must(err)
	f, err := m.w.Services.Tickets.AddFile(m.root, id, "photo-001", "a.jpg", bytes.NewReader(photo))
	m.must(err)
	return f.ID
}

// makeTicket makes one for a department of the shop. Who works in departments of
// the shop, as the actors do, may see it; see TestDepartmentsSeeTheirOwn.
func (m *matrix) makeTicket(s side) (id string, version int64) {
	of, _ := m.makeCase("case", s)
	if m.departments[s] == "" {
		m.departments[s] = m.makeSetting("department", s).id
	}
	t, err := m.w.Services.Tickets.Send(m.root, of, fmt.Sprintf("thing-%06d", m.keys),
		ticket.Draft{TypeID: "other", DepartmentID: m.departments[s], Title: "查库存"})
	m.must(err)
	return t.ID, t.Version
}

func (m *matrix) makeMerging(s side) string {
	shop := map[side]string{inA: "shop-a", inB: "shop-b"}[s]
	var talks [2]string
	for i := range talks {
		v, err := m.w.Services.WebChat.Begin(m.root, shop, "", "")
		m.must(err)
		talks[i] = v.Conversation.ID
	}
	made, err := m.w.Services.Mergings.Merge(m.root, fmt.Sprintf("thing-%06d", m.keys),
		merging.Pair{SourceID: talks[0], TargetID: talks[1], SourceVersion: 1, TargetVersion: 1})
	m.must(err)
	return made.ID
}

// makeNotice makes one for whoever asks, or for somebody else.
func (m *matrix) makeNotice(s side, by actor) thing {
	to := by.id
	if s == inB || to == "" {
		to = m.rootID
		if by.id == to {
			to = m.actors[0].id
		}
	}
	key := fmt.Sprintf("notice-%06d", m.keys)
	m.must(m.w.DB.InTx(m.root, func(tx *db.Tx) error {
		return m.w.Services.Notices.TellIn(tx, to, "case.declined", key, nil, notice.About{})
	}))
	id, err := db.Value[string](m.w.DB.Reader(m.root), `SELECT id FROM notice WHERE key = ?`, key)
	m.must(err)
	return thing{id: id, owner: to}
}

func (m *matrix) makeOrder(kind string, s side) (id string, version int64) {
	key := fmt.Sprintf("order-%06d", m.keys)
	switch kind {
	case "order":
		o, _, err := m.w.Services.Orders.Push(m.root, m.shop(s), order.Draft{Number: key, Facts: order.Facts{Receiver: "林婉清", Phone: "13812345678"}})
		m.must(err)
		return o.ID, o.Version
	case "order mapping":
		m.must(m.w.Services.Imports.SaveMapping(m.root, "orders", m.shop(s), "一直在用", columns.Mapping{Platform: "jd"}))
		all, err := m.w.Services.Imports.SavedMappings(m.root, "orders", m.shop(s))
		m.must(err)
		for _, each := range all {
			if each.Name == "一直在用" {
				return each.ID, each.Version
			}
		}
		m.t.Fatal("the mapping is gone")
	case "running import", "stopped import", "return rule":
		return m.makeRunning(kind, s)
	}
	content, err := sample.File("orders")
	m.must(err)
	i, err := m.w.Services.Imports.Upload(m.root, "orders", m.shop(s), key, "订单.csv", bytes.NewReader(content))
	m.must(err)
	return i.ID, i.Version
}

func (m *matrix) makeAutomation(s side) (id string, version int64) {
	d := automation.Draft{Name: "超时", When: automation.Writes, Acts: []automation.Act{{Kind: automation.Propose, Text: "好的"}}}
	r, err := m.w.Services.Automations.Create(m.root, m.shop(s), fmt.Sprintf("automation-%06d", m.keys), d)
	m.must(err)
	m.must(m.w.DB.InTx(m.root, func(tx *db.Tx) error { // so that there is always room for more
		_, err := tx.Exec(`UPDATE automation SET removed_at = 1 WHERE id <> ?`, r.ID)
		return err
	}))
	return r.ID, r.Version
}

func (m *matrix) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}
