package api

import (
	"cmp"
	"context"
	"encoding/csv"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order/columns"
	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/order/sheet"
)

// OrderImport is a file of orders on its way in.
type OrderImport struct {
	ID        string       `json:"id"`
	ShopID    string       `json:"shop_id"`
	Kind      string       `json:"kind" enum:"orders,products,register" doc:"What it is about."`
	Name      string       `json:"name" doc:"Of the file."`
	State     string       `json:"state" enum:"uploaded,running,stopped,done,failed,dropped"`
	Failure   *BulkFault   `json:"failure" doc:"Why it failed."`
	Rows      int64        `json:"rows" doc:"Under the headings."`
	Headings  []string     `json:"headings" nullable:"false"`
	Samples   [][]string   `json:"samples" nullable:"false" doc:"The first rows under the headings."`
	Mapping   OrderMapping `json:"mapping"`
	MadeBy    Person       `json:"made_by"`
	MadeAt    time.Time    `json:"made_at"`
	StartedAt *time.Time   `json:"started_at"`
	EndedAt   *time.Time   `json:"ended_at"`
	Total     int64        `json:"total" doc:"Orders in the file, once it runs."`
	Position  int64        `json:"position" doc:"Of these, worked off."`
	Created   int64        `json:"created"`
	Updated   int64        `json:"updated"`
	Unchanged int64        `json:"unchanged"`
	Passed    int64        `json:"passed" doc:"Orders that were passed over for what is wrong with them."`
	Problems  int64        `json:"problems" doc:"Things that are wrong with rows."`
	Version   int64        `json:"version"`
}

// OrderMapping says what the columns of a file mean.
type OrderMapping struct {
	Preset   string            `json:"preset,omitempty" maxLength:"40" doc:"The known export that it began with."`
	Platform string            `json:"platform" enum:"taobao,douyin,jd,pdd,kuaishou,xiaohongshu,wechat,other" doc:"Of orders whose row does not say."`
	Columns  map[string]string `json:"columns" doc:"The heading of each field that the file has."`
	Sum      bool              `json:"sum,omitempty" doc:"Amounts of an order are the sum over its rows; else they stand in each."`

	Values map[string]string `json:"values,omitempty" doc:"What the words of a column mean: the scenario of each type of complaint. Under the empty word: of rows that do not say."`
	Owner  string            `json:"owner,omitempty" maxLength:"64" doc:"Id of who gets the cases that are still open; who imports, if empty."`
}

// NamedOrderMapping is a mapping that a shop has named.
type NamedOrderMapping struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Mapping OrderMapping `json:"mapping"`
	Version int64        `json:"version"`
}

// OrderImportDetail is an import with what the screen of its steps shows.
type OrderImportDetail struct {
	Import  OrderImport         `json:"import"`
	Named   []NamedOrderMapping `json:"named" nullable:"false" doc:"Mappings that the shop has named."`
	Preview *OrderPreview       `json:"preview" doc:"What would become of it; null once it runs."`
}

// OrderPreview is what would become of a file.
type OrderPreview struct {
	Orders   int64          `json:"orders" doc:"Without those that are passed over."`
	Items    int64          `json:"items"`
	Passed   int64          `json:"passed" doc:"Orders that would be passed over."`
	Problems int64          `json:"problems"`
	Rounded  int64          `json:"rounded" doc:"Orders whose number looks as if a spreadsheet had rounded it."`
	Samples  []PreviewOrder `json:"samples" nullable:"false" doc:"The first orders."`
	Fields   []string       `json:"fields" nullable:"false" doc:"Of the rows, where it is about something else."`
	Shown    [][]string     `json:"shown" nullable:"false" doc:"The first of anything else, as they would be imported."`
	Values   []WordMeaning  `json:"values" nullable:"false" doc:"Words of a column that people may say the meaning of."`
	Wrong    []RowProblem   `json:"wrong" nullable:"false" doc:"The first hundred."`
}

// WordMeaning is a word of a column, and what it is taken for.
type WordMeaning struct {
	Words   string `json:"words" doc:"Empty for rows that do not say."`
	Rows    int64  `json:"rows"`
	Meaning string `json:"meaning" doc:"Empty if nothing fits and nobody said."`
	Guessed bool   `json:"guessed"`
}

// PreviewOrder is an order as it would be imported.
type PreviewOrder struct {
	OrderRow
	Items []OrderItemFacts `json:"items" nullable:"false"`
}

// RowProblem is what is wrong with a row.
type RowProblem struct {
	Line   int64  `json:"line" doc:"As a spreadsheet counts."`
	Column string `json:"column"`
	Number string `json:"number" doc:"Of the order."`
	Code   string `json:"code"`
	Detail string `json:"detail" doc:"What is wrong, and what to do."`
}

func (s *Server) orderImportRoutes(api huma.API) {
	upload := operation{id: "uploadOrders", method: http.MethodPost, path: "/api/shops/{id}/order-imports", tag: "order",
		summary: "Take a file; nothing is imported yet", access: needs(identity.OrderWrite), status: http.StatusCreated}
	huma.Register(api, upload.takesBytes(), s.uploadOrders)
	add(api, operation{id: "readOrderImports", method: http.MethodGet, path: "/api/order-imports", tag: "order",
		summary: "Read the history of imports, the latest first", access: needs(identity.OrderWrite)}, s.readOrderImports)
	add(api, operation{id: "readOrderImport", method: http.MethodGet, path: "/api/order-imports/{id}", tag: "order",
		summary: "Read an import, and before it runs what would become of it", access: needs(identity.OrderWrite)}, s.readOrderImport)
	add(api, operation{id: "mapOrderImport", method: http.MethodPut, path: "/api/order-imports/{id}/mapping", tag: "order",
		summary: "Say what the columns of a file mean", access: needs(identity.OrderWrite)}, s.mapOrderImport)
	add(api, operation{id: "startOrderImport", method: http.MethodPost, path: "/api/order-imports/{id}/start", tag: "order",
		summary: "Have a file imported", access: needs(identity.OrderWrite)}, s.startOrderImport)
	add(api, operation{id: "dropOrderImport", method: http.MethodPost, path: "/api/order-imports/{id}/drop", tag: "order",
		summary: "Forget a file that was not imported yet, or the rest of a stopped one", access: needs(identity.OrderWrite)}, s.dropOrderImport)
	add(api, operation{id: "stopOrderImport", method: http.MethodPost, path: "/api/order-imports/{id}/stop", tag: "order",
		summary: "Have a running import pause; what is in stays", access: needs(identity.OrderWrite)}, s.stopOrderImport)
	add(api, operation{id: "goOnWithOrderImport", method: http.MethodPost, path: "/api/order-imports/{id}/go-on", tag: "order",
		summary: "Have a stopped import go on", access: needs(identity.OrderWrite)}, s.goOnWithOrderImport)
	huma.Register(api, operation{id: "readOrderImportReport", method: http.MethodGet, path: "/api/order-imports/{id}/report", tag: "order",
		summary: "Download what is wrong with the rows of a file, as CSV", access: needs(identity.OrderWrite)}.huma(), s.readOrderImportReport)
	add(api, operation{id: "saveOrderMapping", method: http.MethodPut, path: "/api/shops/{id}/order-mappings", tag: "order",
		summary: "Name a mapping of columns; the one that had the name is replaced", access: needs(identity.OrderWrite), status: http.StatusNoContent}, s.saveOrderMapping)
	add(api, operation{id: "removeOrderMapping", method: http.MethodPost, path: "/api/order-mappings/{id}/remove", tag: "order",
		summary: "Forget a named mapping", access: needs(identity.OrderWrite), status: http.StatusNoContent}, s.removeOrderMapping)
}

type uploadOrdersInput struct {
	Upload
	Language string `header:"Accept-Language"`
	ID       string `path:"id" maxLength:"64"`
	Kind     string `query:"kind" enum:"orders,products,register" default:"orders" doc:"What the file is about."`
}

func (s *Server) uploadOrders(ctx context.Context, in *uploadOrdersInput) (*body[OrderImportDetail], error) {
	name, err := url.PathUnescape(in.Name)
	if err != nil {
		name = in.Name
	}
	i, err := s.Imports.Upload(ctx, in.Kind, in.ID, in.Key, name, in.body)
	return s.importDetail(ctx, in.Language, i, err)
}

// OrderImports is a page of imports.
type OrderImports struct {
	Items []OrderImport `json:"items" nullable:"false"`
	Next  string        `json:"next" doc:"Cursor of the following page, empty at the end."`
}

type readOrderImportsInput struct {
	Language string `header:"Accept-Language"`
	Shop     string `query:"shop" maxLength:"64"`
	Kind     string `query:"kind" enum:"orders,products,register" doc:"Of one kind only."`
	After    string `query:"after" maxLength:"200"`
}

func (s *Server) readOrderImports(ctx context.Context, in *readOrderImportsInput) (*body[OrderImports], error) {
	all, next, err := s.Imports.Imports(ctx, in.Kind, in.Shop, in.After)
	if err != nil {
		return nil, err
	}
	wired, err := s.wireImports(ctx, in.Language, all)
	return answer(OrderImports{wired, next}, err)
}

type orderImportInput struct {
	Language string `header:"Accept-Language"`
	ID       string `path:"id" maxLength:"64"`
}

func (s *Server) readOrderImport(ctx context.Context, in *orderImportInput) (*body[OrderImportDetail], error) {
	i, err := s.Imports.GetImport(ctx, in.ID)
	return s.importDetail(ctx, in.Language, i, err)
}

type mapOrderImportInput struct {
	Language string `header:"Accept-Language"`
	ID       string `path:"id" maxLength:"64"`
	Body     struct {
		OrderMapping
		Version int64 `json:"version"`
	}
}

func (s *Server) mapOrderImport(ctx context.Context, in *mapOrderImportInput) (*body[OrderImportDetail], error) {
	i, err := s.Imports.SetMapping(ctx, in.ID, in.Body.Version, in.Body.mapping())
	return s.importDetail(ctx, in.Language, i, err)
}

type editOrderImportInput struct {
	Language string `header:"Accept-Language"`
	ID       string `path:"id" maxLength:"64"`
	Body     struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) startOrderImport(ctx context.Context, in *editOrderImportInput) (*body[OrderImportDetail], error) {
	i, err := s.Imports.Start(ctx, in.ID, in.Body.Version)
	return s.importDetail(ctx, in.Language, i, err)
}

func (s *Server) dropOrderImport(ctx context.Context, in *editOrderImportInput) (*body[OrderImportDetail], error) {
	i, err := s.Imports.Drop(ctx, in.ID, in.Body.Version)
	return s.importDetail(ctx, in.Language, i, err)
}

func (s *Server) stopOrderImport(ctx context.Context, in *editOrderImportInput) (*body[OrderImportDetail], error) {
	i, err := s.Imports.Stop(ctx, in.ID, in.Body.Version)
	return s.importDetail(ctx, in.Language, i, err)
}

func (s *Server) goOnWithOrderImport(ctx context.Context, in *editOrderImportInput) (*body[OrderImportDetail], error) {
	i, err := s.Imports.GoOn(ctx, in.ID, in.Body.Version)
	return s.importDetail(ctx, in.Language, i, err)
}

func (s *Server) readOrderImportReport(ctx context.Context, in *orderImportInput) (*huma.StreamResponse, error) {
	if _, err := s.Imports.GetImport(ctx, in.ID); err != nil {
		return nil, err
	}
	l := languageOf(in.Language)
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "text/csv; charset=utf-8")
		hc.SetHeader("Content-Disposition", `attachment; filename="order-import-problems.csv"`)
		hc.SetHeader("X-Content-Type-Options", "nosniff")
		hc.SetHeader("Cache-Control", "no-store")
		w := csv.NewWriter(hc.BodyWriter())
		heads := reportHeads[l]
		w.Write(append([]string{"\ufeff" + heads[0]}, heads[1:]...))
		err := s.Imports.Problems(ctx, in.ID, func(some []intake.Problem) error {
			for _, p := range some {
				w.Write([]string{strconv.FormatInt(p.Line, 10), sheet.Inert(p.Column), sheet.Inert(p.Number), sheet.Inert(sentence(l, p.Code, p.Args))})
			}
			return w.Error()
		})
		if err != nil {
			s.Log.ErrorContext(ctx, "writing the report of an import", "import", in.ID, "error", err)
		}
		w.Flush()
	}}, nil
}

// reportHeads are the headings of a report.
var reportHeads = map[lang][]string{
	chinese: {"行号", "列", "订单号", "问题和改法"},
	english: {"Row", "Column", "Order", "What is wrong and what to do"},
}

type saveOrderMappingInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		OrderMapping
		Kind string `json:"kind,omitempty" enum:"orders,products,register" default:"orders" doc:"Of the files that it is for."`
		Name string `json:"name" maxLength:"400"`
	}
}

func (s *Server) saveOrderMapping(ctx context.Context, in *saveOrderMappingInput) (*empty, error) {
	return nil, s.Imports.SaveMapping(ctx, cmp.Or(in.Body.Kind, columns.Orders.ID), in.ID, in.Body.Name, in.Body.mapping())
}

type removeOrderMappingInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) removeOrderMapping(ctx context.Context, in *removeOrderMappingInput) (*empty, error) {
	return nil, s.Imports.RemoveMapping(ctx, in.ID, in.Body.Version)
}

func (m OrderMapping) mapping() columns.Mapping {
	c := columns.Mapping{Preset: m.Preset, Platform: m.Platform, Columns: map[columns.Field]string{}, Sum: m.Sum, Values: m.Values, Owner: m.Owner}
	for f, h := range m.Columns {
		c.Columns[columns.Field(f)] = h
	}
	return c
}

func wireMapping(c columns.Mapping) OrderMapping {
	m := OrderMapping{Preset: c.Preset, Platform: c.Platform, Columns: map[string]string{}, Sum: c.Sum, Values: c.Values, Owner: c.Owner}
	for f, h := range c.Columns {
		m.Columns[string(f)] = h
	}
	return m
}
