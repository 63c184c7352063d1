package app

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/anxin-desk/anxin/internal/language/check"
)

type assistLintFile struct {
	assistPacks
	File   string `arg:"" help:"Quick replies in CSV or XLSX." type:"existingfile"`
	Column string `help:"Title of the column with the replies. Without it, the one titled 内容, 话术 or the like, or the one with the longest texts."`
	JSON   bool   `name:"json" help:"Print one JSON object for each reply that has findings."`
}

// quickReply is a reply of a file, with where it stands.
type quickReply struct {
	Sheet    string          `json:"sheet,omitempty"`
	Row      int             `json:"row"` // counted from 1, with the titles
	Text     string          `json:"text"`
	Findings []check.Finding `json:"findings"`
}

// Run implements kong's command.
func (a assistLintFile) Run(c console) error {
	e, err := a.engine()
	if err != nil {
		return err
	}
	replies, err := readReplies(a.File, a.Column)
	if err != nil {
		return err
	}
	found, worst := 0, 0
	for _, r := range replies {
		r.Findings = e.Check(check.Reply{Text: r.Text})
		if len(r.Findings) == 0 {
			continue
		}
		found++
		if slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return f.Level == check.Error || f.Level == check.Block }) {
			worst++
		}
		if err := a.print(c, r); err != nil {
			return err
		}
	}
	if !a.JSON {
		c.printf("%d replies, %d with findings, %d with errors\n", len(replies), found, worst)
	}
	return nil
}

func (a assistLintFile) print(c console, r quickReply) error {
	if a.JSON {
		enc := json.NewEncoder(c.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(r)
	}
	where := fmt.Sprintf("%d", r.Row)
	if r.Sheet != "" {
		where = r.Sheet + "!" + where
	}
	c.printf("%s: %s\n", where, strings.ReplaceAll(r.Text, "\n", " "))
	for _, f := range r.Findings {
		c.printf("    %s %s 「%s」 %s\n        → %s\n", f.Level, f.Category, f.Text, f.Message, f.Better)
	}
	return nil
}

// readReplies reads the replies of a file, sheet by sheet.
func readReplies(name, column string) ([]quickReply, error) {
	var all []quickReply
	var err error
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".txt":
		var rows [][]string
		if rows, err = readCSV(name); err == nil {
			all, err = repliesOf("", rows, column)
		}
	case ".xlsx", ".xlsm":
		all, err = readXLSX(name, column)
	default:
		err = errors.New("neither CSV nor XLSX by its name")
	}
	if err == nil && len(all) == 0 {
		err = errors.New("no reply found")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return all, nil
}

// readCSV reads UTF-8, with or without its mark, and GB 18030, as spreadsheets
// in China write it.
func readCSV(name string) ([][]string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if !utf8.Valid(text) {
		if text, err = simplifiedchinese.GB18030.NewDecoder().Bytes(text); err != nil {
			return nil, err
		}
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	if line, _, _ := bytes.Cut(text, []byte("\n")); bytes.Count(line, []byte("\t")) > bytes.Count(line, []byte(",")) {
		r.Comma = '\t'
	}
	var rows [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		for len(rows) < line-1 { // blank lines count
			rows = append(rows, nil)
		}
		rows = append(rows, row)
	}
}

// maxUnzipped bounds what a spreadsheet may unpack to.
const maxUnzipped = 256 << 20

func readXLSX(name, column string) (all []quickReply, err error) {
	f, err := excelize.OpenFile(name, excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return nil, err
		}
		replies, err := repliesOf(sheet, rows, column)
		if err != nil {
			return nil, err
		}
		all = append(all, replies...)
	}
	return all, nil
}

// replyTitles are titles of the column with the replies.
var replyTitles = []string{"内容", "回复内容", "话术", "话术内容", "快捷回复", "快捷短语", "回复", "答案", "正文", "回答", "短语", "content", "reply", "text", "answer", "message"}

// repliesOf takes the replies from rows. The first row may hold titles.
func repliesOf(sheet string, rows [][]string, column string) ([]quickReply, error) {
	at, titled := replyColumn(rows, column)
	if at < 0 {
		if column != "" && len(rows) > 0 {
			return nil, fmt.Errorf("no column is titled %s", column)
		}
		return nil, nil
	}
	var all []quickReply
	for i, row := range rows {
		if i == 0 && titled || at >= len(row) || strings.TrimSpace(row[at]) == "" {
			continue
		}
		all = append(all, quickReply{Sheet: sheet, Row: i + 1, Text: strings.TrimSpace(row[at])})
	}
	return all, nil
}

// replyColumn finds the column with the replies, and whether the first row
// holds titles; -1 if there is none.
func replyColumn(rows [][]string, column string) (at int, titled bool) {
	if len(rows) == 0 {
		return -1, false
	}
	title := func(i int) string { return strings.ToLower(strings.TrimSpace(rows[0][i])) }
	wanted := replyTitles
	if column != "" {
		wanted = []string{strings.ToLower(strings.TrimSpace(column))}
	}
	for _, w := range wanted {
		for i := range rows[0] {
			if title(i) == w {
				return i, true
			}
		}
	}
	if column != "" {
		return -1, false
	}
	return longestColumn(rows), false
}

func longestColumn(rows [][]string) int {
	var sums []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(sums) {
				sums = append(sums, 0)
			}
			sums[i] += utf8.RuneCountInString(cell)
		}
	}
	best := -1
	for i, n := range sums {
		if best < 0 || n > sums[best] {
			best = i
		}
	}
	return best
}
