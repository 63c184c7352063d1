package dispute

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Piece is one piece of evidence of an answer pack.
type Piece string

const (
	PieceStatement  Piece = "statement"
	PieceNotice     Piece = "notice" // what we were sent
	PieceOrder      Piece = "order"
	PieceTranscript Piece = "transcript"
	PieceLogistics  Piece = "logistics"
	PiecePage       Piece = "product_page" // as it was when the order was placed
	PiecePhoto      Piece = "outbound_photo"
	PieceInspection Piece = "inspection" // inspection, purchase and authorisation papers
	PieceRefund     Piece = "refund_proof"
	PieceAgreement  Piece = "agreement" // with the buyer
	PieceLicence    Piece = "licence"
	PieceMandate    Piece = "mandate" // who may act for us
	PieceOther      Piece = "other"
)

// wanted says which pieces an answer needs, and which help it, by kind.
var wanted = map[Kind]struct{ required, helpful []Piece }{
	AfterSale:    {[]Piece{PieceStatement, PieceOrder, PieceTranscript}, []Piece{PieceLogistics, PiecePhoto, PiecePage, PieceInspection, PieceRefund}},
	Intervention: {[]Piece{PieceStatement, PieceOrder, PieceTranscript, PieceLogistics}, []Piece{PiecePhoto, PiecePage, PieceInspection, PieceRefund}},
	Gov12315:     {[]Piece{PieceStatement, PieceNotice, PieceLicence, PieceOrder, PieceTranscript}, []Piece{PiecePage, PieceInspection, PieceLogistics, PieceRefund, PieceAgreement, PieceMandate}},
	Gov12345:     {[]Piece{PieceStatement, PieceNotice, PieceOrder, PieceTranscript}, []Piece{PieceLicence, PiecePage, PieceInspection, PieceLogistics, PieceRefund, PieceAgreement}},
	PublicSite:   {[]Piece{PieceStatement, PieceNotice, PieceTranscript}, []Piece{PieceOrder, PieceLogistics, PieceRefund, PieceAgreement, PiecePage, PieceInspection}},
	Legal:        {[]Piece{PieceStatement, PieceNotice, PieceLicence, PieceMandate, PieceOrder, PieceTranscript}, []Piece{PiecePage, PieceInspection, PieceLogistics, PieceRefund, PieceAgreement}},
	OtherKind:    {[]Piece{PieceStatement}, []Piece{PieceNotice, PieceOrder, PieceTranscript, PieceLogistics, PieceRefund, PieceAgreement}},
}

// because are the pieces without which an answer for a reason convinces nobody.
var because = map[string][]Piece{
	"quality":          {PieceInspection},
	"not_as_described": {PiecePage},
	"counterfeit":      {PieceInspection},
	"late":             {PieceLogistics},
	"lost":             {PieceLogistics},
	"refund":           {PieceRefund},
	"price_invoice":    {PiecePage},
	"food_safety":      {PieceInspection},
}

// Status is how a piece stands.
type Status string

const (
	Missing  Status = "missing"
	Found    Status = "found"    // the program has it
	Attached Status = "attached" // as files
	Waived   Status = "waived"   // done without, for a reason
)

// Item is a piece as it stands in a pack.
type Item struct {
	Piece    Piece
	Required bool
	Status   Status
	Files    []File
	Waiver   Waiver
}

// Waiver says why a piece is done without.
type Waiver struct {
	Piece  Piece
	Reason string
	ByID   string
	At     time.Time
}

// File belongs to a piece.
type File struct {
	ID          string
	DisputeID   string
	Piece       Piece
	Key         string
	ByID        string
	Name        string
	MediaType   string
	Size        int64
	SHA256      string
	ThumbSHA256 string
	MadeAt      time.Time
}

// MaxFiles of a pack.
const MaxFiles = 40

// Evidence is what is there for a pack.
type Evidence struct {
	Found   map[Piece]bool
	Files   []File
	Waivers []Waiver
}

// Pack returns the pieces of the answer to a dispute, what is required first. What
// was attached to a piece that is not asked for stands at the end.
func (d Dispute) Pack(e Evidence) []Item {
	list := wanted[d.Kind]
	required := slices.Clone(list.required)
	for _, p := range because[d.Reason] {
		if !slices.Contains(required, p) {
			required = append(required, p)
		}
	}
	var all []Item
	for _, p := range append(append(required, list.helpful...), PieceOther) {
		if !slices.ContainsFunc(all, func(i Item) bool { return i.Piece == p }) {
			all = append(all, e.item(p, slices.Contains(required, p)))
		}
	}
	for _, f := range e.Files {
		if !slices.ContainsFunc(all, func(i Item) bool { return i.Piece == f.Piece }) {
			all = append(all, e.item(f.Piece, false))
		}
	}
	return all
}

func (e Evidence) item(p Piece, required bool) Item {
	i := Item{Piece: p, Required: required, Status: Missing}
	for _, f := range e.Files {
		if f.Piece == p {
			i.Files = append(i.Files, f)
		}
	}
	for _, w := range e.Waivers {
		if w.Piece == p {
			i.Waiver, i.Status = w, Waived
		}
	}
	switch {
	case len(i.Files) > 0:
		i.Status = Attached
	case e.Found[p]:
		i.Status = Found
	}
	return i
}

// Lacking returns the required pieces that are missing.
func Lacking(pack []Item) (missing []Piece) {
	for _, i := range pack {
		if i.Required && i.Status == Missing {
			missing = append(missing, i.Piece)
		}
	}
	return missing
}

// pieces are all of them.
var pieces = []Piece{PieceStatement, PieceNotice, PieceOrder, PieceTranscript, PieceLogistics, PiecePage, PiecePhoto, PieceInspection,
	PieceRefund, PieceAgreement, PieceLicence, PieceMandate, PieceOther}

func (p Piece) check() error {
	if !slices.Contains(pieces, p) {
		return fault.Field("piece", "dispute.piece_unknown")
	}
	return nil
}

// waive returns a waiver as it will be kept.
func waive(p Piece, reason, by string, now time.Time) (Waiver, error) {
	reason = strings.TrimSpace(reason)
	if err := p.check(); err != nil {
		return Waiver{}, err
	}
	if utf8.RuneCountInString(reason) > MaxNote {
		return Waiver{}, fault.Field("reason", "dispute.text_long", "limit", MaxNote)
	}
	return Waiver{p, reason, by, now}, nil
}
