package main

import (
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/remember"
)

// stem is a word by the one of its forms that all of them have, "" for one that tells
// nothing.
func stem(w string) string {
	if all := remember.Stems(w); len(all) == 1 {
		return all[0]
	}
	return ""
}

// reworded picks n words of a text that people tell by others, and gives them so: words
// that stand nowhere in the scene, in whatever form. Fewer are all there are.
func (m *maker) reworded(words, scene []string, n int) []string {
	there := map[string]bool{}
	for _, s := range remember.Stems(strings.Join(scene, " ")) {
		there[s] = true
	}
	var out, used []string
	for _, i := range m.Perm(len(words)) {
		w := bare(words[i])
		s := stem(w)
		if !plainWord.MatchString(w) || s == "" || slices.Contains(used, s) {
			continue
		}
		others := slices.DeleteFunc(slices.Clone(m.kindred[s]), func(o string) bool { return there[stem(o)] })
		if len(others) == 0 {
			continue
		}
		if used, out = append(used, s), append(out, others[m.IntN(len(others))]); len(out) == n {
			break
		}
	}
	return out
}

// harder says how a scene is told by who remembers it badly: of what happens and of the
// place so many words as they stand, in forms that may be others, and so many in other
// words; and whether a name is told, which is wrong then.
type harder struct {
	happens, happensElse, place, placeElse int
	wrongWho                               bool
}

func (m *maker) harder(h harder) (question, error) {
	for range tries {
		c, at := m.scene(sceneWords)
		q := question{chapter: c, from: at, to: at + sceneWords}
		all := c.words[max(0, at-sceneWords/2):min(len(c.words), at+sceneWords*3/2)]
		one, two := c.words[at:at+150], c.words[at+150:at+300]
		what := append(m.remembered(one, h.happens), m.reworded(one, all, h.happensElse)...)
		where := append(m.remembered(two, h.place), m.reworded(two, all, h.placeElse)...)
		if len(what) < h.happens+h.happensElse || len(where) < h.place+h.placeElse {
			continue
		}
		q.clues = []remember.Clue{{Field: remember.What, Text: strings.Join(what, " ")}, {Field: remember.Where, Text: strings.Join(where, " ")}}
		if h.wrongWho {
			q.clues = append(q.clues, remember.Clue{Field: remember.Who, Text: m.names[m.IntN(len(m.names))]})
		}
		return q, nil
	}
	return question{}, errAlike
}
