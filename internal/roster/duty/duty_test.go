package duty

import (
	"slices"
	"testing"
)

func TestWhoStandsIn(t *testing.T) {
	for name, tt := range map[string]struct {
		c    crew
		want []string
	}{
		"the owner works":         {crew{onDuty: []string{"owner", "li"}, helpers: []string{"owner", "li"}}, nil},
		"a colleague works":       {crew{onDuty: []string{"li"}, helpers: []string{"li"}}, []string{"li"}},
		"and a supervisor":        {crew{onDuty: []string{"li", "chief"}, helpers: []string{"li"}, chiefs: []string{"chief"}}, []string{"li"}},
		"only a supervisor works": {crew{onDuty: []string{"chief"}, chiefs: []string{"chief"}}, []string{"chief"}},
		"nobody can help":         {crew{onDuty: []string{"ware"}}, nil},
		"who takes over works":    {crew{taker: "zhou", onDuty: []string{"li", "zhou"}, helpers: []string{"li", "zhou"}}, []string{"zhou"}},
		"who takes over does not": {crew{taker: "zhou", onDuty: []string{"li"}, helpers: []string{"li"}}, []string{"zhou", "li"}},
		"but the owner works":     {crew{taker: "zhou", onDuty: []string{"owner"}, helpers: []string{"owner"}}, nil},
		"nobody works":            {crew{}, nil},
	} {
		if got := tt.c.stand("owner"); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
