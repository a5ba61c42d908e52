package cli_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/db/dbtest"
)

// program is the real program, serving in a process of its own.
type program struct {
	url string
	cmd *exec.Cmd
}

// startProgram starts the program and waits until it listens.
func startProgram(t *testing.T, exe string, args ...string) *program {
	t.Helper()
	p := &program{cmd: exec.Command(exe, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)}
	var errs bytes.Buffer
	p.cmd.Stderr = &errs
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	m := regexp.MustCompile(`^listening on (http://\S+)\n$`).FindStringSubmatch(line)
	if m == nil {
		t.Fatalf("the first line is %q, %v: %s", line, err, errs.String())
	}
	p.url = m[1]
	return p
}

// kill ends the program at once, as a power cut does.
func (p *program) kill() {
	_ = p.cmd.Process.Signal(syscall.SIGKILL)
	_ = p.cmd.Wait()
}

// writer is somebody who writes in a chapter of their own.
type writer struct {
	t       *testing.T
	client  *http.Client
	chapter string // its path

	rev  int    // of the last save that was acknowledged
	text string // what it saved
}

func newWriter(t *testing.T, p *program) *writer {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &writer{t: t, client: &http.Client{Jar: jar, Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	w.post(p, "/users/login", url.Values{"name": {"Ann"}, "password": {"nine quiet harbours"}, "remember": {"1"}})
	w.chapter = strings.TrimSuffix(w.post(p, "/works", url.Values{"language": {"en"}}), "/edit")
	w.rev, w.text = w.stored(p)
	return w
}

// post sends a form and gives the address that it leads to.
func (w *writer) post(p *program, path string, f url.Values) string {
	w.t.Helper()
	r, err := w.client.PostForm(p.url+path, f)
	if err != nil {
		w.t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusSeeOther {
		b, _ := io.ReadAll(r.Body)
		w.t.Fatalf("%s: %d %s", path, r.StatusCode, b)
	}
	return r.Header.Get("Location")
}

// save saves a text and reports whether that was acknowledged. Nobody types as fast as
// this test saves: every ten saves are another tab's, so that none is told to wait.
func (w *writer) save(p *program, n int, text string) bool {
	body, err := json.Marshal(map[string]any{"seen": w.rev, "tab": fmt.Sprint("kill ", n/10), "n": n, "text": map[string]string{"whole": text}})
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := w.client.Post(p.url+w.chapter+"/autosave", "application/json", bytes.NewReader(body))
	if err != nil {
		return false
	}
	defer r.Body.Close()
	var a struct {
		Rev int `json:"rev"`
	}
	if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
		return false
	}
	if r.StatusCode != http.StatusOK {
		w.t.Errorf("save %d: %d", n, r.StatusCode)
		return false
	}
	w.rev, w.text = a.Rev, text
	return true
}

// stored is what the editor shows of the chapter.
func (w *writer) stored(p *program) (rev int, text string) {
	w.t.Helper()
	r, err := w.client.Get(p.url + w.chapter + "/edit")
	if err != nil {
		w.t.Fatal(err)
	}
	defer r.Body.Close()
	root, err := html.Parse(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		w.t.Fatalf("the editor is %d, %v", r.StatusCode, err)
	}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			switch {
			case a.Key == "data-seen":
				fmt.Sscan(a.Val, &rev)
			case a.Key == "id" && a.Val == "write-text" && n.FirstChild != nil:
				text = n.FirstChild.Data
			}
		}
	}
	return rev, text
}

// While somebody writes, the program is killed again and again: every save that was
// acknowledged is there, whole; of the one under way all is there or nothing.
func TestKilledWhileWriting(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and kills it ten times")
	}
	dir := t.TempDir()
	exe := filepath.Join(dir, "ficstead")
	if out, err := exec.Command("go", "build", "-o", exe, "github.com/ficstead/ficstead/cmd/ficstead").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for name, dsn := range map[string]func() string{"sqlite": func() string { return "" }, "postgres": func() string { return dbtest.Postgres(t) }} {
		t.Run(name, func(t *testing.T) {
			if name == "postgres" && os.Getenv(dbtest.Env) == "" {
				t.Skip("no PostgreSQL server")
			}
			args := []string{"--data", filepath.Join(dir, name)}
			if d := dsn(); d != "" {
				args = append(args, "--db", d)
			}
			add := exec.Command(exe, append([]string{"user", "create", "Ann", "--email", "ann@example.org", "--password-file", "-"}, args...)...)
			add.Stdin = strings.NewReader("nine quiet harbours\n")
			if out, err := add.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			killWhileWriting(t, exe, args)
		})
	}
}

func killWhileWriting(t *testing.T, exe string, args []string) {
	const rounds = 10
	p := startProgram(t, exe, args...)
	w := newWriter(t, p)
	saves, torn := 0, 0
	for round := range rounds {
		end := time.Now().Add(time.Duration(20+rand.IntN(200)) * time.Millisecond)
		timer := time.AfterFunc(time.Until(end), func() { _ = p.cmd.Process.Signal(syscall.SIGKILL) })
		var tried string
		for {
			tried = fmt.Sprintf("<p>Round %d, save %d.</p>\n%s", round, saves, strings.Repeat("<p>The fog came up off the river.</p>\n", rand.IntN(3000)))
			if !w.save(p, saves, tried) {
				break
			}
			saves++
		}
		timer.Stop()
		p.kill()
		p = startProgram(t, exe, args...)
		rev, text := w.stored(p)
		switch {
		case rev == w.rev && text == w.text:
		case rev == w.rev+1 && text == tried: // it was kept, only its answer was lost
			torn++
			if !w.save(p, saves, tried) || w.rev != rev {
				t.Errorf("round %d: sent again, it is save %d, not %d", round, w.rev, rev)
			}
			saves++
		default:
			t.Fatalf("round %d: save %d was acknowledged with %d bytes; %d with %d bytes is there", round, w.rev, len(w.text), rev, len(text))
		}
	}
	t.Logf("%d saves in %d rounds; of %d the answer was lost", saves, rounds, torn)
	if saves < rounds {
		t.Errorf("only %d saves", saves)
	}
}
