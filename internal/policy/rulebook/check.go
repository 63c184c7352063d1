package rulebook

import (
	"context"

	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/policy"
)

// Check says what is wrong with a table, or else what it leaves open. It keeps
// nothing.
func (s *Service) Check(ctx context.Context, shopID string, t policy.Table) ([]policy.Problem, *policy.Coverage, error) {
	if _, err := s.shop(ctx, shopID, identity.ShopManage); err != nil {
		return nil, nil, err
	}
	c, problems := policy.Compile(t)
	if len(problems) > 0 {
		return problems, nil, nil
	}
	cover := c.Cover()
	return nil, &cover, nil
}

// Grid is a table as an XLSX file.
func (s *Service) Grid(ctx context.Context, shopID string, t policy.Table) ([]byte, error) {
	if _, err := s.shop(ctx, shopID, identity.ShopManage); err != nil {
		return nil, err
	}
	return WriteGrid(t)
}

// FromGrid reads a table from a file.
func (s *Service) FromGrid(ctx context.Context, shopID string, content []byte, base policy.Table) (policy.Table, []GridProblem, error) {
	if _, err := s.shop(ctx, shopID, identity.ShopManage); err != nil {
		return base, nil, err
	}
	return ReadGrid(content, base)
}
