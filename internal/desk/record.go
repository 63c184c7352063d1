package desk

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Area is a part of the record.
type Area string

// areas are the kinds of subjects of each part.
var areas = map[Area][]string{
	"house":     {"user", "role", "shop", "department", "robot", "task_link"},
	"cases":     {"complaint", "commitment", "ticket", "dispute", "evidence", "liability", "outbound", "paper", "stance"},
	"talks":     {"conversation", "customer"},
	"customers": {"customer", "delight"}, // and what begins like these: tags, looks, budgets
}

// Entry is a change as people read it.
type Entry struct {
	audit.Record
	ActorName      string // "" for the program itself, and for who is not known any more
	About          string // what the subject is called, "" if it is not there any more
	ConversationID string // which it belongs to, "" for none
	Before         string // payload of the version before, of subjects that are told as a whole
}

// RecordPage is a run of entries, newest first. Next is the cursor of the
// following one, "" if there is none.
type RecordPage struct {
	Entries []Entry
	Next    string
}

const recordPage = 50

// Record returns a part of the record, from a cursor on, of what somebody did or
// of everybody (""). It is for who may read the record of all shops.
func (s *Service) Record(ctx context.Context, area Area, actorID, after string) (p RecordPage, err error) {
	if _, err := identity.RequireAll(ctx, identity.AuditRead); err != nil {
		return p, err
	}
	kinds, known := areas[area]
	if !known {
		return p, fault.Field("area", "request.field_invalid", "field", "area")
	}
	before, err := readPlace(after)
	if err != nil {
		return p, err
	}
	q := s.DB.Reader(ctx)
	records, err := audit.Latest(q, audit.Filter{Kinds: kinds, Actor: actorID}, before, recordPage)
	if err != nil {
		return p, err
	}
	if len(records) == recordPage {
		p.Next = writePlace(records[recordPage-1].Place())
	}
	p.Entries, err = told(q, records)
	return p, err
}

// told adds the names of what the records are about.
func told(q db.Queryer, records []audit.Record) ([]Entry, error) {
	ids := map[string][]any{}
	var whole []audit.Record
	for _, r := range records {
		kind, id, _ := strings.Cut(r.Subject, "/")
		ids[kind] = append(ids[kind], id)
		ids["user"], ids["customer"] = append(ids["user"], r.Actor), append(ids["customer"], r.Actor)
		if r.Version > 1 && (kind == "shop" || kind == "department" || kind == "role") {
			whole = append(whole, r)
		}
	}
	names, err := namesOf(q, ids)
	if err != nil {
		return nil, err
	}
	before, err := audit.Before(q, whole)
	entries := make([]Entry, 0, len(records))
	for _, r := range records {
		actor := names["user/"+r.Actor]
		if actor.name == "" {
			actor = names["customer/"+r.Actor]
		}
		about := names[r.Subject]
		entries = append(entries, Entry{Record: r, ActorName: actor.name, About: about.name, ConversationID: about.conversation,
			Before: before[audit.Place{Subject: r.Subject, Version: r.Version}]})
	}
	return entries, err
}

// naming says how the things of a kind are called, and in which conversation
// they are.
var naming = map[string]string{
	"user":              `SELECT id, name, '' FROM app_user WHERE id`,
	"role":              `SELECT id, name, '' FROM role WHERE id`,
	"shop":              `SELECT id, name, '' FROM shop WHERE id`,
	"department":        `SELECT id, name, '' FROM department WHERE id`,
	"customer":          `SELECT id, name, '' FROM customer WHERE id`,
	"complaint":         `SELECT id, number, conversation_id FROM complaint WHERE id`,
	"commitment":        `SELECT id, text, conversation_id FROM commitment WHERE id`,
	"conversation":      `SELECT c.id, b.name, c.id FROM conversation c JOIN customer b ON b.id = c.customer_id WHERE c.id`,
	"customer_tag":      `SELECT id, name, '' FROM customer_tag WHERE id`,
	"delight":           `SELECT id, title, '' FROM delight WHERE id`,
	"delight_budget":    `SELECT id, name, '' FROM shop WHERE id`,
	"customer_joining":  `SELECT j.id, c.name, '' FROM customer_joining j JOIN customer c ON c.id = j.target_id WHERE j.id`,
	"customer_reveal":   `SELECT r.id, c.name, '' FROM customer_reveal r JOIN customer c ON c.id = r.customer_id WHERE r.id`,
	"ticket":            `SELECT t.id, t.title, c.conversation_id FROM ticket t JOIN complaint c ON c.id = t.case_id WHERE t.id`,
	"shop_ticket_types": `SELECT id, name, '' FROM shop WHERE id`,
	"dispute":           `SELECT d.id, d.number, COALESCE(c.conversation_id, '') FROM dispute d LEFT JOIN complaint c ON c.id = d.case_id WHERE d.id`,
	"dispute_clock":     `SELECT id, name, '' FROM shop WHERE id`,
	"evidence":          `SELECT i.id, c.number || ' · ' || i.name, c.conversation_id FROM evidence_item i JOIN complaint c ON c.id = i.case_id WHERE i.id`,
	"evidence_request":  `SELECT r.id, c.number, c.conversation_id FROM evidence_request r JOIN complaint c ON c.id = r.case_id WHERE r.id`,
	"stance":            `SELECT s.id, c.number, c.conversation_id FROM stance s JOIN complaint c ON c.id = s.case_id WHERE s.id`,
	"stance_pin":        `SELECT s.id, c.number, c.conversation_id FROM stance s JOIN complaint c ON c.id = s.case_id WHERE s.id`,
	"shop_automation":   `SELECT id, name, '' FROM automation WHERE id`,
	"shop_rule_pack":    `SELECT id, title, '' FROM rule_pack WHERE id`,
	"shop_rules":        `SELECT id, name, '' FROM shop WHERE id`,
	"shop_assignment":   `SELECT id, name, '' FROM shop WHERE id`,
	"shop_assignment_member": `SELECT m.shop_id || '.' || m.user_id, u.name, '' FROM assignment_member m JOIN app_user u ON u.id = m.user_id
		WHERE m.shop_id || '.' || m.user_id`,
}

type named struct{ name, conversation string }

// namesOf returns names by subject.
func namesOf(q db.Queryer, ids map[string][]any) (map[string]named, error) {
	names := map[string]named{}
	for kind, sql := range naming {
		if len(ids[kind]) == 0 {
			continue
		}
		_, err := db.All(q, func(row db.Scanner) (struct{}, error) {
			var id string
			var n named
			err := row.Scan(&id, &n.name, &n.conversation)
			names[kind+"/"+id] = n
			return struct{}{}, err
		}, sql+` IN (`+db.Marks(len(ids[kind]))+`)`, ids[kind]...)
		if err != nil {
			return nil, err
		}
	}
	return names, nil
}

func writePlace(p audit.Place) string {
	return base64.RawURLEncoding.EncodeToString([]byte(
		strconv.FormatInt(db.Millis(p.At), 10) + " " + strconv.FormatInt(p.Version, 10) + " " + p.Subject))
}

// readPlace returns the zero Place for "".
func readPlace(cursor string) (p audit.Place, err error) {
	if cursor == "" {
		return p, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	parts := strings.SplitN(string(text), " ", 3)
	if err != nil || len(parts) != 3 {
		return p, fault.Field("after", "request.bad_cursor")
	}
	at, err1 := strconv.ParseInt(parts[0], 10, 64)
	version, err2 := strconv.ParseInt(parts[1], 10, 64)
	if err1 != nil || err2 != nil || at <= 0 {
		return p, fault.Field("after", "request.bad_cursor")
	}
	return audit.Place{At: db.Time(at), Subject: parts[2], Version: version}, nil
}
