package approval

import (
	"time"

	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/compensation"
	"github.com/anxin-desk/anxin/internal/compensation/limits"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/shop"
)

// Unanswered rings when nobody has decided about a claim in time. Clock says which
// question it is about: one that was answered or asked anew does nothing.
type Unanswered struct {
	ID    string
	Clock int64
}

// Kind implements jobs.Args.
func (Unanswered) Kind() string { return "compensation.unanswered" }

// Register tells the queue what happens when nobody answers.
func (s *Service) Register() { jobs.HandleTx(s.Queue, s.unanswered) }

// wind sets until when an answer is hoped for, in the opening hours of the shop.
func (s *Service) wind(tx *db.Tx, c compensation.Claim, r limits.Rules) (compensation.Claim, error) {
	at, err := shop.GetIn(tx, c.ShopID)
	if err != nil {
		return c, err
	}
	wait := time.Duration(r.AnswerMinutes) * time.Minute
	due, err := at.Hours.Add(s.Now(), wait)
	if fault.CodeOf(err) == "calendar.never_open" {
		due.At, err = s.Now().Add(wait), nil
	}
	if err != nil {
		return c, err
	}
	c.DueAt = due.At
	return c, s.Queue.Enqueue(tx, Unanswered{c.ID, c.Clock}, c.DueAt)
}

func (s *Service) unanswered(tx *db.Tx, j Unanswered) error {
	in, err := s.open(tx, identity.Everything, j.ID)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	} else if err != nil {
		return err
	}
	was := in.c
	c, rings := in.c.Escalate(j.Clock, in.rules, s.Now())
	if !rings {
		return nil
	}
	verb, code := "escalate", "compensation.escalated"
	if c.Level == was.Level {
		verb, code = "overdue", "compensation.overdue"
	} else if c, err = s.wind(tx, c, in.rules); err != nil {
		return err
	}
	if err := s.aside(tx, c, verb); err != nil {
		return err
	}
	if err := s.tellLevel(tx, c, in.rules, code); err != nil {
		return err
	}
	return s.Line(tx, c, code, identity.SystemID)
}

// aside stores what a clock did. It leaves the version alone, so that nobody is told
// that somebody else changed the claim; such entries have a chain of their own.
func (s *Service) aside(tx *db.Tx, c compensation.Claim, verb string) error {
	c.Asides++
	if err := compensation.UpdateIn(tx, c, c.Version); err != nil {
		return err
	}
	s.hintAfter(tx, c)
	return audit.Write(tx, audit.Entry{Subject: "compensation-clock/" + c.ID, Version: c.Asides, At: s.Now(), Actor: identity.SystemID,
		Verb: "compensation." + verb, Payload: map[string]any{"level": c.Level, "number": c.CaseNumber}})
}
