package run

import (
	"time"

	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/playbook/shelf"
	"github.com/anxin-desk/anxin/internal/rulepack"
)

// Guides are the services of playbooks.
type Guides struct {
	Playbooks *shelf.Service
	Runs      *Service
}

// World is what they take from the rest of the program.
type World struct {
	DB      *db.DB
	Now     func() time.Time
	NewID   func() string
	Hint    func(topic string, hint any)
	Packs   *rulepack.Service
	Hearing *hearing.Service
	Orders  *order.Service
}

// New wires them.
func New(w World) Guides {
	books := &shelf.Service{DB: w.DB, Now: w.Now, NewID: w.NewID, Hint: w.Hint, Packs: w.Packs}
	return Guides{books, &Service{DB: w.DB, Now: w.Now, NewID: w.NewID, Hint: w.Hint, Shelf: books, Hearing: w.Hearing, Orders: w.Orders}}
}
