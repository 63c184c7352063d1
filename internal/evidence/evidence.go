// Package evidence keeps what shows what happened in a case: photos, videos and papers
// that buyers give by a link or in the chat, and that the team adds.
//
// An item is written once and stays: nothing changes or deletes it, and a log says who
// gave it, who has looked at it and who took it out of the house. Items name people by
// their ids alone, so that a customer whose name is erased has no name here either; what
// they showed us stays with the case, as their words do.
//
// That the same picture stands in another case is a fact about two pictures. It says
// nothing of anybody.
package evidence

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/evidence/picture"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/playbook"
)

// Source is the way on which an item came.
type Source string

const (
	ByRequest Source = "request" // given by the link of a request
	FromChat  Source = "chat"    // a file of the conversation
	ByTeam    Source = "team"    // added by somebody of the team
)

// Limits of evidence.
const (
	MaxItems    = 200 // of a case
	MaxReason   = 300 // runes
	maxAlike    = 20  // pictures that an item is found to be like
	maxRequests = 20  // of a case
)

// Giver is who did something: a buyer or a member of the team, by id.
type Giver struct {
	Kind string // "buyer", "user" or "system"
	ID   string
}

// Item is one file that shows something.
type Item struct {
	ID            string
	ShopID        string
	CaseID        string
	N             int64 // its number in the shop, for people
	Source        Source
	SourceID      string // of the request or the file of the conversation
	By            Giver
	Name          string
	MediaType     string
	Size          int64 // bytes
	Width, Height int64 // pixels of a picture as shown, else 0
	SHA256        string
	ThumbSHA256   string // "" if there is no thumbnail
	picture.Said
	Print      picture.Print
	Reduced    bool // made smaller on the phone before it was sent
	ReceivedAt time.Time

	Piece   string // what of the checklist it shows, "" for nothing of it
	Filings int64  // how often that was said; the version of Piece
}

// Verb is what was done with an item.
type Verb string

const (
	Received Verb = "received"
	Filed    Verb = "filed" // said what of the checklist it shows
	Viewed   Verb = "viewed"
	Exported Verb = "exported"
)

// Custody is an entry of what was done with an item.
type Custody struct {
	N     int64
	Verb  Verb
	Piece string
	By    Giver
	At    time.Time
}

// Alike is a picture of another case that is the same as an item, or nearly.
type Alike struct {
	ItemID     string // of the item it is like
	OtherID    string
	OtherN     int64
	CaseID     string // of the other
	CaseNumber string
	ReceivedAt time.Time // of the other
	Same       bool      // byte for byte; else the picture looks the same
	Mirrored   bool
}

// Status is how a piece of the checklist stands.
type Status string

const (
	Missing   Status = "missing"
	Done      Status = "done"
	NotNeeded Status = "not_needed"
)

// Piece is something that the checklist of a scenario asks for.
type Piece struct {
	ID       string
	Text     playbook.Text
	Required bool
	Ours     bool // we or somebody else provide it: the buyer is not asked
	Status   Status
	Count    int
	Waiver   Waiver
}

// Waiver says that a piece is not needed, and why.
type Waiver struct {
	Piece   string
	Reason  string // "" if the piece is wanted again
	ByID    string
	At      time.Time
	Version int64
}

// Other is the piece of what is on no checklist.
const Other = "other"

// oursEnd is how playbooks end what the buyer is not asked for: 我方提供, 承运方提供.
const oursEnd = "方提供）"

// Checklist returns what a case should have by a playbook; nothing without one.
func Checklist(p *playbook.Playbook) (all []Piece) {
	if p == nil {
		return nil
	}
	for _, i := range p.Checklist {
		all = append(all, Piece{ID: i.ID, Text: i.Text, Required: i.Required, Ours: strings.HasSuffix(i.Text.Zh, oursEnd), Status: Missing})
	}
	return all
}

// Standing returns a checklist as it stands with items and waivers.
func Standing(list []Piece, items []Item, waivers []Waiver) []Piece {
	all := slices.Clone(list)
	for i := range all {
		for _, w := range waivers {
			if w.Piece == all[i].ID {
				all[i].Waiver = w
			}
		}
		for _, item := range items {
			if item.Piece == all[i].ID {
				all[i].Count++
			}
		}
		switch {
		case all[i].Count > 0:
			all[i].Status = Done
		case all[i].Waiver.Reason != "":
			all[i].Status = NotNeeded
		}
	}
	return all
}

// Lacking returns the pieces that are required and neither there nor done without.
func Lacking(list []Piece) (all []Piece) {
	for _, p := range list {
		if p.Required && p.Status == Missing {
			all = append(all, p)
		}
	}
	return all
}

// known refuses a piece that a checklist does not ask for. "" and [Other] are always
// right.
func known(list []Piece, piece string) error {
	if piece == "" || piece == Other || slices.ContainsFunc(list, func(p Piece) bool { return p.ID == piece }) {
		return nil
	}
	return fault.Field("piece", "evidence.piece_unknown")
}

// waive returns a waiver as it will be kept.
func (w Waiver) waive(list []Piece, reason, by string, now time.Time) (Waiver, error) {
	reason = strings.TrimSpace(reason)
	if err := known(list, w.Piece); err != nil || w.Piece == "" || w.Piece == Other {
		return w, fault.Field("piece", "evidence.piece_unknown")
	}
	if utf8.RuneCountInString(reason) > MaxReason {
		return w, fault.Field("reason", "evidence.text_long", "limit", MaxReason)
	}
	w.Reason, w.ByID, w.At, w.Version = reason, by, now, w.Version+1
	return w, nil
}
