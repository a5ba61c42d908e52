package app_test

import "net/url"

// wrangleRows: tags are sorted in by staff, and by members whom staff named: none here.
func wrangleRows(*library) []row {
	staff := [6]int{401, 404, 404, 404, 200, 200}
	gone := members(404)
	return []row{
		{"GET /wrangle", "/wrangle", nil, staff},
		{"POST /wrangle", "/wrangle", url.Values{"do": {"canonical"}}, [6]int{401, 404, 404, 404, 422, 422}},
		{"GET /wrangle/tags", "/wrangle/tags", nil, staff},
		{"POST /wrangle/tags", "/wrangle/tags", url.Values{"do": {"canonical"}}, [6]int{401, 404, 404, 404, 422, 422}},
		{"GET /wrangle/tags/{id}", "/wrangle/tags/1", nil, staff},
		{"POST /wrangle/tags/{id}", "/wrangle/tags/1", url.Values{"do": {"explode"}}, [6]int{401, 404, 404, 404, 422, 422}},
		{"POST /wrangle/tags/{id}/notes", "/wrangle/tags/1/notes", url.Values{}, [6]int{401, 404, 404, 404, 422, 422}},
		{"GET /wrangle/acts", "/wrangle/acts", nil, staff},
		{"POST /wrangle/acts/{id}/undo", "/wrangle/acts/987654/undo", url.Values{}, gone},
		{"GET /wrangle/sets", "/wrangle/sets", nil, staff},
		{"GET /wrangle/sets/{id}", "/wrangle/sets/987654", nil, [6]int{401, 403, 403, 403, 404, 404}},
		{"GET /wrangle/sets/tags.csv", "/wrangle/sets/tags.csv", nil, staff},
		{"POST /wrangle/sets", "/wrangle/sets", url.Values{"table": {"planet,Mars,,"}}, [6]int{401, 403, 403, 403, 422, 422}},
		{"GET /wrangle/people", "/wrangle/people", nil, [6]int{401, 403, 403, 403, 200, 200}},
		{"POST /wrangle/people", "/wrangle/people", url.Values{"name": {"nobody at all"}}, [6]int{401, 403, 403, 403, 422, 422}},
	}
}
