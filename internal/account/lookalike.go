package account

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
)

// mixesScripts reports whether a name has letters of scripts that no language writes
// together: so names are made that look like another's. Latin goes with the scripts
// of East Asia, as in "Highly Restrictive" of Unicode's UTS 39, section 5.2.
func mixesScripts(name string) bool {
	var scripts []string
	for _, r := range name {
		if s := scriptOf(r); s != "" && !slices.Contains(scripts, s) {
			scripts = append(scripts, s)
		}
	}
	for _, together := range [][]string{{"Latin", "Han", "Hiragana", "Katakana"}, {"Latin", "Han", "Bopomofo"}, {"Latin", "Han", "Hangul"}} {
		if !slices.ContainsFunc(scripts, func(s string) bool { return !slices.Contains(together, s) }) {
			return false
		}
	}
	return len(scripts) > 1
}

// scriptOf is the script of a letter, "" for what all scripts share.
func scriptOf(r rune) string {
	if r < unicode.MaxASCII {
		if unicode.IsLetter(r) {
			return "Latin"
		}
		return ""
	}
	if unicode.In(r, unicode.Common, unicode.Inherited) {
		return ""
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}

// twins are letters of other scripts that are drawn as Latin ones, each before its
// twin, in the small form that keys have.
const twins = "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwѵvґrкkтtмmнhвbгrпnαaοoρpυuνvιiκkτtχxγyεeոnսuօoհhյjսu"

// latin is a key whose letters all have twins, in these; "" for any other.
func latin(key string) string {
	letters := []rune(twins)
	out := strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII {
			return r
		}
		for i := 0; i < len(letters); i += 2 {
			if letters[i] == r {
				return letters[i+1]
			}
		}
		return unicode.ReplacementChar
	}, key)
	if out == key || strings.ContainsRune(out, unicode.ReplacementChar) {
		return ""
	}
	return out
}

// reserved are names under which somebody would be taken for the archive itself.
func reserved() []string {
	return []string{"admin", "administrator", "moderator", "mod", "keeper", "staff", "support", "help", "archive", "archivist", "orphan_account", "anonymous", "guest", "system", "root", "postmaster", "webmaster", "abuse", "security"}
}

// freshName refuses what nobody may call themselves who just comes: a name of the
// archive's own, or one that looks like somebody's who is here.
func freshName(ctx context.Context, q db.Q, name string) error {
	key := Key(name)
	like := latin(key)
	if slices.Contains(reserved(), key) || slices.Contains(reserved(), like) {
		return fault.In("name", "That name could be taken for the archive’s own. Please choose another.")
	}
	if like == "" {
		return nil
	}
	var there bool
	if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM accounts WHERE name_key = $1)`, like).Scan(&there); err != nil {
		return fmt.Errorf("account: look for names alike: %w", err)
	}
	if there {
		return fault.In("name", "That name looks just like somebody else’s here. Please choose another.")
	}
	return nil
}
