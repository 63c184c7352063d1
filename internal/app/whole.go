package app

import (
	"net/http"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/realtime"
	"github.com/anxin-desk/anxin/internal/services"
)

// Whole is a server that somebody else runs: the tests of the whole product,
// which bring a clock of their own and say when jobs are done.
type Whole struct {
	Services *services.Set
	Hub      *realtime.Hub
	Handler  http.Handler
}

// NewWhole wires a server as the serve command does. Its hints and its kicks go
// to its own hub, whatever o says.
func NewWhole(d *db.DB, dir string, c ServeConfig, version string, o services.Outside) (*Whole, error) {
	n, err := newNode(d, dir, c, "http://localhost", version, o)
	if err != nil {
		return nil, err
	}
	return &Whole{Services: n.services, Hub: n.hub, Handler: n.handler()}, nil
}
