package app_test

import "net/url"

// peopleRows are the pages on which people say who they are. Numbers of pseuds are
// ones that nobody has: whose they are is tried in package account.
func peopleRows(*library) []row {
	return []row{
		{"GET /users/{login}/profile", "/users/Ann/profile", nil, all(200)},
		{"GET /users/{login}/profile", "/users/Nobody/profile", nil, all(404)},
		{"GET /icons/{size}/{name}", "/icons/100/none.png", nil, all(404)},
		{"GET /account/pseuds", "/account/pseuds", nil, members(200)},
		{"GET /account/pseuds/{id}", "/account/pseuds/987654", nil, members(404)},
		{"POST /account/pseuds/{id}", "/account/pseuds/987654", url.Values{"pseud": {"Mine"}}, members(404)},
		{"POST /account/pseuds/{id}/usual", "/account/pseuds/987654/usual", url.Values{}, members(404)},
		{"GET /account/pseuds/{id}/delete", "/account/pseuds/987654/delete", nil, members(404)},
		{"POST /account/pseuds/{id}/delete", "/account/pseuds/987654/delete", url.Values{}, members(404)},
		{"GET /account/profile", "/account/profile", nil, members(200)},
		{"POST /account/profile", "/account/profile", url.Values{"title": {"Hello"}}, members(303)},
		{"POST /account/profile", "/account/profile", url.Values{"links": {"javascript:alert(1)"}}, members(422)},
		{"POST /account/preferences", "/account/preferences", url.Values{"time_zone": {"Nowhere"}}, members(422)},
	}
}
