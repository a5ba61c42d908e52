package app_test

import "net/url"

// browseRows: what the panel of filters asks, and any one work; each sees only what
// lists show them.
func browseRows(*library) []row {
	return []row{
		{"GET /works/random", "/works/random", nil, all(302)},
		{"GET /works/random", "/works/random?include=Nobody+Said+This", nil, all(404)},
		{"GET /works/count", "/works/count?rating=Mature", nil, all(200)},
		{"GET /works/count", "/works/count?words_from=many", nil, all(422)},
		{"GET /suggest/filters", "/suggest/filters?q=harb", nil, all(200)},
		{"GET /suggest/line", "/suggest/line?before=harb", nil, all(200)},
		{"GET /account/filters", "/account/filters", nil, members(200)},
		{"POST /account/filters", "/account/filters", url.Values{"name": {"Mine"}, "address": {"/works?query=lamp"}}, members(303)},
		{"POST /account/filters", "/account/filters", url.Values{"name": {""}, "address": {"/works?query=lamp"}}, members(422)},
		{"POST /account/filters/recent", "/account/filters/recent", url.Values{"do": {"cleared"}}, members(303)},
		{"GET /account/filters/{id}", "/account/filters/0", nil, members(404)},
		{"POST /account/filters/{id}", "/account/filters/0", url.Values{"name": {"Mine"}}, members(404)},
		{"POST /account/filters/{id}/delete", "/account/filters/0/delete", url.Values{}, members(303)},
		{"GET /filters/{token}", "/filters/nobody", nil, all(404)},
		{"GET /filters/{token}/feed.atom", "/filters/nobody/feed.atom", nil, all(404)},
		{"GET /help/search", "/help/search", nil, all(200)},
		{"GET /works", "/works?q=kudos%3E%3D0+OR+tag%3AX", nil, all(200)},
		{"GET /works", "/works?q=%28lamp", nil, all(422)},
	}
}
