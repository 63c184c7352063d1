package desk

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/customer/delight"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
)

// CustomerCard is all that a screen shows of one person, so that nobody has to
// tell a story twice.
type CustomerCard struct {
	profile.Profile
	ShopName string
	Zone     string
	Quiet    bool // now is a time at which they are not to be disturbed
	Talks    []Talk
	Past     Past
	Cases    []PastCase // the newest
	More     string     // cursor of older cases, "" if there are none
	Read     []profile.Handle
	Alike    []profile.Alike
	Budget   delight.Budget
	Delights []delight.Delight // for which there is an occasion now
	Given    []delight.Use
	Names    map[string]string // of members of the team, by id
}

// Talk is a conversation of theirs.
type Talk struct {
	ID           string
	CustomerID   string
	CustomerName string
	Channel      string
	MergedInto   string
	Preview      string
	FirstAt      time.Time
	LastAt       time.Time
	WaitingSince time.Time
}

// Past is what there was, counted.
type Past struct {
	FirstAt, LastAt       time.Time // of contact; zero if there was none
	Cases, Open, Solved   int64
	Reopened              int64
	Kept                  Kept
	BrokenLately, Ratings int64
	RatingSum             int64
}

// PastCase is a complaint as a history shows it.
type PastCase struct {
	ID, Number, ConversationID string
	Scenario, Stage            string
	Solved                     string // "yes", "no" or, while nobody knows, ""
	Proposal                   string
	Done                       string // the commitment that was kept last, "" if none
	Score                      int64  // 1 to 5, 0 if the buyer has not rated it
	OpenedAt                   time.Time
	ClosedAt                   time.Time
	ReopenedAt                 time.Time
}

const (
	casePage    = 10
	maxTalks    = 20
	maxCounted  = 500 // cases or commitments that are counted
	wordsLooked = 50  // messages in which phones and e-mail addresses are looked for
)

// CustomerCard returns what is known of the person that a customer is, and what
// the actor may read of what was said and done with them.
func (s *Service) CustomerCard(ctx context.Context, id string) (c CustomerCard, err error) {
	actor, scope, err := identity.Require(ctx, identity.CustomerRead)
	if err != nil {
		return c, err
	}
	q := s.DB.Reader(ctx)
	if c.Profile, err = profile.ReadIn(q, scope, id, s.Now()); err != nil {
		return c, err
	}
	at, err := shop.GetIn(q, c.ShopID)
	if err != nil {
		return c, err
	}
	c.ShopName, c.Zone, c.Quiet = at.Name, at.Location().String(), c.QuietAt(s.Now(), at.Location())
	if err := s.readPast(q, actor, &c); err != nil {
		return c, err
	}
	if err := s.readWords(q, actor, &c); err != nil {
		return c, err
	}
	if err := s.readDelights(q, &c, delight.MonthOf(s.Now(), at.Location())); err != nil {
		return c, err
	}
	c.Names, err = names(q, c.people())
	return c, err
}

func (c CustomerCard) people() (ids []string) {
	for _, m := range c.Memories {
		ids = append(ids, m.By)
	}
	for _, each := range c.Consents {
		ids = append(ids, each.By)
	}
	for _, j := range c.Joinings {
		ids = append(ids, j.By)
	}
	for _, u := range c.Given {
		ids = append(ids, u.By)
	}
	return ids
}

// readPast adds what was said and done, as far as the actor may read it.
func (s *Service) readPast(q db.Queryer, actor identity.Actor, c *CustomerCard) (err error) {
	if c.Talks, err = talksOf(q, c.IDs()); err != nil {
		return err
	}
	for _, t := range c.Talks {
		if c.Past.FirstAt.IsZero() || t.FirstAt.Before(c.Past.FirstAt) {
			c.Past.FirstAt = t.FirstAt
		}
		if t.LastAt.After(c.Past.LastAt) {
			c.Past.LastAt = t.LastAt
		}
	}
	cases := actor.Scope(identity.CaseRead)
	if cases.Sees(c.ShopID, "") {
		if err := countCases(q, c.talkIDs(), &c.Past); err != nil {
			return err
		}
		if c.Cases, c.More, err = pastCases(q, c.talkIDs(), place{}); err != nil {
			return err
		}
	}
	if actor.Scope(identity.CommitmentRead).Sees(c.ShopID, "") {
		if err := countKept(q, c.talkIDs(), s.Now(), &c.Past); err != nil {
			return err
		}
	}
	if !actor.Scope(identity.ConversationRead).Sees(c.ShopID, "") {
		c.Talks = nil
	}
	return nil
}

func (c CustomerCard) talkIDs() []any {
	ids := make([]any, len(c.Talks))
	for i, t := range c.Talks {
		ids[i] = t.ID
	}
	return ids
}

// readWords looks into what they wrote lately for what is not known of them.
func (s *Service) readWords(q db.Queryer, actor identity.Actor, c *CustomerCard) (err error) {
	if !actor.Scope(identity.CustomerWrite).Sees(c.ShopID, "") || !c.ErasedAt.IsZero() {
		return nil
	}
	read, err := readIn(q, c.talkIDs())
	if err != nil {
		return err
	}
	c.Read = c.Fresh(read)
	c.Alike, err = profile.AlikeIn(q, c.Profile, c.Read)
	return err
}

// readDelights finds what may please them now.
func (s *Service) readDelights(q db.Queryer, c *CustomerCard, month string) (err error) {
	if c.Budget, err = delight.BudgetIn(q, c.ShopID, month); err != nil {
		return err
	}
	all, err := delight.OfShopIn(q, c.ShopID)
	if err != nil {
		return err
	}
	if c.Given, err = delight.GivenIn(q, c.IDs()); err != nil || !c.ErasedAt.IsZero() {
		return err
	}
	facts := delight.Facts{VIP: c.Level == profile.VIP, Solved: c.Past.Solved, Broken: c.Past.BrokenLately}
	for _, t := range c.Talks {
		if facts.WaitingSince.IsZero() || !t.WaitingSince.IsZero() && t.WaitingSince.Before(facts.WaitingSince) {
			facts.WaitingSince = t.WaitingSince
		}
	}
	c.Delights = delight.Suggest(all, c.Budget, c.Given, facts, s.Now())
	return nil
}

// CustomerCases returns older cases of a person, behind a cursor.
func (s *Service) CustomerCases(ctx context.Context, id, after string) (cases []PastCase, next string, err error) {
	actor, scope, err := identity.Require(ctx, identity.CustomerRead)
	if err != nil {
		return nil, "", err
	}
	at, err := readCursor(after)
	if err != nil {
		return nil, "", err
	}
	q := s.DB.Reader(ctx)
	p, err := profile.ReadIn(q, scope, id, s.Now())
	if err != nil || !actor.Scope(identity.CaseRead).Sees(p.ShopID, "") {
		return nil, "", err
	}
	talks, err := talksOf(q, p.IDs())
	if err != nil {
		return nil, "", err
	}
	return pastCases(q, CustomerCard{Talks: talks}.talkIDs(), at)
}

// ReadHandle returns, in clear, what stands in a message of a customer and may
// be taken as theirs: of a kind, as it is shown masked.
func (s *Service) ReadHandle(ctx context.Context, id string, from profile.Place, kind profile.Kind, masked string) (h profile.Handle, err error) {
	_, scope, err := identity.Require(ctx, identity.CustomerWrite)
	if err != nil {
		return h, err
	}
	q := s.DB.Reader(ctx)
	p, err := profile.ReadIn(q, scope, id, s.Now())
	if err != nil {
		return h, err
	}
	talks, err := talksOf(q, p.IDs())
	if err != nil {
		return h, err
	}
	return findRead(q, CustomerCard{Talks: talks}.talkIDs(), from, kind, masked)
}
