package db

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	_ "modernc.org/sqlite"             // driver "sqlite"
)

// dialect is everything that differs between the two engines.
type dialect struct {
	name         string // also the suffix of migrations for this engine only
	driver       string // database/sql driver name
	singleWriter bool   // one connection writes, units share its commits
	numbered     bool   // placeholders are $1, $2 rather than ?
	forUpdate    string
	skipLocked   string
	measure      string // brings what is known of the tables up to date, "" if nothing depends on it
	writeDSN     func(url string) string
	readDSN      func(url string) string
}

var sqlite = dialect{
	name: "sqlite", driver: "sqlite", singleWriter: true,
	writeDSN: func(url string) string { return sqliteDSN(url, "&_txlock=immediate&_pragma=wal_autocheckpoint(0)") },
	readDSN:  func(url string) string { return sqliteDSN(url, "&_pragma=query_only(1)") },
}

var postgres = dialect{
	name: "postgres", driver: "pgx", numbered: true,
	forUpdate: "FOR UPDATE", skipLocked: "FOR UPDATE SKIP LOCKED", measure: "ANALYZE (SKIP_LOCKED) ",
	writeDSN: patient,
	readDSN:  func(u string) string { return withParameter(u, "default_transaction_read_only", "on") },
}

// patient bounds how long a frozen node keeps others from its rows: a unit never
// pauses this long. One that waits for a row gives up before the holder's time
// is over and runs again; otherwise those that wait on the frozen node would get
// the row one after the other, and each keep it for its time. PostgreSQL waits
// twice, for the place in the queue and for the row.
func patient(url string) string {
	url = withParameter(url, "idle_in_transaction_session_timeout", "5s")
	return withParameter(url, "lock_timeout", "2s")
}

// sqliteDSN makes commits durable (FULL) and lets readers work beside the
// writer (WAL).
func sqliteDSN(raw, more string) string {
	path := strings.TrimPrefix(raw, "sqlite:")
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)" +
		"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=cache_size(-16000)&_pragma=temp_store(2)" + more
}

func withParameter(raw, name, value string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

func dialectFor(url string) (dialect, error) {
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		return sqlite, nil
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return postgres, nil
	}
	return dialect{}, fmt.Errorf("the database address must start with sqlite: or postgres://, not %q", url)
}

// bound remembers rewritten queries; they are constants of the program.
var bound sync.Map

// bind rewrites ? placeholders outside quotes for engines that number them.
func (d dialect) bind(query string) string {
	if !d.numbered {
		return query
	}
	if s, ok := bound.Load(query); ok {
		return s.(string)
	}
	s := numberPlaceholders(query)
	bound.Store(query, s)
	return s
}

func numberPlaceholders(query string) string {
	var b strings.Builder
	n, quoted := 0, false
	for i := range len(query) {
		switch c := query[i]; {
		case c == '\'':
			quoted = !quoted
			b.WriteByte(c)
		case c == '?' && !quoted:
			n++
			b.WriteString("$" + strconv.Itoa(n))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// Millis is how a time is stored: UTC milliseconds. The zero time is 0.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Time is the inverse of [Millis].
func Time(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
