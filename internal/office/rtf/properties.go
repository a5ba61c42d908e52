package rtf

import (
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/office"
)

// beginInfo is \info: what the program noted about the file.
func (r *reader) beginInfo() {
	r.st.dest = toNothing
}

// infoText is a property that is a text.
func infoText(set func(*reader, string)) func(*reader) {
	return func(r *reader) {
		if r.st.dest != toNothing {
			return // a word of the same name elsewhere
		}
		r.st.page = r.ansi
		r.capture(func(r *reader) { set(r, strings.TrimSpace(r.captured())) })
	}
}

// moment is a time as its group tells it, part by part.
type moment struct{ year, month, day, hour, minute, second int }

// infoTime is a property that is a time.
func infoTime(set func(*reader, *moment)) func(*reader) {
	return func(r *reader) {
		r.st.dest = toNothing
		r.moment = moment{}
		r.st.closer = func(r *reader) { set(r, &r.moment) }
	}
}

// time gives the moment in UTC, since the file tells no zone; zero when it is none.
func (m *moment) time() time.Time {
	if m.year < 1980 || m.year > 9999 || m.month < 1 || m.month > 12 || m.day < 1 || m.day > 31 {
		return time.Time{}
	}
	return time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute, m.second, 0, time.UTC)
}

// infoWords are the parts of a time.
var infoWords = map[string]control{
	"yr":  func(r *reader, a argument) { r.moment.year = a.n },
	"mo":  func(r *reader, a argument) { r.moment.month = a.n },
	"dy":  func(r *reader, a argument) { r.moment.day = a.n },
	"hr":  func(r *reader, a argument) { r.moment.hour = min(max(a.n, 0), 23) },
	"min": func(r *reader, a argument) { r.moment.minute = min(max(a.n, 0), 59) },
	"sec": func(r *reader, a argument) { r.moment.second = min(max(a.n, 0), 59) },
}

// beginGenerator is the program that wrote the file. LibreOffice and its kin tell
// of a style only what differs from the one it is based on.
func (r *reader) beginGenerator() {
	r.capture(func(r *reader) {
		name := r.captured()
		r.inherits = strings.Contains(name, "LibreOffice") || strings.Contains(name, "OpenOffice")
	})
}

// beginTemplate is where the program looks for the file's template.
func (r *reader) beginTemplate() {
	r.capture(func(r *reader) {
		at := strings.TrimSpace(r.captured())
		if strings.Contains(at, "://") || strings.HasPrefix(at, `\\`) {
			r.tally.Add(office.External, example([]byte(at)))
		}
	})
}
