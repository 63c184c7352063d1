package register

import (
	"cmp"
	"slices"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Limits of what is taken from a row, in runes.
const (
	maxName  = 40
	maxShort = 100
	maxText  = 900
	maxTypes = 200 // that a preview lists
)

// rows reads the rows of one register.
type rows struct {
	intake.Layout
	*Service
	i      intake.Import
	owners map[string]string // id of colleagues by name
	types  map[string]*intake.Value
}

// Key implements intake.Reader.
func (l *rows) Key(r intake.Row) (string, error) {
	text := l.Words(r, columns.Text, maxText)
	if text == "" && l.Empty(r) {
		return "", nil
	}
	if text == "" {
		return "", fault.New(fault.Invalid, "register.text_missing")
	}
	who := cmp.Or(l.Words(r, columns.Nick, maxShort), l.Words(r, columns.Phone, maxShort), l.Words(r, columns.Who, maxShort))
	return keyOf(l.Words(r, columns.Entry, maxShort), l.Words(r, columns.Told, maxShort), l.Words(r, columns.Number, maxShort), who, text), nil
}

// Follows implements intake.Reader.
func (*rows) Follows(intake.Row) bool { return false }

// Build makes a case of a row. A row that comes twice is one; a number that
// stands at two different rows is a mistake.
func (l *rows) Build(key string, all []intake.Row) (intake.Draft, []intake.Problem) {
	e, problems := l.entry(key, all[0])
	for _, r := range all[1:] {
		if l.Words(r, columns.Text, maxText) != l.Words(all[0], columns.Text, maxText) || l.Words(r, columns.Number, maxShort) != l.Words(all[0], columns.Number, maxShort) {
			problems = append(problems, l.Wrong(r, columns.Entry, l.Words(r, columns.Entry, maxShort),
				fault.New(fault.Invalid, "register.entry_twice", "line", all[0].Line)))
		}
	}
	return e, problems
}

func (l *rows) entry(key string, r intake.Row) (e entry, problems []intake.Problem) {
	shown := cmp.Or(l.Words(r, columns.Entry, maxShort), l.Words(r, columns.Number, maxShort))
	wrong := func(f columns.Field, err error) {
		if err != nil {
			problems = append(problems, l.Wrong(r, f, shown, err))
		}
	}
	e.key = key
	var err error
	e.opened, err = l.told(r)
	wrong(columns.Told, err)
	e.facts.OrderNo, err = cell.Number(l.Cell(r, columns.Number))
	wrong(columns.Number, err)
	e.facts.Scenario, err = l.scenario(r)
	wrong(columns.Type, err)
	e.facts.Severity = severity(l.Words(r, columns.LevelWord, maxShort))
	wrong(columns.Phone, l.person(r, &e))
	wrong(columns.Settled, l.end(r, &e, wrong))
	l.write(r, &e)
	e.owner = l.ownerOf(r, e)
	state := "closed"
	if e.closed.IsZero() {
		state = "open"
	}
	e.shown = []string{e.opened.In(l.Zone).Format(time.DateOnly), e.name, e.facts.OrderNo, e.facts.Scenario, state, e.facts.Summary}
	return e, problems
}

func (l *rows) told(r intake.Row) (time.Time, error) {
	at, err := cell.Time(l.Cell(r, columns.Told), l.Zone)
	switch {
	case err != nil:
		return at, err
	case at.IsZero():
		return at, fault.New(fault.Invalid, "register.date_missing")
	case at.After(l.i.MadeAt.Add(24 * time.Hour)):
		return at, fault.New(fault.Invalid, "register.date_future")
	}
	return at, nil
}

// scenario is what people say that a type means, else what is guessed. A row
// without a type is read itself.
func (l *rows) scenario(r intake.Row) (string, error) {
	words := l.Words(r, columns.Type, maxShort)
	v := l.types[words]
	if v == nil {
		v = &intake.Value{Words: words, Meaning: l.Values[words]}
		if v.Guessed = v.Meaning == "" && words != ""; v.Guessed {
			v.Meaning = guess(words)
		}
		l.types[words] = v
	}
	v.Rows++
	found := v.Meaning
	if words == "" {
		found = cmp.Or(guess(l.Words(r, columns.Text, maxText)), v.Meaning)
	}
	if !slices.Contains(complaint.Scenarios, found) {
		return "", fault.New(fault.Invalid, "register.type_unread", "value", words)
	}
	return found, nil
}

// Meanings implements intake.Valued: the types of complaint in the rows that were
// read so far, the most frequent first.
func (l *rows) Meanings() []intake.Value {
	var all []intake.Value
	for _, v := range l.types {
		all = append(all, *v)
	}
	slices.SortFunc(all, func(a, b intake.Value) int { return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Words, b.Words)) })
	return all[:min(len(all), maxTypes)]
}

// person takes who complained: a name, and what they may be known by. A masked
// phone, or one that is none, is no such thing.
func (l *rows) person(r intake.Row, e *entry) error {
	nick := l.Words(r, columns.Nick, maxShort)
	e.name = cell.Text(cmp.Or(l.Words(r, columns.Who, maxName), nick), maxName)
	platform := cmp.Or(columns.PlatformOf(l.Words(r, columns.Platform, maxShort)), l.Platform)
	for _, h := range []profile.Handle{
		{Kind: profile.Nick, Platform: profile.PlatformOfOrders(platform), Value: nick},
		{Kind: profile.Phone, Value: l.Words(r, columns.Phone, maxShort)},
	} {
		if clean, err := h.Clean(); err == nil {
			e.handles = append(e.handles, clean)
		}
	}
	_, err := cell.Phone(l.Cell(r, columns.Phone))
	return err
}

// end takes whether it is over, and since when: if nobody says, since the day on
// which it began.
func (l *rows) end(r intake.Row, e *entry, wrong func(columns.Field, error)) error {
	at, err := cell.Time(l.Cell(r, columns.Settled), l.Zone)
	if err != nil {
		return err
	}
	words := l.Words(r, columns.Standing, maxShort)
	over := l.Heading(columns.Standing) == "" || !at.IsZero() || l.Words(r, columns.Result, maxText) != ""
	closed, err := standing(words, over)
	wrong(columns.Standing, err)
	if !closed {
		return nil
	}
	if at.IsZero() {
		at = e.opened
	}
	if y, m, d := e.opened.In(l.Zone).Date(); at.Before(time.Date(y, m, d, 0, 0, 0, 0, l.Zone)) {
		return fault.New(fault.Invalid, "register.settled_before")
	}
	if e.closed = at; at.Before(e.opened) { // on the same day, of which only one tells the hour
		e.closed = e.opened
	}
	return nil
}

// write takes what was said and done, under the headings of the register.
func (l *rows) write(r intake.Row, e *entry) {
	under := func(f columns.Field) [2]string { return [2]string{l.Heading(f), l.Words(r, f, maxText)} }
	e.facts.Summary = lines(complaint.MaxSummaryLen, [2]string{"", l.Words(r, columns.Text, maxText)}, under(columns.Title))
	e.proposal = lines(complaint.MaxSummaryLen, [2]string{"", l.Words(r, columns.Proposed, maxText)}, under(columns.Redress))
	e.note = lines(complaint.MaxSummaryLen, under(columns.Result), under(columns.Blame), under(columns.Handler), under(columns.Remark), under(columns.Entry))
}

// ownerOf is who answers for a case: for an open one who was chosen for these;
// else who the register names, if they are here; else who imports.
func (l *rows) ownerOf(r intake.Row, e entry) string {
	named := l.owners[l.Words(r, columns.Handler, maxShort)]
	if e.closed.IsZero() {
		return cmp.Or(l.Owner, named, l.i.StartedBy)
	}
	return cmp.Or(named, l.i.StartedBy)
}
