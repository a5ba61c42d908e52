package app_test

import "net/url"

// letterRows are the rows of letters, settings and joining. Nobody in the library
// has a letter, and people join by invitation.
func letterRows(*library) []row {
	staff := func(status int) [6]int { return [6]int{401, 403, 403, 403, status, status} }
	keepers := func(status int) [6]int { return [6]int{401, 403, 403, 403, 403, status} }
	newcomer := url.Values{"name": {"Newcomer"}, "password": {"nine quiet harbours"}, "age": {"1"}, "terms": {"1"}}
	return []row{
		{"GET /inbox", "/inbox", nil, members(200)},
		{"GET /inbox/{id}", "/inbox/987654", nil, members(404)},
		{"POST /inbox/{id}/read", "/inbox/987654/read", url.Values{}, members(404)},
		{"POST /inbox/read", "/inbox/read", url.Values{"up_to": {"987654"}}, members(303)},
		{"GET /mail-off/{token}", "/mail-off/MSB3b3JrLmdpZnQ.guessed", nil, all(404)},
		{"POST /mail-off/{token}", "/mail-off/MSB3b3JrLmdpZnQ.guessed", url.Values{}, all(404)},
		{"GET /keep", "/keep", nil, staff(200)},
		{"GET /keep/settings", "/keep/settings", nil, keepers(200)},
		{"POST /keep/settings", "/keep/settings", url.Values{}, keepers(422)},
		{"GET /keep/mail", "/keep/mail", nil, keepers(200)},
		{"POST /keep/mail/test", "/keep/mail/test", url.Values{}, keepers(422)},
		{"POST /keep/mail/again", "/keep/mail/again", url.Values{}, keepers(422)},
		{"GET /keep/applications", "/keep/applications", nil, staff(200)},
		{"POST /keep/applications/{id}/accept", "/keep/applications/987654/accept", url.Values{}, staff(409)},
		{"POST /keep/applications/{id}/decline", "/keep/applications/987654/decline", url.Values{}, staff(409)},
		{"GET /keep/invitations", "/keep/invitations", nil, staff(200)},
		{"POST /keep/invitations", "/keep/invitations", url.Values{"of": {"Nobody"}, "more": {"1"}}, staff(404)},
		{"GET /join", "/join", nil, all(200)},
		{"POST /join", "/join", newcomer, all(303)},
		{"GET /join/confirmed", "/join/confirmed", nil, all(200)},
		{"GET /join/address/{code}", "/join/address/guessed", nil, all(404)},
		{"POST /join/address/{code}", "/join/address/guessed", nil, all(404)},
		{"GET /join/{code}", "/join/guessed", nil, [6]int{404, 200, 200, 200, 200, 200}},
		{"POST /join/{code}", "/join/guessed", newcomer, [6]int{404, 303, 303, 303, 303, 303}},
		{"GET /account/invitations", "/account/invitations", nil, members(200)},
		{"POST /account/invitations", "/account/invitations", url.Values{"email": {"no address"}}, members(422)},
		{"POST /account/invitations/{id}/withdraw", "/account/invitations/987654/withdraw", url.Values{}, members(404)},
	}
}
