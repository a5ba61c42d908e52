package cli_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// epubcheck finds the judge of e-books, or skips the test; where judges must be
// there, it fails.
func epubcheck(t *testing.T) (java, jar string) {
	t.Helper()
	jar = cmp.Or(os.Getenv("EPUBCHECK"), "/usr/share/java/epubcheck.jar")
	_, noJar := os.Stat(jar)
	java, noJava := exec.LookPath("java")
	if err := cmp.Or(noJar, noJava); err != nil {
		if os.Getenv(dbtest.Judges) == "1" {
			t.Fatalf("epubcheck is required and not there: %v", err)
		}
		t.Skipf("epubcheck is not there, so the exported books are not judged: %v", err)
	}
	return java, jar
}

// picture is a small picture as a file.
func picture(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 32, 20))
	for i := range 32 {
		img.SetRGBA(i, i/2, color.RGBA{200, 120, 40, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const illustrated = `<!DOCTYPE html>
<html lang="en"><head><title>The Illustrated Quay &amp; Other "Lamps"</title><meta name="author" content="Mara &lt;Quill&gt;"></head><body>
<h1>The Illustrated Quay &amp; Other "Lamps"</h1>
<h2>One: <em>The Map</em></h2>
<p>Here is the map that she drew<sup><a href="#note1" id="ref1">1</a></sup>: <img src="map.png" alt="the quay &amp; the lamp"></p>
<table><tr><th>Night</th><th>Oil</th></tr><tr><td>1</td><td>full</td></tr></table>
<ul><li>a lamp<ul><li>its wick</li></ul></li></ul>
<h2>Two</h2>
<p>And here is the same map again, upside down. <img src="map.png" alt=""> <strike>Nobody</strike> <font color="red">everybody</font> could read it.</p>
<blockquote>low water,<br>low water</blockquote>
<hr><p id="note1"><a href="#ref1">1</a> She drew it in the dark.</p>
</body></html>`

// What export writes is a book without fault, for stories of every kind: the judge
// of the format has not one remark.
func TestExportedBooksAreWithoutFault(t *testing.T) {
	if testing.Short() && os.Getenv(dbtest.Judges) != "1" {
		t.Skip("the judge takes some seconds of processor time for each book; run without -short")
	}
	t.Parallel()
	java, jar := epubcheck(t)
	data, dir, out := t.TempDir(), t.TempDir(), t.TempDir()
	a, err := app.New(t.Context(), config.Archive{Data: data}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.AddDemo(t.Context()); err != nil {
		t.Error(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"quay.html": []byte(illustrated), "map.png": picture(t)} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if r := run(t, "", "import", "--data", data, "--series", "Lamps", filepath.Join(dir, "quay.html")); r.code != 0 {
		t.Fatalf("%+v", r)
	}
	// A thimble in a series, a ledger, letters, a chat, German, Japanese, and the pictures.
	r := run(t, "", "export", "--data", data, "--base-url", "https://quay.example", "--out", out, "2", "3", "4", "5", "6", "12", "14")
	files := strings.Split(strings.TrimSpace(r.out), "\n")
	if r.code != 0 || len(files) != 7 {
		t.Fatalf("%+v", r)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			judge(t, java, jar, file)
		})
	}
}

func judge(t *testing.T, java, jar, file string) {
	t.Helper()
	report := filepath.Join(t.TempDir(), "report.json")
	said, err := exec.CommandContext(t.Context(), java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar, "--json", report, file).CombinedOutput()
	text, unread := os.ReadFile(report)
	if unread != nil {
		t.Fatalf("epubcheck said nothing: %v\n%s", err, said)
	}
	var verdict struct {
		Checker  struct{ CheckerVersion string }
		Messages []struct{ ID, Severity, Message string }
	}
	if err := json.Unmarshal(text, &verdict); err != nil || verdict.Checker.CheckerVersion == "" {
		t.Fatalf("no report of epubcheck: %v\n%s", err, text)
	}
	for _, m := range verdict.Messages {
		t.Errorf("%s %s: %s", m.Severity, m.ID, m.Message)
	}
	if err != nil {
		t.Errorf("epubcheck: %v\n%s", err, said)
	}
}
