package app_test

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
		{"GET /help/search", "/help/search", nil, all(200)},
		{"GET /works", "/works?q=kudos%3E%3D0+OR+tag%3AX", nil, all(200)},
		{"GET /works", "/works?q=%28lamp", nil, all(422)},
	}
}
