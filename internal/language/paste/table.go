package paste

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/anxin-desk/anxin/internal/language"
)

//go:embed tools.txt
var toolsText string

// Generic is the tool of chats that look like none that we know.
const Generic = "generic"

// tool is the table of one tool. Words are normalised.
type tool struct {
	name, platform     string
	heads, like        []look
	marks, nicks       []string
	whole, begin, have []string // noise
	us, robot, buyer   []string
}

// common is what holds for all tools; tools are the others, in their order.
var common, tools = readTools(toolsText)

// Tools returns the names of the tools whose chats can be read.
func Tools() (names []string) {
	for _, t := range tools {
		names = append(names, t.name)
	}
	return names
}

// Platform is where the nicks of a tool's buyers are known, "" for a tool that
// we do not know.
func Platform(name string) string {
	for _, t := range tools {
		if t.name == name {
			return t.platform
		}
	}
	return ""
}

func readTools(text string) (all tool, rest []tool) {
	at := &all
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		word, words, _ := strings.Cut(line, " ")
		normal := language.Normal(words)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case word == "tool" && words == "all other":
		case word == "tool":
			name, platform, _ := strings.Cut(words, " ")
			rest = append(rest, tool{name: name, platform: platform})
			at = &rest[len(rest)-1]
		case word == "head":
			at.heads = append(at.heads, readLook(words))
		case word == "like":
			at.like = append(at.like, readLook(words))
		case word == "mark":
			at.marks = append(at.marks, normal)
		case word == "nick":
			at.nicks = append(at.nicks, normal)
		case word == "us":
			at.us = append(at.us, normal)
		case word == "robot":
			at.robot = append(at.robot, normal)
		case word == "buyer":
			at.buyer = append(at.buyer, normal)
		case word == "noise":
			at.addNoise(normal)
		default:
			panic("tools.txt: " + line)
		}
	}
	return all, rest
}

func (t *tool) addNoise(words string) {
	if rest, ok := strings.CutPrefix(words, "^"); ok {
		t.begin = append(t.begin, rest)
	} else if rest, ok := strings.CutPrefix(words, "~"); ok {
		t.have = append(t.have, rest)
	} else {
		t.whole = append(t.whole, words)
	}
}

// maxNoise is how long a line may be that is noise for a part of it, in
// characters: longer ones are what somebody wrote.
const maxNoise = 40

// IsRobot tells whether a name is that of a program that answers for the shop.
func IsRobot(name string) bool {
	normal := language.Normal(name)
	return slices.ContainsFunc(common.robot, func(word string) bool { return strings.Contains(normal, word) })
}

// noise tells whether a line says nothing of the chat itself.
func (t *tool) noise(line language.Text) bool {
	words := strings.Trim(line.String(), "-—=*·.…[]()<>")
	for _, table := range []*tool{&common, t} {
		for _, w := range table.whole {
			if words == w {
				return true
			}
		}
		if line.Len() > maxNoise {
			continue
		}
		for _, w := range table.begin {
			if strings.HasPrefix(words, w) {
				return true
			}
		}
		for _, w := range table.have {
			if strings.Contains(words, w) {
				return true
			}
		}
	}
	return false
}

// guess returns the tool that a chat looks like.
func guess(lines []language.Text) *tool {
	best, most := &tools[len(tools)-1], 0
	for i := range tools[:len(tools)-1] {
		if n := tools[i].likeness(lines); n > most {
			best, most = &tools[i], n
		}
	}
	return best
}

// likeness counts the lines of a tool's own look, and its marks ten times.
func (t *tool) likeness(lines []language.Text) (n int) {
	for i, line := range lines {
		for _, l := range t.like {
			if _, ok := l.match(lines, i); ok {
				n++
			}
		}
		for _, nick := range t.nicks {
			if strings.HasPrefix(line.String(), nick) {
				n += 10
			}
		}
		for _, mark := range t.marks {
			if strings.Contains(line.String(), mark) {
				n += 10
			}
		}
	}
	return n
}

// named returns the table of a name, nil if there is none.
func named(name string) *tool {
	for i := range tools {
		if tools[i].name == name {
			return &tools[i]
		}
	}
	return nil
}
