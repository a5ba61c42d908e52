package backup_test

import (
	"bytes"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/backup"
	"github.com/ficstead/ficstead/internal/db"
)

func deskOf(a *archivetest.Archive) *backup.Desk {
	return &backup.Desk{DB: a.DB, Blob: a.Blob, Jobs: a.Jobs, Log: slog.New(slog.DiscardHandler), Maker: a.BackupMaker, Taker: a.BackupTaker}
}

// bring sends a file by the form of the page.
func bring(t *testing.T, a *archivetest.Archive, p archivetest.Person, file []byte) *archivetest.Page {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f, err := w.CreateFormFile("file", "ficstead.zip")
	if err != nil {
		t.Fatal(err)
	}
	f.Write(file)
	w.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://quay.example/account/backup/take", &b)
	if err != nil {
		t.Fatal(err)
	}
	r.RequestURI, r.RemoteAddr = "/account/backup/take", "192.0.2.7:4321"
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return a.Do(p, r)
}

func TestABackupIsMadeTakenAndBroughtByThePage(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ann := rich(t, a)
		d := deskOf(a)
		if p := a.Get(archivetest.Ann, "/account/backup/file"); p.Status != http.StatusNotFound {
			t.Errorf("a file that nobody made: %d", p.Status)
		}
		for range 2 { // a double click
			if p := a.Post(archivetest.Ann, "/account/backup", nil); p.Status != http.StatusSeeOther {
				t.Fatalf("asking: %d %s", p.Status, p.Body)
			}
		}
		if err := d.RunMake(t.Context()); err != nil {
			t.Fatal(err)
		}
		p := a.Get(archivetest.Ann, "/account/backup/file")
		if p.Status != http.StatusOK || p.Header.Get("Cache-Control") != "no-store" || !strings.Contains(p.Header.Get("Content-Disposition"), "attachment") {
			t.Fatalf("the file: %d %v", p.Status, p.Header)
		}
		if p := a.Get(archivetest.Ben, "/account/backup/file"); p.Status != http.StatusNotFound {
			t.Errorf("Ben takes a backup that is not his: %d", p.Status)
		}
		// Ben brings what is Ann's: he gets copies of his own, and hers stay hers.
		before := hash(t, a, ann)
		if q := bring(t, a, archivetest.Ben, []byte(p.Body)); q.Status != http.StatusSeeOther {
			t.Fatalf("bringing: %d %s", q.Status, q.Body)
		}
		if err := d.RunMake(t.Context()); err != nil {
			t.Fatal(err)
		}
		taken, err := backup.TakenOf(t.Context(), a.DB, a.Viewer(archivetest.Ben).ID)
		if err != nil || taken.State != "ready" || len(taken.Report) == 0 || taken.Report[0].Work == 0 || taken.Report[0].Here {
			t.Errorf("what became of it: %+v, %v", taken, err)
		}
		if hash(t, a, ann) != before {
			t.Error("Ann's works changed")
		}
		if q := bring(t, a, archivetest.Ben, []byte("no zip at all")); q.Status != http.StatusUnprocessableEntity || !strings.Contains(q.Body, "not a whole zip") {
			t.Errorf("what is no backup: %d", q.Status)
		}
		a.DB.Now = func() time.Time { return archivetest.Now().Add(backup.KeptFor + time.Hour) }
		if err := d.RunSweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if m, err := backup.MadeOf(t.Context(), a.DB, ann); err != nil || m.State != "" {
			t.Errorf("after a week: %+v, %v", m, err)
		}
	})
}

// What was begun by a server that is gone is gone on with by the next, once.
func TestAServerThatIsGoneLeavesNothingUndone(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ann := rich(t, a)
		d := deskOf(a)
		if err := d.Ask(t.Context(), ann); err != nil {
			t.Fatal(err)
		}
		a.Tx(func(tx *db.Tx) error {
			return tx.Exec(t.Context(), `UPDATE backups SET state = 'busy', busy_until = $1`, tx.Now.Add(time.Minute).UnixMilli())
		})
		if err := d.RunMake(t.Context()); err != nil {
			t.Fatal(err)
		}
		if m, _ := backup.MadeOf(t.Context(), a.DB, ann); m.State != "busy" {
			t.Errorf("a backup under another server's hands was taken: %+v", m)
		}
		a.DB.Now = func() time.Time { return archivetest.Now().Add(time.Hour) }
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if err := d.RunMake(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if m, _ := backup.MadeOf(t.Context(), a.DB, ann); m.State != "ready" || m.Size == 0 {
			t.Errorf("nobody went on with it: %+v", m)
		}
	})
}

func TestItCanBeStopped(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ann := rich(t, a)
		d := deskOf(a)
		if err := d.Ask(t.Context(), ann); err != nil {
			t.Fatal(err)
		}
		d.Maker = func() *backup.Maker { // its owner stops it as it begins
			if err := d.Stop(t.Context(), ann); err != nil {
				t.Error(err)
			}
			return a.BackupMaker()
		}
		if err := d.RunMake(t.Context()); err != nil {
			t.Fatal(err)
		}
		if m, _ := backup.MadeOf(t.Context(), a.DB, ann); m.State != "stopped" || m.Size != 0 {
			t.Errorf("stopped: %+v", m)
		}
	})
}

// Who wants one each month gets it without asking, once, with a letter.
func TestAMonthlyBackupIsMadeOnce(t *testing.T) {
	archivetest.Each(t, func(t *testing.T, a *archivetest.Archive) {
		ann := rich(t, a)
		d := deskOf(a)
		if p := a.Post(archivetest.Ann, "/account/backup/monthly", url.Values{"monthly": {"1"}}); p.Status != http.StatusSeeOther {
			t.Fatal(p.Status)
		}
		made := func() string {
			if err := d.RunSweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := d.RunMake(t.Context()); err != nil {
				t.Fatal(err)
			}
			m, err := backup.MadeOf(t.Context(), a.DB, ann)
			if err != nil {
				t.Fatal(err)
			}
			return m.State
		}
		if s := made(); s != "" {
			t.Errorf("before the month is over: %s", s)
		}
		a.DB.Now = func() time.Time { return archivetest.Now().AddDate(0, 0, 31) }
		for range 2 {
			if s := made(); s != "ready" {
				t.Errorf("after a month: %s", s)
			}
		}
		var letters int
		if err := a.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM letters WHERE account_id = $1 AND kind = 'backup.ready'`, int64(ann)).Scan(&letters); err != nil || letters != 1 {
			t.Errorf("%d letters, %v", letters, err)
		}
		a.Post(archivetest.Ann, "/account/backup/monthly", nil)
		if yes, err := backup.Monthly(t.Context(), a.DB, ann); err != nil || yes {
			t.Errorf("it goes on: %v", err)
		}
	})
}
