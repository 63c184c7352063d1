package hearing

import (
	"slices"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/roster/duty"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Audience is a part of the house that a risk concerns.
type Audience string

const (
	Supervisors Audience = "supervisor"
	Legal       Audience = "legal"   // departments of this kind
	Quality     Audience = "quality" // departments of this kind
)

// stage is how far a risk was told. It only goes up.
type stage int64

const (
	untold stage = iota
	asThreat
	asUnderWay
)

// alarmFor is how long after it was said a risk is still told: what is pasted or
// imported from long ago alarms nobody.
const alarmFor = 3 * 24 * time.Hour

func (d Danger) stage() stage {
	if d.UnderWay {
		return asUnderWay
	}
	return asThreat
}

// critical tells whether somebody must look at once: harm, or what the public or
// a regulator knows already.
func (d Danger) critical() bool {
	return d.Type == "safety" || d.UnderWay && (d.Type == "media" || d.Type == "regulator")
}

// concerns returns whose business a risk is.
func (d Danger) concerns() []Audience {
	switch d.Type {
	case "lawsuit", "regulator":
		return []Audience{Supervisors, Legal}
	case "safety":
		return []Audience{Supervisors, Quality}
	}
	return []Audience{Supervisors}
}

// kinds are the kinds of departments that are an audience, whatever they are
// called.
var kinds = map[Audience]shop.DepartmentKind{Legal: shop.Legal, Quality: shop.Quality}

// follow is what becomes of a risk that was known before, if it was: whether it is
// to be told now, and what is known of it then.
func (d Danger) follow(before known, now time.Time) (k known, tell bool) {
	k = known{kind: d.Type, seq: d.Seq, underWay: d.UnderWay, words: d.Text, saidAt: d.At,
		stage: before.stage, told: before.told, toldAt: before.toldAt}
	if d.At.Sub(before.saidAt) > freshFor {
		k.stage, k.told = untold, nil // said anew after a long time
	}
	if d.stage() <= k.stage {
		return k, false
	}
	k.stage = d.stage()
	return k, now.Sub(d.At) <= alarmFor
}

// route stores the risks that are heard now, and tells those whom each concerns:
// once a type, and again when a threat has become true.
func (s *Service) route(tx *db.Tx, c conversation.Conversation, h Heard) error {
	before, err := risksOf(tx, c.ID)
	if err != nil {
		return err
	}
	for _, k := range before {
		if !slices.ContainsFunc(h.Risks, func(d Danger) bool { return d.Type == k.kind }) {
			if err := deleteRisk(tx, c.ID, k.kind); err != nil {
				return err
			}
		}
	}
	for _, d := range h.Risks {
		var was known
		if i := slices.IndexFunc(before, func(k known) bool { return k.kind == d.Type }); i >= 0 {
			was = before[i]
		}
		k, tell := d.follow(was, s.Now())
		if tell {
			if k.told, err = s.tell(tx, c, d); err != nil {
				return err
			}
			k.toldAt = s.Now()
		}
		if err := storeRisk(tx, c.ID, k); err != nil {
			return err
		}
	}
	return nil
}

// tell leaves notices to whom a risk concerns and to who looks after the
// conversation, and a line in its thread. It returns the audiences that were told.
func (s *Service) tell(tx *db.Tx, c conversation.Conversation, d Danger) (told []Audience, err error) {
	who, err := customer.GetIn(tx, c.CustomerID)
	if err != nil {
		return nil, err
	}
	at, err := shop.GetIn(tx, c.ShopID)
	if err != nil {
		return nil, err
	}
	code := "risk.heard"
	if d.critical() {
		code = "risk.critical"
	}
	key := "risk/" + c.ID + "/" + d.Type + "/" + strconv.FormatInt(int64(d.stage()), 10) + "/" + strconv.FormatInt(d.Seq, 10)
	args := map[string]string{"risk": d.Type, "words": d.Text, "buyer": who.Name, "visitor": who.ID, "shop": at.Name}
	if d.UnderWay {
		args["under_way"] = "1"
	}
	people := []string{}
	for _, a := range d.concerns() {
		some, err := s.people(tx, a, c.ShopID)
		if err != nil {
			return nil, err
		}
		if len(some) > 0 {
			told, people = append(told, a), append(people, some...)
		}
	}
	for _, id := range append(people, c.AssigneeID) {
		if err := s.notify(tx, c, id, code, key, args); err != nil {
			return nil, err
		}
	}
	args["told"] = joinAudiences(told)
	_, err = s.Conversations.PostIn(tx, c.ID, conversation.Message{
		Sender: conversation.Sender{Kind: conversation.System}, Kind: conversation.Event, Internal: true,
		Event: conversation.EventLine{Code: code, Args: args}, Key: key,
	})
	return told, err
}

// people are those of an audience who are at work, or all where nobody is.
func (s *Service) people(tx *db.Tx, a Audience, shopID string) (all []string, err error) {
	if a == Supervisors {
		return duty.SupervisorsIn(tx, shopID, s.Now())
	}
	departments, err := shop.DepartmentsIn(tx, shopID)
	if err != nil {
		return nil, err
	}
	for _, d := range departments {
		if d.Kind != kinds[a] {
			continue
		}
		some, err := duty.CrewIn(tx, shopID, d.ID, s.Now())
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// notify leads whoever may read the conversation there; others read what was said.
func (s *Service) notify(tx *db.Tx, c conversation.Conversation, userID, code, key string, args map[string]string) error {
	if userID == "" {
		return nil
	}
	var about notice.About
	reads, err := identity.Holds(tx, userID, identity.ConversationRead, c.ShopID)
	if err != nil {
		return err
	}
	if reads {
		about.ConversationID = c.ID
	}
	return s.Notices.TellIn(tx, userID, code, key, args, about)
}
