package db

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// Spot is a place in a list that is in order of a number and an id, from which the
// next page goes on.
type Spot struct {
	Place int64
	ID    string
}

// Cursor is how a spot travels.
func (p Spot) Cursor() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(p.Place, 10) + " " + p.ID))
}

// ParseSpot reads a cursor; ok is false for what is none.
func ParseSpot(cursor string) (p Spot, ok bool) {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	place, id, cut := strings.Cut(string(text), " ")
	n, wrong := strconv.ParseInt(place, 10, 64)
	return Spot{n, id}, err == nil && cut && wrong == nil
}
