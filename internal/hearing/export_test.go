package hearing

import "context"

// Once hears the conversation that has waited the longest, if there is one.
func (s *Service) Once(ctx context.Context) error {
	all, err := changes(s.DB.Reader(ctx), s.Now(), 1)
	if err != nil || len(all) == 0 {
		return err
	}
	return s.one(ctx, all[0])
}
