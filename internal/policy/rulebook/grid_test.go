package rulebook_test

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/policy"
	"github.com/anxin-desk/anxin/internal/policy/rulebook"
)

func TestASheetComesBackAsItWent(t *testing.T) {
	for _, want := range append(policy.Defaults(), table("10% 实付 至少 3元"), policy.Table{Name: "空", Layer: policy.Merchant, Hit: policy.Collect, Columns: []string{"paid"}, Rows: []policy.Row{
		{ID: "a", Cells: []string{"= 5元"}, Guard: "contacts > 1", Remedy: "优惠券", Amount: "5元", Approval: "主管", Note: "=1+1"}}}) {
		content, err := rulebook.WriteGrid(want)
		if err != nil {
			t.Fatal(err)
		}
		got, problems, err := rulebook.ReadGrid(content, policy.Table{Name: want.Name, Layer: want.Layer, Hit: want.Hit, ID: want.ID, Version: want.Version})
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		for i := range want.Rows { // names of approvals come back in full
			if want.Rows[i].Approval == "" {
				want.Rows[i].Approval = "不用审批"
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
}

func sheetOf(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, r := range rows {
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", at, &r); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatIsWrongWithASheetIsSaidByCell(t *testing.T) {
	got, problems, err := rulebook.ReadGrid(sheetOf(t,
		[]any{"编号", "场景", "实付", "方案", "金额"},
		[]any{"r1", "商品破损", "很多", "优惠券", "5元"},
		[]any{},
		[]any{"r1", "火星", "", "月饼", "几块"},
	), table("5元"))
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, p := range problems {
		cells = append(cells, p.Cell+" "+strings.TrimPrefix(p.Fault.Code, "policy."))
	}
	if want := []string{"C2 cell_form", "B4 cell_value", "D4 remedy_unknown", "E4 amount_form"}; !slices.Equal(cells, want) {
		t.Errorf("got %q, want %q", cells, want)
	}
	if len(got.Rows) != 2 || got.Rows[1].Cells[0] != "火星" || got.Rows[1].Remedy != "月饼" || got.Rows[1].ID == "r1" || got.Name != "优惠券表" {
		t.Errorf("something that was typed is lost: %+v", got)
	}
	_, problems, err = rulebook.ReadGrid(sheetOf(t, []any{"月亮", "方案", ""}, []any{"1", "优惠券", "没有标题"}), table("5元"))
	if err != nil || len(problems) != 2 || problems[0].Cell != "A1" || problems[1].Cell != "C2" {
		t.Errorf("headings: %v, %v", problems, err)
	}
	for content, code := range map[string]string{
		"": "blob.empty", "PK\x03\x04oops": "order.file_xlsx_damaged", string(sheetOf(t)): "policy.sheet_empty",
		string(sheetOf(t, []any{"编号", "实付"})): "policy.sheet_headings",
	} {
		base := table("5元")
		if got, _, err := rulebook.ReadGrid([]byte(content), base); fault.CodeOf(err) != code || !reflect.DeepEqual(got, base) {
			t.Errorf("%.10q: %v, want %s", content, err, code)
		}
	}
}
