package notice

import (
	"context"
	"time"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// Service is what the rest of the program may ask of notices.
type Service struct {
	DB    *db.DB
	Now   func() time.Time
	NewID func() string
	Hint  func(topic string, hint any) // tells open screens, after a commit
}

// TellIn stores a notice for a person as part of tx. Nobody is told when there
// is no such person, and nothing is told twice under one key.
func (s *Service) TellIn(tx *db.Tx, userID, kind, key string, args map[string]string, about About) error {
	if userID == "" {
		return nil
	}
	n := Notice{ID: s.NewID(), UserID: userID, Kind: kind, Args: args, About: about, At: s.Now(), Key: key}
	if err := insert(tx, n); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.Hint("user:"+userID, Hint{"notice"}) })
	return nil
}

// TellAllIn is TellIn for several people. Nobody is told twice.
func (s *Service) TellAllIn(tx *db.Tx, userIDs []string, kind, key string, args map[string]string, about About) error {
	for _, id := range userIDs {
		if err := s.TellIn(tx, id, kind, key, args, about); err != nil {
			return err
		}
	}
	return nil
}

// pageLen is the number of notices of one page.
const pageLen = 30

// Page is a run of notices, newest first. Next is the cursor of the following
// page, "" if there is none.
type Page struct {
	Notices []Notice
	Unread  int64 // at most 100
	Next    string
}

// Mine returns the notices of the person who asks.
func (s *Service) Mine(ctx context.Context, after string) (p Page, err error) {
	actor, _, err := identity.Require(ctx, identity.NoticeRead)
	if err != nil {
		return p, err
	}
	q := s.DB.Reader(ctx)
	if p.Unread, err = countUnread(q, actor.ID); err != nil {
		return p, err
	}
	p.Notices, err = ofUser(q, actor.ID, after, pageLen)
	if len(p.Notices) == pageLen {
		p.Next = p.Notices[pageLen-1].ID
	}
	return p, err
}

// Read marks the notices of the person who asks, up to and including one, as
// read.
func (s *Service) Read(ctx context.Context, upTo string) error {
	actor, _, err := identity.Require(ctx, identity.NoticeRead)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(tx *db.Tx) error {
		n, err := get(tx, actor.ID, upTo)
		if err != nil {
			return err
		}
		tx.AfterCommit(func() { s.Hint("user:"+actor.ID, Hint{"notice"}) }) // their other tabs
		return markRead(tx, n, s.Now())
	})
}
