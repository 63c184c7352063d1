package policy

import "github.com/anxin-desk/anxin/internal/platform/calendar"

// Decision is what may be offered, and why.
type Decision struct {
	Decision  string      `json:"decision"` // "decided", or "verify" as long as a question is open that matters
	On        string      `json:"on"`       // the day of the claim, by which rows are in force
	Remedies  []Offer     `json:"remedies" nullable:"false"`
	Freight   Freight     `json:"freight"`
	Deadlines []Deadline  `json:"deadlines" nullable:"false"`
	Findings  []Statement `json:"findings" nullable:"false"`
	Duties    []Statement `json:"duties" nullable:"false"`
	Burden    []Statement `json:"burden" nullable:"false"` // that it is for the merchant to prove
	Layers    []LayerSays `json:"layers" nullable:"false"`
	Articles  []string    `json:"articles" nullable:"false"`
	Reasons   []Reason    `json:"reasons" nullable:"false"`
	Questions []Question  `json:"questions" nullable:"false"`
	Problems  []string    `json:"problems,omitempty"` // rows of tables that contradict each other, by their references
}

// States of a remedy.
const (
	Must   = "must"   // the buyer may ask for it
	May    = "may"    // the shop's tables offer it
	Verify = "verify" // it depends on a fact that is not known
)

// Offer is a remedy with its range in fen. Numbers are nil where the remedy has
// none, or where one would rest on a fact that is not known.
type Offer struct {
	Remedy    string   `json:"remedy"`
	Name      string   `json:"name"`
	State     string   `json:"state"`
	Floor     *int64   `json:"floor"`
	Suggested *int64   `json:"suggested"`
	Cap       *int64   `json:"cap"`
	AtLeast   *int64   `json:"at_least,omitempty"` // what is sure already, while State is Verify
	Certain   bool     `json:"certain,omitempty"`  // the right is sure, its amount is not
	Approval  string   `json:"approval,omitempty"`
	Note      string   `json:"note,omitempty"`
	FloorBy   string   `json:"floor_by,omitempty"`     // the row that won
	OfferBy   string   `json:"suggested_by,omitempty"` // the row that won
	Rows      []string `json:"rows" nullable:"false"`  // all rows that hold for it
	Questions []string `json:"questions,omitempty"`    // facts
}

// Freight is who bears the cost of sending back.
type Freight struct {
	By        string   `json:"by"` // "merchant", "buyer", "verify" or "" where nothing is said
	Fen       *int64   `json:"fen,omitempty"`
	Rows      []string `json:"rows" nullable:"false"`
	Questions []string `json:"questions,omitempty"`
}

// Deadline is by when something has to be done.
type Deadline struct {
	Name   string         `json:"name"`
	N      int            `json:"n"`
	Unit   string         `json:"unit"`            // 天 or 工作日
	From   string         `json:"from"`            // the fact from whose day on, that day not counted
	Until  *calendar.Date `json:"until,omitempty"` // the last day
	Passed bool           `json:"passed"`
	Unsure bool           `json:"unsure,omitempty"` // holidays of the year are not known
	Row    string         `json:"row"`
}

// Statement is something a row says.
type Statement struct {
	Says string `json:"says"`
	Row  string `json:"row"`
}

// LayerSays is whether a layer had something to say.
type LayerSays struct {
	Layer Layer    `json:"layer"`
	State string   `json:"state"` // "applies", "verify" or "silent"
	Rows  []string `json:"rows" nullable:"false"`
}

// Reason is a row that holds, or an exception because of which one does not.
type Reason struct {
	Ref     string   `json:"ref"` // permanent: statutory/xf24-return, merchant/ID@3/r7
	Layer   Layer    `json:"layer"`
	Row     string   `json:"row"`
	Name    string   `json:"name"`
	Article string   `json:"article,omitempty"`
	Because []string `json:"because" nullable:"false"` // its conditions
	Gives   []string `json:"gives" nullable:"false"`
	Bars    []string `json:"bars,omitempty"` // rows that do not apply because of it
}

// Question is a fact that is not known and matters.
type Question struct {
	Fact  string   `json:"fact"`
	Name  string   `json:"name"`
	Ask   string   `json:"ask"`
	AskEn string   `json:"ask_en,omitempty"`
	Kind  Kind     `json:"type"`
	For   []string `json:"for" nullable:"false"` // remedies, "freight" or "finding"
	Rows  []string `json:"rows" nullable:"false"`
}
