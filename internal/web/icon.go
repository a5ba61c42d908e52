package web

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Icon draws one of the archive's icons, as large as the text calls for and in
// its colour. It is silent for screen readers: say what it means beside it.
//
// Icons stand in the page itself: repeated ones compress to a few bytes, and the
// page asks for one file less and never stands there without them.
func Icon(name string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		box, class := "0 0 24 24", "icon"
		if name == "mark" {
			box, class = "0 0 32 32", "icon mark"
		}
		_, err := io.WriteString(w, `<svg class="`+class+`" viewBox="`+box+`" aria-hidden="true">`+drawing(name)+`</svg>`)
		return err
	})
}

// drawing is what an icon is made of; nothing for a name that there is none of,
// which a test looks for.
func drawing(name string) string {
	switch name {
	case "mark": // a book laid face down is a roof, its ribbon the door
		return `<path d="M3.5 22.5L16 7.5l12.5 15" stroke-width="2.6"/><path d="M8.6 23L16 14l7.4 9"/><path d="M13.6 21.5V29l2.4-2.2 2.4 2.2v-7.5" fill="currentColor" stroke-width="1"/>`
	case "search":
		return `<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>`
	case "home":
		return `<path d="M3.5 12.5L12 4.5l8.5 8M6 10.5v9h12v-9"/>`
	case "shelf":
		return `<path d="M4.5 5h3.2v14H4.5zM10 5h3.2v14H10zM15.7 5.7l3-.8 3.5 13.4-3 .8z"/>`
	case "user", "character":
		return `<circle cx="12" cy="8.5" r="3.7"/><path d="M4.8 20c.8-4 3.6-6 7.2-6s6.4 2 7.2 6"/>`
	case "fandom":
		return `<path d="M12 7C10 5.5 7.4 5 4 5v13c3.4 0 6 .5 8 2 2-1.5 4.6-2 8-2V5c-3.4 0-6 .5-8 2zM12 7v13"/>`
	case "relationship":
		return `<circle cx="8.7" cy="12" r="5.2"/><circle cx="15.3" cy="12" r="5.2"/>`
	case "friendship":
		return `<path d="M18.5 19L7.7 8.3a2.8 2.8 0 1 1 4.6-.6C11.5 9.6 6 11 6 15c0 2.6 2 4 4.5 4 3.8 0 6.3-3 7-7"/>`
	case "warning":
		return octagon + `<path d="M12 8v5M12 16.2v.01"/>`
	case "nowarn":
		return octagon + `<path d="M8.5 12.3l2.5 2.5 4.5-5"/>`
	case "maybewarn":
		return octagon + `<path d="M9.8 9.8c.2-3 4.5-2.8 4.4 0 0 1.8-2.2 1.9-2.2 3.7M12 16.4v.01"/>`
	case "half":
		return `<circle cx="12" cy="12" r="7.5"/><path d="M12 4.5a7.5 7.5 0 0 1 0 15z" fill="currentColor"/>`
	case "full":
		return `<circle cx="12" cy="12" r="8" fill="currentColor"/><path d="M8.3 12.3l2.6 2.6 4.8-5.4" stroke="var(--bg)" stroke-width="2"/>`
	case "check":
		return `<path d="M5 12.5l4.5 4.5L19 7"/>`
	case "get":
		return `<path d="M12 4v11M7 10.5l5 5 5-5M5 20h14"/>`
	case "put":
		return `<path d="M12 15.5v-11M7 9l5-5 5 5M5 20h14"/>`
	case "more":
		return `<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" stroke-width="2.6"/>`
	case "back":
		return `<path d="M11 5l-7 7 7 7M4.5 12H20"/>`
	case "left":
		return `<path d="M15 5l-7 7 7 7"/>`
	case "right":
		return `<path d="M9 5l7 7-7 7"/>`
	case "up":
		return `<path d="M5 15l7-7 7 7"/>`
	case "down":
		return `<path d="M5 9l7 7 7-7"/>`
	case "list":
		return `<path d="M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01"/>`
	case "x":
		return `<path d="M6 6l12 12M18 6L6 18"/>`
	case "minus":
		return `<path d="M6 12h12"/>`
	case "plus":
		return `<path d="M12 6v12M6 12h12"/>`
	case "tune":
		return `<path d="M4 7h8.5M18 7h2M4 17h2M11.5 17H20"/><circle cx="15.2" cy="7" r="2.4"/><circle cx="8.7" cy="17" r="2.4"/>`
	case "feed":
		return `<path d="M5 5a14 14 0 0 1 14 14M5 11a8 8 0 0 1 8 8M5.8 18.2h.01"/>`
	case "clock":
		return `<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>`
	case "off":
		return `<path d="M4 12s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S4 12 4 12zM5 19L19 5"/>`
	case "lock":
		return `<rect x="5.5" y="10.5" width="13" height="9.5" rx="1.5"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>`
	case "key":
		return `<circle cx="8" cy="14" r="3.7"/><path d="M10.7 11.3L19 3M15.5 6.5l3 3"/>`
	case "mail":
		return `<path d="M4 6h16v12H4zM4.5 7l7.5 6 7.5-6"/>`
	case "mailnew":
		return `<path d="M13 6H4v12h16v-7M4.5 7l7.5 6 3-2.4"/><circle cx="18.5" cy="6" r="3.5" fill="currentColor"/>`
	case "pen":
		return `<path d="M5 19l1-4L16.5 4.5l3 3L9 18zM14.5 6.5l3 3"/>`
	case "out":
		return `<path d="M13 5H5v14h8M10 12h10M16.5 8.5L20 12l-3.5 3.5"/>`
	}
	return ""
}

const octagon = `<path d="M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7z"/>`
