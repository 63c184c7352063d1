package audit

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Head is a seal: a signed mark over all records up to a moment. The newest
// one is the head of the whole record; a copy kept elsewhere shows later
// whether the end of the record was cut off.
type Head struct {
	Number  int64     // counted from 1
	At      time.Time // when it was made
	Entries int64     // records under this and all earlier seals
	Root    string    // hash of the previous root and the hashes of its records, in hex
	MAC     string    // signature of the above, in hex
}

// Key signs seals. It never enters the database.
type Key []byte

// extend makes the seal that follows last over links.
func (k Key) extend(last Head, links []link, at time.Time) Head {
	h := Head{Number: last.Number + 1, At: at, Entries: last.Entries + int64(len(links)), Root: root(last.Root, links)}
	h.MAC = k.mac(h)
	return h
}

// signed tells whether h bears the signature of k. The zero Head, which stands
// for no seal yet, needs none.
func (k Key) signed(h Head) bool {
	return h == Head{} || hmac.Equal([]byte(h.MAC), []byte(k.mac(h)))
}

func (k Key) mac(h Head) string {
	m := hmac.New(sha256.New, k)
	m.Write([]byte(framed("seal", strconv.FormatInt(h.Number, 10), strconv.FormatInt(db.Millis(h.At), 10),
		strconv.FormatInt(h.Entries, 10), h.Root)))
	return hex.EncodeToString(m.Sum(nil))
}

// root covers the hashes of links in the order of subject and version, byte by
// byte and not as a database collates.
func root(previous string, links []link) string {
	slices.SortFunc(links, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.subject, b.subject), cmp.Compare(a.version, b.version))
	})
	fields := []string{previous}
	for _, l := range links {
		fields = append(fields, l.hash)
	}
	return sum(fields...)
}

// headMark starts the text form of a head; its number is that of the form.
const headMark = "anxin-audit-head-1"

// String is the text form of a head: one line, for a file, a printout or a
// letter to oneself.
func (h Head) String() string {
	return fmt.Sprintf("%s %d %d %d %s %s", headMark, h.Number, db.Millis(h.At), h.Entries, h.Root, h.MAC)
}

// ParseHead reads the text form of a head.
func ParseHead(line string) (Head, error) {
	words := strings.Fields(line)
	if len(words) != 6 || words[0] != headMark {
		return Head{}, fmt.Errorf("audit: not a head: %.80q", line)
	}
	var numbers [3]int64
	for i := range numbers {
		n, err := strconv.ParseInt(words[i+1], 10, 64)
		if err != nil {
			return Head{}, fmt.Errorf("audit: not a head: %w", err)
		}
		numbers[i] = n
	}
	return Head{Number: numbers[0], At: db.Time(numbers[1]), Entries: numbers[2], Root: words[4], MAC: words[5]}, nil
}
