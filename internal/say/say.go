// Package say speaks to people in their language: sentences from the catalogue,
// plural forms, numbers, dates and lengths.
//
// The English text in the code is the key, so a page reads as what it shows;
// other languages are files in catalogue/, in go-i18n's format.
package say

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

//go:embed catalogue/*.toml
var catalogue embed.FS

// Speaker says things in one language. The zero Speaker speaks English.
type Speaker struct {
	tag   language.Tag
	local *i18n.Localizer // nil for English, whose sentences are the keys
	print *message.Printer
}

type key struct{}

// With returns ctx in which s speaks.
func With(ctx context.Context, s *Speaker) context.Context { return context.WithValue(ctx, key{}, s) }

func from(ctx context.Context) *Speaker {
	if s, ok := ctx.Value(key{}).(*Speaker); ok {
		return s
	}
	return &Speaker{tag: language.English}
}

// Load reads the catalogue and returns one Speaker a language, English first.
func Load() ([]*Speaker, error) { return loadFrom(catalogue) }

func loadFrom(files fs.FS) ([]*Speaker, error) {
	b := i18n.NewBundle(language.English)
	b.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	out := []*Speaker{{tag: language.English, print: message.NewPrinter(language.English)}}
	names, err := fs.Glob(files, "catalogue/*.toml")
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		f, err := b.LoadMessageFileFS(files, n)
		if err != nil {
			return nil, fmt.Errorf("say: %s: %w", n, err)
		}
		if f.Tag != language.English {
			out = append(out, &Speaker{tag: f.Tag, local: i18n.NewLocalizer(b, f.Tag.String()), print: message.NewPrinter(f.Tag)})
		}
	}
	return out, nil
}

// Language is the language that is spoken in ctx, as BCP 47.
func Language(ctx context.Context) string { return from(ctx).tag.String() }

// T says a sentence. Pairs replace {names} in it: T(ctx, "by {name}", "name", pseud).
func T(ctx context.Context, english string, pairs ...any) string {
	s := from(ctx)
	if s.local != nil {
		english = s.lookup(&i18n.Message{ID: english, Other: english}, nil)
	}
	return fill(english, pairs)
}

// N says a sentence about n things: N(ctx, 3, "{n} work", "{n} works"). {n} is
// written as numbers are in the language.
func N(ctx context.Context, n int, one, other string, pairs ...any) string {
	s := from(ctx)
	text := other
	switch {
	case s.local != nil:
		text = s.lookup(&i18n.Message{ID: other, One: one, Other: other}, n)
	case n == 1:
		text = one
	}
	return fill(text, append(pairs, "n", Number(ctx, n)))
}

// F says a sentence with printf verbs, as errors for visitors are written.
func F(ctx context.Context, format string, args ...any) string {
	s := from(ctx)
	if s.local != nil {
		format = s.lookup(&i18n.Message{ID: format, Other: format}, nil)
	}
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// lookup gives the translation of m for n things, or m itself in the form that
// English has for n. It gives the best text there is beside any error.
func (s *Speaker) lookup(m *i18n.Message, n any) string {
	text, _ := s.local.Localize(&i18n.LocalizeConfig{DefaultMessage: m, PluralCount: n})
	if text == "" {
		return m.Other
	}
	return text
}

// fill puts values in place of {names}.
func fill(text string, pairs []any) string {
	if len(pairs) == 0 || !strings.Contains(text, "{") {
		return text
	}
	old := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		old = append(old, fmt.Sprintf("{%v}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(old...).Replace(text)
}
