package ask_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/ask"
	"github.com/ficstead/ficstead/internal/db"
)

// What somebody asked goes with their account; what they suggested stays without their
// name; both are in their backup before.
func TestLeavingAndBackups(t *testing.T) {
	t.Parallel()
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		add(t, a, "Dust", stationText, nil)
		bens := post(t, a, archivetest.Ben, "The one with the lamps", nil)
		readers := post(t, a, archivetest.Reader, "The one at the bus station", nil)
		if p := a.Post(archivetest.Ben, readers+"/suggestions", url.Values{"name": {"Dust"}, "said": {"Surely."}}); p.Status != http.StatusSeeOther {
			t.Fatal(p.Status)
		}
		ben := a.Viewer(archivetest.Ben).ID
		var file bytes.Buffer
		if err := a.BackupMaker().Write(t.Context(), &file, ben, func(int, int) {}); err != nil {
			t.Fatal(err)
		}
		told := inside(t, file.Bytes(), "account.json")
		for _, want := range []string{"The one with the lamps", `"field":"where"`, `"maybe":true`, "The one at the bus station", `"title":"Dust"`, "Surely."} {
			if !strings.Contains(strings.ReplaceAll(told, ": ", ":"), want) {
				t.Errorf("the backup lacks %s: %s", want, told)
			}
		}
		if p := a.Get(archivetest.Ben, "/account/leave"); !strings.Contains(p.Body, "1 suggestion for others stays") {
			t.Errorf("leaving tells nothing of it: %d %s", p.Status, p.Text("main"))
		}
		a.Tx(func(tx *db.Tx) error { return account.Remove(t.Context(), tx, ben) })
		if p := a.Get(archivetest.Guest, bens); p.Status != http.StatusNotFound {
			t.Errorf("what they asked answers %d", p.Status)
		}
		if p := a.Get(archivetest.Reader, readers); !strings.Contains(p.Body, "Somebody who has left") || !strings.Contains(p.Body, "Surely.") || strings.Contains(p.Text("main"), "Ben") {
			t.Errorf("what they suggested: %s", p.Text("main"))
		}
		if _, _, err := ask.Own(t.Context(), a.DB, ben); err != nil {
			t.Error(err)
		}
	})
}

func inside(t *testing.T, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
