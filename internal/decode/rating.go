package decode

import (
	"strings"
	"unicode"
)

// ratingWords maps whole tokens to audiences. Tokens are compared whole, so
// that the G of "PG" is never "G".
var ratingWords = map[string]Rating{
	"g": General, "k": General, "k+": General, "e": General, "everyone": General, "u": General, "0+": General, "6+": General,
	"general": General, "gen": General, "all ages": General, "general audiences": General, "general audience": General, "tout public": General,
	"para todos": General, "ab 6": General, "p6": General, "all audiences": General, "y7": General, "g rated": General, "tous publics": General,

	"pg": General, "pg10": General,

	"pg13": Teen, "pg12": Teen, "pg14": Teen, "pg15": Teen, "pg16": Teen, "t": Teen, "teen": Teen, "teens": Teen, "12": Teen, "12a": Teen, "12+": Teen, "13": Teen, "13+": Teen, "14": Teen, "14+": Teen,
	"frt": Teen, "frt13": Teen, "fr13": Teen, "fr15": Teen, "teen and up": Teen, "teen and up audiences": Teen, "teen audiences": Teen, "p12": Teen, "ab 12": Teen, "young adult": Teen,

	"r": Mature, "m": Mature, "15": Mature, "15+": Mature, "16": Mature, "16+": Mature, "frm": Mature, "ma15": Mature, "ma15+": Mature, "mature": Mature, "mature audiences": Mature, "p16": Mature, "ab 16": Mature, "r rated": Mature, "hard r": Mature,

	"nc17": Explicit, "nc18": Explicit, "nc21": Explicit, "ma": Explicit, "x": Explicit, "xx": Explicit, "xxx": Explicit, "17": Explicit, "17+": Explicit, "18": Explicit, "18+": Explicit, "21+": Explicit,
	"frao": Explicit, "fr17": Explicit, "fr18": Explicit, "fr21": Explicit, "frmao": Explicit, "ao": Explicit, "adult": Explicit, "adults": Explicit, "adults only": Explicit, "adult only": Explicit,
	"explicit": Explicit, "lemon": Explicit, "smut": Explicit, "p18": Explicit, "ab 18": Explicit, "nc17 rated": Explicit, "porn": Explicit,

	"not rated": NotRated, "unrated": NotRated, "?": NotRated, "none": NotRated, "nr": NotRated,
}

// ratingFiller are words between the tokens that are not part of a rating.
var ratingFiller = map[string]bool{
	"to": true, "-": true, "rated": true, "fiction": true, "strong": true, "hard": true, "soft": true, "light": true, "and": true,
	"or": true, "maybe": true, "probably": true, "rating": true, "overall": true, "for": true, "now": true, "this": true,
	"chapter": true, "bis": true, "à": true, "a": true, "up": true, "audiences": true, "years": true, "ages": true, "over": true,
	"high": true, "mild": true, "very": true, "about": true, "around": true, "ish": true, "eventual": true, "eventually": true,
	"later": true, "the": true, "only": true, "be": true, "safe": true, "bordering": true, "borderline": true, "on": true, "possibly": true, "leaning": true, "towards": true, "pushing": true, "just": true,
}

// parseRating reads a stated rating. Of a range the highest counts. whole is
// false when the value says more than the rating ("R for swearing").
func parseRating(value string) (r Rating, whole, ok bool) {
	whole = true
	tokens := ratingTokens(value)
	rank := -1
	for i := 0; i < len(tokens); {
		got, used := matchRating(tokens[i:])
		switch {
		case used > 0:
			if rankOf(got) > rank {
				r, rank = got, rankOf(got)
			}
			ok = true
			i += used
			continue
		case !ratingFiller[tokens[i]]:
			if !ok {
				return NotRated, false, false
			}
			// What follows the rating is its reason; single letters in it mean nothing.
			return r, false, true
		}
		i++
	}
	return r, whole, ok
}

func rankOf(r Rating) int {
	for i, x := range []Rating{NotRated, General, Teen, Mature, Explicit} {
		if x == r {
			return i
		}
	}
	return 0
}

// matchRating matches the longest rating at the start of tokens.
func matchRating(tokens []string) (Rating, int) {
	for n := min(4, len(tokens)); n > 0; n-- {
		name := strings.Join(tokens[:n], " ")
		if r, ok := ratingWords[name]; ok {
			return r, n
		}
	}
	return NotRated, 0
}

// ratingTokens cuts a value into lower-case tokens; "PG-13", "NC 17" and
// "FR-M" become one token each, a plus or question mark stays.
func ratingTokens(value string) []string {
	value = strings.ToLower(value)
	var raw []string
	var cur strings.Builder
	flush := func() {
		if cur.Len() > 0 {
			raw = append(raw, cur.String())
			cur.Reset()
		}
	}
	for _, r := range value {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			cur.WriteRune(r)
		case r == '+' && cur.Len() > 0:
			cur.WriteRune(r)
		case r == '?' && cur.Len() == 0 && len(raw) == 0:
			raw = append(raw, "?")
		default:
			flush()
		}
	}
	flush()
	var out []string
	for _, t := range raw {
		if n := len(out); n > 0 && ratingPrefix[out[n-1]] && joinsRating(out[n-1], t) {
			out[n-1] += t
			continue
		}
		out = append(out, t)
	}
	return out
}

// ratingPrefix are tokens that go together with the one behind them.
var ratingPrefix = map[string]bool{"pg": true, "nc": true, "fr": true, "frt": true, "p": true, "frm": true}

func joinsRating(prefix, next string) bool {
	if next[0] >= '0' && next[0] <= '9' {
		return true
	}
	return prefix == "fr" && (next == "m" || next == "t" || next == "ao" || next == "mao")
}
