package demo

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/shop"
)

// table is the register in which the demo shop kept its complaints before. A cell
// @30 is the day 30 days ago.
type table struct {
	By   string // log-in of who brings it in
	Name string // of the file
	Rows [][]string
}

// remember has the register imported, as the one who brings it in would.
func (p Parts) remember(ctx context.Context, at shop.Shop, t table) error {
	who, err := p.Identity.ByLogin(ctx, t.By)
	if err != nil {
		return err
	}
	as := identity.With(ctx, identity.NewUser(who.ID, who.Name, map[string][]identity.Permission{at.ID: {identity.OrderWrite, identity.CaseWrite}}))
	content, err := t.csv(p.Now().In(at.Location()))
	if err != nil {
		return err
	}
	i, err := p.Imports.Upload(as, columns.Register.ID, at.ID, "demo-register", t.Name, bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	if i.State == intake.Uploaded {
		_, err = p.Imports.Start(as, i.ID, i.Version)
	}
	return err
}

func (t table) csv(today time.Time) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for n, c := range row {
			if ago, is := strings.CutPrefix(c, "@"); is {
				days, err := strconv.Atoi(ago)
				if err != nil {
					return nil, err
				}
				c = today.AddDate(0, 0, -days).Format(time.DateOnly)
			}
			cells[n] = c
		}
		w.Write(cells)
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
