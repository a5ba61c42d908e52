package editor_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Words are counted as the server counts them, by the same table.
func TestWords(t *testing.T) {
	page := probe(t)
	b, err := os.ReadFile("../../prose/testdata/words.json")
	if err != nil {
		t.Fatal(err)
	}
	var table []struct {
		Name, In string
		Want     int
	}
	if err := json.Unmarshal(b, &table); err != nil || len(table) < 20 {
		t.Fatal(len(table), err)
	}
	for _, c := range table {
		if got := ask[int](t, page, "words", c.In); got != c.Want {
			t.Errorf("%s: %q has %d words, want %d", c.Name, c.In, got, c.Want)
		}
	}
}

func TestTidy(t *testing.T) {
	page := probe(t)
	for _, c := range []struct{ lang, in, want string }{
		{"en", `"It's late," he said. "Isn't it?"`, `“It’s late,” he said. “Isn’t it?”`},
		{"en", `She said, "He told me 'never' twice."`, `She said, “He told me ‘never’ twice.”`},
		{"en", `'Tis the '90s, rock 'n' roll, the dogs' bowls`, `’Tis the ’90s, rock ’n’ roll, the dogs’ bowls`},
		{"en", `("yes") —"no"`, `(“yes”) —“no”`},
		{"de", `"Gut", sagte er. 'Na ja.'`, `„Gut“, sagte er. ‚Na ja.‘`},
		{"fr", `"Oui", dit-il.`, "«\u202fOui\u202f», dit-il."},
		{"es", `"Hola"`, `«Hola»`},
		{"ru", `"Да"`, `«Да»`},
		{"ja", `"はい"`, `「はい」`},
		{"sv", `"Hej"`, `”Hej”`},
		{"pl", `"Tak"`, `„Tak”`},
		{"en-GB", `"Yes"`, `“Yes”`},
		{"xx", `"Yes"`, `“Yes”`},
		{"en", `Wait--no. Wait -- no. Three --- three. a - b. well-known -5 <!-- x -->`, `Wait—no. Wait — no. Three — three. a – b. well-known -5 <!-- x -->`},
		{"de", `Nein -- doch.`, `Nein – doch.`},
		{"en", `So... And . . . then.... Done...`, `So… And … then.... Done…`},
		{"en", `Two  spaces   here. `, `Two spaces here.`},
		{"en", "donâ€™t â€œgoâ€\u009d cafÃ© naÃ¯ve Â£5", "don’t “go” café naïve £5"},
		{"en", `“It’s already right” — and stays so… Ça va, Ärger.`, `“It’s already right” — and stays so… Ça va, Ärger.`},
		{"en", "", ""},
	} {
		if got := ask[string](t, page, "tidied", c.in, c.lang, nil); got != c.want {
			t.Errorf("%s: %q\n got %q\nwant %q", c.lang, c.in, got, c.want)
		} else if again := ask[string](t, page, "tidied", got, c.lang, nil); again != got {
			t.Errorf("tidying twice changes it again: %q", again)
		}
	}
	if got := ask[string](t, page, "tidied", `"a"  --  b`, "en", []string{"spaces"}); got != `"a" -- b` {
		t.Errorf("only the spaces were asked for: %q", got)
	}
}

// What is sent gives the new text from the old, and merging changes that touch
// different lines keeps both.
func TestLinesAreSplicedAndMerged(t *testing.T) {
	page := probe(t)
	line := rapid.SampledFrom([]string{"a", "b", "c", "d", "e"})
	type splice struct {
		From, To int
		Lines    []string
	}
	rapid.Check(t, func(r *rapid.T) {
		base, mine := rapid.SliceOfN(line, 0, 12).Draw(r, "base"), rapid.SliceOfN(line, 0, 12).Draw(r, "mine")
		x := ask[splice](t, page, "splice", base, mine)
		if got := slices.Concat(base[:x.From], x.Lines, base[x.To:]); !slices.Equal(got, mine) {
			r.Fatalf("splice %+v gives %q", x, got)
		}
		at, out := 0, []string(nil)
		for _, c := range ask[[]splice](t, page, "changes", base, mine) {
			out = append(append(out, base[at:c.From]...), c.Lines...)
			at = c.To
		}
		if out = append(out, base[at:]...); !slices.Equal(out, mine) {
			r.Fatalf("changes give %q", out)
		}
		for _, sides := range [][2][]string{{mine, base}, {base, mine}, {mine, mine}} {
			if got := ask[[]string](t, page, "merge", base, sides[0], sides[1]); !slices.Equal(got, mine) {
				r.Fatalf("merging one side's changes gives %q", got)
			}
		}
	})
	for _, c := range []struct{ base, mine, theirs, want string }{
		{"a b c d", "A b c d", "a b c D", "A b c D"},
		{"a b c", "a x b c", "a b c y", "a x b c y"},
		{"a b c", "a c", "a b C", "a C"},
		{"a b c", "a B c", "a X c", ""},
		{"a b c d e", "a c d e", "a b c d E", "a c d E"},
		{"a", "a m", "a t", ""},
		{"a b c d", "a b", "A b c d", "A b"},
	} {
		got := ask[[]string](t, page, "merge", strings.Fields(c.base), strings.Fields(c.mine), strings.Fields(c.theirs))
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s / %s / %s: %q, want %q", c.base, c.mine, c.theirs, got, c.want)
		}
	}
}
