package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver pgx
	_ "modernc.org/sqlite"             // the driver sqlite

	"github.com/anxin-desk/anxin/torture/program"
)

// queueSizes are the numbers of conversations at which the queue is measured.
var queueSizes = []int{10_000, 100_000, 1_000_000}

// asksPerView is how often each view's first page is asked for.
const asksPerView = 200

// queue measures the first page of the queue's views, over HTTP, as an agent's
// console asks for it.
func (b *bench) queue(ctx context.Context) error {
	stop, err := b.startPostgres(ctx)
	if err != nil {
		return err
	}
	defer stop()
	dir, err := b.data()
	if err != nil {
		return err
	}
	for _, engine := range []struct{ name, driver, url, database string }{
		{"SQLite", "sqlite", filepath.Join(dir, "anxin.db"), "sqlite:" + filepath.Join(dir, "anxin.db")},
		{"PostgreSQL", "pgx", b.postgres, b.postgres},
	} {
		n, err := program.NewNode(b.binary, "--data", dir, "--database", engine.database)
		if err != nil {
			return err
		}
		had := 0
		for _, size := range queueSizes {
			if err := b.queueAt(ctx, n, engine.name, func() error {
				return crowdQueue(ctx, engine.driver, engine.url, had, size)
			}, size); err != nil {
				return fmt.Errorf("%s with %d conversations: %w", engine.name, size, err)
			}
			had = size
		}
	}
	return nil
}

// queueAt fills the database of a server that rests, and asks the server then.
func (b *bench) queueAt(ctx context.Context, n *program.Node, engine string, fill func() error, size int) error {
	rest := func(*program.Node) error { return nil } // a first start makes the tables
	if err := running(n, rest); err != nil {
		return err
	}
	if err := fill(); err != nil {
		return err
	}
	return running(n, func(n *program.Node) error { return b.views(ctx, n, engine, size) })
}

func (b *bench) views(ctx context.Context, n *program.Node, engine string, size int) error {
	agent, err := program.SignIn(ctx, program.NewDoor(1, n.URL), "chen")
	if err != nil {
		return err
	}
	defer agent.Close()
	for _, view := range []string{"mine", "unassigned", "waiting", "all"} {
		var times []time.Duration
		for i := range asksPerView + asksPerView/10 {
			began := time.Now()
			if err := agent.Call(ctx, "GET", "/api/queue?limit=50&view="+view, "", nil, nil); err != nil {
				return err
			}
			if i >= asksPerView/10 { // the first few fill caches
				times = append(times, time.Since(began))
			}
		}
		b.percentiles(times, "%s, %d conversations: first page of %s", engine, size, view)
	}
	return nil
}

// crowdQueue adds conversations from had to size to the demo shop: a third is
// chen's and a third nobody's, a fifth waits, and every tenth has an open case.
func crowdQueue(ctx context.Context, driver, url string, had, size int) error {
	conn, err := sql.Open(driver, url)
	if err != nil {
		return err
	}
	defer conn.Close()
	if driver == "sqlite" {
		conn.SetMaxOpenConns(1)
	}
	count := fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)`, had+1, size)
	const id = `substr('000000000' || i, -9)`
	idOf := map[string]string{"sqlite": id, "pgx": `lpad(CAST(i AS TEXT), 9, '0')`}[driver]
	now := time.Now().UnixMilli()
	chen, others := `(SELECT id FROM app_user WHERE login = 'chen')`, `(SELECT id FROM app_user WHERE login = 'li')`
	shop := `(SELECT MIN(id) FROM shop)`
	for _, statement := range []string{
		`INSERT INTO customer (id, shop_id, name, made_at) ` + count +
			` SELECT 'bench-u' || ` + idOf + `, ` + shop + `, '买家', 0 FROM n`,
		`INSERT INTO conversation (id, shop_id, customer_id, channel, assignee_id, waiting_since, head_seq, unread, last_text,
			last_sender, last_at, changed_at, made_at) ` + count + fmt.Sprintf(
			` SELECT 'bench-c' || `+idOf+`, `+shop+`, 'bench-u' || `+idOf+`, 'webchat',
			CASE i %% 3 WHEN 0 THEN %s WHEN 1 THEN %s ELSE '' END, CASE i %% 5 WHEN 0 THEN %d - i ELSE 0 END,
			1, 1, '昨天收到的台灯，底座裂了', 'buyer', %d - i, %d - i, 0 FROM n`, chen, others, now, now, now),
		`INSERT INTO complaint (id, number, key, shop_id, customer_id, conversation_id, scenario, severity, demands, order_no,
			summary, stage, owner_id, first_contact_id, opened_at) ` + count +
			` SELECT 'bench-k' || ` + idOf + `, 'B' || ` + idOf + `, 'bench', ` + shop + `, 'bench-u' || ` + idOf + `, 'bench-c' || ` + idOf + `,
			'quality.damaged', 'normal', '', '', '', 'investigating', ` + chen + `, ` + chen + `, 0 FROM n WHERE i % 10 = 0`,
		`ANALYZE`,
	} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%w in %.60s", err, statement)
		}
	}
	return nil
}
