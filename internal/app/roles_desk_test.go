package app_test

import "net/url"

// deskRows: what is on somebody's desk is theirs alone.
func deskRows(*library) []row {
	return []row{
		{"GET /desk", "/desk", nil, members(200)},
		{"GET /users/{login}/works/drafts", "/users/Ann/works/drafts", nil, [6]int{401, 404, 303, 404, 404, 404}},
		{"GET /desk/change", "/desk/change", nil, members(422)},
		{"POST /desk/change", "/desk/change", url.Values{"rating": {"Mature"}}, members(422)},
		{"GET /desk/changes/{change}", "/desk/changes/987654", nil, members(404)},
		{"POST /desk/changes/{change}/apply", "/desk/changes/987654/apply", url.Values{}, members(404)},
		{"POST /desk/changes/{change}/undo", "/desk/changes/987654/undo", url.Values{}, members(404)},
	}
}
