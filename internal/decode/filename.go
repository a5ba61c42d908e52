package decode

import (
	"path"
	"regexp"
	"strings"
)

var (
	nameOfTotal = regexp.MustCompile(`(?i)^(.*?)[\s_.(-]*\b(\d{1,3})\s?of\s?(\d{1,3})\)?$`)
	nameLead    = regexp.MustCompile(`^(\d{1,4})(?:\s*[-–—_.)]+\s*|\s+)(.*)$`)
	nameChapter = regexp.MustCompile(`(?i)^(.*?)[\s_-]*\b(?:chapter|chap|ch|part|pt|kapitel)[\s_.-]?(\d{1,4})(?:[\s_:.-]+(.*))?$`)
	nameMiddle  = regexp.MustCompile(`^(.+?)[\s_]+(\d{1,3})\s+[-–—]\s+(.+)$`)
	nameTail    = regexp.MustCompile(`^(.*\p{L})[\s_-]*(\d{2,3})$`)
)

// FileName reads the name of a file: the title in it without numbering,
// underscores and extension, the number that gives its place among its
// neighbours (0 when there is none) and the total of "01of12" (else 0).
func FileName(file string) (title string, number, total int) {
	base := path.Base(strings.ReplaceAll(file, "\\", "/"))
	if ext := path.Ext(base); len(ext) > 1 && len(ext) <= 9 && ext != base && !strings.Contains(ext, " ") {
		base = strings.TrimSuffix(base, ext)
	}
	base = strings.TrimSpace(strings.ReplaceAll(base, "_", " "))
	if m := nameOfTotal.FindStringSubmatch(base); m != nil {
		return spaced(m[1]), atoi(m[2]), atoi(m[3])
	}
	if m := nameLead.FindStringSubmatch(base); m != nil && hasWord(m[2]) && !isYear(m[1]) {
		number, base = atoi(m[1]), m[2]
	}
	if m := nameMiddle.FindStringSubmatch(base); m != nil && number == 0 {
		return spaced(m[3]), atoi(m[2]), 0
	}
	if m := nameChapter.FindStringSubmatch(base); m != nil {
		title = spaced(m[1])
		if hasWord(m[3]) {
			title = spaced(m[3])
		}
		return title, atoi(m[2]), 0
	}
	if m := nameTail.FindStringSubmatch(base); m != nil && number == 0 {
		return spaced(m[1]), atoi(m[2]), 0
	}
	return spaced(base), number, 0
}

func isYear(digits string) bool { return len(digits) == 4 && digits >= "1900" && digits <= "2100" }

// spaced turns the dashes between words into blanks when the name has no
// blanks of its own.
func spaced(s string) string {
	s = strings.Trim(s, " -–—_.,")
	if !strings.Contains(s, " ") {
		s = strings.ReplaceAll(s, "-", " ")
	}
	return strings.Join(strings.Fields(s), " ")
}
