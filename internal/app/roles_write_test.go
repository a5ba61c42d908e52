package app_test

import (
	"context"
	"net/url"
	"strconv"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/work"
)

// writeRows: a chapter's editor and history are for its creators and staff.
func writeRows(l *library) []row {
	var id work.ID
	var chapter work.ChapterID
	for _, x := range l.stories {
		if x.Key == "open" {
			id, chapter = x.ID, x.Chapters[0]
		}
	}
	var version work.VersionID
	l.Tx(func(tx *db.Tx) (err error) {
		version, err = work.KeepVersion(context.Background(), tx, chapter, work.NewVersion{Kind: work.NamedVersion, Name: "first", ChapterText: work.ChapterText{Body: "<p>Earlier.</p>"}})
		return err
	})
	at := func(end string) string { return id.ChapterPath(chapter) + end }
	const route = "/works/{id}/chapters/{chapter}"
	one := at("/history/" + strconv.FormatInt(int64(version), 10))
	editors := func(guest, status int) [6]int { return [6]int{guest, 404, status, 404, status, status} }
	return []row{
		{"GET " + route + "/edit", at("/edit"), nil, editors(401, 200)},
		{"GET " + route + "/edit", "/works/987654/chapters/1/edit", nil, members(404)},
		{"POST " + route + "/edit", at("/edit"), url.Values{"seen": {"-7"}, "text": {"<p>Mine.</p>"}}, editors(401, 409)},
		{"POST " + route + "/edit", at("/edit"), url.Values{}, all(422)},
		{"POST " + route + "/autosave", at("/autosave"), url.Values{}, editors(401, 422)},
		{"POST " + route + "/aside", at("/aside"), url.Values{}, editors(401, 422)},
		{"POST " + route + "/sign-in", at("/sign-in"), url.Values{}, all(422)},
		{"POST " + route + "/versions", at("/versions"), url.Values{"name": {""}}, editors(401, 422)},
		{"POST " + route + "/versions", at("/versions"), url.Values{"name": {"before the cut"}}, editors(401, 303)},
		{"GET " + route + "/history", at("/history"), nil, editors(401, 200)},
		{"GET " + route + "/history/{version}", one, nil, editors(401, 200)},
		{"GET " + route + "/history/{version}", at("/history/987654"), nil, members(404)},
		{"GET " + route + "/history/{version}/diff", one + "/diff", nil, editors(401, 200)},
		{"POST " + route + "/history/{version}/restore", one + "/restore", url.Values{"seen": {"-7"}}, editors(401, 409)},
		{"POST " + route + "/history/{version}/remove", at("/history/987654/remove"), url.Values{}, editors(401, 303)},
		{"GET /works/new", "/works/new", nil, members(200)},
		{"POST /works", "/works", url.Values{"language": {"none"}}, members(422)},
		{"POST /works", "/works", url.Values{"language": {"en"}, "pseud": {"987654"}}, members(422)},
		{"POST /works/{id}/chapters/new", id.Path() + "/chapters/new", url.Values{"form": {"one"}}, editors(401, 303)},
		{"POST /works/{id}/chapters/new", "/works/987654/chapters/new", url.Values{}, members(404)},
	}
}
