package tag_test

import (
	"net/url"
	"testing"

	"github.com/ficstead/ficstead/internal/tag"
)

func TestKey(t *testing.T) {
	for _, same := range [][]string{
		{"Hurt/Comfort", "hurt/comfort", " HURT/comfort\n", "Hurt\u200b/Comfort", "Ｈｕｒｔ/Comfort"},
		{"Café", "cafe\u0301", "CAFÉ"},
		{"Σίσυφος", "ΣΊΣΥΦΟΣ"},
		{"a b", "a\u3000b", "a\t\tb", "a\u00a0 b"},
	} {
		for _, other := range same[1:] {
			if tag.Key(other) != tag.Key(same[0]) {
				t.Errorf("%q and %q differ: %q, %q", same[0], other, tag.Key(same[0]), tag.Key(other))
			}
		}
	}
	for _, pair := range [][2]string{{"Cafe", "Café"}, {"می\u200cخواهم", "میخواهم"}, {"Holmes/Watson", "Holmes & Watson"}} {
		if tag.Key(pair[0]) == tag.Key(pair[1]) {
			t.Errorf("%q and %q are the same", pair[0], pair[1])
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"", "A  b", "\u200b", "ﷺ", "İstanbul ß ŉ ΐ", "x\xff\x00y", "Ꮝꮝ", "\u1e9e\u0345"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k := tag.Key(s)
		if tag.Key(k) != k {
			t.Errorf("key of %q is %q, whose key is %q", s, k, tag.Key(k))
		}
		name, err := tag.Clean(s)
		if err != nil {
			return
		}
		if again, err := tag.Clean(name); err != nil || again != name {
			t.Errorf("clean %q gave %q, then %q, %v", s, name, again, err)
		}
		if tag.Key(name) != k {
			t.Errorf("%q and its clean form %q have keys %q and %q", s, name, k, tag.Key(name))
		}
		path, err := url.PathUnescape(tag.Slug(name))
		if err != nil || tag.Unslug(path) != name {
			t.Errorf("%q came back as %q from the address %q, %v", name, tag.Unslug(path), tag.Slug(name), err)
		}
	})
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Hurt/Comfort":         "Hurt*s*Comfort",
		"Is it? #1 & only Mr.": "Is%20it*q*%20*h*1%20*a*%20only%20Mr*d*",
		"..":                   "*d**d*",
		"名前":                   "%E5%90%8D%E5%89%8D",
	} {
		if got := tag.Slug(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if got := tag.Unslug("Hurt/Comfort"); got != "Hurt/Comfort" {
		t.Errorf("a plain name became %q", got)
	}
}

func TestSortable(t *testing.T) {
	for name, want := range map[string]string{
		"The Lamplighters": "lamplighters",
		"“A Lamp”":         "lamp”",
		"L'Étranger":       "étranger",
		"Die":              "die",
		"Theory":           "theory",
		"Der Zauberberg":   "zauberberg",
	} {
		if got := tag.Sortable(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
