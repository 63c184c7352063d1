package playbook

import (
	"fmt"
	"io/fs"
	"path"
	"sync"
)

// Shipped are the playbooks that come with the program, one for each scenario, in
// the order of their ids.
var Shipped = sync.OnceValue(func() []*Flow { return embedded("data/playbooks") })

// Templates are bare orders of talk that a merchant may begin with.
var Templates = sync.OnceValue(func() []*Flow { return embedded("data/templates") })

func embedded(folder string) []*Flow {
	names, err := fs.Glob(data, folder+"/*.yaml")
	if err != nil {
		panic(err)
	}
	var all []*Flow
	for _, name := range names {
		text, err := data.ReadFile(name)
		if err != nil {
			panic(err)
		}
		f, wrong := Load(text)
		if len(wrong) > 0 {
			panic(fmt.Sprintf("%s:%d: %s", path.Base(name), wrong[0].Line, wrong[0].Says.En))
		}
		all = append(all, f)
	}
	return all
}

// Named finds a playbook or template that comes with the program.
func Named(id string) (*Flow, bool) {
	for _, all := range [][]*Flow{Shipped(), Templates()} {
		for _, f := range all {
			if f.Playbook.ID == id {
				return f, true
			}
		}
	}
	return nil, false
}
