package ticket

import (
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// File belongs to a ticket: what the department needs to see, or a photo of what it
// has done.
type File struct {
	ID          string
	TicketID    string
	Key         string
	ByID        string
	ByName      string // of who works by a link
	Name        string
	MediaType   string
	Size        int64
	Width       int64
	Height      int64
	SHA256      string
	ThumbSHA256 string
	MadeAt      time.Time
}

// MaxFiles of a ticket.
const MaxFiles = 20

// TakesFile tells whether a file may still be added to a ticket.
func (t Ticket) TakesFile() error {
	if t.State.Settled() {
		return t.notNow()
	}
	return nil
}

const fileColumns = `id, ticket_id, key, by_id, by_name, name, media_type, size, width, height, sha256, thumb, made_at`

func scanFile(row db.Scanner) (f File, err error) {
	var made int64
	err = row.Scan(&f.ID, &f.TicketID, &f.Key, &f.ByID, &f.ByName, &f.Name, &f.MediaType, &f.Size, &f.Width, &f.Height, &f.SHA256, &f.ThumbSHA256, &made)
	f.MadeAt = db.Time(made)
	return f, err
}

// FileIn returns a file. Whether somebody may see its ticket is for the caller to
// find out.
func FileIn(q db.Queryer, id string) (File, error) {
	return db.One(q, scanFile, `SELECT `+fileColumns+` FROM ticket_file WHERE id = ?`, id)
}

// FileByKeyIn returns the file that somebody added to a ticket under a key.
func FileByKeyIn(q db.Queryer, ticketID, by, key string) (File, error) {
	return db.One(q, scanFile, `SELECT `+fileColumns+` FROM ticket_file WHERE ticket_id = ? AND by_id = ? AND key = ?`, ticketID, by, key)
}

// FilesIn returns the files of tickets, oldest first.
func FilesIn(q db.Queryer, ticketIDs []string) ([]File, error) {
	if len(ticketIDs) == 0 {
		return nil, nil
	}
	return db.All(q, scanFile, `SELECT `+fileColumns+` FROM ticket_file WHERE ticket_id IN (`+db.Marks(len(ticketIDs))+`) ORDER BY made_at, id`, db.Values(ticketIDs)...)
}

// AddFileIn stores a file of a ticket that is locked.
func AddFileIn(tx *db.Tx, f File) error {
	there, err := FilesIn(tx, []string{f.TicketID})
	if err != nil {
		return err
	}
	if len(there) >= MaxFiles {
		return fault.New(fault.Conflict, "ticket.files_many", "max", MaxFiles)
	}
	_, err = tx.Exec(`INSERT INTO ticket_file (`+fileColumns+`) VALUES (`+db.Marks(13)+`)`,
		f.ID, f.TicketID, f.Key, f.ByID, f.ByName, f.Name, f.MediaType, f.Size, f.Width, f.Height, f.SHA256, f.ThumbSHA256, db.Millis(f.MadeAt))
	return err
}
