package browse

import (
	"context"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/query"
	"github.com/ficstead/ficstead/internal/say"
)

// told is what is to be said of the line: its mistakes, or what of it can't be answered
// as it stands.
func (p listPage) told() []*query.Mistake {
	if len(p.misread) > 0 {
		return p.misread
	}
	return p.Told
}

// toldRole is how readers of screens are told: at once of mistakes.
func (p listPage) toldRole() string {
	if len(p.misread) > 0 {
		return "alert"
	}
	return "status"
}

// withoutIt says what is shown where the line has mistakes.
func (p listPage) withoutIt(ctx context.Context) string {
	if p.search != nil {
		return say.T(ctx, "What is found below is found without this.")
	}
	return say.T(ctx, "The list below is without this line.")
}

// withoutLine is the list as it is asked for beside the line.
func (p listPage) withoutLine() Filter {
	f := p.page(1)
	f.Line = ""
	return f
}

// excerpt is a place in a line with what stands around it.
type excerpt struct{ before, marked, after string }

// around is how many characters an excerpt shows before and behind the place, and of it.
const around = 60

// excerptOf cuts an excerpt out of a line; it is empty for a place of no length.
func excerptOf(line string, at query.Span) excerpt {
	if at.From < 0 || at.From >= at.To || at.To > len(line) {
		return excerpt{}
	}
	return excerpt{last(line[:at.From]), first(line[at.From:at.To]), first(line[at.To:])}
}

// first is the beginning of s, last its end.
func first(s string) string {
	n := 0
	for i := range s {
		if n++; n > around {
			return s[:i] + "…"
		}
	}
	return s
}

func last(s string) string {
	from := len(s)
	for n := 0; n < around && from > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(s[:from])
		from -= size
	}
	if from > 0 {
		return "…" + s[from:]
	}
	return s
}
