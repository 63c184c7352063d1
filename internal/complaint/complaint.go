// Package complaint keeps complaint cases: one accountable owner from open to
// close, a stage that says where the handling is, and an outcome that the buyer
// confirms.
//
// Whatever decides whether a case may close goes through this package and locks
// the case: making a commitment, replacing one, asking for the outcome, and
// closing. A case with an unsettled commitment, ticket or compensation does not
// close.
package complaint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/complaint/owed"
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

// Outcome is what the buyer said when asked whether it is solved.
type Outcome string

const (
	NotAsked  Outcome = ""
	Asked     Outcome = "asked"
	Confirmed Outcome = "confirmed"
	Declined  Outcome = "declined"
	// Unanswered is what a case closed with whose buyer said nothing to the
	// question and two reminders; see [ClosedUnanswered].
	Unanswered Outcome = "unanswered"
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
	Stage            Stage
	Skipped          []Stage // passed over on the way, each once
	OwnerID          string
	FirstContactID   string // who met the buyer first
	Outcome          Outcome
	OutcomeText      string // what the buyer was asked
	OutcomeWords     string // what the buyer added
	OutcomeAskedAt   time.Time
	OutcomeRound     int64  // counts the questions
	Reminders        int64  // of this round
	OutcomeMessage   string // id of the buyer's message that was taken as the answer, "" if they tapped one
	Restatement      Restatement
	Proposal         string // what we offered last
	Agreement        string // how the buyer agreed to it, in the agent's words
	AgreementMessage string // id of the buyer's message that agrees
	OpenedAt         time.Time
	ClosedAt         time.Time // zero while open
	ClosedHow        Closing   // "" while open
	ClosedNote       string    // the record, or the supervisor's reason
	ClosedBy         string
	ReopenedAt       time.Time // of the last time that the case was closed and opened again
	ReopenedBy       string
	ReopenedWhy      string
	Escalation       Escalation // the last one
	MergedInto       string     // id of the case that this one turned out to be about
	MergedStage      Stage      // where this one was then
	Version          int64

	clocks int64     // entries that leave the version alone
	heard  bool      // a person of the team has answered the buyer; known while received
	owed   owed.Owed // what keeps it from closing; known to who is about to change it
	moves  []Move    // made since it was loaded
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

// question names the question about the outcome that is asked now.
func (c Case) question() string { return c.ID + "/" + strconv.FormatInt(c.OutcomeRound, 10) }

// Number is what people call the n-th case that a shop opened on a day of its
// own calendar.
func Number(day time.Time, n int64) string { return fmt.Sprintf("A%s-%03d", day.Format("060102"), n) }

// mustBeOpen is what every change of a case asks first.
func (c Case) mustBeOpen() error {
	if c.MergedInto != "" {
		return fault.New(fault.Conflict, "case.merged")
	}
	if c.Stage == Closed {
		return fault.New(fault.Conflict, "case.closed")
	}
	return nil
}

// ask turns to the buyer for the outcome.
func (c Case) ask(text string, now time.Time) (Case, error) {
	if err := c.mustBeOpen(); err != nil {
		return c, err
	}
	text = strings.TrimSpace(text)
	switch {
	case c.settled() != nil:
		return c, c.settled()
	case c.Outcome == Asked:
		return c, fault.New(fault.Conflict, "case.asked_already")
	case text == "":
		return c, fault.Field("text", "case.outcome_text_missing")
	case utf8.RuneCountInString(text) > MaxSummaryLen:
		return c, fault.Field("text", "case.outcome_text_too_long", "limit", MaxSummaryLen)
	}
	c = c.hear()
	if err := c.wants(Verifying); err != nil {
		return c, err
	}
	c = c.advance(Verifying)
	c.Outcome, c.OutcomeText, c.OutcomeWords, c.OutcomeMessage, c.OutcomeAskedAt = Asked, text, "", "", now
	c.OutcomeRound, c.Reminders = c.OutcomeRound+1, 0
	return c, nil
}
