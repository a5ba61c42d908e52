package app_test

import "net/url"

// alikeRows: works that are alike are for staff alone.
func alikeRows(*library) []row {
	staff := func(status int) [6]int { return [6]int{401, 403, 403, 403, status, status} }
	return []row{
		{"GET /keep/alike", "/keep/alike", nil, staff(200)},
		{"POST /keep/alike", "/keep/alike", url.Values{}, staff(422)},
		{"GET /keep/alike/{a}/{b}", "/keep/alike/987654/987655", nil, staff(404)},
		{"POST /keep/alike/{a}/{b}", "/keep/alike/987654/987655", url.Values{"do": {"fine"}}, staff(404)},
	}
}
