package web

import "context"

type unreadKey struct{}

// WithUnread returns ctx whose pages show how many letters the viewer has not read.
// count is asked once for each page that a member is shown, and for nothing else.
func WithUnread(ctx context.Context, count func(context.Context) int) context.Context {
	return context.WithValue(ctx, unreadKey{}, count)
}

func unread(ctx context.Context) int {
	if count, ok := ctx.Value(unreadKey{}).(func(context.Context) int); ok {
		return count(ctx)
	}
	return 0
}
