package robot

import (
	"context"
	"strconv"
	"time"

	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// say has a robot say what has gathered.
type say struct{ RobotID string }

func (say) Kind() string { return "robot.say" }

// Register tells the queue who listens to what happens to tickets, and who speaks.
func (s *Service) Register() {
	jobs.Subscribe(s.Queue, "robots", s.hear)
	jobs.Handle(s.Queue, s.say)
}

// hear notes what happened for the robots that want to say it.
func (s *Service) hear(tx *db.Tx, e dispatch.Happened) error {
	t, err := ticket.GetIn(tx, identity.Places{Scope: identity.Everything}, e.TicketID)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	} else if err != nil {
		return err
	}
	all, err := ofShop(tx, t.ShopID)
	if err != nil {
		return err
	}
	for _, r := range all {
		if !r.hears(t.DepartmentID, e.What) || r.PausedFor == "hand" {
			continue
		}
		l := Line{ID: s.NewID(), RobotID: r.ID, Event: e.What, TicketID: t.ID, At: s.Now(), State: Waiting, key: string(e.What) + "/" + t.ID + "/" + e.Moment}
		if added, err := addLine(tx, l); err != nil {
			return err
		} else if !added || !r.PausedAt.IsZero() {
			continue
		}
		at := s.Now().Add(gather)
		if r.nextAt.After(at) {
			at = r.nextAt
		}
		if err := s.wake(tx, r, at); err != nil {
			return err
		}
	}
	return nil
}

// wake has a robot look at a time whether there is something to say. Those of one
// second are one.
func (s *Service) wake(tx *db.Tx, r Robot, at time.Time) error {
	at = at.Add(time.Second - time.Millisecond).Truncate(time.Second)
	return s.Queue.Enqueue(tx, say{r.ID}, at, jobs.Key("robot.say/"+r.ID+"/"+strconv.FormatInt(at.Unix(), 10)), jobs.Once())
}

// say claims what has gathered, sends it, and notes what came of that. Of two that
// do it at once, the second comes back later. A process that dies in between has
// its lines said once more by the next one: nobody knows whether they arrived.
func (s *Service) say(ctx context.Context, j say) error {
	r, lines, text, err := s.claim(ctx, j.RobotID)
	if err != nil || len(lines) == 0 {
		return err
	}
	v := s.send(ctx, r, text)
	// Whatever ended ctx, what was said is noted: only a dead process forgets.
	for range settleTries {
		if _, err = s.settle(context.WithoutCancel(ctx), r.ID, lines, len(lines) > 1, v); err == nil {
			break
		}
	}
	return err
}

// settleTries is how often it is tried to note that something was said.
const settleTries = 3

// claim takes what has gathered as far as it is still worth saying; there are no
// lines if there is nothing to say now.
func (s *Service) claim(ctx context.Context, id string) (r Robot, lines []Line, text string, err error) {
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		lines, text = nil, ""
		r, err = get(tx, identity.Everything, id, tx.ForUpdate())
		if fault.KindOf(err) == fault.NotFound {
			return nil
		} else if err != nil || !r.PausedAt.IsZero() {
			return err
		}
		all, err := open(tx, id)
		if err != nil || len(all) == 0 {
			return err
		}
		if s.Now().Before(r.free()) {
			return s.wake(tx, r, r.free())
		}
		var items []item
		for _, l := range all {
			i, worth, err := s.worth(tx, r, l)
			if err != nil {
				return err
			}
			if worth {
				l.State, lines, items = Sending, append(lines, l), append(items, i)
				if err := updateLine(tx, l); err != nil {
					return err
				}
			}
		}
		if len(lines) == 0 {
			return nil
		}
		at, err := shop.GetIn(tx, r.ShopID)
		if err != nil {
			return err
		}
		text = compose(r.Language, latest(items), s.Now(), at.Location(), maxText[r.Kind])
		r.busyUntil = s.Now().Add(busyFor)
		return update(tx, r)
	})
	return r, lines, text, err
}

// worth tells whether a line is still to be said, and as what. One that is not is
// put aside.
func (s *Service) worth(tx *db.Tx, r Robot, l Line) (i item, worth bool, err error) {
	t, err := ticket.GetIn(tx, identity.Places{Scope: identity.Everything}, l.TicketID)
	switch {
	case err != nil && fault.KindOf(err) != fault.NotFound:
		return i, false, err
	case err == nil && s.Now().Sub(l.At) >= staleAfter:
		l.State = Stale
	case err != nil, moot(l.Event, t, s.Now()), r.DepartmentID != "" && t.DepartmentID != r.DepartmentID:
		l.State = Moot
	default:
		i = item{what: l.Event, of: t}
		if r.DepartmentID != "" { // a group of the whole shop has no business doing it
			i.link, err = s.Links.AddressIn(tx, t, identity.SystemID)
		}
		return i, true, err
	}
	l.EndedAt = s.Now()
	return i, false, updateLine(tx, l)
}

// latest keeps the last word about each ticket.
func latest(items []item) (out []item) {
	seen := map[string]int{}
	for _, i := range items {
		if at, ok := seen[i.of.ID]; ok {
			out[at] = i
			continue
		}
		seen[i.of.ID] = len(out)
		out = append(out, i)
	}
	return out
}

// send brings a text to the group of a robot.
func (s *Service) send(ctx context.Context, r Robot, text string) verdict {
	address, err := s.Box.Open(r.ID+"/address", r.address)
	if err != nil {
		return verdict{outcome: refused, err: fault.New(fault.Unavailable, "robot.sealed").Because(err)}
	}
	secret, err := s.Box.Open(r.ID+"/secret", r.secret)
	if err != nil {
		return verdict{outcome: refused, err: fault.New(fault.Unavailable, "robot.sealed").Because(err)}
	}
	to, body, err := form(r.Kind, address, secret, text, s.Now())
	if err != nil {
		return verdict{outcome: refused, err: fault.New(fault.Unavailable, "outgoing.address").Because(err)}
	}
	a, err := s.Sender.Post(ctx, to, body)
	return judge(r.Kind, a, err)
}

// settle notes what came of an attempt. A robot that has failed too often pauses,
// and who manages the shop is told.
func (s *Service) settle(ctx context.Context, id string, lines []Line, many bool, v verdict) (r Robot, err error) {
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		r, err = get(tx, identity.Everything, id, tx.ForUpdate())
		if fault.KindOf(err) == fault.NotFound {
			return nil // it was removed meanwhile, with its lines
		} else if err != nil {
			return err
		}
		for _, l := range lines {
			if err := updateLine(tx, l.after(v, s.Now())); err != nil {
				return err
			}
		}
		gives := false
		if r, gives = r.after(v, many, s.Now()); gives {
			if r, err = s.giveUp(tx, r); err != nil {
				return err
			}
		}
		if err := update(tx, r); err != nil {
			return err
		}
		left, err := open(tx, id)
		if err != nil || len(left) == 0 || !r.PausedAt.IsZero() {
			return err
		}
		return s.wake(tx, r, r.nextAt)
	})
	return r, err
}

func (s *Service) giveUp(tx *db.Tx, r Robot) (Robot, error) {
	r.PausedAt, r.PausedFor, r.Version = s.Now(), "failures", r.Version+1
	if err := s.audit(tx, r, identity.SystemID, "pause"); err != nil {
		return r, err
	}
	managers, err := identity.Colleagues(tx, identity.ShopManage, r.ShopID)
	if err != nil {
		return r, err
	}
	key := "robot.paused/" + r.ID + "/" + strconv.FormatInt(r.PausedAt.UnixMilli(), 10)
	for _, m := range managers {
		if err := s.Notices.TellIn(tx, m.ID, "robot.paused", key, map[string]string{"name": r.Name}, notice.About{}); err != nil {
			return r, err
		}
	}
	return r, nil
}

// Sweep forgets what was said long ago.
func (s *Service) Sweep(ctx context.Context) error {
	return s.DB.InTx(ctx, func(tx *db.Tx) error { return sweep(tx, s.Now().Add(-keepLines)) })
}
