package ingest_test

import (
	"archive/zip"
	"bytes"
	"context"
	"image"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// collected is how a file of an author's collection looks: notes at both ends, a
// disclaimer that names owners, a dedication, lyrics inside dialogue, no rating.
const collected = `A/N: This was a request. For everyone who asked for the lighthouse one.

Disclaimer: Harbour Grace owns the characters. The Tidewater Band owns the song 'Low Lamp'. Everything else is mine.

The lamp had been out for three nights when Mara climbed the stair, and nobody in the village would say whose turn it was to carry the oil up to the gallery.

"Sing it again," she said, "the one about the boats."

"All right," said Tom, and sang:

"Low lamp, slow lamp,
 burn until the tide,
 keep the rocks from sleeping
 on the other side."

***

In the morning the boats were in, every one, and the harbour smelled of tar and wet rope and the first bread, as it always had.

The End

A/N: Thank you for reading. Reviews are welcome!
`

type archive struct {
	*ingest.Taker
	t *testing.T
}

func open(t *testing.T, d *db.DB) *archive {
	t.Helper()
	store, err := blob.Open(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	return &archive{&ingest.Taker{DB: d, Blob: store, Cleaner: prose.Cleaner{Base: "https://x.example"}, Limits: decode.DefaultLimits(),
		Log: slog.New(slog.DiscardHandler), BaseURL: "https://x.example"}, t}
}

// take runs an import and returns its reports.
func (a *archive) take(o ingest.Options, paths ...string) ([]ingest.Report, ingest.Summary) {
	a.t.Helper()
	var all []ingest.Report
	sum := a.Run(a.t.Context(), paths, o, func(r ingest.Report) { all = append(all, r) })
	return all, sum
}

func (a *archive) works() int {
	a.t.Helper()
	var n int
	if err := a.DB.QueryRowContext(a.t.Context(), `SELECT COUNT(*) FROM works`).Scan(&n); err != nil {
		a.t.Fatal(err)
	}
	return n
}

func files(t *testing.T, all map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range all {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAFileGoesInWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		dir := files(t, map[string]string{"004_low_lamp.txt": collected})
		all, sum := a.take(ingest.Options{As: "Mara", Tags: []tag.Named{{Type: tag.Fandom, Name: "Harbour Grace"}}}, dir)
		if sum.Imported != 1 || len(all) != 1 {
			t.Fatalf("%+v %+v", sum, all)
		}
		r := all[0]
		if r.Title != "low lamp" && r.Title != "Low Lamp" && r.Title != "Low lamp" {
			t.Errorf("title %q", r.Title)
		}
		if r.Rating != string(work.NotRated) || r.SceneBreaks != 1 || r.VerseBlocks != 1 || r.StatusOfWork != "complete" {
			t.Errorf("rating %s, %d breaks, %d verses, %s", r.Rating, r.SceneBreaks, r.VerseBlocks, r.StatusOfWork)
		}
		if !strings.Contains(r.NotesBefore, "everyone who asked") || !strings.Contains(r.NotesBefore, "Harbour Grace owns the characters") || !strings.Contains(r.NotesAfter, "Thank you for reading") {
			t.Errorf("notes %q and %q", r.NotesBefore, r.NotesAfter)
		}
		roles := map[decode.CreditRole]string{}
		for _, c := range r.Credits {
			roles[c.Role] = c.Name + "/" + c.Title
		}
		if roles[decode.RoleCharacters] != "Harbour Grace/" || roles[decode.RoleSong] != "The Tidewater Band/Low Lamp" && roles[decode.RoleSong] != "Tidewater Band/Low Lamp" {
			t.Errorf("credits %v", r.Credits)
		}
		w, err := work.Get(t.Context(), d, viewer.Viewer{}, work.ID(r.Work))
		if err != nil || w.Creators[0].Name != "Mara" || !w.Rating.Adult() || r.URL != "https://x.example/works/1" {
			t.Errorf("%+v, %v, %s", w, err, r.URL)
		}
		html, err := work.Text(t.Context(), d, w.Chapters[0].ID)
		if err != nil || strings.Contains(html, "A/N") || strings.Contains(html, "owns the") || !strings.Contains(html, "burn until the tide,<br>") {
			t.Errorf("text %s, %v", html, err)
		}
	})
}

func TestTheSameFileIsNeverTakenTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		dir := files(t, map[string]string{"a.txt": collected, "copy/b.txt": collected})
		all, _ := a.take(ingest.Options{As: "Mara"}, dir)
		if all[0].Status != ingest.Imported || all[1].Status != ingest.Same || all[1].Work != all[0].Work || a.works() != 1 {
			t.Fatalf("%+v", all)
		}
		again, sum := a.take(ingest.Options{As: "Mara"}, dir)
		if sum.Same != 2 || again[0].Title == "" {
			t.Errorf("%+v", again)
		}
		if _, sum = a.take(ingest.Options{As: "Mara", Again: true}, filepath.Join(dir, "a.txt")); sum.Updated != 1 || a.works() != 1 {
			t.Errorf("--again: %+v, %d works", sum, a.works())
		}
		changed := strings.Replace(collected, "three nights", "four nights", 1)
		if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, sum = a.take(ingest.Options{As: "Mara", Again: true}, filepath.Join(dir, "a.txt")); sum.Updated != 1 || a.works() != 1 {
			t.Errorf("--again of a changed file: %+v, %d works", sum, a.works())
		}
		var versions int
		if err := d.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM chapter_versions`).Scan(&versions); err != nil || versions != 1 {
			t.Errorf("%d versions kept, %v", versions, err)
		}
	})
}

func TestEightImportsOfOneFileAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		dir := files(t, map[string]string{"a.txt": collected})
		var mu sync.Mutex
		count := map[ingest.Status]int{}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				a.Run(t.Context(), []string{dir}, ingest.Options{}, func(r ingest.Report) {
					mu.Lock()
					defer mu.Unlock()
					count[r.Status]++
				})
			})
		}
		wg.Wait()
		if count[ingest.Imported] != 1 || count[ingest.Same] != 7 || a.works() != 1 {
			t.Errorf("%v, %d works", count, a.works())
		}
	})
}

func TestASeriesInItsOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		all := map[string]string{}
		for _, n := range []string{"000_first", "002_second", "010_third"} {
			all[n+".txt"] = "The story of " + n + " is short, but it has enough words to be one and to be told apart from others.\n"
		}
		reports, _ := a.take(ingest.Options{As: "Mara", Series: "Collected"}, files(t, all))
		for i, r := range reports {
			w, err := work.Get(t.Context(), d, viewer.Viewer{Role: viewer.Keeper}, work.ID(r.Work))
			if err != nil || len(w.Series) != 1 || w.Series[0].Title != "Collected" || w.Series[0].Position != i+1 {
				t.Errorf("%s: %+v, %v", r.File, w.Series, err)
			}
		}
	})
}

// Each bad file gets a sentence that names it; the others of the run go in, and
// no half work is left.
func TestBadFilesLeaveNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		dir := files(t, map[string]string{
			"good.txt": collected, "empty.txt": "", "nul.txt": "Some words\x00 with a nul in them, and then some more words to read.", "binary.txt": "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\xff\xfe\x00",
			"broken.epub": "PK\x03\x04 this is no zip", "broken.docx": "not a zip", "nowords.html": "<html><body><p>&nbsp;</p></body></html>",
			"nested.html": strings.Repeat("<div>", 10_000) + "<p>Deep words are words too.</p>",
		})
		var z bytes.Buffer
		zw := zip.NewWriter(&z)
		for _, name := range []string{"../escape.txt", "inside.txt"} {
			w, err := zw.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte("These are the words of a small story in a zip, called " + name)); err != nil {
				t.Fatal(err)
			}
		}
		if err := zw.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "bundle.zip"), z.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		all, sum := a.take(ingest.Options{}, dir)
		status := map[string]ingest.Report{}
		for _, r := range all {
			status[filepath.Base(r.File)] = r
		}
		for name, want := range map[string]ingest.Status{"good.txt": ingest.Imported, "nested.html": ingest.Imported, "inside.txt": ingest.Imported,
			"empty.txt": ingest.Failed, "binary.txt": ingest.Failed, "broken.epub": ingest.Failed, "broken.docx": ingest.Failed, "nowords.html": ingest.Failed, "escape.txt": ingest.Failed} {
			r := status[name]
			if r.Status != want {
				t.Errorf("%s: %s %q, want %s", name, r.Status, r.Reason, want)
			}
			if want == ingest.Failed && (!strings.Contains(r.Reason, name) || strings.Contains(r.Reason, "\n")) {
				t.Errorf("%s: the reason %q is not one sentence with the file's name", name, r.Reason)
			}
		}
		if a.works() != sum.Imported {
			t.Errorf("%d works of %d imported", a.works(), sum.Imported)
		}
		var texts, chapters int
		if err := d.QueryRowContext(t.Context(), `SELECT (SELECT COUNT(*) FROM chapter_texts), (SELECT COUNT(*) FROM chapters)`).Scan(&texts, &chapters); err != nil || texts != chapters {
			t.Errorf("%d texts of %d chapters, %v", texts, chapters, err)
		}
	})
}

func TestPicturesHangInTheStore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		var pic bytes.Buffer
		if err := png.Encode(&pic, image.NewRGBA(image.Rect(0, 0, 4, 4))); err != nil {
			t.Fatal(err)
		}
		dir := files(t, map[string]string{"map.png": pic.String(), "story.html": `<h1>A Map</h1><p>Here is the map that she drew of the island.</p><img src="map.png" alt="the island"><img src="gone.png" alt="the sea">`})
		all, _ := a.take(ingest.Options{}, filepath.Join(dir, "story.html"))
		if all[0].Status != ingest.Imported || len(all[0].Pictures) != 1 || all[0].Pictures[0] != (ingest.Picture{Name: "map.png", Chapter: 1, Alt: "the island"}) {
			t.Fatalf("%+v", all[0])
		}
		w, err := work.Get(context.Background(), d, viewer.Viewer{Role: viewer.Keeper}, work.ID(all[0].Work))
		if err != nil {
			t.Fatal(err)
		}
		html, err := work.Text(t.Context(), d, w.Chapters[0].ID)
		if err != nil || !strings.Contains(html, `src="/pictures/`) || strings.Contains(html, "picture:") {
			t.Errorf("%s, %v", html, err)
		}
	})
}

// Pictures without words for those who can't see them get the words of whoever
// brings them, before the work is made.
func TestWordsForPictures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		var pic bytes.Buffer
		if err := png.Encode(&pic, image.NewRGBA(image.Rect(0, 0, 4, 4))); err != nil {
			t.Fatal(err)
		}
		dir := files(t, map[string]string{"map.png": pic.String(), "story.html": `<h1>A Map</h1><p>Here is the map that she drew of the island.</p><img src="map.png">`})
		o := ingest.Options{DryRun: true}
		dry, _ := a.take(o, filepath.Join(dir, "story.html"))
		if len(dry[0].Pictures) != 1 || dry[0].Pictures[0].Alt != "" {
			t.Fatalf("%+v", dry[0].Pictures)
		}
		all, _ := a.take(ingest.Options{Corrections: ingest.Corrections{Alts: map[string]string{dry[0].Pictures[0].Name: `An island, "drawn" <small>`}}}, filepath.Join(dir, "story.html"))
		w, err := work.Get(t.Context(), d, viewer.Viewer{Role: viewer.Keeper}, work.ID(all[0].Work))
		if err != nil {
			t.Fatal(err)
		}
		html, err := work.Text(t.Context(), d, w.Chapters[0].ID)
		if err != nil || !strings.Contains(html, `alt="An island, &quot;drawn&quot; &lt;small&gt;"`) {
			t.Errorf("%s, %v", html, err)
		}
	})
}

// A file signed by one name and brought in for another keeps the name.
func TestABylineIsKeptAsACredit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		text := "Title: Signed\nAuthor: Old Pen Name\n\nThe story under the name is a short one, but long enough to be told from a label or a heading.\n"
		all, _ := a.take(ingest.Options{As: "Mara"}, files(t, map[string]string{"a.txt": text}))
		w, err := work.Get(t.Context(), d, viewer.Viewer{Role: viewer.Keeper}, work.ID(all[0].Work))
		if err != nil || len(w.Credits) != 1 || w.Credits[0].Name != "Old Pen Name" || w.Creators[0].Name != "Mara" {
			t.Errorf("%+v, %v", w, err)
		}
	})
}

func TestDryRunChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		all, sum := a.take(ingest.Options{DryRun: true}, files(t, map[string]string{"a.txt": collected}))
		if !sum.DryRun || all[0].Status != ingest.Imported || all[0].Words == 0 || a.works() != 0 {
			t.Errorf("%+v, %d works", all[0], a.works())
		}
	})
}

func TestStoppedAndRunAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		all := map[string]string{}
		for _, n := range []string{"a", "b", "c", "d"} {
			all[n+".txt"] = "Story " + n + " has some words of its own, so that it is not the same as another story.\n"
		}
		dir := files(t, all)
		ctx, stop := context.WithCancel(t.Context())
		sum := a.Run(ctx, []string{dir}, ingest.Options{}, func(ingest.Report) { stop() })
		if !sum.Stopped || sum.Imported == 0 || sum.Imported == 4 || a.works() != sum.Imported {
			t.Fatalf("%+v, %d works", sum, a.works())
		}
		if _, rest := a.take(ingest.Options{}, dir); rest.Stopped || rest.Imported+sum.Imported != 4 || rest.Same != sum.Imported {
			t.Errorf("%+v after %+v", rest, sum)
		}
	})
}

// A dry run said that a file would go in which the import then refused.
func TestDryRunRefusesWhatTheImportRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		dir := files(t, map[string]string{"a.txt": strings.Repeat("Word ", 5_000_000)})
		for _, dryRun := range []bool{true, false} {
			all, _ := a.take(ingest.Options{As: "Mara", DryRun: dryRun}, dir)
			if all[0].Status != ingest.Failed || !strings.Contains(all[0].Reason, "characters long") {
				t.Errorf("dry run %v: %s %s", dryRun, all[0].Status, all[0].Reason)
			}
		}
	})
}

// A paragraph that looked like a heading made the whole work fail.
func TestAHeadingThatIsAParagraph(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := open(t, d)
		long := strings.Repeat("The lamp was out again and nobody knew why. ", 8)
		page := "<h1>Lamps</h1><h2>One</h2><p>" + long + "</p><h2>" + long + "</h2><p>And so on, until the boats were in and the lamps were lit and everybody had gone home to sleep.</p>"
		all, _ := a.take(ingest.Options{As: "Mara", Choices: decode.Choices{Cuts: decode.CutsHeadings}}, files(t, map[string]string{"a.html": page}))
		if all[0].Status != ingest.Imported {
			t.Errorf("%s %s", all[0].Status, all[0].Reason)
		}
	})
}
