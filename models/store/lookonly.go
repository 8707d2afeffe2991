package store

import "context"

type lookOnly struct{}

// LookOnly has every transaction under a context refuse, with why: whoever asks may see
// what would come, and changes nothing.
func LookOnly(ctx context.Context, why error) context.Context {
	return context.WithValue(ctx, lookOnly{}, why)
}

// Regardless lets transactions under a context write again: what is written of a look
// itself.
func Regardless(ctx context.Context) context.Context {
	return context.WithValue(ctx, lookOnly{}, nil)
}

func refusesToWrite(ctx context.Context) error {
	why, _ := ctx.Value(lookOnly{}).(error)
	return why
}
