package decode

import (
	"regexp"
	"strings"
)

// creditNames credits the names that begin a value.
func (s *scribe) creditNames(role CreditRole, v string) {
	for _, p := range cutList(v) {
		for _, one := range strings.Split(strings.ReplaceAll(p, " & ", " and "), " and ") {
			if name := nameAt(strings.TrimPrefix(one, "by ")); name != "" && !emptyValue(name) {
				s.m.addCredits(named(role, name, "").credits...)
			}
		}
	}
}

var (
	songDash    = regexp.MustCompile(`^(.{1,80}?)\s+[-–—]\s+(.{1,80})$`)
	titleParens = regexp.MustCompile(`^(.{1,80}?)\s*\(([^()]{2,60})\)$`)
)

// songField reads "Song: Low Water by The Foghorns" and the other orders of
// title and singer.
func (s *scribe) songField(l label, v string) {
	title, singer := "", ""
	switch m, dash := titledBy.FindStringSubmatch(v), songDash.FindStringSubmatch(v); {
	case m != nil:
		title, singer = m[1], m[2]
	case strings.HasSuffix(strings.ToLower(l.name), " by"):
		s.creditNames(RoleSong, v)
		return
	case dash != nil:
		title, singer = dash[1], dash[2]
		// Collections of music say who sings first, stories that name a song
		// the song.
		if unquote(singer) != singer || !strings.HasPrefix(strings.ToLower(l.name), "song") && unquote(title) == title {
			title, singer = singer, title
		}
	default:
		if m := titleParens.FindStringSubmatch(v); m != nil {
			title, singer = m[1], m[2]
		} else if t, who, ok := strings.Cut(v, ", "); ok && titleCase(t) && titleCase(who) && !strings.ContainsAny(who, ",;\n") {
			title, singer = t, who
		}
	}
	if name := nameAt(singer); name != "" && !strings.Contains(title, "\n") {
		s.m.addCredits(named(RoleSong, name, strings.Trim(title, ` "“”‘’'`)).credits...)
	}
}

// sourceField reads "Based on: The Lower Tank by Carla Thorne".
func (s *scribe) sourceField(v string) {
	m := titledBy.FindStringSubmatch(v)
	if m == nil {
		m = titleParens.FindStringSubmatch(v)
	}
	if m == nil || !capitalised(m[1]) {
		return
	}
	if name := nameAt(m[2]); name != "" {
		s.m.addCredits(named(RoleSource, name, strings.Trim(m[1], ` "“”‘’'`)).credits...)
	}
}
