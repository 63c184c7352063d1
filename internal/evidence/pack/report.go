package pack

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/dispute/leaving"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/liability"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/playbook"
)

type event struct {
	at   time.Time
	At   string
	What string
}

// events tells what happened when, without what the team wrote for itself.
func (b *Bundle) events() []event {
	var all []event
	add := func(at time.Time, what string) {
		if !at.IsZero() {
			all = append(all, event{at, b.At(at), leaving.Masked(what)})
		}
	}
	if b.hasOrder {
		add(b.order.PlacedAt, "下单 "+b.order.Number)
		add(b.order.ShippedAt, "发货")
		add(b.order.ReceivedAt, "签收")
	}
	add(b.sec.Case.OpenedAt, "受理买家投诉 "+b.sec.Case.Number)
	for _, r := range b.sec.Requests {
		add(r.MadeAt, "请买家补充材料："+evidence.Ask{Pieces: r.Pieces}.Text())
	}
	for _, i := range b.sec.Items {
		add(i.ReceivedAt, fmt.Sprintf("收到证据 %d（%s，%s提供）", i.N, b.piece(i.Piece), giverWords(i)))
	}
	for _, c := range b.made {
		add(c.MadeAt, "答应买家："+c.Text+"（最迟 "+b.At(c.DueAt)+"）")
		if c.State == commitment.Kept {
			add(c.SettledAt, "做到："+c.Text)
		}
	}
	add(b.sec.Case.ClosedAt, "投诉办结")
	slices.SortStableFunc(all, func(a, b event) int { return a.at.Compare(b.at) })
	return all
}

func giverWords(i evidence.Item) string {
	if i.By.Kind == "buyer" {
		return "买家"
	}
	return "商家"
}

var partyWords = map[liability.Party]string{liability.Product: "商品", liability.Warehouse: "仓库", liability.Carrier: "承运商", liability.Platform: "平台",
	liability.Misuse: "使用不当", liability.ForceMajeure: "不可抗力", liability.Unknown: "无法判定"}

func scenarioWords(id string) string {
	if f, found := playbook.Named(id); found {
		return f.Playbook.Title.Zh
	}
	return id
}

type shown struct {
	N                                             int64
	File, Piece, By, At, Taken, Device, Size, Sum string
	Thumb                                         template.URL
	Reduced                                       bool
}

type found struct{ Issue, Party, Grounds, Evidence, At string }

type page struct {
	Shop, Number, Scenario, Summary, Made string
	Order                                 [][2]string
	Events                                []event
	Pieces                                []evidence.Piece
	Items                                 []shown
	Photos                                []shown
	Findings                              []found
	Left                                  []string
	Chat                                  bool
}

// report writes what a reviewer reads first: a page that runs nothing and asks nobody.
func (b *Bundle) report(ctx context.Context, w io.Writer) error {
	c := b.sec.Case
	p := page{Shop: b.Shop.Name, Number: c.Number, Scenario: scenarioWords(c.Scenario), Summary: leaving.Masked(c.Summary), Made: b.At(b.Made),
		Order: b.orderRows(), Events: b.events(), Pieces: slices.Clone(b.sec.Checklist), Left: b.Left, Chat: len(b.said) > 0}
	for i, piece := range p.Pieces {
		p.Pieces[i].Waiver.Reason = leaving.Masked(piece.Waiver.Reason)
	}
	for _, i := range b.sec.Items {
		one, err := b.shown(ctx, i)
		if err != nil {
			return err
		}
		p.Items = append(p.Items, one)
	}
	for n, photo := range b.left {
		one := shown{N: int64(n + 1), File: photoFile(n, photo), At: b.At(photo.MadeAt), Size: megabytes(photo.Size), Sum: photo.SHA256}
		var err error
		if one.Thumb, err = b.thumb(ctx, photo.Thumb); err != nil {
			return err
		}
		p.Photos = append(p.Photos, one)
	}
	for _, f := range liability.Standing(b.findings) {
		p.Findings = append(p.Findings, found{scenarioWords(f.Issue), partyWords[f.Party], leaving.Masked(f.Grounds), b.numbers(f.Items), b.At(f.At)})
	}
	var out bytes.Buffer
	if err := reportPage.Execute(&out, p); err != nil {
		return err
	}
	_, err := out.WriteTo(w)
	return err
}

func (b *Bundle) shown(ctx context.Context, i evidence.Item) (shown, error) {
	v := shown{N: i.N, File: fileOf(i), Piece: b.piece(i.Piece), By: giverWords(i), At: b.At(i.ReceivedAt), Taken: i.TakenAt, Device: i.Device,
		Size: megabytes(i.Size), Sum: i.SHA256, Reduced: i.Reduced}
	var err error
	v.Thumb, err = b.thumb(ctx, i.ThumbSHA256)
	return v, err
}

func megabytes(size int64) string { return fmt.Sprintf("%.2f MB", float64(size)/(1<<20)) }

// thumb is a thumbnail inside a page, "" if there is none.
func (b *Bundle) thumb(ctx context.Context, sum string) (template.URL, error) {
	if sum == "" {
		return "", nil
	}
	content, err := blob.Fetch(ctx, b.s.Blobs, sum)
	if err != nil {
		return "", err
	}
	defer content.Close()
	bytes, err := io.ReadAll(content)
	return template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(bytes)), err
}

// numbers are those of items, as people call them.
func (b *Bundle) numbers(ids []string) (text string) {
	for _, i := range b.sec.Items {
		if slices.Contains(ids, i.ID) {
			text += fmt.Sprintf(" 证据%d", i.N)
		}
	}
	return text
}

// orderRows tells of the order, and not to whom it went.
func (b *Bundle) orderRows() (rows [][2]string) {
	if !b.hasOrder {
		return nil
	}
	o := b.order.Masked()
	rows = [][2]string{{"订单号", o.Number}, {"收货人", strings.TrimSpace(o.Receiver + " " + o.Phone)}, {"下单", b.At(o.PlacedAt)}, {"发货", b.At(o.ShippedAt)}, {"签收", b.At(o.ReceivedAt)}}
	for _, p := range o.Parcels {
		rows = append(rows, [2]string{"运单", p.Carrier + " " + p.Number})
	}
	for _, i := range o.Items {
		rows = append(rows, [2]string{"商品", fmt.Sprintf("%s %s %s × %d", i.Code, i.Title, i.Spec, i.Quantity)})
	}
	return rows
}

var reportPage = template.Must(template.New("report").Parse(`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>证据报告 {{.Number}}</title><style>
body{font:14px/1.65 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:900px;margin:32px auto;padding:0 20px;color:#17201f}
h1{font-size:24px;margin:0}h2{font-size:16px;margin:28px 0 8px;padding-left:10px;border-left:4px solid #0d7a6f}small,.quiet{color:#5a6968}
table{width:100%;border-collapse:collapse}td,th{padding:6px 8px;border-bottom:1px solid #e1e8e6;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{width:110px;font-weight:500;color:#5a6968}.card{display:grid;grid-template-columns:220px 1fr;gap:16px;padding:14px 0;border-bottom:1px solid #e1e8e6;break-inside:avoid}
.card img{width:220px;border-radius:8px;border:1px solid #e1e8e6}.sum{font:11.5px/1.5 monospace;overflow-wrap:anywhere}.tag{padding:1px 9px;border-radius:10px;background:#e4f3f0;color:#0b6b61}
.missing{background:#fdf3e0;color:#955600}p{white-space:pre-wrap;margin:4px 0}td p{margin:0}@media(max-width:600px){.card{grid-template-columns:1fr}}</style></head><body>
<h1>证据报告</h1><small>{{.Shop}} · 客诉单 {{.Number}} · {{.Scenario}} · 生成于 {{.Made}} · 手机号和证件号已打码</small>
{{with .Summary}}<h2>事情经过</h2><p>{{.}}</p>{{end}}
{{with .Order}}<h2>订单</h2><table>{{range .}}{{if index . 1}}<tr><th>{{index . 0}}</th><td>{{index . 1}}</td></tr>{{end}}{{end}}</table>{{end}}
{{with .Findings}}<h2>责任判定</h2><table>{{range .}}<tr><th>{{.Issue}}</th><td><span class="tag">{{.Party}}</span> {{.Grounds}} <small>{{.Evidence}} {{.At}}</small></td></tr>{{end}}</table>{{end}}
{{with .Pieces}}<h2>材料清单</h2><table>{{range .}}<tr><th>{{if eq .Status "done"}}<span class="tag">有 {{.Count}} 件</span>{{else if eq .Status "not_needed"}}<span class="quiet">不需要</span>{{else}}<span class="tag missing">没有</span>{{end}}</th><td>{{.Text.Zh}}{{if eq .Status "not_needed"}} <small>{{.Waiver.Reason}}</small>{{end}}</td></tr>{{end}}</table>{{end}}
<h2>时间线</h2><table>{{range .Events}}<tr><th style="width:160px">{{.At}}</th><td><p>{{.What}}</p></td></tr>{{end}}</table>
<h2>证据（{{len .Items}} 件）</h2>
{{range .Items}}<div class="card"><div>{{if .Thumb}}<a href="{{.File}}"><img src="{{.Thumb}}" alt=""></a>{{else}}<a href="{{.File}}">打开文件</a>{{end}}</div><div><b>证据 {{.N}}</b> <span class="tag">{{.Piece}}</span>
<table><tr><th>提供</th><td>{{.By}}，{{.At}} 收到</td></tr><tr><th>文件写的拍摄时间</th><td>{{or .Taken "没写"}}</td></tr><tr><th>文件写的设备</th><td>{{or .Device "没写"}}</td></tr>
<tr><th>文件</th><td><a href="{{.File}}">{{.File}}</a> {{.Size}}{{if .Reduced}}（上传前在买家手机上缩小过）{{end}}</td></tr><tr><th>SHA-256</th><td class="sum">{{.Sum}}</td></tr></table></div></div>
{{else}}<p class="quiet">没有文件。</p>{{end}}
{{with .Photos}}<h2>出库照片（{{len .}} 张）</h2>
{{range .}}<div class="card"><div>{{if .Thumb}}<a href="{{.File}}"><img src="{{.Thumb}}" alt=""></a>{{end}}</div><div><b>出库 {{.N}}</b>
<table><tr><th>提供</th><td>商家，{{.At}} 导入</td></tr><tr><th>文件</th><td><a href="{{.File}}">{{.File}}</a> {{.Size}}</td></tr><tr><th>SHA-256</th><td class="sum">{{.Sum}}</td></tr></table></div></div>
{{end}}{{end}}<h2>附件</h2><p>{{if .Chat}}聊天记录.html：双方对话全文
{{end}}经过.csv：时间线
清单.csv：每个文件的字节数和 SHA-256，可逐个核对</p>{{range .Left}}<p class="quiet">未附：{{.}}</p>{{end}}
<p class="quiet">拍摄时间和设备取自文件自身，可被修改，仅供参考；收到时间和 SHA-256 由系统在收到时记录，此后不可更改。</p>
</body></html>
`))
