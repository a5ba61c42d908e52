package app_test

import (
	"fmt"
	"net/url"
)

// workskinRows: skins are their owner's until they are shared; a work's is chosen by
// who may edit the work.
func workskinRows(l *library) []row {
	var open int64
	for _, x := range l.stories {
		if x.Key == "open" {
			open = int64(x.ID)
		}
	}
	at := fmt.Sprintf("/works/%d/skin", open)
	editors := func(status int) [6]int { return [6]int{401, 404, status, 404, status, status} }
	staff := func(status int) [6]int { return [6]int{401, 403, 403, 403, status, status} }
	return []row{
		{"GET /skins", "/skins", nil, all(200)},
		{"GET /skins/{id}", "/skins/987654", nil, all(404)},
		{"GET /skins/{id}/{file}", "/skins/987654/0123456789abcdef0123456789abcdef.css", nil, all(404)},
		{"POST /skins/{id}/copy", "/skins/987654/copy", url.Values{}, members(404)},
		{"POST /skins/{id}/answer", "/skins/987654/answer", url.Values{"answer": {"yes"}}, staff(404)},
		{"GET /keep/skins", "/keep/skins", nil, staff(200)},
		{"GET /account/skins", "/account/skins", nil, members(200)},
		{"GET /account/skins/new", "/account/skins/new", nil, members(200)},
		{"POST /account/skins/new", "/account/skins/new", url.Values{"css": {"p { position: fixed }"}, "title": {"Mine"}}, members(422)},
		{"GET /account/skins/{id}", "/account/skins/987654", nil, members(404)},
		{"POST /account/skins/{id}", "/account/skins/987654", url.Values{}, members(404)},
		{"POST /account/skins/{id}/share", "/account/skins/987654/share", url.Values{}, members(404)},
		{"POST /account/skins/{id}/delete", "/account/skins/987654/delete", url.Values{}, members(303)},
		{"GET /works/{id}/skin", at, nil, editors(200)},
		{"GET /works/{id}/skin/{file}", at + "/0123456789abcdef0123456789abcdef.css", nil, all(404)},
		{"POST /works/{id}/skin", at, url.Values{"skin": {"0"}}, editors(303)},
	}
}
