package mention

import "strings"

// This file has the few words that tell more than themselves, in the languages in which
// most stories are written.

// marks are such words by their numbers.
type marks map[uint64]mark

type mark uint16

const (
	no      mark = 1 << iota // denies what follows
	dying                    // says of the name before it that somebody is dead
	tender                   // is said of two who love each other
	common                   // a name that very many people have
	claims                   // stands where authors say whose world it is
	label                    // begins a line of an author's note
	listing                  // as label, and what follows is a list of tags
	cross                    // stands between two names of a couple
)

func (f folder) marks() marks {
	out := marks{}
	for m, all := range map[mark]string{
		no:      "no not without never none isn't aren't don't doesn't won't wasn't nothing nor kein keine keinen nicht ohne sans pas aucun aucune sin ningún ninguna senza non",
		dying:   "died dies dead death funeral grave corpse coffin gravestone starb gestorben tot beerdigung grab mort morte décès tombe enterrement murió muerto muerta muerte morto morta умер умерла похороны могила 死 葬",
		tender:  "kiss kissed kisses kissing lips love loved lover boyfriend girlfriend husband wife marry married küsste kuss küssen liebe liebte embrassa embrasser baiser lèvres aime beso besó labios amor 吻 爱 愛 キス поцеловал поцеловала поцелуй любит любил любила",
		common:  "john mary james robert michael william david richard joseph thomas charles daniel matthew anthony mark paul steven andrew joshua kevin brian george edward jason jack henry peter adam tom sam max ben alex anna anne emma sarah jane kate lucy emily elizabeth jessica laura lisa julia maria susan karen rose grace sophie alice amy claire helen lily ella marie peter hans klaus jean pierre juan jose carlos",
		claims:  "own owns owned belong belongs rights property characters created creator copyright gehört gehören appartient appartiennent pertenece pertenecen disclaimer",
		label:   "disclaimer note notes warning warnings rating rated summary spoiler spoilers disclaimers anmerkung note auteur nota notas",
		listing: "warning warnings genre genres tags tag pairing pairings relationship relationships ship ships characters character fandom fandoms contains content cw tw trigger warnungen warnung paar couple couples pareja advertencias avertissement",
		cross:   "x",
	} {
		for w := range strings.FieldsSeq(all) {
			out[f.plainWord(w)] |= m
		}
	}
	return out
}

// ordinary are phrases that are tags, too, but say nothing where authors talk of themselves.
func (f folder) ordinary() map[uint64]bool {
	out := map[uint64]bool{}
	for _, phrase := range []string{"first time", "last time", "long time", "the end", "one day", "thank you", "new year", "good luck", "no idea", "my family", "best friends", "first kiss"} {
		t, key := f.tokens(phrase), uint64(0)
		for k, ok := t.next(); ok; k, ok = t.next() {
			key = join(key, k.hash)
		}
		out[key] = true
	}
	return out
}

func (f folder) plainWord(w string) uint64 {
	t := f.tokens(w)
	k, _ := t.next()
	return k.hash
}
