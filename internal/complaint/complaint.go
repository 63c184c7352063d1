// Package complaint keeps complaint cases: one accountable owner from open to
// close, a stage that says where the handling is, and an outcome that the buyer
// confirms.
//
// Whatever decides whether a case may close goes through this package and locks
// the case: making a commitment, replacing one, asking for the outcome, and
// closing. A case with an unsettled commitment does not close.
package complaint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Severity says how bad it is.
type Severity string

const (
	Low      Severity = "low"
	Normal   Severity = "normal"
	High     Severity = "high"
	Critical Severity = "critical"
)

// Severities are all of them, mildest first.
var Severities = []Severity{Low, Normal, High, Critical}

// Stage says where the handling is. The order is that of ISO 10002 and
// GB/T 19012.
type Stage string

const (
	Received      Stage = "received"
	Acknowledged  Stage = "acknowledged"
	Understood    Stage = "understood"
	Investigating Stage = "investigating"
	Proposed      Stage = "proposed"
	Agreed        Stage = "agreed"
	Fulfilling    Stage = "fulfilling"
	Verifying     Stage = "verifying"
	Closed        Stage = "closed"
)

// Stages are all of them, first to last.
var Stages = []Stage{Received, Acknowledged, Understood, Investigating, Proposed, Agreed, Fulfilling, Verifying, Closed}

// Outcome is what the buyer said when asked whether it is solved.
type Outcome string

const (
	NotAsked  Outcome = ""
	Asked     Outcome = "asked"
	Confirmed Outcome = "confirmed"
	Declined  Outcome = "declined"
)

// Demands are what a buyer may want.
var Demands = []string{"refund", "return_refund", "exchange", "resend", "repair", "compensation", "partial_refund",
	"coupon", "apology", "progress", "explanation", "invoice", "punish", "other"}

// Scenarios are the kinds of complaint, by their stable ids.
var Scenarios = []string{
	"quality.damaged", "quality.malfunction", "quality.not_as_described", "quality.counterfeit", "quality.expired", "quality.foreign_body",
	"order.wrong_item", "order.unshipped", "order.change",
	"logistics.late", "logistics.lost", "logistics.damaged", "logistics.signed_not_received", "logistics.not_to_door",
	"aftersales.refund_slow", "aftersales.return", "aftersales.return_refused", "aftersales.exchange_repair", "aftersales.price_invoice",
	"service.attitude", "service.system_fault", "service.broken_promise",
	"marketing.promo", "demand.unreasonable", "demand.extortion", "public.exposure", "privacy.leak", "inquiry.simple",
}

// Limits of a case.
const (
	MaxSummaryLen = 1000 // runes
	MaxOrderLen   = 64
	MaxWordsLen   = 500 // runes of what a buyer adds to an answer
)

// Case is a complaint case.
type Case struct {
	ID             string
	Number         string // for people, unique in the shop: "A261123-001"
	Key            string
	ShopID         string
	CustomerID     string
	ConversationID string
	Facts
	Stage          Stage
	Skipped        []Stage // passed over on the way, each once
	OwnerID        string
	FirstContactID string // who met the buyer first
	Outcome        Outcome
	OutcomeText    string // what the buyer was asked
	OutcomeWords   string // what the buyer added
	OutcomeAskedAt time.Time
	OpenedAt       time.Time
	ClosedAt       time.Time // zero while open
	ReopenedAt     time.Time // of the last time that the buyer said it is not solved
	Version        int64
}

// Facts are what a case is about; people may correct them.
type Facts struct {
	Scenario string
	Severity Severity
	Demands  []string
	OrderNo  string
	Summary  string
}

// clean returns the facts as they will be stored, or what is wrong with them.
func (f Facts) clean() (Facts, error) {
	f.OrderNo, f.Summary = strings.TrimSpace(f.OrderNo), strings.TrimSpace(f.Summary)
	switch {
	case !slices.Contains(Scenarios, f.Scenario):
		return f, fault.Field("scenario", "case.scenario_unknown")
	case !slices.Contains(Severities, f.Severity):
		return f, fault.Field("severity", "case.severity_unknown")
	case utf8.RuneCountInString(f.OrderNo) > MaxOrderLen:
		return f, fault.Field("order_no", "case.order_too_long", "limit", MaxOrderLen)
	case utf8.RuneCountInString(f.Summary) > MaxSummaryLen:
		return f, fault.Field("summary", "case.summary_too_long", "limit", MaxSummaryLen)
	}
	var demands []string
	for _, d := range f.Demands {
		if !slices.Contains(Demands, d) {
			return f, fault.Field("demands", "case.demand_unknown", "demand", d)
		}
		if !slices.Contains(demands, d) {
			demands = append(demands, d)
		}
	}
	f.Demands = demands
	return f, nil
}

// equal tells whether f and g, both clean, say the same.
func (f Facts) equal(g Facts) bool {
	return f.Scenario == g.Scenario && f.Severity == g.Severity && f.OrderNo == g.OrderNo &&
		f.Summary == g.Summary && slices.Equal(f.Demands, g.Demands)
}

// step names what is said in the thread at this version of a case: the same
// question may be asked twice, at different versions.
func (c Case) step() string { return c.ID + "/" + strconv.FormatInt(c.Version, 10) }

// number is what people call the n-th case that a shop opened on a day of its
// own calendar.
func number(day time.Time, n int64) string { return fmt.Sprintf("A%s-%03d", day.Format("060102"), n) }

// mustBeOpen is what every change of a case asks first.
func (c Case) mustBeOpen() error {
	if c.Stage == Closed {
		return fault.New(fault.Conflict, "case.closed")
	}
	return nil
}

// advance moves a case forward to a stage and notes what it passed over.
func (c Case) advance(to Stage) Case {
	from, target := slices.Index(Stages, c.Stage), slices.Index(Stages, to)
	for i := from + 1; i < target; i++ {
		if !slices.Contains(c.Skipped, Stages[i]) {
			c.Skipped = append(slices.Clone(c.Skipped), Stages[i])
		}
	}
	if target > from {
		c.Stage = to
	}
	return c
}

// commit is what a new commitment does to its case: there is something to do
// again, so a question about the outcome is withdrawn.
func (c Case) commit() (Case, error) {
	if err := c.mustBeOpen(); err != nil {
		return c, err
	}
	if c.Stage == Verifying {
		c.Stage, c.Outcome = Fulfilling, NotAsked
		return c, nil
	}
	return c.advance(Investigating), nil
}

// ask turns to the buyer for the outcome. unsettled is the number of open
// commitments of the case.
func (c Case) ask(text string, unsettled int64, now time.Time) (Case, error) {
	if err := c.mustBeOpen(); err != nil {
		return c, err
	}
	text = strings.TrimSpace(text)
	switch {
	case unsettled > 0:
		return c, fault.New(fault.Conflict, "case.commitments_open", "count", unsettled)
	case c.Outcome == Asked:
		return c, fault.New(fault.Conflict, "case.asked_already")
	case text == "":
		return c, fault.Field("text", "case.outcome_text_missing")
	case utf8.RuneCountInString(text) > MaxSummaryLen:
		return c, fault.Field("text", "case.outcome_text_too_long", "limit", MaxSummaryLen)
	}
	c = c.advance(Verifying)
	c.Outcome, c.OutcomeText, c.OutcomeWords, c.OutcomeAskedAt = Asked, text, "", now
	return c, nil
}

// answer takes the buyer's word on the outcome. Confirmed closes the case;
// declined opens the handling again. The same answer again changes nothing.
func (c Case) answer(solved bool, words string, unsettled int64, now time.Time) (Case, error) {
	words = strings.TrimSpace(words)
	said := Declined
	if solved {
		said = Confirmed
	}
	switch {
	case c.Outcome == said:
		return c, nil
	case c.Outcome != Asked:
		return c, fault.New(fault.Conflict, "case.not_asked")
	case utf8.RuneCountInString(words) > MaxWordsLen:
		return c, fault.Field("words", "case.words_too_long", "limit", MaxWordsLen)
	case solved && unsettled > 0:
		return c, fault.New(fault.Conflict, "case.commitments_open", "count", unsettled)
	}
	c.Outcome, c.OutcomeWords = said, words
	if solved {
		c.Stage, c.ClosedAt = Closed, now
	} else {
		c.Stage, c.ReopenedAt = Investigating, now
	}
	return c, nil
}
