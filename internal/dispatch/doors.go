package dispatch

import (
	"context"
	"io"
	"strings"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/ticket"
)

// Report keeps how far the work is, and tells the team in the thread of the case.
func (s *Service) Report(ctx context.Context, id string, version int64, text string) (ticket.Ticket, error) {
	return s.change(ctx, identity.TicketWork, id, version, "report", told{Note: strings.TrimSpace(text)}, func(tx *db.Tx, by identity.Actor, t ticket.Ticket, at shop.Department) (ticket.Ticket, error) {
		t, err := t.Report(by.ID, text, s.Now())
		if err != nil {
			return t, err
		}
		return t, s.line(tx, t, "ticket.progress", args(t, at.Name, t.Progress))
	})
}

// byLink tells whether somebody works by a link: they have no account to leave
// notices to, and hear of things in their group.
func byLink(actorID string) bool { return strings.HasPrefix(actorID, identity.LinkPrefix) }

// workerName is the name of who does a ticket after a change, if they gave it with
// a link; users are called by their account.
func workerName(before, after ticket.Ticket, by identity.Actor) string {
	switch {
	case after.WorkerID == before.WorkerID:
		return before.WorkerName
	case after.WorkerID == by.ID && by.Kind == identity.Link:
		return by.Name
	}
	return ""
}

// givenName is the name under which somebody acts by a link, "" for users.
func givenName(a identity.Actor) string {
	if a.Kind == identity.Link {
		return a.Name
	}
	return ""
}

// AddFile adds a file to a ticket, as a photo of what was done. The same key adds
// one, however often it comes; nothing is kept of a file that is refused.
func (s *Service) AddFile(ctx context.Context, id, key, name string, body io.Reader) (f ticket.File, err error) {
	actor, _, err := identity.Require(ctx, identity.TicketWork)
	if err != nil {
		return f, err
	}
	places := actor.Places(identity.TicketWork)
	t, err := ticket.GetIn(s.DB.Reader(ctx), places, id)
	if err != nil {
		return f, err
	}
	if known, err := ticket.FileByKeyIn(s.DB.Reader(ctx), t.ID, actor.ID, key); err == nil {
		return known, nil
	}
	if err := t.TakesFile(); err != nil {
		return f, err
	}
	taken, err := s.Intake.Take(ctx, body, name)
	if err != nil {
		return f, err
	}
	f = ticket.File{ID: s.NewID(), TicketID: t.ID, Key: key, ByID: actor.ID, ByName: givenName(actor), Name: taken.Name, MediaType: taken.MediaType, Size: taken.Size,
		Width: int64(taken.Width), Height: int64(taken.Height), SHA256: string(taken.Key), ThumbSHA256: string(taken.Thumb), MadeAt: s.Now()}
	err = s.DB.InTx(ctx, func(tx *db.Tx) error {
		t, err := ticket.LockIn(tx, places, id)
		if err != nil {
			return err
		}
		if known, err := ticket.FileByKeyIn(tx, t.ID, actor.ID, key); err == nil {
			f = known
			return nil
		}
		if err := t.TakesFile(); err != nil {
			return err
		}
		if err := ticket.AddFileIn(tx, f); err != nil {
			return err
		}
		_, err = s.aside(tx, t, actor.ID, "file", givenName(actor))
		return err
	})
	return f, err
}

// Files returns the files of tickets that the actor was given, by ticket.
func (s *Service) Files(ctx context.Context, all []ticket.Ticket) (map[string][]ticket.File, error) {
	ids := make([]string, 0, len(all))
	for _, t := range all {
		ids = append(ids, t.ID)
	}
	files, err := ticket.FilesIn(s.DB.Reader(ctx), ids)
	of := map[string][]ticket.File{}
	for _, f := range files {
		of[f.TicketID] = append(of[f.TicketID], f)
	}
	return of, err
}

// ReadFile returns a file of a ticket that the actor may read, and its bytes: the
// thumbnail if asked for and there is one.
func (s *Service) ReadFile(ctx context.Context, id string, thumb bool) (f ticket.File, body io.ReadSeekCloser, err error) {
	actor, _, err := identity.Require(ctx, identity.TicketRead)
	if err != nil {
		return f, nil, err
	}
	q := s.DB.Reader(ctx)
	if f, err = ticket.FileIn(q, id); err != nil {
		return f, nil, err
	}
	if _, err := ticket.GetIn(q, actor.Places(identity.TicketRead), f.TicketID); err != nil {
		return f, nil, err
	}
	content := f.SHA256
	if thumb && f.ThumbSHA256 != "" {
		content, f.MediaType = f.ThumbSHA256, "image/jpeg"
	}
	body, err = blob.Fetch(ctx, s.Blobs, content)
	return f, body, err
}
