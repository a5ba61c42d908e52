package edit

import (
	"slices"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/ficstead/ficstead/internal/tag"
)

func TestLanguages(t *testing.T) {
	all := Languages("en")
	order := collate.New(language.Und)
	for i, o := range all {
		if tag, err := language.Parse(o.Value); err != nil || tag.String() != o.Value {
			t.Errorf("%q is kept as %q: %v", o.Value, tag, err)
		}
		if o.Label == o.Value {
			t.Errorf("%q has no name of its own", o.Value)
		}
		if i > 0 && order.CompareString(all[i-1].Label, o.Label) >= 0 {
			t.Errorf("%s comes before %s", all[i-1].Label, o.Label)
		}
	}
	if more := Languages("en-GB"); more[0].Value != "en-GB" || !slices.Equal(more[1:], all) {
		t.Errorf("a language beyond the list: %v", more[0])
	}
}

func TestSplit(t *testing.T) {
	for in, want := range map[string][]string{
		"":                    nil,
		" , ,\n,":             nil,
		"One":                 {"One"},
		"b, a ,c d,":          {"b", "a", "c d"},
		"港の光，霧、灯\r\nsoup﹐tea": {"港の光", "霧", "灯", "soup", "tea"},
	} {
		if got := tag.Split(in); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
