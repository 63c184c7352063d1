package blob

import (
	"context"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/anxin-desk/anxin/internal/platform/fault"
)

// S3Options say where an S3-compatible bucket is. The bucket must exist.
type S3Options struct {
	Endpoint  string // https://host[:port]
	Bucket    string
	Region    string // "" is us-east-1, which most compatible servers accept
	Prefix    string // before every name, "" or ending in /
	AccessKey string
	SecretKey string
}

// S3 is a Store in an S3-compatible bucket. When the bucket cannot be reached
// the fault is blob.store_away.
type S3 struct {
	client         *minio.Client
	bucket, prefix string
}

// NewS3 returns a store; it does not connect yet.
func NewS3(o S3Options) (*S3, error) {
	u, err := url.Parse(o.Endpoint)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fmt.Errorf("the S3 endpoint %q is not an address such as https://s3.example.com", o.Endpoint)
	}
	region := o.Region
	if region == "" {
		region = "us-east-1" // otherwise every start asks the server
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds:      credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""),
		Secure:     u.Scheme == "https",
		Region:     region,
		MaxRetries: 3, // a person is waiting
	})
	if err != nil {
		return nil, fmt.Errorf("setting up S3: %w", err)
	}
	return &S3{client, o.Bucket, o.Prefix}, nil
}

// Check asks whether the bucket can be used. Later a bucket that is missing
// cannot be told from files that are.
func (s *S3) Check(ctx context.Context) error {
	ok, err := s.client.BucketExists(ctx, s.bucket)
	if err == nil && !ok {
		err = fmt.Errorf("there is no bucket %q", s.bucket)
	}
	if err != nil {
		return fault.New(fault.Unavailable, "blob.store_away").Because(err)
	}
	return nil
}

func (s *S3) name(k Key) string { return s.prefix + k.path() }

// Put implements Store. One request, so nothing is kept unless all is.
func (s *S3) Put(ctx context.Context, k Key, r io.Reader, size int64) error {
	info, err := s.Stat(ctx, k)
	if err == nil && info.Size == size {
		return nil
	}
	if _, bad := ParseKey(string(k)); bad != nil {
		return fmt.Errorf("storing %q, which is no key", k)
	}
	_, err = s.client.PutObject(ctx, s.bucket, s.name(k), verify(r, k, size), size, minio.PutObjectOptions{
		ContentType:      "application/octet-stream", // whoever finds it there shall not run it
		DisableMultipart: true,
	})
	return away("storing", k, err)
}

// Open implements Store.
func (s *S3) Open(ctx context.Context, k Key) (io.ReadSeekCloser, error) {
	if _, err := ParseKey(string(k)); err != nil {
		return nil, err
	}
	o, err := s.client.GetObject(ctx, s.bucket, s.name(k), minio.GetObjectOptions{})
	if err != nil {
		return nil, away("opening", k, err)
	}
	if _, err := o.Stat(); err != nil { // until now nothing was asked
		o.Close()
		return nil, away("opening", k, err)
	}
	return o, nil
}

// Stat implements Store.
func (s *S3) Stat(ctx context.Context, k Key) (Info, error) {
	if _, err := ParseKey(string(k)); err != nil {
		return Info{}, err
	}
	o, err := s.client.StatObject(ctx, s.bucket, s.name(k), minio.StatObjectOptions{})
	if err != nil {
		return Info{}, away("looking at", k, err)
	}
	return Info{k, o.Size, o.LastModified}, nil
}

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, k Key) error {
	if _, err := ParseKey(string(k)); err != nil {
		return nil
	}
	err := away("deleting", k, s.client.RemoveObject(ctx, s.bucket, s.name(k), minio.RemoveObjectOptions{}))
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// List implements Store.
func (s *S3) List(ctx context.Context) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		for o := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix, Recursive: true}) {
			if o.Err != nil {
				yield(Info{}, away("listing", "all", o.Err))
				return
			}
			k, err := ParseKey(path.Base(o.Key))
			if err != nil || strings.TrimPrefix(o.Key, s.prefix) != k.path() {
				continue // not ours
			}
			if !yield(Info{k, o.Size, o.LastModified}, nil) {
				return
			}
		}
	}
}

// away makes a fault of what the client reports.
func away(doing string, k Key, err error) error {
	if err == nil {
		return nil
	}
	if r := minio.ToErrorResponse(err); r.StatusCode == http.StatusNotFound && r.Code != minio.NoSuchBucket {
		return notFound()
	}
	return fault.New(fault.Unavailable, "blob.store_away").Because(fmt.Errorf("%s %s: %w", doing, k, err))
}
