package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/cli"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// result is what a command did.
type result struct {
	code     int
	out, err string
}

// run runs a command, with in on its standard input.
func run(t *testing.T, in string, args ...string) result {
	t.Helper()
	var out, err bytes.Buffer
	code := cli.Main(t.Context(), args, cli.IO{In: strings.NewReader(in), Out: &out, Err: &err})
	return result{code, out.String(), err.String()}
}

// each runs f for an archive on each database; at are the flags that name it.
func each(t *testing.T, f func(t *testing.T, at []string)) {
	t.Helper()
	for name, dsn := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(t, []string{"--data", t.TempDir(), "--db", dsn(t)})
		})
	}
}

func with(at []string, first string, rest ...string) []string {
	return slices.Concat([]string{first}, at, rest)
}

// lines reads JSON, one object a line.
func lines(t *testing.T, text string) []map[string]any {
	t.Helper()
	var out []map[string]any
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		var x map[string]any
		err := d.Decode(&x)
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		out = append(out, x)
	}
}

// summary is the last line of an import's report.
func summary(t *testing.T, r result) map[string]any {
	t.Helper()
	all := lines(t, r.out)
	if len(all) == 0 {
		t.Fatalf("no report: %+v", r)
	}
	s, ok := all[len(all)-1]["summary"].(map[string]any)
	if !ok {
		t.Fatalf("the last line is no summary: %v", all[len(all)-1])
	}
	return s
}

// counts compares some numbers of a summary.
func counts(t *testing.T, r result, want map[string]int) {
	t.Helper()
	s := summary(t, r)
	for k, n := range want {
		if got, _ := s[k].(float64); int(got) != n {
			t.Errorf("%s: %v, want %d", k, s[k], n)
		}
	}
}

// What is typed wrongly is told with what to do, ends with 2, and makes nothing.
func TestWrongUsage(t *testing.T) {
	t.Parallel()
	story := filepath.Join("testdata", "quay", "000_low_lamp.txt")
	for name, args := range map[string][]string{
		"no such command":   {"sevre"},
		"no such flag":      {"serve", "--lisen", "127.0.0.1:0"},
		"import of nothing": {"import"},
		"two audiences":     {"import", "--draft", "--restricted", story},
		"language":          {"import", "--language", "english please", story},
		"base address":      {"serve", "--base-url", "stories.example"},
		"base with a path":  {"import", "--base-url", "https://stories.example/quay", story},
		"format":            {"export", "--format", "pdf", "1"},
		"number of a work":  {"export", "one"},
		"role":              {"user", "create", "mara", "--email", "m@quay.example", "--role", "queen", "--password-file", "-"},
		"no password file":  {"user", "create", "mara", "--email", "m@quay.example"},
		"form of the log":   {"serve", "--log", "verse"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := filepath.Join(t.TempDir(), "data")
			if args[0] != "sevre" {
				args = append(args, "--data", data)
			}
			r := run(t, "", args...)
			if r.code != 2 || !strings.Contains(r.err, "ficstead: ") || strings.Contains(r.err, "goroutine") {
				t.Errorf("%d %q", r.code, r.err)
			}
			if _, err := os.Stat(data); err == nil {
				t.Error("the data folder was made all the same")
			}
		})
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"--help"}} {
		r := run(t, "", args...)
		if r.code != 0 {
			t.Errorf("%v: code %d", args, r.code)
		}
		for _, command := range []string{"serve", "import", "export", "user create", "reindex", "version"} {
			if !strings.Contains(r.out, command) {
				t.Errorf("%v does not name %s", args, command)
			}
		}
	}
	if r := run(t, "", "import", "--help"); r.code != 0 || !strings.Contains(r.out, "--dry-run") {
		t.Errorf("import --help: %+v", r)
	}
	if r := run(t, "", "version"); r.code != 0 || !strings.HasPrefix(r.out, "ficstead ") {
		t.Errorf("version: %+v", r)
	}
}

func TestUserCreate(t *testing.T) {
	each(t, func(t *testing.T, at []string) {
		file := filepath.Join(t.TempDir(), "password")
		if err := os.WriteFile(file, []byte("nine quiet harbours\nand a second line\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		create := func(in string, rest ...string) result {
			return run(t, in, slices.Concat([]string{"user", "create"}, at, rest)...)
		}
		r := create("", "mara", "--email", "mara@quay.example", "--role", "keeper", "--password-file", file)
		var made struct {
			ID                int64
			Name, Email, Role string
		}
		if err := json.Unmarshal([]byte(r.out), &made); err != nil || r.code != 0 || made.ID == 0 || made.Name != "mara" || made.Email != "mara@quay.example" || made.Role != "keeper" {
			t.Errorf("%+v, %v", r, err)
		}
		if strings.Contains(r.out+r.err, "harbours") {
			t.Error("the password was printed")
		}
		if r := create("eight bright lanterns\n", "tobias", "--email", "t@quay.example", "--password-file", "-"); r.code != 0 || !strings.Contains(r.out, `"member"`) {
			t.Errorf("password on standard input: %+v", r)
		}
		for name, c := range map[string]struct {
			in   string
			args []string
			says string
		}{
			"a name that is taken":     {"eight bright lanterns", []string{"MARA", "--email", "x@quay.example", "--password-file", "-"}, "taken"},
			"an address that is taken": {"eight bright lanterns", []string{"ines", "--email", "Mara@quay.example", "--password-file", "-"}, "e-mail"},
			"a weak password":          {"password1234", []string{"ines", "--email", "i@quay.example", "--password-file", "-"}, "password"},
			"no password":              {"", []string{"ines", "--email", "i@quay.example", "--password-file", "-"}, "password"},
			"a file that is not there": {"", []string{"ines", "--email", "i@quay.example", "--password-file", file + "s"}, "password"},
			"a name with a space":      {"eight bright lanterns", []string{"in es", "--email", "i@quay.example", "--password-file", "-"}, "name"},
		} {
			r := create(c.in, c.args...)
			if r.code != 1 || r.out != "" || !strings.Contains(strings.ToLower(r.err), c.says) {
				t.Errorf("%s: %+v", name, r)
			}
		}
	})
}

// firstLine ends a context once a line was written.
type firstLine struct {
	bytes.Buffer
	stop context.CancelFunc
}

func (f *firstLine) Write(b []byte) (int, error) {
	n, err := f.Buffer.Write(b)
	if bytes.ContainsRune(b, '\n') {
		f.stop()
	}
	return n, err
}
