package app_test

import "fmt"

// statsRows: statistics are for the authors of works alone, not even for staff.
func statsRows(l *library) []row {
	var open int64
	for _, x := range l.stories {
		if x.Key == "open" {
			open = int64(x.ID)
		}
	}
	anns := [6]int{401, 404, 200, 404, 404, 404}
	return []row{
		{"GET /stats", "/stats", nil, members(303)},
		{"GET /users/{login}/stats", "/users/Ann/stats", nil, anns},
		{"GET /users/{login}/stats.csv", "/users/Ann/stats.csv", nil, anns},
		{"GET /works/{id}/stats", fmt.Sprintf("/works/%d/stats", open), nil, anns},
		{"GET /works/{id}/stats", "/works/987654/stats", nil, members(404)},
	}
}
