package app

import (
	"errors"

	"github.com/anxin-desk/anxin/internal/api"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// plain turns a fault into its sentence for people at a terminal.
func plain(err error) error {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return errors.New(api.Sentence(f))
	}
	return err
}
