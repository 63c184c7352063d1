package paste

import (
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

// findHeads decides which lines say who speaks. A chat has one look: of the
// looks that say when, the one that fits most often counts; lines of another
// look, and names that came once where others come again and again, are unsure.
func (r *reading) findHeads() {
	r.heads, r.maybe = make([]head, len(r.Lines)), make([]bool, len(r.Lines))
	r.sides = map[string]Speaker{}
	main, found := r.mainLook()
	counts := map[string]int{}
	var order []string
	for _, h := range found {
		if h.size > 0 {
			if counts[h.name] == 0 {
				order = append(order, h.name)
			}
			counts[h.name]++
		}
	}
	known := r.established(order, counts)
	for i := 0; i < len(found); i++ {
		switch h := found[i]; {
		case h.size > 0 && known[h.name]:
			r.heads[i] = h
			r.meet(h)
			i += h.size - 1
		case h.size == 1:
			r.maybe[i] = true
		}
	}
	r.otherLooks(main, known)
	r.weakHeads(known, len(order) > 0)
}

// mainLook returns the timed look that fits most lines, and what it read. Names
// that are known or come again say more for a look than those that came once.
func (r *reading) mainLook() (main int, found []head) {
	main, found = -1, make([]head, len(r.Lines))
	most := 0
	for n, l := range r.tool.heads {
		if !l.timed {
			continue
		}
		all, counts, fits := make([]head, len(r.Lines)), map[string]int{}, 0
		for i := 0; i < len(r.Lines); i++ {
			if h, ok := r.fits(l, i); ok {
				all[i] = h
				counts[h.name]++
				i += h.size - 1
			}
		}
		for name, count := range counts {
			fits += count
			if _, sure := r.sideOf(name); sure || count > 1 {
				fits += 10 * count
			}
		}
		if fits > most {
			main, most, found = n, fits, all
		}
	}
	return main, found
}

// fits reads a head at line i, if what stands there for a name can be one. A
// name in a line of its own has no colon in it, unless it is one of ours.
func (r *reading) fits(l look, i int) (head, bool) {
	h, ok := l.match(r.texts, i)
	ok = ok && possible(h.name) && (h.size == 1 || !strings.Contains(h.name, ":") || r.isOurs(h.name))
	return h, ok
}

// possible tells whether something can be a name at all.
func possible(name string) bool {
	if t := language.Read(name); t.Len() > 0 {
		s, end, ok := readStamp(t, 0)
		return !(ok && end == t.Len() && (s.dated || s.timed)) && !strings.ContainsAny(name, "。!?；;,")
	}
	return false
}

// established returns the names that are speakers: who is known, who speaks more
// than once, and, if the buyer or we are missing still, who spoke first.
func (r *reading) established(order []string, counts map[string]int) map[string]bool {
	known, sides, others := map[string]bool{}, map[Side]bool{}, 0
	for _, name := range order {
		side, sure := r.sideOf(name)
		switch {
		case sure:
			known[name], sides[side] = true, true
		case counts[name] > 1:
			known[name] = true
			others++
		}
	}
	missing := 2 - len(sides) - others
	for _, name := range order {
		if !known[name] && missing > 0 {
			known[name] = true
			missing--
		}
	}
	return known
}

// otherLooks takes lines of another timed look for heads if their names are
// known, and else leaves them unsure.
func (r *reading) otherLooks(main int, known map[string]bool) {
	for n, l := range r.tool.heads {
		if n == main || !l.timed {
			continue
		}
		for i := range r.Lines {
			h, ok := r.fits(l, i)
			if !ok || r.heads[i].size > 0 || h.size > 1 && (r.inHead(i) || r.heads[i+1].size > 0) {
				continue
			}
			if _, sure := r.sideOf(h.name); sure || known[h.name] {
				r.heads[i], r.maybe[i] = h, false
				r.meet(h)
			} else if h.size == 1 && !r.inHead(i) {
				r.maybe[i] = true
			}
		}
	}
}

// inHead tells whether a line is the second one of a head.
func (r *reading) inHead(i int) bool { return i > 0 && r.heads[i-1].size > 1 }

// weakHeads reads lines that name somebody without a time. Without any line that
// says when, names that come again are speakers; else only those known are.
func (r *reading) weakHeads(known map[string]bool, timed bool) {
	counts := map[string]int{}
	var order []string
	for i := range r.Lines {
		if h, ok := r.weak(i); ok {
			if counts[h.name] == 0 {
				order = append(order, h.name)
			}
			counts[h.name]++
		}
	}
	if !timed {
		for name := range r.established(order, counts) {
			known[name] = true
		}
	}
	for i := range r.Lines {
		h, ok := r.weak(i)
		if !ok || r.heads[i].size > 0 || r.inHead(i) {
			continue
		}
		if _, sure := r.sideOf(h.name); sure || known[h.name] {
			r.heads[i] = h
			r.meet(h)
		} else if !timed {
			r.maybe[i] = true
		}
	}
}

// weak reads a line as a name, a colon and perhaps words. Of a name with a colon
// in it, as those of our people on some platforms, all is taken if it is known.
func (r *reading) weak(i int) (head, bool) {
	t := r.texts[i]
	var first head
	for at := 1; at < min(t.Len(), maxName); at++ {
		if t.At(at) != ':' || digit(t.At(at-1)) && digit(t.At(at+1)) {
			continue
		}
		h := head{who: strings.TrimSpace(t.Words(0, at)), name: t.Slice(0, at), words: strings.TrimSpace(t.Words(at+1, t.Len())), size: 1}
		if !possible(h.name) || strings.HasPrefix(h.words, "//") {
			continue
		}
		if _, met := r.sides[h.name]; met || at < t.Len() && first.size > 0 && r.isOurs(h.name) {
			return h, true
		}
		if first.size == 0 {
			first = h
		}
	}
	return first, first.size > 0
}

// meet notes who speaks, in the order in which they come.
func (r *reading) meet(h head) {
	if _, met := r.sides[h.name]; !met {
		r.sides[h.name] = Speaker{Name: h.who}
		r.Speakers = append(r.Speakers, Speaker{Name: h.who})
	}
}

// takeSides says of each speaker whose side they are on. Of those of whom
// nothing is known the first is the buyer, if we are there or somebody else is;
// who comes with a buyer is one of us.
func (r *reading) takeSides() {
	buyers := 0
	for i := range r.Speakers {
		s := &r.Speakers[i]
		if s.Side, s.Sure = r.sideOf(language.Normal(s.Name)); s.Side == Buyer {
			buyers++
		}
	}
	unknown := 0
	for i := range r.Speakers {
		if r.Speakers[i].Side == "" {
			unknown++
		}
	}
	for i := range r.Speakers {
		s := &r.Speakers[i]
		if s.Side == "" {
			s.Side, s.Sure = Us, false
			if buyers == 0 {
				s.Side, s.Sure = Buyer, unknown == 1 && len(r.Speakers) > 1
				buyers++
			}
		}
		r.sides[language.Normal(s.Name)] = *s
	}
}

// sideOf tells whose side a name is on, by what was told and what it says.
func (r *reading) sideOf(name string) (side Side, sure bool) {
	if side, ok := r.told[name]; ok {
		return side, true
	}
	switch {
	case r.hints.Nick != "" && language.Normal(r.hints.Nick) == name, slices.Contains(common.buyer, name):
		return Buyer, true
	case name == "我", r.isOurs(name):
		return Us, true
	}
	if IsRobot(name) || slices.ContainsFunc(common.us, func(word string) bool { return strings.Contains(name, word) }) {
		return Us, true
	}
	for _, nick := range r.tool.nicks {
		if strings.HasPrefix(name, nick) {
			return Buyer, true
		}
	}
	return "", false
}

// isOurs tells whether a name is the shop's or that of somebody in the team. Our
// people are called 店铺:小陈 on some platforms.
func (r *reading) isOurs(name string) bool {
	if shop := language.Normal(r.hints.Shop); shop != "" && strings.Contains(name, shop) {
		return true
	}
	for _, ours := range r.hints.Ours {
		if ours = language.Normal(ours); ours != "" && (name == ours || strings.HasSuffix(name, ":"+ours)) {
			return true
		}
	}
	return false
}
