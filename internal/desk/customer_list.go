package desk

import (
	"context"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// CustomerAsk says which customers somebody wants to see.
type CustomerAsk struct {
	ShopID string // "" for all where they may
	Words  string // part of a name or nick, a phone or its last four digits, or a tag
	TagID  string
	After  string // cursor of the page before, "" for the first one
}

// CustomerRow is a customer as the list shows them.
type CustomerRow struct {
	ID, ShopID, ShopName string
	Name                 string
	AddressAs            string
	Level                profile.Level
	Phone                string // masked, "" if none is known
	Tags                 []profile.Tag
	Since, LastAt        time.Time
	Cases, Open          int64
}

const (
	customerPage   = 30
	customersAtAll = 20_000 // the newest, in which words are looked for
)

// Customers returns a page of customers within the actor's scope, those who
// came first last, and the cursor of the next one. It knows those who have
// written.
func (s *Service) Customers(ctx context.Context, ask CustomerAsk) (rows []CustomerRow, next string, err error) {
	_, scope, err := identity.Require(ctx, identity.CustomerRead)
	if err != nil {
		return nil, "", err
	}
	at, err := readCursor(ask.After)
	if err != nil {
		return nil, "", err
	}
	q := s.DB.Reader(ctx)
	if rows, err = ask.rows(q, scope.In(ask.ShopID), at); err != nil || len(rows) == 0 {
		return nil, "", err
	}
	if len(rows) == customerPage {
		last := rows[customerPage-1]
		next = place{db.Millis(last.Since), last.ID}.cursor()
	}
	return rows, next, fillCustomers(q, rows)
}

func (a CustomerAsk) rows(q db.Queryer, scope identity.Scope, at place) ([]CustomerRow, error) {
	where, args := scope.Where("c.shop_id", "")
	if at != (place{}) {
		where, args = where+` AND (c.made_at, c.id) < (?, ?)`, append(args, at.time, at.id)
	}
	args = append(args, customersAtAll)
	match, matchArgs := a.match()
	args = append(append(args, matchArgs...), customerPage)
	return db.All(q, func(row db.Scanner) (r CustomerRow, err error) {
		var since int64
		err = row.Scan(&r.ID, &r.ShopID, &r.ShopName, &r.Name, &since, &r.AddressAs, &r.Level)
		r.Since = db.Time(since)
		return r, err
	}, `SELECT c.id, c.shop_id, s.name, c.name, c.made_at, COALESCE(p.address_as, ''), COALESCE(p.level, '')
		FROM (SELECT c.id, c.shop_id, c.name, c.made_at FROM customer c WHERE c.head_id = '' AND `+where+` ORDER BY c.made_at DESC, c.id DESC LIMIT ?) AS c
		JOIN shop s ON s.id = c.shop_id LEFT JOIN customer_profile p ON p.customer_id = c.id
		WHERE EXISTS (SELECT 1 FROM conversation v WHERE v.customer_id = c.id AND (v.head_seq > 0 OR v.channel = 'register'))`+match+`
		ORDER BY c.made_at DESC, c.id DESC LIMIT ?`, args...)
}

// likeLiteral takes their meaning from the wildcards of LIKE.
var likeLiteral = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// match is the condition of customers c who are meant, for themselves or for
// somebody who is shown under them.
func (a CustomerAsk) match() (where string, args []any) {
	const members = `(SELECT c.id UNION ALL SELECT m.id FROM customer m WHERE m.head_id = c.id)`
	if a.TagID != "" {
		where, args = ` AND EXISTS (SELECT 1 FROM customer_tagged g WHERE g.tag_id = ? AND g.customer_id IN `+members+`)`, []any{a.TagID}
	}
	words := strings.TrimSpace(a.Words)
	if words == "" {
		return where, args
	}
	like := "%" + likeLiteral.Replace(strings.ToLower(words)) + "%"
	where += ` AND (EXISTS (SELECT 1 FROM customer m WHERE m.id IN ` + members + ` AND LOWER(m.name) LIKE ? ESCAPE '!')
		OR EXISTS (SELECT 1 FROM customer_handle h WHERE h.customer_id IN ` + members + ` AND h.state <> 'dismissed'
			AND (h.tail = ? OR h.norm = ? OR h.kind = 'nick' AND h.norm LIKE ? ESCAPE '!'))
		OR EXISTS (SELECT 1 FROM customer_tagged g JOIN customer_tag t ON t.id = g.tag_id WHERE g.customer_id IN ` + members + ` AND t.name = ?))`
	return where, append(args, like, words, strings.ToLower(words), like, words)
}

// fillCustomers adds to the rows of a page what they are known by and what there was.
func fillCustomers(q db.Queryer, rows []CustomerRow) error {
	byID, ids := map[string]*CustomerRow{}, []any{}
	for i := range rows {
		byID[rows[i].ID] = &rows[i]
		ids = append(ids, rows[i].ID)
	}
	list := db.Marks(len(ids))
	both := append(append([]any{}, ids...), ids...)
	const head = `CASE WHEN m.head_id = '' THEN m.id ELSE m.head_id END`
	_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
		var id string
		var last, cases, open int64
		err := row.Scan(&id, &last, &cases, &open)
		r := byID[id]
		if t := db.Time(last); t.After(r.LastAt) {
			r.LastAt = t
		}
		r.Cases, r.Open = r.Cases+cases, r.Open+open
		return struct{}{}, err
	}, `SELECT `+head+`, v.last_at, (SELECT COUNT(*) FROM complaint k WHERE k.conversation_id = v.id AND k.merged_into = ''),
			(SELECT COUNT(*) FROM complaint k WHERE k.conversation_id = v.id AND k.merged_into = '' AND k.stage <> 'closed')
		FROM customer m JOIN conversation v ON v.customer_id = m.id WHERE m.id IN (`+list+`) OR m.head_id IN (`+list+`)`, both...)
	if err != nil {
		return err
	}
	_, err = db.All(q, func(row db.Scanner) (struct{}, error) {
		var id, value string
		err := row.Scan(&id, &value)
		byID[id].Phone = profile.Handle{Kind: profile.Phone, Value: value}.Masked()
		return struct{}{}, err
	}, `SELECT `+head+`, h.value FROM customer m JOIN customer_handle h ON h.customer_id = m.id AND h.kind = 'phone' AND h.state <> 'dismissed'
		WHERE m.id IN (`+list+`) OR m.head_id IN (`+list+`) ORDER BY h.made_at DESC`, both...)
	if err != nil {
		return err
	}
	tags, err := profile.TagsIn(q, ids)
	for id, some := range tags {
		byID[id].Tags = some
	}
	return err
}
