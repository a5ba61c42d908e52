package write

import (
	"context"
	"encoding/json"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/ficstead/ficstead/internal/say"
)

// script collects what the editor's script says, in the language of the page. The
// English sentences are its keys; those with a number have a form for each that the
// language tells apart.
type script struct {
	ctx   context.Context
	words map[string]string
	forms map[string]map[string]string
}

// sentences are all that the script can say, as JSON; "" in English, which it speaks
// by itself.
func sentences(ctx context.Context) string {
	if say.Language(ctx) == language.English.String() {
		return ""
	}
	b, _ := json.Marshal(scriptIn(ctx).all()) // can't fail
	return string(b)
}

// all has texts and, for sentences with a number, objects of texts.
func (s *script) all() map[string]any {
	out := make(map[string]any, len(s.words)+len(s.forms))
	for english, text := range s.words {
		out[english] = text
	}
	for english, forms := range s.forms {
		out[english] = forms
	}
	return out
}

// says adds a sentence.
func (s *script) says(english string) { s.words[english] = say.T(s.ctx, english) }

// counted adds a sentence with a number; in gives it for one.
func (s *script) counted(english string, in func(n int) string) {
	tag, forms := language.Make(say.Language(s.ctx)), map[string]string{}
	for _, n := range samples {
		name := formNames[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]
		if _, known := forms[name]; !known {
			forms[name] = in(n)
		}
	}
	s.forms[english] = forms
}

// samples has numbers of every plural form of every language.
var samples = []int{0, 1, 2, 3, 5, 6, 7, 8, 11, 20, 21, 100, 1_000_000}

// formNames are what browsers call the plural forms.
var formNames = map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}

// scriptIn says everything once. A test holds the list against the script.
func scriptIn(ctx context.Context) *script {
	s := &script{ctx: ctx, words: map[string]string{}, forms: map[string]map[string]string{}}
	s.whileWriting()
	s.inDialogs()
	s.withNumbers()
	return s
}
