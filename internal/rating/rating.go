// Package rating keeps what buyers say about how their cases were handled, once
// for each time that a case was closed.
//
// The file rating.go holds the rules and does no I/O; service.go applies them to
// stored ratings, store.go is the SQL.
package rating

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Repeated is the answer to the one question about the handling: did you have to
// explain your problem more than once?
type Repeated string

const (
	RepeatedUnsaid Repeated = ""
	RepeatedYes    Repeated = "yes"
	RepeatedNo     Repeated = "no"
)

// Opinion is what a buyer says about how a case was handled.
type Opinion struct {
	Score    int // 1 to 5
	Words    string
	Repeated Repeated
}

// Rating is an opinion about one closing of a case. A case that is closed anew
// can be rated anew.
type Rating struct {
	ID         string
	CaseID     string
	ShopID     string
	CustomerID string
	ClosedAt   time.Time // which closing it is about
	Opinion
	MessageID string // the buyer's message that was taken as it, "" if they tapped
	MadeAt    time.Time
	ChangedAt time.Time
	Version   int64
}

const (
	ratingTime = 24 * time.Hour // within which an opinion may be changed
	lowScore   = 2              // the team is told of these and worse
	topScore   = 5
)

// Praise tells that the buyer was glad and said why.
func (r Rating) Praise() bool { return r.Score == topScore && r.Words != "" }

// ChangeableUntil is when an opinion becomes final.
func (r Rating) ChangeableUntil() time.Time { return r.MadeAt.Add(ratingTime) }

// Rateable tells whether the buyer may be asked how a case went.
func Rateable(c complaint.Case) bool { return c.Stage == complaint.Closed && c.MergedInto == "" }

// clean returns the opinion as it will be stored, or what is wrong with it.
func (o Opinion) clean() (Opinion, error) {
	o.Words = strings.TrimSpace(o.Words)
	switch {
	case o.Score < 1 || o.Score > topScore:
		return o, fault.Field("score", "rating.score_range", "max", topScore)
	case utf8.RuneCountInString(o.Words) > complaint.MaxWordsLen:
		return o, fault.Field("words", "case.words_too_long", "limit", complaint.MaxWordsLen)
	case o.Repeated != RepeatedUnsaid && o.Repeated != RepeatedYes && o.Repeated != RepeatedNo:
		return o, fault.Field("repeated", "rating.repeated_unknown")
	}
	return o, nil
}

// rate gives an opinion, clean, about a case as it is closed now. before is the
// rating of this closing, if there is one. What the buyer tapped counts more than
// what the team read in a message of theirs; messageID is that, or "".
func rate(c complaint.Case, o Opinion, messageID string, before *Rating, id string, now time.Time) (Rating, error) {
	if !Rateable(c) {
		return Rating{}, fault.New(fault.Conflict, "rating.case_open")
	}
	fresh := Rating{ID: id, CaseID: c.ID, ShopID: c.ShopID, CustomerID: c.CustomerID, ClosedAt: c.ClosedAt,
		Opinion: o, MessageID: messageID, MadeAt: now, ChangedAt: now, Version: 1}
	switch {
	case before == nil:
		return fresh, nil
	case before.Opinion == o && before.MessageID == messageID:
		return *before, nil
	case before.MessageID == "" && messageID != "":
		return *before, fault.New(fault.Conflict, "rating.by_buyer")
	case before.MessageID != "" && messageID == "":
		fresh.ID, fresh.Version = before.ID, before.Version+1
		return fresh, nil
	case !now.Before(before.ChangeableUntil()):
		return *before, fault.New(fault.Conflict, "rating.final")
	}
	r := *before
	r.Opinion, r.MessageID, r.ChangedAt, r.Version = o, messageID, now, r.Version+1
	return r, nil
}
