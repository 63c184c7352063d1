package audit

import (
	"context"
	"fmt"
	"slices"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// What can be wrong with the record.
const (
	Changed     = "changed"      // a record does not match its digest or its hash
	Blanked     = "blanked"      // a record lost its payload, and nothing says who erased it
	Missing     = "missing"      // a version, and perhaps some after it, is not there though a later one is
	SealChanged = "seal_changed" // a seal does not bear the signature
	SealMissing = "seal_missing" // a seal, and perhaps some after it, is not there though a later one, or a record under it, is
	SealDeleted = "seal_deleted" // fewer records than were sealed
	SealAdded   = "seal_added"   // more records than were sealed
	SealBroken  = "seal_broken"  // as many records as were sealed, but not the same or not in the same place
	HeadForged  = "head_forged"  // the head to compare with does not bear the signature
	HeadMissing = "head_missing" // the database ends before that head
	HeadDiffers = "head_differs" // the database has another seal in place of that head
)

// Problem is one finding. Subject and Version are set for records, Seal for
// seals and heads.
type Problem struct {
	Kind    string
	Subject string
	Version int64
	Seal    int64
}

// String is a line for the operator.
func (p Problem) String() string {
	if p.Subject != "" {
		return fmt.Sprintf("%s %s version %d", p.Kind, p.Subject, p.Version)
	}
	return fmt.Sprintf("%s seal %d", p.Kind, p.Seal)
}

// Report is what a verification found.
type Report struct {
	Entries  int64 // records looked at
	Unsealed int64 // of these, written since the last seal
	Head     Head  // the newest seal
	Problems []Problem
}

// OK tells that nothing was found wrong.
func (r Report) OK() bool { return len(r.Problems) == 0 }

// pageSize is how many rows are read at once.
const pageSize = 1000

// Verify recomputes the whole record and names what does not fit. head, if not
// nil, is one kept outside the database: without it, the end of the record
// could have been cut off together with its seals. It may run beside writers.
func Verify(ctx context.Context, q db.Queryer, key Key, head *Head) (Report, error) {
	v := verifier{q: q, key: key}
	last, err := lastHead(q)
	if err != nil {
		return v.report, err
	}
	v.report.Head = last
	for _, step := range []func(context.Context) error{v.seals, v.chains} {
		if err := step(ctx); err != nil {
			return v.report, fmt.Errorf("verifying the audit record: %w", err)
		}
	}
	if head != nil {
		err = v.compare(*head)
	}
	return v.report, err
}

type verifier struct {
	q      db.Queryer
	key    Key
	report Report
}

func (v *verifier) found(p Problem) {
	if !slices.Contains(v.report.Problems, p) {
		v.report.Problems = append(v.report.Problems, p)
	}
}

// seals checks each seal up to the newest, and that the records under it are
// those that were sealed.
func (v *verifier) seals(ctx context.Context) error {
	var previous Head
	computed := "" // what the root of previous should have been
	for {
		heads, err := headsAfter(v.q, previous.Number, v.report.Head.Number, pageSize)
		if err != nil || len(heads) == 0 {
			return err
		}
		for _, h := range heads {
			if err := ctx.Err(); err != nil {
				return err
			}
			if computed, err = v.seal(previous, computed, h); err != nil {
				return err
			}
			previous = h
		}
	}
}

// seal checks one seal and returns the root that it should have.
func (v *verifier) seal(previous Head, computed string, h Head) (string, error) {
	links, err := sealed(v.q, h.Number)
	if err != nil {
		return "", err
	}
	if h.Number > previous.Number+1 {
		v.found(Problem{Kind: SealMissing, Seal: previous.Number + 1})
	}
	if !v.key.signed(h) {
		v.found(Problem{Kind: SealChanged, Seal: h.Number})
	}
	expected := root(previous.Root, links)
	if h.Number != previous.Number+1 {
		return expected, nil // nothing to compare with; the gap is reported
	}
	switch want := h.Entries - previous.Entries; {
	case int64(len(links)) < want:
		v.found(Problem{Kind: SealDeleted, Seal: h.Number})
	case int64(len(links)) > want:
		v.found(Problem{Kind: SealAdded, Seal: h.Number})
	case h.Root != expected && h.Root != root(computed, links):
		v.found(Problem{Kind: SealBroken, Seal: h.Number})
	}
	return expected, nil
}

// chains checks each record and that it follows the one before.
func (v *verifier) chains(ctx context.Context) error {
	var c chain
	for {
		records, err := page(v.q, v.report.Entries > 0, c.previous.Subject, c.previous.Version, pageSize)
		if err != nil || len(records) == 0 {
			return err
		}
		for _, r := range records {
			if err := errorOr(ctx.Err(), v.record(&c, r)); err != nil {
				return err
			}
		}
	}
}

func errorOr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// chain is where the verification of a subject stands.
type chain struct {
	previous Record
	computed string // the hash that previous should have
	erased   int64  // the last version that was erased with a record about it
}

func (v *verifier) record(c *chain, r Record) (err error) {
	v.report.Entries++
	if c.previous.Subject != r.Subject {
		c.previous, c.computed, c.erased = Record{Subject: r.Subject}, "", -1
	}
	if r.Version > c.previous.Version+1 {
		v.found(Problem{Kind: Missing, Subject: r.Subject, Version: c.previous.Version + 1})
	}
	expected := r.chained(c.previous.Hash)
	if c.changed(r, expected) {
		v.found(Problem{Kind: Changed, Subject: r.Subject, Version: r.Version})
	}
	if r.Erased() && c.erased < 0 {
		if c.erased, err = erasedUpTo(v.q, r.Subject); err != nil {
			return err
		}
	}
	if r.Erased() && r.Version > c.erased {
		v.found(Problem{Kind: Blanked, Subject: r.Subject, Version: r.Version})
	}
	c.previous, c.computed = r, expected
	return v.mark(r.Seal)
}

// changed tells that r is not what was written after c.previous. After a gap
// its hash has nothing to be compared with; the gap is reported.
func (c *chain) changed(r Record, expected string) bool {
	switch {
	case !r.Erased() && r.Digest != digest(r.Salt, r.Payload):
		return true
	case r.Version > c.previous.Version+1:
		return false
	}
	return r.Version < 1 || r.Hash != expected && r.Hash != r.chained(c.computed)
}

// mark looks at the seal that a record names. One above the newest was made
// since the verification began, or has been deleted.
func (v *verifier) mark(number int64) error {
	if number == 0 {
		v.report.Unsealed++
	}
	if number <= v.report.Head.Number {
		return nil
	}
	h, err := headAt(v.q, number)
	if err == nil && h.Number == 0 {
		v.found(Problem{Kind: SealMissing, Seal: number})
	}
	return err
}

// compare looks for head, kept elsewhere, among the seals.
func (v *verifier) compare(head Head) error {
	if !v.key.signed(head) {
		v.found(Problem{Kind: HeadForged, Seal: head.Number})
		return nil
	}
	there, err := headAt(v.q, head.Number)
	switch {
	case err != nil || there == head:
	case there.Number == 0:
		v.found(Problem{Kind: HeadMissing, Seal: head.Number})
	default:
		v.found(Problem{Kind: HeadDiffers, Seal: head.Number})
	}
	return err
}
