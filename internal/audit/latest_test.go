package audit

import (
	"fmt"
	"testing"
	"time"

	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
)

func TestLatestPagesThroughAllKindsByTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		at := noon
		add := func(subject string, version int64, actor string) {
			if version%2 == 1 {
				at = at.Add(time.Second) // two each at the same instant
			}
			err := d.InTx(t.Context(), func(tx *db.Tx) error {
				return Write(tx, Entry{Subject: subject, Version: version, At: at, Actor: actor, Verb: "x.y", Payload: version})
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for v := int64(1); v <= 6; v++ {
			add("user/1", v, "ada")
			add("shop/1", v, "bob")
			add("conversation/1", v, "ada")
		}
		read := func(f Filter, size int) (all []string) {
			t.Helper()
			for before := (Place{}); ; {
				some, err := Latest(d.Reader(t.Context()), f, before, size)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range some {
					all = append(all, fmt.Sprintf("%s %d", r.Subject, r.Version))
				}
				if len(some) < size {
					return all
				}
				before = some[size-1].Place()
			}
		}
		house := Filter{Kinds: []string{"user", "role", "shop"}}
		whole := read(house, 100)
		if len(whole) != 12 || whole[0] != "user/1 6" && whole[0] != "shop/1 6" {
			t.Errorf("whole: %v", whole)
		}
		if paged := read(house, 5); fmt.Sprint(paged) != fmt.Sprint(whole) {
			t.Errorf("paged %v, whole %v", paged, whole)
		}
		house.Actor = "ada"
		if mine := read(house, 4); len(mine) != 6 || mine[5] != "user/1 1" {
			t.Errorf("of ada: %v", mine)
		}
	})
}

func TestBeforeKnowsTheVersionBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		write(t, d, "shop/1", 1, 2, 3)
		records, err := List(d.Reader(t.Context()), "shop/1", 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		before, err := Before(d.Reader(t.Context()), records)
		if err != nil || len(before) != 2 || before[Place{Subject: "shop/1", Version: 3}] != records[1].Payload {
			t.Errorf("got %v, %v", before, err)
		}
	})
}
