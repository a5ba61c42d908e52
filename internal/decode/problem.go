package decode

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Problem is why a file was not taken in: one sentence with the file's name
// and what to do about it.
type Problem struct {
	Path string
	Kind ProblemKind
	Say  string
	Err  error // what the system said, may be nil
}

// ProblemKind sorts problems for callers that act on them.
type ProblemKind string

// The kinds of problem.
const (
	Unreadable ProblemKind = "unreadable"
	Empty      ProblemKind = "empty"
	Binary     ProblemKind = "binary"
	NoWords    ProblemKind = "no_words"
	TooBig     ProblemKind = "too_big"
	Bomb       ProblemKind = "bomb"
	Escapes    ProblemKind = "escapes"
	Broken     ProblemKind = "broken"
	Locked     ProblemKind = "locked"
	NotYet     ProblemKind = "not_yet"
	Unknown    ProblemKind = "unknown"
)

// Error gives the sentence.
func (p *Problem) Error() string { return p.Say }

// Unwrap gives what the system said.
func (p *Problem) Unwrap() error { return p.Err }

// problem makes a Problem whose sentence begins with the file's name.
func problem(path string, kind ProblemKind, cause error, format string, a ...any) *Problem {
	say := "“" + printable(path) + "” " + fmt.Sprintf(format, a...)
	return &Problem{Path: path, Kind: kind, Say: say, Err: cause}
}

// printable makes a name safe to show on one line of a terminal or a page:
// bytes that are no UTF-8 and control characters become "\x1b" and the like.
func printable(name string) string {
	var sb strings.Builder
	for i := 0; i < len(name); {
		r, n := utf8.DecodeRuneInString(name[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&sb, `\x%02x`, name[i])
		case unicode.IsControl(r):
			fmt.Fprintf(&sb, `\x%02x`, r)
		case bidiControl(r):
		default:
			sb.WriteRune(r)
		}
		i += n
	}
	return sb.String()
}

// bidiControl tells characters that turn the direction of what follows, with
// which a name could pose as another.
func bidiControl(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}
