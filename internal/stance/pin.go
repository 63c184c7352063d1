package stance

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Pin is a message as it was said, kept for good. What is taken back or changed later
// changes nothing here.
type Pin struct {
	N              int64
	MessageID      string
	ConversationID string
	Seq            int64
	SenderKind     string // buyer or agent
	SenderID       string
	Text           string
	Files          []PinnedFile
	At             time.Time
	Features       []Kind // for which it was kept; none for what we said
	Sum            string // SHA-256, in hexadecimal
	Chain          string // SHA-256 of the one before and Sum
	ByID           string // who kept it, the program itself if it was a clock
	PinnedAt       time.Time
}

// PinnedFile is a file that was sent with a message.
type PinnedFile struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// Record is what the sum of a pin is made of: the lines that anybody can write down
// again. Of the words only their sum is part of it, so that a pack whose words are
// masked can still be checked.
func (p Pin) Record() string {
	lines := []string{
		"anxin-message/1", p.ConversationID, strconv.FormatInt(p.Seq, 10), p.MessageID, p.SenderKind, p.SenderID,
		p.Time(), sumOf(p.Text),
	}
	for _, f := range p.Files {
		lines = append(lines, f.SHA256)
	}
	return strings.Join(lines, "\n")
}

// Time is when it was said, as the record has it.
func (p Pin) Time() string { return p.At.UTC().Format("2006-01-02T15:04:05.000Z") }

// TextSum is the SHA-256 of the words.
func (p Pin) TextSum() string { return sumOf(p.Text) }

// after chains a pin to the one before, "" for the first.
func (p Pin) after(chain string) Pin {
	p.Sum = sumOf(p.Record())
	p.Chain = sumOf(chain + "\n" + p.Sum)
	return p
}

// Broken returns the first pin that is not as it was kept, or 0. All pins of a stance
// are given, in their order.
func Broken(all []Pin) int64 {
	chain := ""
	for i, p := range all {
		fresh := p.after(chain)
		if p.N != int64(i+1) || fresh.Sum != p.Sum || fresh.Chain != p.Chain {
			return int64(i + 1)
		}
		chain = p.Chain
	}
	return 0
}

func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// concerned are the numbers of the messages that show something, with what they show.
func concerned(all []Feature) map[int64][]Kind {
	found := map[int64][]Kind{}
	for _, f := range all {
		for _, s := range f.Sources {
			if s.Type == "message" && !slices.Contains(found[s.Seq], f.Kind) {
				found[s.Seq] = append(found[s.Seq], f.Kind)
			}
		}
	}
	return found
}
