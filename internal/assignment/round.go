package assignment

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/load"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
)

// Round hands out what waits in a shop.
type Round struct{ ShopID string }

// Kind implements jobs.Args.
func (Round) Kind() string { return "assignment.round" }

// mostWaiting is how many waiting conversations one round looks at.
const mostWaiting = 200

// wordsRead is how many of a buyer's last messages tell what they need.
const wordsRead = 5

// Register tells the queue when to look again: when somebody begins to wait,
// somebody comes, goes or says how they are there, and when somebody has less to
// do.
func (s *Service) Register() {
	jobs.HandleTx(s.Queue, s.round)
	jobs.Subscribe(s.Queue, "assignment", s.waits)
	jobs.Subscribe(s.Queue, "assignment", s.moved)
	jobs.Subscribe(s.Queue, "assignment", func(tx *db.Tx, _ conversation.Answered) error { return s.soonEverywhere(tx) })
	jobs.Subscribe(s.Queue, "assignment", func(tx *db.Tx, _ identity.Moved) error { return s.soonEverywhere(tx) })
}

// moved remembers who gave a conversation back, so that it does not come to them
// again, and looks whether somebody has room now.
func (s *Service) moved(tx *db.Tx, e conversation.Moved) error {
	if e.To == "" && e.From != "" {
		if err := saveReturned(tx, e.ConversationID, e.From); err != nil {
			return err
		}
	}
	return s.soonEverywhere(tx)
}

func (s *Service) waits(tx *db.Tx, e conversation.Waits) error {
	if !e.Free {
		return nil
	}
	return s.soonIn(tx, e.ShopID)
}

// soonIn has a round done in a shop that hands out. Rounds that are asked for
// meanwhile are one.
func (s *Service) soonIn(tx *db.Tx, shopID string) error {
	plan, err := planIn(tx, shopID)
	if err != nil || !plan.On {
		return err
	}
	return s.Queue.Enqueue(tx, Round{shopID}, s.Now(), jobs.Key("assignment/round/"+shopID))
}

// soonEverywhere has rounds done: people may answer in several shops.
func (s *Service) soonEverywhere(tx *db.Tx) error {
	shops, err := shopsOn(tx)
	for _, id := range shops {
		if err == nil {
			err = s.Queue.Enqueue(tx, Round{id}, s.Now(), jobs.Key("assignment/round/"+id))
		}
	}
	return err
}

// round gives each conversation that waits to whom the rules choose, the longest
// wait first. What nobody can take waits for the next round.
func (s *Service) round(tx *db.Tx, j Round) error {
	plan, err := planIn(tx, j.ShopID)
	if err != nil || !plan.On {
		return err
	}
	waiting, err := load.Waiting(tx, j.ShopID, mostWaiting)
	if err != nil || len(waiting) == 0 {
		return err
	}
	if err := lock(tx); err != nil {
		return err
	}
	team, falls, err := s.teamIn(tx, j.ShopID, plan)
	if err != nil {
		return err
	}
	left := 0
	for i, id := range waiting {
		if !anyRoom(team) {
			left += len(waiting) - i
			break
		}
		given, err := s.give(tx, plan, id, team)
		if err != nil {
			return err
		}
		if !given {
			left++
		}
	}
	if left == 0 || falls.IsZero() {
		return nil
	}
	return s.Queue.Enqueue(tx, Round{j.ShopID}, falls, jobs.Key("assignment/later/"+j.ShopID))
}

func anyRoom(team []Candidate) bool {
	for _, one := range team {
		if one.Takes && one.State == identity.Online && one.Load < one.Room {
			return true
		}
	}
	return false
}

// give hands out one conversation, and counts it for who got it.
func (s *Service) give(tx *db.Tx, plan Plan, id string, team []Candidate) (bool, error) {
	c, err := s.Conversations.LockIn(tx, id)
	if err != nil || !c.Free() {
		return false, err
	}
	need, err := needIn(tx, plan, c)
	if err != nil {
		return false, err
	}
	choice := Choose(need, team)
	if choice.ToID == "" {
		return false, nil
	}
	to := identity.Colleague{ID: choice.ToID, Name: choice.ToName}
	given, err := s.Conversations.GiveIn(tx, c, to, identity.SystemID, "assignment."+string(choice.Reason), choice.args())
	if err != nil || !given {
		return false, err
	}
	for i := range team {
		if team[i].UserID == choice.ToID {
			team[i].Load++
			team[i].TurnAt = s.Now()
		}
	}
	if err := forgetReturned(tx, id); err != nil {
		return false, err
	}
	return true, saveTurn(tx, choice.ToID, s.Now())
}

// args are the values of the line that says why somebody was chosen.
func (c Choice) args() map[string]string {
	args := map[string]string{"needs": strings.Join(c.Needs, ",")}
	for _, v := range c.Verdicts {
		if v.Standing == Chosen {
			args["load"], args["room"] = strconv.FormatInt(v.Load+1, 10), strconv.FormatInt(v.Room, 10)
		}
	}
	return args
}

// needIn finds out what a conversation needs.
func needIn(q db.Queryer, plan Plan, c conversation.Conversation) (n Need, err error) {
	b := Buyer{}
	if b.Words, err = load.Words(q, c.ID, wordsRead); err != nil {
		return n, err
	}
	traits, err := profile.TraitsIn(q, c.CustomerID)
	if err != nil {
		return n, err
	}
	b.VIP = traits.Level == profile.VIP
	if b.GaveBackID, err = returnedBy(q, c.ID); err != nil {
		return n, err
	}
	cases, err := complaint.OfConversationIn(q, identity.Everything, c.ID)
	for _, each := range cases {
		if each.MergedInto != "" {
			continue
		}
		if b.PreviousID == "" {
			b.PreviousID = each.OwnerID
		}
		if each.Stage != complaint.Closed {
			b.Scenario, b.PreviousID = each.Scenario, each.OwnerID
			break
		}
	}
	return plan.NeedOf(b), err
}

// teamIn returns who may answer in a shop, as they are now, and when somebody who
// is there has less to do if nothing more is said; zero if nobody has.
func (s *Service) teamIn(q db.Queryer, shopID string, plan Plan) (team []Candidate, falls time.Time, err error) {
	now := s.Now()
	people, err := identity.Team(q, identity.Scope{Shops: []string{shopID}}, now)
	if err != nil {
		return nil, falls, err
	}
	members, err := membersIn(q, shopID)
	if err != nil {
		return nil, falls, err
	}
	var ids []string
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	loads, err := load.Of(q, ids, time.Duration(plan.QuietMinutes)*time.Minute, now)
	if err != nil {
		return nil, falls, err
	}
	turns, err := turnsIn(q, ids)
	if err != nil {
		return nil, falls, err
	}
	chiefs, err := identity.Colleagues(q, identity.TeamSupervise, shopID)
	for _, p := range people {
		m, said := members[p.ID]
		if !said {
			m = defaultMember(p.ID, slices.ContainsFunc(chiefs, func(c identity.Colleague) bool { return c.ID == p.ID }))
		}
		one := Candidate{Member: m, Name: p.Name, State: p.State, Load: loads[p.ID].Talks, Room: m.Capacity, TurnAt: turns[p.ID]}
		if one.Room == 0 {
			one.Room = plan.Capacity
		}
		if at := loads[p.ID].FallsAt; one.Takes && p.State == identity.Online && !at.IsZero() && (falls.IsZero() || at.Before(falls)) {
			falls = at
		}
		team = append(team, one)
	}
	return team, falls, err
}
