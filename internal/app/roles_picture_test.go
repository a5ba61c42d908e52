package app_test

import "fmt"

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
		{"POST /works/{id}/pictures", at, map[string][]string{}, editors(422)},
		{"GET /pictures/{size}/{name}", "/pictures/200/nothing.png", nil, all(404)},
	}
}
