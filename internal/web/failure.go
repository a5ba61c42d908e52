package web

import (
	"context"
	"net/http"

	"github.com/ficstead/ficstead/internal/say"
)

// title is the heading of an error page.
func title(ctx context.Context, status int) string {
	switch status {
	case http.StatusNotFound:
		return say.T(ctx, "Nothing here")
	case http.StatusUnauthorized:
		return say.T(ctx, "For members")
	case http.StatusForbidden:
		return say.T(ctx, "This way is closed")
	case http.StatusMethodNotAllowed:
		return say.T(ctx, "Not this way")
	case http.StatusConflict:
		return say.T(ctx, "Somebody was quicker")
	case http.StatusRequestEntityTooLarge:
		return say.T(ctx, "Too large")
	case http.StatusTooManyRequests:
		return say.T(ctx, "A little slower, please")
	case http.StatusServiceUnavailable:
		return say.T(ctx, "Not right now")
	case http.StatusUnprocessableEntity:
		return say.T(ctx, "That can’t be taken as it is")
	}
	return say.T(ctx, "Something went wrong")
}
