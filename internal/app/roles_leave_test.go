package app_test

import (
	"fmt"
	"net/url"

	"github.com/ficstead/ficstead/internal/archivetest"
)

// leaveRows: everybody may leave; works are deleted by those who sign them and by
// those who look after the archive, many at once only by the former.
func leaveRows(l *library) []row {
	var open archivetest.Story
	for _, x := range l.stories {
		if x.Key == "open" {
			open = x
		}
	}
	editors := func(status int) [6]int { return [6]int{401, 404, status, 404, status, status} }
	ann := func(status int) [6]int { return [6]int{401, 422, status, 422, 422, 422} }
	ticked := fmt.Sprintf("?work=%d", open.ID)
	works := url.Values{"work": {open.ID.String()}}
	return []row{
		{"GET /account/leave", "/account/leave", nil, members(200)},
		{"POST /account/leave", "/account/leave", url.Values{}, members(422)},
		{"GET /farewell", "/farewell", nil, all(200)},
		{"GET /account/offers", "/account/offers", nil, members(200)},
		{"POST /account/offers", "/account/offers", url.Values{"offer": {"987654"}, "do": {"yes"}}, members(404)},
		{"GET /works/{id}/delete", open.ID.Path() + "/delete", nil, editors(200)},
		{"POST /works/{id}/delete", open.ID.Path() + "/delete", url.Values{}, editors(422)},
		{"GET /desk/delete", "/desk/delete" + ticked, nil, ann(200)},
		{"POST /desk/delete", "/desk/delete", works, ann(422)},
		{"GET /desk/leave", "/desk/leave" + ticked, nil, ann(200)},
		{"POST /desk/leave", "/desk/leave", works, ann(303)},
		{"GET /account/copies/{id}", "/account/copies/987654", nil, members(404)},
	}
}
