// Package replyfile reads the quick replies of a team from the tables that chat
// tools export: CSV in UTF-8 or GB 18030, and XLSX.
package replyfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Reply is a reply of a file, with where it stands.
type Reply struct {
	Sheet string // "" in a CSV
	Row   int    // counted from 1, with the titles
	Text  string
}

// Read reads the replies of a file, sheet by sheet. The one titled column holds them, or the one titled 内容, 话术 or
// the like, or else the one with the longest texts.
func Read(name, column string) ([]Reply, error) {
	var all []Reply
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

func readXLSX(name, column string) (all []Reply, err error) {
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
func repliesOf(sheet string, rows [][]string, column string) ([]Reply, error) {
	at, titled := replyColumn(rows, column)
	if at < 0 {
		if column != "" && len(rows) > 0 {
			return nil, fmt.Errorf("no column is titled %s", column)
		}
		return nil, nil
	}
	var all []Reply
	for i, row := range rows {
		if i == 0 && titled || at >= len(row) || strings.TrimSpace(row[at]) == "" {
			continue
		}
		all = append(all, Reply{Sheet: sheet, Row: i + 1, Text: strings.TrimSpace(row[at])})
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
