package app_test

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/ficstead/ficstead/internal/archivetest"
)

// togetherRows: who signs a work, whom it is for, what it comes from, who reads it
// first and who writes on. What somebody was asked, only they can answer.
func togetherRows(l *library) []row {
	var open, draft archivetest.Story
	for _, x := range l.stories {
		switch x.Key {
		case "open":
			open = x
		case "draft":
			draft = x
		}
	}
	editors := func(status int) [6]int { return [6]int{401, 404, status, 404, status, status} }
	only := func(ann, others int) [6]int { return [6]int{401, others, ann, others, others, others} }
	at, hidden := open.ID.Path(), draft.ID.Path()
	none := url.Values{}
	token := "/beta/" + strings.Repeat("A", 43)
	return []row{
		{"GET /works/{id}/creators", at + "/creators", nil, editors(200)},
		{"GET /works/{id}/creators", hidden + "/creators", nil, editors(200)},
		{"POST /works/{id}/creators", at + "/creators", url.Values{"name": {"reader"}}, editors(422)},
		{"POST /works/{id}/creators/move", at + "/creators/move", none, editors(303)},
		{"POST /works/{id}/creators/withdraw", at + "/creators/withdraw", none, editors(303)},
		{"POST /works/{id}/creators/unname", at + "/creators/unname", none, [6]int{401, 403, 403, 403, 404, 404}},
		{"POST /works/{id}/creators/chapter", at + "/creators/chapter", none, only(404, 404)},
		{"GET /works/{id}/creators/leave", at + "/creators/leave", nil, only(200, 404)},
		{"POST /works/{id}/creators/leave", at + "/creators/leave", none, only(409, 404)},
		{"GET /account/creatorships", "/account/creatorships", nil, members(200)},
		{"POST /account/creatorships", "/account/creatorships", url.Values{"invitation": {"987654"}, "do": {"accept"}}, members(404)},
		{"GET /orphan", fmt.Sprintf("/orphan?work=%d", open.ID), nil, only(200, 404)},
		{"POST /orphan", "/orphan", url.Values{"work": {fmt.Sprint(int64(open.ID))}}, only(422, 404)},

		{"GET /works/{id}/gifts", at + "/gifts", nil, editors(200)},
		{"POST /works/{id}/gifts", at + "/gifts", url.Values{"name": {"reader"}}, editors(422)},
		{"POST /works/{id}/gifts/drop", at + "/gifts/drop", none, editors(303)},
		{"GET /users/{login}/gifts", "/users/Ben/gifts", nil, all(200)},
		{"GET /users/{login}/gifts", "/users/Nobody/gifts", nil, all(404)},
		{"POST /account/gifts", "/account/gifts", url.Values{"work": {"987654"}}, members(404)},
		{"GET /gifts", "/gifts?recipient=Nobody", nil, all(200)},
		{"GET /gifts", "/gifts", nil, all(404)},

		{"GET /works/{id}/related", at + "/related", nil, editors(200)},
		{"POST /works/{id}/related", at + "/related", none, editors(422)},
		{"POST /works/{id}/related/drop", at + "/related/drop", none, editors(303)},
		{"GET /users/{login}/related_works", "/users/Ann/related_works", nil, all(200)},
		{"POST /account/related", "/account/related", url.Values{"relation": {"987654"}}, members(404)},

		{"GET /works/{id}/betas", at + "/betas", nil, only(200, 404)},
		{"POST /works/{id}/betas", at + "/betas", none, only(422, 404)},
		{"POST /works/{id}/betas/end", at + "/betas/end", none, only(303, 404)},
		{"POST /works/{id}/betas/credit", at + "/betas/credit", url.Values{"beta": {"987654"}, "credit": {"X"}}, only(404, 404)},
		{"GET /works/{id}/betas/{copy}", at + "/betas/987654", nil, members(404)},
		{"POST /works/{id}/betas/{copy}", at + "/betas/987654", none, members(404)},
		{"GET /works/{id}/betas/{copy}/remarks/{remark}", at + "/betas/987654/remarks/1", nil, members(404)},
		{"GET /account/betas", "/account/betas", nil, members(200)},
		{"GET /betas/{beta}", "/betas/987654", nil, members(404)},
		{"POST /betas/{beta}", "/betas/987654", none, members(404)},
		{"GET /betas/{beta}/credit", "/betas/987654/credit", nil, members(404)},
		{"POST /betas/{beta}/credit", "/betas/987654/credit", none, members(404)},
		{"GET /betas/{beta}/chapters/{chapter}", "/betas/987654/chapters/1", nil, members(404)},
		{"POST /betas/{beta}/chapters/{chapter}", "/betas/987654/chapters/1", none, members(404)},
		{"GET /beta/{token}", token, nil, all(404)},
		{"GET /beta/{token}/chapters/{chapter}", token + "/chapters/1", nil, all(404)},
		{"POST /beta/{token}/chapters/{chapter}", token + "/chapters/1", none, all(404)},

		{"GET /works/{id}/round", at + "/round", nil, only(200, 404)},
		{"GET /works/{id}/round", hidden + "/round", nil, only(200, 404)},
		{"POST /works/{id}/round", at + "/round", none, only(422, 404)},
		{"POST /works/{id}/round/guests", at + "/round/guests", none, only(404, 404)},
		{"GET /account/rounds", "/account/rounds", nil, members(200)},
		{"POST /works/{id}/round/turn", at + "/round/turn", url.Values{"do": {"hand"}}, only(404, 404)},
	}
}
