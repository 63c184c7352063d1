package desk

import (
	"context"
	"strings"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Alike says why a conversation may be with the same buyer as another one.
type Alike string

const (
	SameOrder Alike = "order" // a case of each names the same order
	SameName  Alike = "name"  // both buyers gave the same name
)

// Candidate is a conversation into which another one may be merged.
type Candidate struct {
	Row
	Alike Alike // "" for one that is only recent, or was found by words
}

const (
	maxCandidates = 20
	// recentTalks is how many of a shop's conversations are looked through for
	// names and words, the most recent ones: a buyer who comes again does so soon.
	recentTalks = 500
)

// Candidates returns the conversations into which one of a shop and channel may
// be merged. Without words, those that may well be with the same buyer come
// first, then what is recent; with words, those where a name, what was said
// last, or the number of a case or order fits.
func (s *Service) Candidates(ctx context.Context, id, words string) ([]Candidate, error) {
	_, scope, err := identity.Require(ctx, identity.ConversationMerge)
	if err != nil {
		return nil, err
	}
	q := s.DB.Reader(ctx)
	c := seeker{q: q, id: id}
	where, args := scope.Where("c.shop_id", "c.customer_id")
	found, err := db.All(q, func(row db.Scanner) (struct{}, error) { return struct{}{}, row.Scan(&c.shopID, &c.channel, &c.name) },
		`SELECT c.shop_id, c.channel, cu.name FROM conversation c JOIN customer cu ON cu.id = c.customer_id WHERE c.id = ? AND `+where,
		append([]any{id}, args...)...)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "db.not_found")
	}
	if words = strings.TrimSpace(words); words != "" {
		err = c.byWords(words)
	} else {
		err = c.likely()
	}
	if err != nil {
		return nil, err
	}
	return c.rows()
}

// seeker looks for the candidates of a conversation.
type seeker struct {
	q                         db.Queryer
	id, shopID, channel, name string
	ids                       []string // found so far, the best first
	alike                     map[string]Alike
}

// fits holds for what the conversation could be merged into, besides its shop.
const fits = `c.channel = ? AND c.merged_into = '' AND c.head_seq > 0 AND c.id <> ?`

// recent are the conversations that are looked through.
const recent = `(SELECT c.id, c.customer_id, c.last_text, c.last_at FROM conversation c
	WHERE c.shop_id = ? AND ` + fits + ` ORDER BY c.last_at DESC, c.id DESC LIMIT ?) AS r`

func (c *seeker) add(alike Alike, sql string, args ...any) error {
	ids, err := db.All(c.q, func(row db.Scanner) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}, sql, args...)
	if c.alike == nil {
		c.alike = map[string]Alike{}
	}
	for _, id := range ids {
		if _, known := c.alike[id]; known || len(c.ids) >= maxCandidates {
			continue
		}
		c.alike[id] = alike
		c.ids = append(c.ids, id)
	}
	return err
}

func (c *seeker) likely() error {
	err := c.add(SameOrder, `SELECT DISTINCT c.id FROM complaint mine JOIN complaint k ON k.shop_id = mine.shop_id AND k.order_no = mine.order_no
		JOIN conversation c ON c.id = k.conversation_id
		WHERE mine.conversation_id = ? AND mine.order_no <> '' AND c.shop_id = ? AND `+fits+` ORDER BY c.id LIMIT ?`,
		c.id, c.shopID, c.channel, c.id, maxCandidates)
	if err != nil {
		return err
	}
	if c.name != "" {
		err = c.add(SameName, `SELECT r.id FROM `+recent+` JOIN customer cu ON cu.id = r.customer_id WHERE cu.name = ?
			ORDER BY r.last_at DESC, r.id DESC LIMIT ?`, c.shopID, c.channel, c.id, recentTalks, c.name, maxCandidates)
		if err != nil {
			return err
		}
	}
	return c.add("", `SELECT r.id FROM `+recent+` ORDER BY r.last_at DESC, r.id DESC`, c.shopID, c.channel, c.id, maxCandidates)
}

func (c *seeker) byWords(words string) error {
	for column, number := range map[string]string{"number": strings.ToUpper(words), "order_no": words} {
		err := c.add("", `SELECT DISTINCT c.id FROM complaint k JOIN conversation c ON c.id = k.conversation_id
			WHERE k.shop_id = ? AND k.`+column+` = ? AND `+fits+` ORDER BY c.id LIMIT ?`,
			c.shopID, number, c.channel, c.id, maxCandidates)
		if err != nil {
			return err
		}
	}
	like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(words)) + "%"
	return c.add("", `SELECT r.id FROM `+recent+` JOIN customer cu ON cu.id = r.customer_id
		WHERE LOWER(cu.name) LIKE ? ESCAPE '\' OR LOWER(r.last_text) LIKE ? ESCAPE '\' ORDER BY r.last_at DESC, r.id DESC LIMIT ?`,
		c.shopID, c.channel, c.id, recentTalks, like, like, maxCandidates)
}

// rows are what a screen shows of those that were found.
func (c *seeker) rows() ([]Candidate, error) {
	if len(c.ids) == 0 {
		return nil, nil
	}
	args := db.Values(c.ids)
	rows, err := db.All(c.q, scanRow, `SELECT `+columns+` FROM (SELECT id, last_at AS place FROM conversation
		WHERE id IN (`+db.Marks(len(args))+`)) AS k `+joined, args...)
	if err != nil {
		return nil, err
	}
	if err := fill(c.q, rows); err != nil {
		return nil, err
	}
	byID := map[string]Row{}
	for _, r := range rows {
		byID[r.ConversationID] = r
	}
	all := make([]Candidate, 0, len(rows))
	for _, id := range c.ids {
		if r, ok := byID[id]; ok {
			all = append(all, Candidate{r, c.alike[id]})
		}
	}
	return all, nil
}
