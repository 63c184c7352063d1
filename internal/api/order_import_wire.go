package api

import (
	"context"

	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/platform/fault"
	"github.com/anxin-desk/anxin/internal/register"
)

// importDetail is what the steps of an import show of it.
func (s *Server) importDetail(ctx context.Context, language string, i intake.Import, err error) (*body[OrderImportDetail], error) {
	if err != nil {
		return nil, err
	}
	wired, err := s.wireImports(ctx, language, []intake.Import{i})
	if err != nil {
		return nil, err
	}
	out := OrderImportDetail{Import: wired[0], Named: []NamedOrderMapping{}}
	named, err := s.Imports.SavedMappings(ctx, i.Kind, i.ShopID)
	if err != nil {
		return nil, err
	}
	for _, m := range named {
		out.Named = append(out.Named, NamedOrderMapping{m.ID, m.Name, wireMapping(m.Mapping), m.Version})
	}
	if i.State != intake.Uploaded {
		return answer(out, nil)
	}
	switch p, err := s.Imports.Preview(ctx, i); fault.KindOf(err) {
	case "":
		out.Preview = wirePreview(language, i.Kind, p)
	case fault.Invalid: // the columns do not make sense yet
	default:
		return nil, err
	}
	return answer(out, nil)
}

func (s *Server) wireImports(ctx context.Context, language string, all []intake.Import) ([]OrderImport, error) {
	var ids []string
	for _, i := range all {
		ids = append(ids, i.MadeBy)
	}
	names, err := s.Desk.Names(ctx, ids)
	out := make([]OrderImport, 0, len(all))
	for _, i := range all {
		w := OrderImport{ID: i.ID, ShopID: i.ShopID, Name: i.Name, Kind: i.Kind, State: stateOf(i), Rows: i.Rows, Headings: i.Head.Headings, Samples: i.Head.Samples,
			Mapping: wireMapping(i.Mapping), MadeBy: Person{i.MadeBy, names[i.MadeBy]}, MadeAt: i.MadeAt, StartedAt: optional(i.StartedAt),
			EndedAt: optional(i.EndedAt), Total: i.Total, Position: i.Position, Created: i.Created, Updated: i.Updated, Unchanged: i.Unchanged,
			Passed: i.Passed, Problems: i.Problems, Version: i.Version}
		if w.Samples == nil {
			w.Samples = [][]string{}
		}
		if i.Code != "" {
			w.Failure = &BulkFault{i.Code, sentence(languageOf(language), i.Code, nil)}
		}
		out = append(out, w)
	}
	return out, err
}

// stateOf is where an import is, as people see it.
func stateOf(i intake.Import) string {
	if i.Stopped() {
		return "stopped"
	}
	return string(i.State)
}

// shownFields are those of the first rows of a preview, by kind.
var shownFields = map[string][]columns.Field{columns.Products.ID: columns.ProductFields, columns.Register.ID: register.Shown}

func wirePreview(language, kind string, p intake.Preview) *OrderPreview {
	w := OrderPreview{Orders: p.Orders, Items: p.Items, Passed: p.Passed, Problems: p.Problems, Rounded: p.Rounded,
		Fields: []string{}, Shown: p.Shown, Values: []WordMeaning{}, Samples: make([]PreviewOrder, 0, len(p.Samples)), Wrong: make([]RowProblem, 0, len(p.Wrong))}
	for _, o := range p.Samples {
		row := PreviewOrder{OrderRow: wireOrderRow(o), Items: []OrderItemFacts{}}
		for _, i := range o.Items {
			row.Items = append(row.Items, OrderItemFacts{Code: i.Code, Title: i.Title, Spec: i.Spec, Quantity: i.Quantity, Price: wireFen(i.Price), Batch: i.Batch})
		}
		w.Samples = append(w.Samples, row)
	}
	if w.Shown == nil {
		w.Shown = [][]string{}
	}
	for _, f := range shownFields[kind] {
		w.Fields = append(w.Fields, string(f))
	}
	for _, v := range p.Values {
		w.Values = append(w.Values, WordMeaning(v))
	}
	for _, each := range p.Wrong {
		w.Wrong = append(w.Wrong, RowProblem{each.Line, each.Column, each.Number, each.Code, sentence(languageOf(language), each.Code, each.Args)})
	}
	return &w
}
