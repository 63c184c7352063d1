// Package textcase reads and plays cases of policy that people without a program
// can write: facts, and what may be offered. The format is described in
// docs/policy-cases.md.
package textcase

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/policy"
)

// Case is one matter and what is expected of it.
type Case struct {
	Name   string
	Line   int // where it begins
	Facts  map[string]any
	At     time.Time // when it is decided
	Wants  []Want
	Tables bool              // the shop's default tables count too
	Also   map[string]string // what is said besides facts, by the names that the reader was told
}

// Want is one expectation: the words after the arrow.
type Want struct {
	Line  int
	Words []string
}

// shanghai is the zone of the cases.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// today is when cases are decided that do not say.
var today = time.Date(2026, 11, 30, 12, 0, 0, 0, shanghai)

// Read reads all cases. An error names the line.
func Read(r io.Reader) (all []Case, err error) { return ReadAlso(r) }

// ReadAlso is Read for cases that say more than facts, under these names.
func ReadAlso(r io.Reader, names ...string) (all []Case, err error) {
	tables := false
	scan := bufio.NewScanner(r)
	for n := 1; scan.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(scan.Text(), "\ufeff"))
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case strings.HasPrefix(line, "用表："):
			tables = strings.TrimPrefix(line, "用表：") == "默认"
			continue
		case strings.HasPrefix(line, "案例："):
			all = append(all, Case{Name: strings.TrimPrefix(line, "案例："), Line: n, Facts: map[string]any{}, At: today, Tables: tables, Also: map[string]string{}})
			continue
		}
		if len(all) == 0 {
			return nil, fmt.Errorf("第 %d 行：先写“案例：名称”", n)
		}
		if err := all[len(all)-1].line(n, line, names); err != nil {
			return nil, fmt.Errorf("第 %d 行：%w", n, err)
		}
	}
	return all, scan.Err()
}

func (c *Case) line(n int, line string, also []string) error {
	if rest, ok := strings.CutPrefix(line, "→"); ok {
		words := strings.Fields(rest)
		if len(words) == 0 {
			return fmt.Errorf("箭头后面要写期待的结论")
		}
		c.Wants = append(c.Wants, Want{n, words})
		return nil
	}
	for _, part := range strings.FieldsFunc(line, func(r rune) bool { return r == '；' || r == ';' }) {
		name, value, found := strings.Cut(part, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !found {
			return fmt.Errorf("“%s”不是“事实 = 值”", part)
		}
		if name == "今天" {
			at, err := time.ParseInLocation(time.DateOnly, value, shanghai)
			if err != nil {
				return fmt.Errorf("“%s”不是日期", value)
			}
			c.At = at.Add(12 * time.Hour)
			continue
		}
		if slices.Contains(also, name) {
			c.Also[name] = value
			continue
		}
		f, known := policy.FactNamed(name)
		if !known {
			return fmt.Errorf("没有叫“%s”的事实", name)
		}
		if f.Kind == policy.Money && !strings.HasSuffix(value, "元") {
			return fmt.Errorf("“%s”要写成 100元", part)
		}
		c.Facts[name] = value
	}
	return nil
}
