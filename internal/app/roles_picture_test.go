package app_test

import (
	"fmt"
	"net/url"
)

// pictureRows: pictures are sent and looked after by who may edit the work.
func pictureRows(l *library) []row {
	var open int64
	for _, x := range l.stories {
		if x.Key == "open" {
			open = int64(x.ID)
		}
	}
	at := fmt.Sprintf("/works/%d/pictures", open)
	editors := func(status int) [6]int { return [6]int{401, 404, status, 404, status, status} }
	return []row{
		{"GET /works/{id}/pictures", at, nil, editors(200)},
		{"POST /works/{id}/pictures", at, url.Values{}, editors(422)},
		{"POST /works/{id}/pictures/{name}/cover", at + "/none.png/cover", url.Values{"alt": {"A map"}}, [6]int{401, 404, 404, 404, 404, 404}},
		{"POST /works/{id}/pictures/{name}/delete", at + "/none.png/delete", url.Values{}, editors(303)},
		{"GET /pictures/{size}/{name}", "/pictures/200/nothing.png", nil, all(404)},
	}
}
