package cli_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/cli"
)

const quay = "testdata/quay"

// keys are those of an object, in order.
func keys(x any) string {
	m, ok := x.(map[string]any)
	if !ok {
		return fmt.Sprint(x)
	}
	return strings.Join(slices.Sorted(maps.Keys(m)), " ")
}

// The report is a contract: these keys, no others.
func TestImportReportsInJSON(t *testing.T) {
	each(t, func(t *testing.T, at []string) {
		r := run(t, "", with(at, "import", "--json", "--base-url", "https://quay.example", "--series", "Lamps", "--fandom", "The Quay", quay)...)
		all := lines(t, r.out)
		if r.code != 0 || len(all) != 4 {
			t.Fatalf("%+v", r)
		}
		const want = "alike authors chapters credits damage dedications dropped encoding file footnotes guesses language maker notes_after notes_before notices origins pictures published rating requests scene_breaks series series_part source_url status status_of_work summary tags title updated url verse_blocks words work"
		for i, x := range all[:3] {
			if keys(x) != want {
				t.Errorf("keys %s", keys(x))
			}
			if x["status"] != "imported" || x["work"] != float64(i+1) || x["url"] != fmt.Sprintf("https://quay.example/works/%d", i+1) || x["language"] != "en" {
				t.Errorf("%v", x)
			}
		}
		if got := keys(all[3]["summary"]); got != "dry_run failed files imported same skipped stopped updated words" {
			t.Errorf("keys of the summary: %s", got)
		}
		counts(t, r, map[string]int{"files": 3, "imported": 3, "failed": 0})
		first := all[0]
		if first["title"] != "The Low Lamp" || first["rating"] != "General Audiences" || first["scene_breaks"] != float64(1) || fmt.Sprint(first["authors"]) != "[Mara Quill]" {
			t.Errorf("%v", first)
		}
		if all[1]["footnotes"] != float64(1) || all[1]["chapters"] != float64(2) {
			t.Errorf("%v", all[1])
		}
		tags := fmt.Sprint(first["tags"])
		for _, want := range []string{"Harbour Lights", "The Quay", "Ines/Tobias"} {
			if !strings.Contains(tags, want) {
				t.Errorf("no tag %s in %s", want, tags)
			}
		}
		for field, want := range map[string]string{"tags": "name type", "damage": "excerpt kind line", "dropped": "reason text"} {
			list, _ := first[field].([]any)
			if len(list) == 0 || keys(list[0]) != want {
				t.Errorf("%s: %v", field, list)
			}
		}
		for _, c := range first["credits"].([]any) {
			if m := c.(map[string]any); m["role"] == nil || m["name"] == nil || m["title"] == nil {
				t.Errorf("credit %v", m)
			}
		}
	})
}

func TestImportTellsPeople(t *testing.T) {
	each(t, func(t *testing.T, at []string) {
		r := run(t, "", with(at, "import", quay)...)
		for _, want := range []string{"imported", "The Low Lamp", "The Second Lamp", "Mara Quill", "3 files: 3 taken in"} {
			if !strings.Contains(r.out, want) {
				t.Errorf("the report does not say %q:\n%s", want, r.out)
			}
		}
		if r.code != 0 || strings.Contains(r.out+r.err, "\x1b") || strings.Contains(r.err, "\r") {
			t.Errorf("%d: the progress bar is drawn where there is no terminal: %q", r.code, r.err)
		}
	})
}

func TestImportIsRunAgain(t *testing.T) {
	each(t, func(t *testing.T, at []string) {
		dry := run(t, "", with(at, "import", "--json", "--dry-run", quay)...)
		counts(t, dry, map[string]int{"files": 3, "imported": 3})
		if dry.code != 0 || summary(t, dry)["dry_run"] != true {
			t.Errorf("dry run: %+v", dry)
		}
		if r := run(t, "", with(at, "export", "--out", t.TempDir(), "1")...); r.code != 1 {
			t.Error("a dry run took a work in")
		}
		counts(t, run(t, "", with(at, "import", "--json", quay)...), map[string]int{"imported": 3})
		same := run(t, "", with(at, "import", "--json", quay)...)
		counts(t, same, map[string]int{"imported": 0, "same": 3})
		if same.code != 0 {
			t.Errorf("the same again: code %d", same.code)
		}
		again := run(t, "", with(at, "import", "--json", "--again", quay)...)
		counts(t, again, map[string]int{"updated": 3, "imported": 0})
		if lines(t, again.out)[0]["work"] != float64(1) {
			t.Errorf("a new version is another work: %v", lines(t, again.out)[0])
		}
	})
}

// Some files fail: each is told with its name and what to do, the others go in,
// and the code says so.
func TestImportWithBadFiles(t *testing.T) {
	each(t, func(t *testing.T, at []string) {
		dir := t.TempDir()
		for name, text := range map[string]string{"empty.txt": "", "broken.epub": "no book at all", "good.txt": "There was a lamp, and it was good enough to read by on most nights of the year.\n"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		r := run(t, "", with(at, "import", "--json", dir, filepath.Join(dir, "gone.txt"))...)
		counts(t, r, map[string]int{"files": 4, "imported": 1, "failed": 3})
		if r.code != 1 {
			t.Errorf("code %d", r.code)
		}
		for _, x := range lines(t, r.out) {
			name, _ := x["file"].(string)
			reason, _ := x["reason"].(string)
			if x["status"] == "failed" && (!strings.Contains(reason, filepath.Base(name)) || strings.Contains(reason, "\n")) {
				t.Errorf("%s: %q", name, reason)
			}
		}
	})
}

// Stopped between two files, what is in stays in; the next run takes the rest.
func TestImportIsInterrupted(t *testing.T) {
	each(t, func(t *testing.T, at []string) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		out, errs := firstLine{stop: stop}, firstLine{stop: func() {}}
		code := cli.Main(ctx, with(at, "import", "--json", quay), cli.IO{In: strings.NewReader(""), Out: &out, Err: &errs})
		first := result{code, out.String(), errs.String()}
		s := summary(t, first)
		taken := int(s["imported"].(float64))
		if code != 1 || s["stopped"] != true || taken < 1 || taken > 2 || !strings.Contains(first.err, "run the same command again") {
			t.Fatalf("%+v", first)
		}
		rest := run(t, "", with(at, "import", "--json", quay)...)
		counts(t, rest, map[string]int{"imported": 3 - taken, "same": taken})
		if rest.code != 0 {
			t.Errorf("the rest: code %d", rest.code)
		}
	})
}

func TestExport(t *testing.T) {
	each(t, func(t *testing.T, at []string) {
		if r := run(t, "", with(at, "import", "--as", "Mara", "--draft", quay)...); r.code != 0 {
			t.Fatalf("%+v", r)
		}
		out := t.TempDir()
		for _, format := range []string{"epub", "html", "txt", "md"} {
			r := run(t, "", with(at, "export", "--format", format, "--out", out, "1", "2")...)
			names := strings.Fields(r.out)
			if r.code != 0 || len(names) != 2 || filepath.Base(names[0]) != "1-The_Low_Lamp."+format {
				t.Errorf("%s: %+v", format, r)
				continue
			}
			b, err := os.ReadFile(names[0])
			if err != nil || len(b) < 300 || format != "epub" && !strings.Contains(string(b), "thirty winters") || format == "epub" && !strings.HasPrefix(string(b), "PK") {
				t.Errorf("%s: %d bytes, %v", format, len(b), err)
			}
		}
		r := run(t, "", with(at, "export", "--out", out, "77", "3")...)
		if r.code != 1 || !strings.Contains(r.err, "work 77") || !strings.Contains(r.out, "3-The_Third_Lamp.epub") {
			t.Errorf("one of two is not there: %+v", r)
		}
		left, err := filepath.Glob(filepath.Join(out, ".*"))
		if err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	})
}

func TestReindex(t *testing.T) {
	each(t, func(t *testing.T, at []string) {
		if r := run(t, "", with(at, "import", quay)...); r.code != 0 {
			t.Fatalf("%+v", r)
		}
		if r := run(t, "", with(at, "reindex")...); r.code != 0 || !strings.Contains(r.err, "3 of 3 works for lists, 100 %") || !strings.Contains(r.err, "7 of 7 works and chapters for the search, 100 %") {
			t.Errorf("%+v", r)
		}
	})
}
