// Package outbound keeps photos of parcels as they left the warehouse. They come many at
// once, and names of files and folders say of which order they are: by its number, or by
// that of a parcel. What names no order waits for a person. The photos of an order are
// there in its cases, beside what the buyer shows, and leave the house with their
// evidence.
//
// Like the order itself they stay when the name of a customer is erased.
package outbound

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// State is where a photo stands.
type State string

const (
	Matched State = "matched" // its orders are known
	Waiting State = "waiting" // nothing, or more than one thing, was named
	Dropped State = "dropped" // somebody did not want it
)

// Photo is a photo of a parcel of a shop.
type Photo struct {
	ID            string
	ShopID        string
	State         State
	Name          string // of the file
	Folder        string // the path that it was in, "" for none
	Word          string // what of them named the orders, "" if a person did
	Orders        []string
	MediaType     string
	Size          int64 // bytes
	Width, Height int64 // pixels
	SHA256        string
	Thumb         string // SHA-256 of the thumbnail, "" if there is none
	ByID          string
	MadeAt        time.Time
	Version       int64
}

// Limits of photos.
const (
	MaxFolder = 300 // runes; what stands before is cut off
	maxOrders = 20  // that one photo shows
	maxWords  = 40  // of a part of a path that may be a number
	minWord   = 5   // letters and digits of what may be a number
	minDigits = 3
	maxWord   = 64
	maxJoined = 5 // pieces that make one number
)

var piece = regexp.MustCompile(`[A-Za-z0-9]+`)

// words returns what may be the number of an order or a parcel, for each part of a path:
// first the name of the file, then its folders from the innermost outwards.
func words(folder, name string) (all [][]string) {
	all = append(all, numbers(strings.TrimSuffix(name, path.Ext(name))))
	parts := strings.Split(folder, "/")
	for _, part := range slices.Backward(parts) {
		all = append(all, numbers(part))
	}
	return slices.DeleteFunc(all, func(w []string) bool { return len(w) == 0 })
}

// numbers returns the runs of letters and digits that may be a number, alone and joined
// with those after them by one sign.
func numbers(text string) (all []string) {
	at := piece.FindAllStringIndex(text, -1)
	for i := range at {
		for j := i; j < min(len(at), i+maxJoined); j++ {
			if j > i && !joins(text[at[j-1][1]:at[j][0]]) {
				break
			}
			if w := text[at[i][0]:at[j][1]]; mayName(w) && !slices.Contains(all, w) && len(all) < maxWords {
				all = append(all, w)
			}
		}
	}
	return all
}

func joins(between string) bool { return between == "-" || between == "_" || between == " " }

// mayName tells whether a word is long enough, and has digits enough, to be a number.
func mayName(word string) bool {
	signs, digits := 0, 0
	for _, r := range word {
		switch {
		case r >= '0' && r <= '9':
			digits++
			signs++
		case !joins(string(r)):
			signs++
		}
	}
	return signs >= minWord && digits >= minDigits && len(word) <= maxWord
}

// choose returns the orders that a path names, and by which word. The first part of it
// that names any counts. Two words of it that name different orders name none.
func choose(parts [][]string, called map[string][]string) (orders []string, word string) {
	for _, part := range parts {
		for _, w := range part {
			named := called[w]
			switch {
			case len(named) == 0:
			case word == "":
				orders, word = named, w
			default:
				orders = slices.DeleteFunc(slices.Clone(orders), func(o string) bool { return !slices.Contains(named, o) })
			}
		}
		if word != "" {
			break
		}
	}
	if len(orders) == 0 || len(orders) > maxOrders {
		return nil, ""
	}
	return orders, word
}

// cleanFolder returns the path of folders as it is kept.
func cleanFolder(folder string) string {
	folder = strings.ToValidUTF8(strings.ReplaceAll(folder, `\`, "/"), "")
	folder = strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1
		}
		return r
	}, folder)
	folder = strings.Trim(folder, "/ ")
	if n := utf8.RuneCountInString(folder); n > MaxFolder {
		folder = string([]rune(folder)[n-MaxFolder:])
	}
	return folder
}

// Placing is what a person says of a photo: whose it is, that nobody wants it, or with
// neither that its name be read again.
type Placing struct {
	Words []string // numbers of orders or parcels
	Drop  bool
}

func (p Placing) clean() (Placing, error) {
	var kept []string
	for _, w := range p.Words {
		if w = strings.TrimSpace(w); w != "" && !slices.Contains(kept, w) {
			kept = append(kept, w)
		}
	}
	p.Words = kept
	if len(kept) > maxOrders {
		return p, fault.Field("words", "outbound.orders_many", "limit", maxOrders)
	}
	return p, nil
}
