package account

import (
	"context"
	"html"
	"io"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// about is what e says of one field, "" when it is about something else.
func about(ctx context.Context, e *fault.Error, field string) string {
	if e == nil || e.Field != field {
		return ""
	}
	return say.F(ctx, e.Format, e.Args...)
}

// sentence is what e says. Its apostrophes are not escaped, which is safe between
// tags: programs that sign in for their users look for a sentence with one.
func sentence(e *fault.Error) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		_, err := io.WriteString(w, strings.ReplaceAll(html.EscapeString(say.F(ctx, e.Format, e.Args...)), "&#39;", "'"))
		return err
	})
}

// plainText keeps phones from capitalising and correcting names.
func plainText() templ.Attributes {
	return templ.Attributes{"autocapitalize": "none", "spellcheck": "false"}
}

func passwordHint(ctx context.Context) string {
	return say.T(ctx, "At least {n} characters of any kind. A few words in a row are good and easy to keep in mind.", "n", minPassword)
}

// roleWord names what an account may do beyond its own works, "" for nothing.
func roleWord(ctx context.Context, r viewer.Role) string {
	switch r {
	case viewer.Keeper:
		return say.T(ctx, "Keeper of the archive")
	case viewer.Moderator:
		return say.T(ctx, "Moderator")
	}
	return ""
}

func sizeText(px int) string {
	if px == 0 {
		return ""
	}
	return strconv.Itoa(px)
}

func sizeOptions(ctx context.Context) []web.Option {
	var all []web.Option
	for _, px := range web.Sizes() {
		all = append(all, web.Option{Value: strconv.Itoa(px), Label: say.T(ctx, "{n} px", "n", px)})
	}
	return all
}

func either(value, usual string) string {
	if value == "" {
		return usual
	}
	return value
}
