package app_test

import "net/url"

// blockRows are the pages by which people block and mute each other. What is done is
// undone, for the rows after them.
func blockRows(*library) []row {
	self := [6]int{401, 303, 422, 303, 303, 303} // Ann can't block herself
	return []row{
		{"GET /account/blocks", "/account/blocks", nil, members(200)},
		{"GET /account/blocks", "/account/blocks?name=Ben", nil, members(303)},
		{"GET /account/blocks", "/account/blocks?name=Nobody", nil, members(422)},
		{"GET /account/mutes", "/account/mutes", nil, members(200)},
		{"GET /users/{login}/block", "/users/Ann/block", nil, [6]int{401, 200, 422, 200, 200, 200}},
		{"GET /users/{login}/block", "/users/Nobody/block", nil, members(404)},
		{"GET /users/{login}/mute", "/users/Ann/mute", nil, [6]int{401, 200, 422, 200, 200, 200}},
		{"GET /users/{login}/mute", "/users/moderator/mute", nil, [6]int{401, 403, 403, 403, 422, 403}},
		{"POST /users/{login}/block", "/users/Ann/block", url.Values{}, self},
		{"POST /users/{login}/block", "/users/keeper/block", url.Values{}, [6]int{401, 403, 403, 403, 403, 422}},
		{"POST /users/{login}/unblock", "/users/Ann/unblock", url.Values{}, members(303)},
		{"POST /users/{login}/mute", "/users/Ann/mute", url.Values{}, self},
		{"GET /works", "/works", nil, all(200)},
		{"POST /users/{login}/unmute", "/users/Ann/unmute", url.Values{}, members(303)},
		{"POST /users/{login}/unmute", "/users/Nobody/unmute", url.Values{}, members(404)},
	}
}
