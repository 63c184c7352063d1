package api

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/order/sheet"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// File is a file that was sent, or is about to be. Its addresses work for a few
// hours without a session, so that an image element can show it; those of files
// for the team alone need the session.
type File struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	MediaType string  `json:"media_type"`
	Size      int64   `json:"size" doc:"Bytes."`
	Width     int64   `json:"width" doc:"Pixels; 0 if it is no image."`
	Height    int64   `json:"height"`
	URL       string  `json:"url"`
	ThumbURL  *string `json:"thumb_url"`
}

func (s *Server) fileRoutes(api huma.API) {
	upload := operation{id: "uploadFile", method: http.MethodPost, path: "/api/conversations/{id}/files", tag: "file",
		summary: "Upload a file, to be sent with a message", access: needs(identity.FileUpload), status: http.StatusCreated}
	huma.Register(api, upload.takesBytes(), s.uploadFile)
	huma.Register(api, operation{id: "readFile", method: http.MethodGet, path: "/api/files/{id}", tag: "file",
		summary: "Download a file or its thumbnail", access: linked}.huma(), s.readFile)
}

// takesBytes describes an operation whose body is a file as it is.
func (op operation) takesBytes() huma.Operation {
	o := op.huma()
	o.MaxBodyBytes, o.BodyReadTimeout = -1, 10*time.Minute
	o.Errors = append(o.Errors, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	o.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}},
	}}
	return o
}

// Upload is a body of bytes. It is read as a stream while the operation runs.
type Upload struct {
	Keyed
	Name string `header:"X-File-Name" maxLength:"1000" doc:"The file's name, percent-encoded UTF-8."`
	body io.Reader
}

// Resolve implements huma.Resolver: it keeps the stream.
func (u *Upload) Resolve(ctx huma.Context) []error {
	u.body = ctx.BodyReader()
	return nil
}

func (u *Upload) file() conversation.Upload {
	name, err := url.PathUnescape(u.Name)
	if err != nil {
		name = u.Name
	}
	return conversation.Upload{Key: u.Key, Name: name, Body: u.body}
}

type uploadInput struct {
	Upload
	ID string `path:"id" maxLength:"64"`
}

func (s *Server) uploadFile(ctx context.Context, in *uploadInput) (*body[File], error) {
	f, err := s.Conversations.AddFile(ctx, in.ID, in.file())
	return answer(s.wireFile(f), err)
}

type readFileInput struct {
	ID    string `path:"id" maxLength:"64"`
	Thumb string `query:"thumb" enum:"1" doc:"The thumbnail, if there is one."`
	Exp   int64  `query:"exp" doc:"When the link ends, in seconds since 1970."`
	Sig   string `query:"sig" maxLength:"64"`
}

func (s *Server) readFile(ctx context.Context, in *readFileInput) (*huma.StreamResponse, error) {
	read := s.Conversations.ReadFile
	if in.Sig != "" {
		if !s.Links.valid(in.ID, in.Exp, in.Sig, s.Now()) {
			return nil, fault.New(fault.Denied, "file.link_ended")
		}
		read = s.Conversations.ReadSignedFile
	}
	f, content, err := read(ctx, in.ID, in.Thumb == "1")
	if err != nil {
		return nil, err
	}
	return serveFile(f.MediaType, f.Name, f.MadeAt, content), nil
}

// serveFile sends a stored file, whole or in parts, so that nothing in it runs.
func serveFile(mediaType, name string, madeAt time.Time, content io.ReadSeekCloser) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer content.Close()
		r, w := humago.Unwrap(hc)
		blob.Headers(w.Header(), mediaType, name, true)
		http.ServeContent(w, r, "", madeAt, content)
	}}
}

// sendArchive sends an archive while it is made. What fails half-way ends the
// connection, so that nobody takes the part for the whole.
func (s *Server) sendArchive(ctx context.Context, name string, write func(context.Context, io.Writer) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "application/zip")
		hc.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		hc.SetHeader("Cache-Control", "no-store")
		if err := write(ctx, hc.BodyWriter()); err != nil {
			s.Log.WarnContext(ctx, "sending an archive", "name", name, "error", err)
			panic(http.ErrAbortHandler)
		}
	}}
}

// sendTable sends a table while it is made, as csv or xlsx. What fails half-way ends
// the connection, so that nobody takes the part for the whole.
func (s *Server) sendTable(ctx context.Context, name, format string, write func(sheet.Writer) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		open, kind := sheet.NewCSV, "text/csv; charset=utf-8"
		if format == "xlsx" {
			open, kind = sheet.NewXLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		}
		hc.SetHeader("Content-Type", kind)
		hc.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + format}))
		hc.SetHeader("X-Content-Type-Options", "nosniff")
		hc.SetHeader("Cache-Control", "no-store")
		w, err := open(hc.BodyWriter())
		if err == nil {
			err = errors.Join(write(w), w.Close())
		}
		if err != nil {
			s.Log.WarnContext(ctx, "sending a table", "name", name, "error", err)
			panic(http.ErrAbortHandler)
		}
	}}
}

func (s *Server) wireFile(f conversation.File) File {
	w := File{ID: f.ID, Name: f.Name, MediaType: f.MediaType, Size: f.Size, Width: f.Width, Height: f.Height}
	if f.ID == "" {
		return w
	}
	thumb := "&thumb=1"
	if w.URL = s.Links.fileURL(f.ID, s.Now()); f.TeamOnly {
		w.URL, thumb = "/api/files/"+f.ID, "?thumb=1"
	}
	if f.ThumbSHA256 != "" {
		thumb = w.URL + thumb
		w.ThumbURL = &thumb
	}
	return w
}

// Signer signs links to files with a key that is not in the database.
type Signer struct{ Key []byte }

// linkLife is how long a signed link works at least. Links of one period are
// equal, so that browsers keep what they have loaded.
const linkLife = 6 * time.Hour

func (s Signer) fileURL(id string, now time.Time) string {
	exp := now.Truncate(linkLife).Add(2 * linkLife).Unix()
	return fmt.Sprintf("/api/files/%s?exp=%d&sig=%s", id, exp, s.sign(id, exp))
}

func (s Signer) sign(id string, exp int64) string {
	mac := hmac.New(sha256.New, s.Key)
	mac.Write([]byte("file/" + id + "/" + strconv.FormatInt(exp, 10)))
	return hex.EncodeToString(mac.Sum(nil)[:20])
}

func (s Signer) valid(id string, exp int64, sig string, now time.Time) bool {
	return now.Unix() < exp && hmac.Equal([]byte(sig), []byte(s.sign(id, exp)))
}
