package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/platform/db"
)

// DeadJob is work that was given up after many attempts.
type DeadJob struct {
	ID       string    `json:"id"`
	Kind     string    `json:"kind"`
	Args     string    `json:"args" doc:"JSON."`
	Error    string    `json:"error" doc:"Of the last attempt."`
	Attempts int64     `json:"attempts"`
	At       time.Time `json:"at"`
}

// DeadJobPage is a run of dead jobs.
type DeadJobPage struct {
	Items []DeadJob `json:"items" nullable:"false"`
	Next  string    `json:"next"`
}

// jobsPage is the number of dead jobs of one page.
const jobsPage = 50

func (s *Server) adminRoutes(api huma.API) {
	add(api, operation{id: "readDeadJobs", method: http.MethodGet, path: "/api/admin/jobs/dead", tag: "admin",
		summary: "Read the jobs that were given up", access: needs(identity.JobsManage)}, s.readDeadJobs)
	add(api, operation{id: "retryJob", method: http.MethodPost, path: "/api/admin/jobs/{id}/retry", tag: "admin",
		summary: "Try a job that was given up again", access: needs(identity.JobsManage),
		status: http.StatusNoContent}, s.retryJob)
}

func (s *Server) readDeadJobs(ctx context.Context, in *afterInput) (*body[DeadJobPage], error) {
	if _, err := identity.RequireAll(ctx, identity.JobsManage); err != nil {
		return nil, err
	}
	dead, err := s.Queue.Dead(s.DB.Reader(ctx), in.After, jobsPage)
	out := DeadJobPage{Items: make([]DeadJob, 0, len(dead))}
	for _, j := range dead {
		out.Items = append(out.Items, DeadJob(j))
	}
	if len(dead) == jobsPage {
		out.Next = dead[jobsPage-1].ID
	}
	return answer(out, err)
}

func (s *Server) retryJob(ctx context.Context, in *idInput) (*empty, error) {
	if _, err := identity.RequireAll(ctx, identity.JobsManage); err != nil {
		return nil, err
	}
	return nil, s.DB.InTx(ctx, func(tx *db.Tx) error { return s.Queue.Retry(tx, in.ID) })
}
