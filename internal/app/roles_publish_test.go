package app_test

import (
	"fmt"
	"net/url"

	"github.com/ficstead/ficstead/internal/archivetest"
)

// publishRows try the pages on which works are put in order and posted. Nothing here
// changes a story: each form is refused for what is in it.
func publishRows(l *library) []row {
	s := map[string]archivetest.Story{}
	for _, x := range l.stories {
		s[x.Key] = x
	}
	at := func(key, end string) string { return fmt.Sprintf("/works/%d%s", s[key].ID, end) }
	chapter := func(key, end string) string {
		return at(key, fmt.Sprintf("/chapters/%d%s", s[key].Chapters[0], end))
	}
	hers := func(status int) [6]int { return [6]int{401, 404, status, 404, status, status} }
	bens := [6]int{401, 404, 404, 200, 200, 200}
	rows := []row{
		{"GET /works/{id}/publish", at("buried", "/publish"), nil, bens},
		{"GET /works/{id}/chapters/manage", at("buried", "/chapters/manage"), nil, bens},
		{"GET /works/{id}/preview", at("buried", "/preview"), nil, bens},
		{"GET /works/{id}/chapters/{chapter}/preview", chapter("buried", "/preview?as=guest&theme=dark"), nil, bens},
		{"GET /works/{id}/publish/plan", at("open", "/publish/plan"), nil, hers(422)},
		{"POST /works/{id}/publish", at("open", "/publish"), url.Values{}, hers(422)},
		{"POST /works/{id}/publish/plan", at("open", "/publish/plan"), url.Values{}, hers(422)},
		{"POST /works/{id}/publish/cancel", at("draft", "/publish/cancel"), url.Values{}, hers(303)},
		{"GET /works/for", "/works/for", nil, [6]int{401, 403, 403, 403, 200, 200}},
		{"POST /works/for", "/works/for", url.Values{}, [6]int{401, 403, 403, 403, 422, 422}},
		{"POST /works/{id}/claim-link", at("open", "/claim-link"), url.Values{}, [6]int{401, 403, 403, 403, 404, 404}}, // Ann has an account
		{"GET /suggest/tags", "/suggest/tags?type=fandom&q=harb", nil, members(200)},
		{"POST /works/{id}/chapters/manage", at("open", "/chapters/manage"), url.Values{}, hers(409)},
	}
	for _, page := range []string{"/publish", "/chapters/manage", "/preview", "/preview.epub"} {
		rows = append(rows, row{"GET /works/{id}" + page, at("open", page), nil, hers(200)}, row{"GET /works/{id}" + page, at("draft", page), nil, hers(200)})
	}
	rows = append(rows, row{"GET /works/{id}/chapters/{chapter}/copy", chapter("draft", "/copy?as=html"), nil, hers(200)})
	for _, page := range []string{"/preview", "/arrange"} {
		rows = append(rows, row{"GET /works/{id}/chapters/{chapter}" + page, chapter("draft", page), nil, hers(200)})
	}
	for _, act := range []string{"/split", "/merge", "/move", "/date", "/remove"} {
		rows = append(rows, row{"POST /works/{id}/chapters/{chapter}" + act, chapter("open", act), url.Values{}, hers(422)})
	}
	return rows
}
