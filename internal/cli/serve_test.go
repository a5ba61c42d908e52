package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/ficstead/ficstead/internal/cli"
)

// server is a serve command under way.
type server struct {
	t    *testing.T
	URL  string
	more *bufio.Reader // what it says after its first line
	stop func() result
}

// log takes what a server logs, from many goroutines.
type log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// serve starts the program on a free port and waits until it listens.
func serve(t *testing.T, args ...string) *server {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	var errs log
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Main(ctx, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...), cli.IO{In: strings.NewReader(""), Out: w, Err: &errs})
		w.Close()
	}()
	s := &server{t: t, more: bufio.NewReader(r)}
	s.stop = sync.OnceValue(func() result {
		cancel()
		rest, _ := io.ReadAll(s.more)
		return result{<-ended, string(rest), errs.String()}
	})
	t.Cleanup(func() { s.stop() })
	line, err := s.more.ReadString('\n')
	m := regexp.MustCompile(`^listening on (http://127\.0\.0\.1:[0-9]+)\n$`).FindStringSubmatch(line)
	if err != nil || m == nil {
		t.Fatalf("the first line is %q, %v: %s", line, err, errs.String())
	}
	s.URL = m[1]
	return s
}

func (s *server) get(path string) (int, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.URL+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}

// The first start prints where it listens and the link for the keeper; once
// there is an account, no link. A stop is a clean end.
func TestServe(t *testing.T) {
	each(t, func(t *testing.T, at []string) {
		s := serve(t, at...)
		if _, err := s.more.ReadString('\n'); err != nil { // what the link is for
			t.Fatal(err)
		}
		link, err := s.more.ReadString('\n')
		path, ours := strings.CutPrefix(strings.TrimSpace(link), s.URL)
		if err != nil || !ours || !strings.HasPrefix(path, "/setup/") {
			t.Fatalf("the link is %q, %v", link, err)
		}
		for address, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/": 200, path: 200, "/setup/another": 404} {
			if status, _ := s.get(address); status != want {
				t.Errorf("%s: %d, want %d", address, status, want)
			}
		}
		if r := s.stop(); r.code != 0 || strings.Contains(r.err, "level=ERROR") {
			t.Errorf("after a stop: %+v", r)
		} else if strings.Contains(r.err, path) {
			t.Error("the log has the link in it")
		}
		if c, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://")); err == nil {
			c.Close()
			t.Error("it still listens")
		}
		if r := run(t, "nine quiet harbours", append([]string{"user", "create", "mara", "--email", "m@quay.example", "--role", "keeper", "--password-file", "-"}, at...)...); r.code != 0 {
			t.Fatalf("%+v", r)
		}
		s = serve(t, at...)
		if status, _ := s.get(path); status != http.StatusNotFound {
			t.Errorf("the old link gets %d", status)
		}
		if r := s.stop(); r.code != 0 || strings.Contains(r.out, "/setup/") {
			t.Errorf("with an account there: %+v", r)
		}
	})
}

func TestServeWhereItCant(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r := run(t, "", "serve", "--data", t.TempDir(), "--listen", l.Addr().String())
	if r.code != 1 || !strings.Contains(r.err, l.Addr().String()) || strings.Contains(r.out, "listening") {
		t.Errorf("a port that is taken: %+v", r)
	}
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := run(t, "", "serve", "--data", file); r.code != 1 || !strings.Contains(r.err, "data folder") {
		t.Errorf("a file for a folder: %+v", r)
	}
	if r := run(t, "", "serve", "--data", t.TempDir(), "--db", "mysql://quay"); r.code != 1 || !strings.Contains(r.err, "sqlite:FILE") {
		t.Errorf("another database: %+v", r)
	}
}

// The demo library is there once, however often the demo is started.
func TestServeDemo(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	var seen []string
	for range 2 {
		s := serve(t, "--demo", "--data", data)
		status, list := s.get("/works?sort=title")
		if status != http.StatusOK || !strings.Contains(list, "13 Works") {
			t.Errorf("%d, without 13 works", status)
		}
		seen = append(seen, strings.Join(regexp.MustCompile(`href="/works/[0-9]+"`).FindAllString(list, -1), " "))
		if r := s.stop(); r.code != 0 {
			t.Errorf("%+v", r)
		}
	}
	if seen[0] == "" || seen[0] != seen[1] {
		t.Errorf("the second time the library is another one:\n%s\n%s", seen[0], seen[1])
	}
}

// Without a folder of its own the demo leaves nothing behind.
func TestServeDemoIsForgotten(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	s := serve(t, "--demo")
	if status, _ := s.get("/works"); status != http.StatusOK {
		t.Errorf("%d", status)
	}
	if during, err := os.ReadDir(dir); err != nil || len(during) != 1 {
		t.Errorf("while it runs: %v, %v", during, err)
	}
	if r := s.stop(); r.code != 0 {
		t.Errorf("%+v", r)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
