//go:build !linux

package app

// lean does nothing here.
func lean() {}
