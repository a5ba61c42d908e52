package app_test

import "net/url"

// askRows: anybody reads what is asked of the archive, members ask and suggest, and
// what nobody has asked is not there for anybody.
func askRows(*library) []row {
	none := "/requests/987654"
	return []row{
		{"GET /requests", "/requests", nil, all(200)},
		{"GET /requests", "/requests?q=lamp&fandom=Fog&state=found&page=2", nil, all(200)},
		{"GET /requests/new", "/requests/new?what=a+lamp", nil, members(200)},
		{"POST /requests", "/requests", url.Values{"subject": {"The one with the lamp"}}, members(422)},
		{"GET /requests/{id}", none, nil, all(404)},
		{"POST /requests/{id}/suggestions", none + "/suggestions", url.Values{"name": {"Fog"}}, members(404)},
		{"POST /requests/{id}/withdraw", none + "/withdraw", url.Values{"suggestion": {"1"}}, members(404)},
		{"POST /requests/{id}/answer", none + "/answer", url.Values{"it": {"1"}}, members(404)},
		{"POST /requests/{id}/delete", none + "/delete", url.Values{}, members(404)},
		{"POST /requests/{id}/hide", none + "/hide", url.Values{"hide": {"yes"}}, [6]int{401, 403, 403, 403, 404, 404}},
	}
}
