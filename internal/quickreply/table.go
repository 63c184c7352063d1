package quickreply

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/language"
	"github.com/anxin-desk/anxin/internal/order/cell"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// Heads are the columns of a table of quick replies, as it is written.
var Heads = []string{"分组", "标题", "内容", "商品编码", "平台", "开始", "结束", "复核"}

// heads are how other tools call them.
var heads = map[string][]string{
	"分组":   {"分组", "类别", "分类", "文件夹", "group", "folder", "category"},
	"标题":   {"标题", "名称", "快捷编码", "编码", "title", "name"},
	"内容":   {"内容", "回复内容", "话术", "话术内容", "快捷回复", "快捷短语", "快捷短语内容", "短语内容", "回复", "答案", "正文", "短语", "content", "reply", "text", "answer"},
	"商品编码": {"商品编码", "商品", "goods", "products"},
	"平台":   {"平台", "platform", "platforms"},
	"开始":   {"开始", "生效", "starts", "from"},
	"结束":   {"结束", "失效", "到期", "ends", "until"},
	"复核":   {"复核", "review"},
}

// Wrong is a row of a table that cannot be kept.
type Wrong struct {
	Line  int // as a spreadsheet shows it
	Fault error
}

// Drafts reads the quick replies of a table whose first row titles its columns; only
// the words are needed. Days are those of the shop's zone. A file in which a row is
// wrong is none: it is mended and taken again.
func Drafts(rows [][]string, zone *time.Location) (all []Draft, wrong []Wrong, err error) {
	if len(rows) == 0 {
		return nil, nil, fault.New(fault.Invalid, "quick_reply.file_empty")
	}
	at := map[string]int{}
	for i, title := range rows[0] {
		for name, known := range heads {
			if _, taken := at[name]; !taken && slices.Contains(known, strings.ToLower(strings.TrimSpace(title))) {
				at[name] = i
			}
		}
	}
	if _, there := at["内容"]; !there {
		return nil, nil, fault.New(fault.Invalid, "quick_reply.no_column")
	}
	for i, row := range rows[1:] {
		r := reader{at, row, zone, nil}
		if r.cell("内容") == "" {
			continue
		}
		d, err := r.draft().clean()
		if err = errors.Join(r.err, err); err != nil {
			wrong = append(wrong, Wrong{i + 2, err})
			continue
		}
		all = append(all, d)
	}
	if len(all) == 0 && len(wrong) == 0 {
		err = fault.New(fault.Invalid, "quick_reply.file_empty")
	}
	return all, wrong, err
}

// reader reads the cells of a row.
type reader struct {
	at   map[string]int
	row  []string
	zone *time.Location
	err  error
}

func (r *reader) cell(name string) string {
	i, there := r.at[name]
	if !there || i >= len(r.row) {
		return ""
	}
	return strings.TrimSpace(r.row[i])
}

func (r *reader) list(name string) []string {
	return strings.FieldsFunc(r.cell(name), func(c rune) bool { return strings.ContainsRune(",，;；、\n", c) })
}

func (r *reader) time(name string) time.Time {
	t, err := cell.Time(r.cell(name), r.zone)
	r.err = errors.Join(r.err, err)
	return t
}

// draft is what a row says. Without a title a reply is called by its first words.
func (r *reader) draft() Draft {
	d := Draft{Group: r.cell("分组"), Title: r.cell("标题"), Text: r.cell("内容"), Goods: r.list("商品编码"),
		StartsAt: r.time("开始"), EndsAt: r.time("结束"), ReviewAt: r.time("复核")}
	for _, p := range r.list("平台") {
		if known := columns.PlatformOf(p); known != "" {
			p = known
		}
		d.Platforms = append(d.Platforms, p)
	}
	if d.Title == "" {
		words := []rune(d.Text)
		d.Title = string(words[:min(len(words), 15)])
	}
	return d
}

// Row is a reply as a row of a table, its days in the shop's zone.
func (d Draft) Row(zone *time.Location) []string {
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(zone).Format("2006-01-02 15:04:05")
	}
	return []string{d.Group, d.Title, d.Text, strings.Join(d.Goods, ","), strings.Join(d.Platforms, ","), day(d.StartsAt), day(d.EndsAt), day(d.ReviewAt)}
}

// same is by what two replies are one: their words.
func (d Draft) same() string { return language.Normal(d.Text) }
