package download_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// The sign between the scenes of a work goes along into books and pages, and the
// break itself stays one that can be read again.
func TestOrnamentsGoAlong(t *testing.T) {
	a := open(t, dbtest.Open(t, dbtest.SQLite(t)), nil)
	for _, o := range work.Ornaments() {
		t.Run("ornament "+string(o), func(t *testing.T) {
			if err := a.d.Tx(t.Context(), func(tx *db.Tx) error {
				return tx.Exec(t.Context(), `UPDATE works SET ornament = $2 WHERE id = $1`, int64(a.id), string(o))
			}); err != nil {
				t.Fatal(err)
			}
			page := a.get(viewer.Viewer{}, "/downloads/1/x.html").Body.String()
			style, text, _ := strings.Cut(page, "</style>")
			book := a.get(viewer.Viewer{}, "/downloads/1/x.epub").Body.Bytes()
			files := unzipped(t, book)
			if !strings.Contains(text, "<hr") || !strings.Contains(files, "<hr") {
				t.Error("there is no break any more")
			}
			if o.Sign() != "" && (!strings.Contains(style, `hr::before{content:"`+o.Sign()+`"}`) || !strings.Contains(files, `hr::before { content: "`+o.Sign()+`"; }`)) {
				t.Errorf("the page or the book has no %s", o.Sign())
			}
			if shown := !strings.Contains(style, "hr::before{content:none}"); shown != (o != "line" && o != "space") {
				t.Errorf("a sign is in the page: %v", shown)
			}
			if strings.Contains(files, "@supports") != (o.Sign() != "") || strings.Contains(files, "hr { border: 0; height") != (o == "space") {
				t.Error("the book has the style of another ornament")
			}
			for _, end := range []string{"txt", "md"} {
				if text := a.get(viewer.Viewer{}, "/downloads/1/x."+end).Body.String(); !strings.Contains(text, "\n* * *\n") {
					t.Errorf("%s has no break", end)
				}
			}
			if slices.Contains([]work.Ornament{"waves", "space"}, o) {
				check(t, book)
			}
		})
	}
}
