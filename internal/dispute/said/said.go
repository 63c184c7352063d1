// Package said puts what was said in a conversation on paper, for who judges from
// outside: without what is for the team alone, masked, and as a page that runs nothing.
package said

import (
	"bytes"
	"context"
	"html/template"
	"io"
	"time"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/dispute/leaving"
	"github.com/anxin-desk/anxin/internal/order"
)

// Between returns what was said in a conversation between both sides: neither what is
// for the team alone, nor lines of the program, nor the words of what was taken back.
func Between(ctx context.Context, s *conversation.Service, id string) (all []conversation.Message, err error) {
	for since := int64(0); ; {
		p, err := s.Since(ctx, id, since)
		if err != nil || len(p.Messages) == 0 {
			return all, err
		}
		for _, m := range p.Messages {
			since = m.Seq
			if m.Internal || m.Sender.Kind == conversation.System {
				continue
			}
			if !m.RecalledAt.IsZero() {
				m.Text, m.Files = "（已撤回）", nil
			}
			all = append(all, m)
		}
	}
}

var page = template.Must(template.New("chat").Parse(`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>聊天记录 {{.Number}}</title><style>body{font:14px/1.6 sans-serif;max-width:760px;margin:24px auto;padding:0 16px}
p{white-space:pre-wrap;overflow-wrap:anywhere;margin:2px 0 14px}small{color:#666}</style></head><body>
<h1>聊天记录</h1><small>{{.Shop}} · {{.Number}} · 共 {{len .Lines}} 条，手机号和证件号已打码</small>
{{range .Lines}}<div><small>{{.At}} {{.Who}}</small><p>{{.Text}}</p></div>
{{end}}</body></html>
`))

type line struct{ At, Who, Text string }

// Write writes what was said about a number of a shop. at words a time.
func Write(w io.Writer, shop, number string, all []conversation.Message, at func(time.Time) string) error {
	lines := make([]line, 0, len(all))
	for _, m := range all {
		who := "买家"
		if m.Sender.Kind == conversation.Agent {
			who = "客服 " + order.MaskName(m.Sender.Name)
		}
		text := leaving.Masked(m.Text)
		for _, f := range m.Files {
			text += "\n[文件] " + f.Name
		}
		lines = append(lines, line{at(m.At), who, text})
	}
	var out bytes.Buffer
	if err := page.Execute(&out, map[string]any{"Number": number, "Shop": shop, "Lines": lines}); err != nil {
		return err
	}
	_, err := out.WriteTo(w)
	return err
}
