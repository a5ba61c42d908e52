package app_test

import (
	"fmt"
	"net/url"
)

// seriesRows: a series is looked after by its creators and staff.
func seriesRows(l *library) []row {
	at := func(end string) string {
		for _, x := range l.stories {
			if x.Key == "open" {
				return fmt.Sprintf("/series/%d%s", x.Series, end)
			}
		}
		return ""
	}
	mine := [6]int{401, 404, 200, 404, 200, 200}
	return []row{
		{"GET /series/new", "/series/new", nil, members(200)},
		{"POST /series", "/series", url.Values{"title": {"Of Nothing"}}, members(422)},
		{"GET /series/{id}/edit", at("/edit"), nil, mine},
		{"POST /series/{id}/edit", at("/edit"), url.Values{"seen": {"-7"}, "title": {"Another"}}, [6]int{401, 404, 422, 404, 422, 422}},
		{"GET /series/{id}/remove", at("/remove"), nil, mine},
		{"POST /series/{id}/remove", "/series/987654/remove", url.Values{}, members(404)},
	}
}
