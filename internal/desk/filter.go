package desk

import (
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Nobody, as an assignee of a filter, means that nobody looks after it.
const Nobody = "nobody"

// Filter narrows a view. Its zero value lets everything through; lists let
// through what is one of them.
type Filter struct {
	ShopID     string
	AssigneeID string // or Nobody
	Channel    string
	Case       CaseFilter
	Severities []string // of the newest open case, as are scenarios and stages
	Scenarios  []string
	Stages     []string
	OverTarget bool // a buyer waits longer than the shop wants
	Overdue    bool // the time of a commitment has passed
	Unread     bool
	Risks      []string // heard of the buyer
}

// CaseFilter asks for conversations with or without an open case.
type CaseFilter string

const (
	AnyCase  CaseFilter = ""
	WithCase CaseFilter = "open"
	NoCase   CaseFilter = "none"
)

// Order is a direction of a view's own order.
type Order string

const (
	AsUsual Order = ""       // that of the view
	Newest  Order = "newest" // by its time, the newest first
	Oldest  Order = "oldest"
	Urgent  Order = "urgent" // the most urgent first, see the column urgency
)

// sortKey is the time by which rows are in order: the one that matters to who
// asked. Urgency takes its place where that is asked for.
type sortKey struct {
	column     string
	descending bool
}

func (a question) key() sortKey {
	if a.order == Urgent {
		return sortKey{"urgency", true}
	}
	k := sortKey{"last_at", true}
	switch {
	case a.view == Snoozed:
		k = sortKey{"snoozed_until", false}
	case a.Overdue:
		k = sortKey{"next_due_at", false}
	case a.view == Waiting || a.OverTarget:
		k = sortKey{"waiting_since", false}
	}
	if a.order != AsUsual {
		k.descending = a.order == Newest
	}
	return k
}

// by is the ORDER BY of rows called t.
func (k sortKey) by(t, column string) string {
	direction := ""
	if k.descending {
		direction = " DESC"
	}
	return t + "." + column + direction + ", " + t + ".id" + direction
}

// beyond is the condition of rows that come after a place.
func (k sortKey) beyond() string {
	if k.descending {
		return "(c." + k.column + ", c.id) < (?, ?)"
	}
	return "(c." + k.column + ", c.id) > (?, ?)"
}

// condition is a part of a WHERE with its arguments.
type condition struct {
	sql  []string
	args []any
}

func (w *condition) and(sql string, args ...any) {
	w.sql, w.args = append(w.sql, sql), append(w.args, args...)
}

func (w *condition) oneOf(column string, values []string) {
	if len(values) == 0 {
		return
	}
	w.and(column + " IN (" + db.Marks(len(values)) + ")")
	for _, v := range values {
		w.args = append(w.args, v)
	}
}

func (w condition) text() string { return strings.Join(w.sql, " AND ") }

// with is w and one thing more.
func (w condition) with(sql string, args ...any) condition {
	w = condition{slices.Clone(w.sql), slices.Clone(w.args)}
	w.and(sql, args...)
	return w
}

// where is what holds for all rows, besides the scope.
func (a question) where() (w condition) {
	w.and("c.merged_into = ''")
	person := "c.assignee_id"
	if a.wide() {
		person = unindexed(person)
	}
	a.within(&w, person)
	if a.view != Snoozed && !a.everything {
		w.and("c.snoozed_until = 0")
	}
	switch a.AssigneeID {
	case "":
	case Nobody:
		w.and("c.assignee_id = ''")
	default:
		w.and(person+" = ?", a.AssigneeID)
	}
	if a.Channel != "" {
		w.and("c.channel = ?", a.Channel)
	}
	if a.Unread {
		w.and("c.unread > 0")
	}
	if a.Overdue {
		w.and("c.next_due_at > 0 AND c.next_due_at <= ?", db.Millis(a.now))
	}
	a.cases(&w)
	a.risks(&w)
	return w
}

// within is what makes a conversation one of the view. In order of urgency what
// is rare must not be looked for among all that were ever talked to.
func (a question) within(w *condition, person string) {
	said := "c.head_seq > 0"
	if a.order == Urgent && a.rare() {
		said = "(c.head_seq + 0) > 0"
	}
	switch a.view {
	case Mine:
		w.and(person+" = ? AND "+said, a.actor)
	case Unassigned:
		w.and("c.assignee_id = '' AND " + said)
	case Waiting:
		w.and("c.waiting_since > 0")
	case Snoozed:
		w.and("c.snoozed_until > 0")
	default:
		w.and(said)
	}
}

// risks lets through what one of some risks was heard of.
func (a question) risks(w *condition) {
	if len(a.Risks) == 0 {
		return
	}
	var each []string
	var args []any
	for _, r := range a.Risks {
		each, args = append(each, "c.heard_risks LIKE ?"), append(args, "%,"+r+"%")
	}
	w.and("c.heard_risks <> '' AND ("+strings.Join(each, " OR ")+")", args...)
}

func (a question) cases(w *condition) {
	if a.Case == NoCase {
		w.and("c.open_severity = ''")
		return
	}
	if a.Case == WithCase || len(a.Severities)+len(a.Scenarios)+len(a.Stages) > 0 {
		w.and("c.open_severity <> ''")
	}
	column := func(name string) string {
		if a.order == Urgent {
			return unindexed(name)
		}
		return name
	}
	w.oneOf(column("c.open_severity"), a.Severities)
	w.oneOf(column("c.open_scenario"), a.Scenarios)
	w.oneOf(column("c.open_stage"), a.Stages)
}

// rare tells that an index of few rows serves the question.
func (a question) rare() bool {
	return a.view == Snoozed || a.order == Urgent && a.view == Waiting || a.Overdue || a.Unread || len(a.Risks) > 0 ||
		a.Case == WithCase || len(a.Severities)+len(a.Scenarios)+len(a.Stages) > 0
}

// wide tells that rare rows are looked for in several shops, or by urgency, for
// which no shop has indexes of its own but that of all its rows.
func (a question) wide() bool {
	scope := a.scope.In(a.ShopID)
	return a.rare() && (scope.All || len(scope.Shops) > 1 || a.order == Urgent)
}

// few tells that the rows are few or somebody's, so that the shops need no
// indexes of their own.
func (a question) few() bool {
	return a.rare() || a.view == Mine || a.AssigneeID != "" && a.AssigneeID != Nobody
}

// unindexed is a column as it looks when no index of it shall be used: to walk a
// shop's or a person's rows for the few that are asked for takes the longer, the
// longer they have been with us, and an engine without statistics cannot know.
func unindexed(column string) string { return "(" + column + " || '')" }

// maxArms is up to how many shops are asked one by one.
const maxArms = 40

// arms are the conditions whose rows together answer the question. A row is in
// one of them only. Asking shop by shop lets each walk its index in order.
func (a question) arms(q db.Queryer) ([]condition, error) {
	w, scope := a.where(), a.scope.In(a.ShopID)
	if scope.Empty() { // there is nothing, but what was asked for is looked at
		return []condition{w.with("1 = 0 AND c.shop_id = ?", a.ShopID)}, nil
	}
	if a.OverTarget {
		return a.late(q, w, scope)
	}
	shopID := "c.shop_id"
	if a.wide() {
		shopID = unindexed(shopID)
	}
	if scope.All || scope.Customer != "" || len(scope.Shops) > maxArms || a.few() {
		in, args := scope.Where(shopID, "c.customer_id")
		return []condition{w.with(in, args...)}, nil
	}
	var arms []condition
	for _, id := range unique(scope.Shops) {
		arms = append(arms, w.with("c.shop_id = ?", id))
	}
	return arms, nil
}

// late asks each shop for those who wait longer than it wants.
func (a question) late(q db.Queryer, w condition, scope identity.Scope) ([]condition, error) {
	in, args := scope.Where("id", "")
	ids, err := db.All(q, func(row db.Scanner) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT id FROM shop WHERE `+in+` ORDER BY id`, args...)
	if err != nil {
		return nil, err
	}
	arms := []condition{}
	for _, id := range ids {
		at, err := shop.GetIn(q, id)
		if err != nil {
			return nil, err
		}
		if since, any := lateSince(at, a.now); any {
			arms = append(arms, w.with("c.shop_id = ? AND c.waiting_since > 0 AND c.waiting_since <= ?", id, db.Millis(since)))
		}
	}
	return arms, nil
}

// longestWait is how far back somebody may have begun to wait.
const longestWait = 365 * 24 * time.Hour

// lateSince returns the last moment at which who began to wait then should have
// had an answer by now. any is false if there is none.
func lateSince(at shop.Shop, now time.Time) (since time.Time, any bool) {
	late := func(since time.Time) bool {
		by := at.RespondBy(since)
		return !by.IsZero() && by.Before(now)
	}
	from, to := db.Millis(now.Add(-longestWait)), db.Millis(now)
	if !late(db.Time(from)) {
		return since, false
	}
	for to-from > 1 { // from is late, to is not
		if middle := from + (to-from)/2; late(db.Time(middle)) {
			from = middle
		} else {
			to = middle
		}
	}
	return db.Time(from), true
}

func unique(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }
