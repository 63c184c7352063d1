package check

import "maps"

// lists holds the named lists a pattern may use, each read once.
type lists struct {
	entries map[string]Lines
	nodes   map[string]*node
	runes   map[rune]*node // plain characters
}

func newLists() lists { return lists{map[string]Lines{}, map[string]*node{}, map[rune]*node{}} }

// with returns the lists and those of a pack, which hide others of the same
// name. What has been read stays so unless it might mean something else now.
func (l lists) with(p Pack) lists {
	if len(p.Lists) == 0 {
		return l
	}
	own := newLists()
	own.runes = l.runes
	maps.Copy(own.entries, l.entries)
	hides := false
	for name, entries := range p.Lists {
		_, known := own.entries[name]
		hides = hides || known
		own.entries[name] = entries
	}
	if !hides {
		maps.Copy(own.nodes, l.nodes)
	}
	return own
}

// unread returns the lists as they are written, to be read again when needed.
func (l lists) unread() lists {
	own := newLists()
	own.entries = l.entries
	return own
}
