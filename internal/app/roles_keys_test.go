package app_test

import "net/url"

// keyRows are the pages on which people look after the keys to their accounts. Those
// who look after the archive have an authenticator app, the others have none.
func keyRows(*library) []row {
	return []row{
		{"GET /users/login/second", "/users/login/second", nil, all(303)},
		{"POST /users/login/second", "/users/login/second", url.Values{"code": {"123456"}}, all(303)},
		{"GET /users/password/new", "/users/password/new", nil, all(200)},
		{"POST /users/password/new", "/users/password/new", url.Values{}, all(422)},
		{"GET /reset/{token}", "/reset/guessed", nil, all(404)},
		{"POST /reset/{token}", "/reset/guessed", url.Values{"password": {"a long enough password"}}, all(404)},
		{"GET /account/keys", "/account/keys", nil, members(200)},
		{"GET /account/confirm", "/account/confirm?next=/account/keys", nil, members(200)},
		{"POST /account/confirm", "/account/confirm", url.Values{"confirm_password": {"not it"}}, members(422)},
		{"GET /account/second", "/account/second?next=/works", nil, members(303)},
		{"GET /account/authenticator", "/account/authenticator", nil, members(200)},
		{"GET /account/authenticator/code.png", "/account/authenticator/code.png", nil, members(404)},
		{"POST /account/authenticator/confirm", "/account/authenticator/confirm", url.Values{"code": {"123456"}}, members(409)},
		{"POST /account/authenticator", "/account/authenticator", url.Values{}, members(303)},
		{"GET /account/authenticator/code.png", "/account/authenticator/code.png", nil, members(200)},
		{"POST /account/authenticator/confirm", "/account/authenticator/confirm", url.Values{"code": {"no"}}, members(422)},
		{"POST /account/recovery-codes", "/account/recovery-codes", url.Values{}, [6]int{401, 409, 409, 409, 200, 200}},
		{"GET /account/name", "/account/name", nil, members(200)},
		{"POST /account/name", "/account/name", url.Values{"name": {"no spaces"}}, members(422)},
		{"GET /account/email", "/account/email", nil, members(200)},
		{"POST /account/email", "/account/email", url.Values{"email": {"not one"}}, members(422)},
		{"GET /address/confirm/{token}", "/address/confirm/guessed", nil, members(404)},
		{"POST /address/confirm/{token}", "/address/confirm/guessed", url.Values{}, members(404)},
		{"GET /address/stop/{token}", "/address/stop/guessed", nil, all(404)},
		{"POST /address/stop/{token}", "/address/stop/guessed", url.Values{}, all(404)},
		{"GET /keep/people", "/keep/people", nil, [6]int{401, 403, 403, 403, 403, 200}},
		{"GET /keep/people/{name}", "/keep/people/Ben", nil, [6]int{401, 403, 403, 403, 403, 200}},
		{"POST /keep/people/{name}/reset", "/keep/people/Ben/reset", url.Values{}, [6]int{401, 403, 403, 403, 403, 200}},
		{"GET /account/passkeys", "/account/passkeys", nil, members(200)},
		{"POST /account/passkeys/{id}/remove", "/account/passkeys/987654/remove", url.Values{}, members(404)},
		{"GET /sign-in/{provider}", "/sign-in/nobody", nil, all(404)},
		{"GET /sign-in/{provider}/back", "/sign-in/nobody/back", nil, all(404)},
		{"GET /sign-in/{provider}/new", "/sign-in/nobody/new", nil, all(404)},
		{"POST /sign-in/{provider}/new", "/sign-in/nobody/new", url.Values{"name": {"intruder"}}, all(404)},
		{"GET /account/providers", "/account/providers", nil, members(200)},
		{"GET /account/providers/{provider}/link", "/account/providers/nobody/link", nil, members(404)},
		{"POST /account/providers/{id}/remove", "/account/providers/987654/remove", url.Values{}, members(404)},
		// An archive that knows no address of its own can have no passkeys.
		{"POST /passkey/add/begin", "/passkey/add/begin", url.Values{}, members(503)},
		{"POST /passkey/add", "/passkey/add", url.Values{}, members(503)},
		{"POST /passkey/login/begin", "/passkey/login/begin", url.Values{}, all(503)},
		{"POST /passkey/login", "/passkey/login", url.Values{}, all(503)},
		{"POST /passkey/second/begin", "/passkey/second/begin", url.Values{}, all(409)},
		{"POST /passkey/second", "/passkey/second", url.Values{}, all(409)},
		{"POST /passkey/confirm/begin", "/passkey/confirm/begin", url.Values{}, members(503)},
		{"POST /passkey/confirm", "/passkey/confirm", url.Values{}, members(503)},
		{"POST /account/sessions/end-others", "/account/sessions/end-others", url.Values{}, members(303)},
		{"POST /account/authenticator/remove", "/account/authenticator/remove", url.Values{}, members(303)},
	}
}
