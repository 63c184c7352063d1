package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/anxin-desk/anxin/internal/order/sheet"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// rows reads content with limits and returns its rows as "line:a|b".
func rows(t testing.TB, content []byte, l sheet.Limits) (all []string, err error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "table")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	err = sheet.Read(f, l, func(line int, cells []string) error {
		all = append(all, fmt.Sprint(line, ":", strings.Join(cells, "|")))
		return nil
	})
	return all, err
}

func TestCSV(t *testing.T) {
	text := "订单编号,收货人\n\"1001\",林婉清\n\n1002,\"周\n海峰\"\n1003,许梦琪\n"
	want := "1:订单编号|收货人 2:1001|林婉清 4:1002|周\n海峰 5:1003|许梦琪"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, ",", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"plain": text, "with a mark": "\xef\xbb\xbf" + text, "GB18030": gb, "UTF-16 with tabs": wide,
		"Windows": strings.ReplaceAll(text, "\n", "\r\n"), "semicolons": strings.ReplaceAll(text, ",", ";"),
	} {
		got, err := rows(t, []byte(content), sheet.Usual)
		if s := strings.ReplaceAll(strings.Join(got, " "), "\r", ""); err != nil || s != want {
			t.Errorf("%s: got %q, %v", name, s, err)
		}
	}
}

func book(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXLSX(t *testing.T) {
	content := book(t, func(f *excelize.File) {
		f.SetSheetRow("Sheet1", "A1", &[]any{"订单编号", "下单时间", "金额"})
		f.SetSheetRow("Sheet1", "A3", &[]any{"6937021846473", 46355.5, 12.3})
		f.SetCellDefault("Sheet1", "A4", "1.23456789012345E+17") // as Excel keeps it
		f.SetCellFormula("Sheet1", "B4", `HYPERLINK("http://example.com")`)
		style, _ := f.NewStyle(&excelize.Style{NumFmt: 22})
		f.SetCellStyle("Sheet1", "B3", "B3", style)
	})
	got, err := rows(t, content, sheet.Usual)
	want := "1:订单编号|下单时间|金额 3:6937021846473|46355.5|12.3 4:1.23456789012345E+17"
	if s := strings.TrimRight(strings.Join(got, " "), "|"); err != nil || s != want {
		t.Errorf("got %q, %v", s, err)
	}
}

func TestWhatIsRefused(t *testing.T) {
	small := sheet.Limits{Rows: 2, Columns: 3, RowBytes: 100, Unpacked: 1 << 20, InMemory: 1 << 20}
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, _ := z.Create("xl/worksheets/sheet1.xml")
	zeros := make([]byte, 1<<20)
	for range 64 {
		w.Write(zeros)
	}
	z.Close()
	for name, tt := range map[string]struct {
		content string
		code    string
	}{
		"nothing":          {"", "blob.empty"},
		"old Excel":        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "order.file_xls"},
		"not a table":      {"\x7fELF\x00\x00", "order.file_kind"},
		"too many rows":    {"a,b\n1,2\n3,4\n", "order.file_rows"},
		"an open quote":    {"a,b\n\"" + strings.Repeat("x,y\n", 100), "order.file_row_long"},
		"a bomb":           {bomb.String(), "order.file_unfolds"},
		"a torn archive":   {bomb.String()[:200], "order.file_xlsx_damaged"},
		"an empty archive": {string(book(t, func(*excelize.File) {}))[:100], "order.file_xlsx_damaged"},
	} {
		if _, err := rows(t, []byte(tt.content), small); fault.CodeOf(err) != tt.code {
			t.Errorf("%s: got %v, want %s", name, err, tt.code)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\n1,2\n"))
	f.Add([]byte("\xef\xbb\xbf\"a\nb\",c"))
	f.Add([]byte("\xff\xfea\x00,\x00"))
	f.Add(book(f, func(b *excelize.File) { b.SetSheetRow("Sheet1", "A1", &[]any{"a", 1}) }))
	l := sheet.Limits{Rows: 50, Columns: 10, RowBytes: 1000, Unpacked: 1 << 20, InMemory: 1 << 20}
	f.Fuzz(func(t *testing.T, content []byte) {
		got, err := rows(t, content, l)
		if err == nil && len(got) > l.Rows {
			t.Errorf("%d rows", len(got))
		}
	})
}
