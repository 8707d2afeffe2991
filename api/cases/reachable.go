package cases

import "context"

// Reachable says whether Temporal answers. While it does not, decisions are received
// and kept, and new cases enter the register; both go on when it is back.
func (s *Service) Reachable(ctx context.Context) error {
	_, err := s.Temporal.CheckHealth(ctx, nil)
	return err
}
