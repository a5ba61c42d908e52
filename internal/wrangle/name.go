package wrangle

import (
	"slices"
	"strings"
	"unicode"

	"github.com/ficstead/ficstead/internal/tag"
)

// name is a tag's name as guesses compare it.
type name struct {
	text  string   // as it stands
	plain string   // letters and digits alone, of one script
	words []string // in order, without those that say nothing
	all   []string // in order, with them
	of    string   // what stands in brackets at the end, plain
}

// read takes a name apart. What stands in brackets at its end says where it belongs.
func read(text string) name {
	n := name{text: text}
	body := text
	if i := strings.LastIndexAny(text, "(（"); i > 0 && strings.HasSuffix(strings.TrimRight(text, " )）"), strings.TrimRight(text[i:], " )）")) && strings.ContainsAny(text[i:], ")）") {
		body, n.of = text[:i], join(wordsOf(text[i:]))
	}
	n.all = wordsOf(body)
	for _, w := range n.all {
		if !idle(w) {
			n.words = append(n.words, w)
		}
	}
	if len(n.words) == 0 {
		n.words = n.all
	}
	n.plain = join(n.words)
	return n
}

func join(words []string) string { return strings.Join(words, "") }

// wordsOf are the words of a text: without case, accents and punctuation, in Latin
// letters where we know how, and with what is usually shortened written out.
func wordsOf(text string) []string {
	text = strings.NewReplacer("&", " and ", "+", " and ", "'", "", "’", "", "h/c", "hurt comfort", "H/C", "hurt comfort").Replace(text)
	latin := latin(tag.Plain(text))
	var out []string
	for _, w := range strings.FieldsFunc(latin, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) }) {
		if long, ok := longer(w); ok {
			out = append(out, strings.Fields(long)...)
			continue
		}
		out = append(out, w)
	}
	return out
}

// idle reports whether a word says nothing about what is meant.
func idle(w string) bool {
	switch w {
	case "the", "a", "an", "of", "and", "is", "in", "to", "for", "at", "with", "on", "la", "le", "der", "die", "das", "de":
		return true
	}
	return false
}

// longer writes out what people shorten in tags.
func longer(w string) (string, bool) {
	switch w {
	case "au", "aus":
		return "alternate universe", true
	case "alternative":
		return "alternate", true
	case "universes":
		return "universe", true
	case "dr":
		return "doctor", true
	case "mr":
		return "mister", true
	case "mrs":
		return "missus", true
	case "st":
		return "saint", true
	case "prof":
		return "professor", true
	case "capt", "cpt":
		return "captain", true
	case "pov":
		return "point view", true
	case "ooc":
		return "out character", true
	case "oc":
		return "original character", true
	case "pwp":
		return "porn without plot", true
	case "ptsd":
		return "post traumatic stress disorder", true
	case "hs":
		return "high school", true
	case "uni", "university":
		return "college", true
	case "xmas":
		return "christmas", true
	case "bday":
		return "birthday", true
	case "fwb":
		return "friends benefits", true
	case "canonverse":
		return "canon universe", true
	}
	return "", false
}

// variants are the ways in which one name says the same: the whole, what stands beside
// an upright stroke, and in a fandom what stands beside a dash, each read by itself.
func variants(kind tag.Type, text string) []name {
	texts := []string{text}
	for part := range strings.SplitSeq(text, "|") {
		texts = append(texts, part)
	}
	if a, b, ok := strings.Cut(text, " - "); ok && kind == tag.Fandom {
		texts = append(texts, a, b)
	}
	var out []name
	for _, t := range texts {
		n := read(strings.TrimSpace(t))
		if n.plain != "" && !slices.ContainsFunc(out, func(o name) bool { return o.plain == n.plain && o.of == n.of }) {
			out = append(out, n)
		}
	}
	return out
}

// pair is a relationship taken apart.
type pair struct {
	parts   []name
	friends bool // "&": not of love
}

// readPair takes the name of a relationship apart; ok is false when it has one part.
func readPair(text string) (p pair, ok bool) {
	body := text
	lower := " " + strings.ToLower(text) + " "
	for _, w := range []string{"friendship", "platonic", "friends", "gen", "brotp", "broship"} {
		if strings.Contains(lower, " "+w+" ") || strings.Contains(lower, "("+w+")") || strings.Contains(lower, " "+w+")") {
			p.friends = true
			i := strings.Index(strings.ToLower(body), w)
			if i >= 0 && i+len(w) <= len(body) {
				body = body[:i] + body[i+len(w):]
			}
		}
	}
	body = strings.NewReplacer("()", "", "( )", "").Replace(body)
	cut := func(by ...string) []string {
		s := body
		for _, b := range by {
			s = strings.ReplaceAll(s, b, "\x00")
		}
		return strings.Split(s, "\x00")
	}
	parts := cut("/", "／", "×", " x ", " X ", "╱")
	if len(parts) < 2 {
		if parts = cut("&", "＆", " and ", " + "); len(parts) < 2 {
			return pair{}, false
		}
		p.friends = true
	}
	const mostParts = 6
	for _, s := range parts[:min(len(parts), mostParts)] {
		n := read(strings.TrimSpace(s))
		if n.plain == "" {
			return pair{}, false
		}
		p.parts = append(p.parts, n)
	}
	return p, true
}

// latin writes kana and Cyrillic in Latin letters, as is usual; other scripts stay.
func latin(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Cyrillic) }) < 0 {
		return s
	}
	var b strings.Builder
	double := false
	for _, r := range s {
		if r >= 'ァ' && r <= 'ヶ' {
			r -= 'ァ' - 'ぁ'
		}
		out, ok := soundOf(r)
		switch {
		case r == 'っ':
			double = true
			continue
		case r == 'ー', r == 'ь', r == 'ъ':
			continue
		case r == '・' || r == '＝':
			b.WriteByte(' ')
			continue
		case !ok:
			b.WriteRune(r)
			continue
		}
		if r == 'ゃ' || r == 'ゅ' || r == 'ょ' || r == 'ぁ' || r == 'ぃ' || r == 'ぅ' || r == 'ぇ' || r == 'ぉ' {
			soften(&b, out)
			continue
		}
		if double && out != "" {
			b.WriteByte(out[0])
		}
		double = false
		b.WriteString(out)
	}
	return b.String()
}

// soften joins a small kana to the one before it: ki and a small ya are kya.
func soften(b *strings.Builder, small string) {
	s := b.String()
	if n := len(s); n > 0 && strings.ContainsRune("aiueo", rune(s[n-1])) {
		s = s[:n-1]
		if strings.HasSuffix(s, "sh") || strings.HasSuffix(s, "ch") || strings.HasSuffix(s, "j") {
			small = strings.TrimPrefix(small, "y")
		}
		b.Reset()
		b.WriteString(s)
	}
	b.WriteString(small)
}

const (
	kana     = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをんがぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゃゅょぁぃぅぇぉゔ"
	kanaAs   = "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya yu yo ra ri ru re ro wa o n ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po ya yu yo a i u e o vu"
	cyrillic = "абвгдеёжзийклмнопрстуфхцчшщыэюяіїєґ"
	cyrilAs  = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch y e yu ya i i e g"
)

func soundOf(r rune) (string, bool) {
	for _, t := range [...][2]string{{kana, kanaAs}, {cyrillic, cyrilAs}} {
		if i := strings.IndexRune(t[0], r); i >= 0 {
			n := len([]rune(t[0][:i]))
			return strings.Fields(t[1])[n], true
		}
	}
	return "", false
}
