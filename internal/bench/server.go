package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// bareEnv names the file whose bytes a bare server serves.
const bareEnv = "FICSTEAD_BENCH_BARE"

// bare is what every page is compared with: a handler that writes bytes which
// were compressed before.
func bare(file string) {
	b, err := os.ReadFile(file)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("listening on http://" + l.Addr().String())
	length := strconv.Itoa(len(b))
	http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", length)
		w.Write(b)
	}))
}

// server is a program that serves, with its processor time.
type server struct {
	cmd   *exec.Cmd
	url   string
	ready time.Duration // from start to the first line
}

func (l *lab) serve(name string, env []string, args ...string) (*server, error) {
	cmd := exec.CommandContext(l.ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("%s said nothing: %w", name, err)
	}
	go io.Copy(io.Discard, out)
	return &server{cmd, strings.TrimSpace(strings.TrimPrefix(line, "listening on ")), time.Since(begun)}, nil
}

func (s *server) stop() {
	s.cmd.Process.Signal(os.Interrupt)
	s.cmd.Wait()
}

// cpu is the processor time that the program has taken, of all its threads.
func (s *server) cpu() (time.Duration, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	f := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	user, err1 := strconv.Atoi(f[11])
	system, err2 := strconv.Atoi(f[12])
	if err1 != nil || err2 != nil {
		return 0, fmt.Errorf("stat: %s", b)
	}
	return time.Duration(user+system) * 10 * time.Millisecond, nil // clock ticks are 1/100 s
}

// resident is the memory that the program holds, in bytes, and how much of it are pages
// of files, which the system takes back when it needs room.
func (s *server) resident() (all, files int64, err error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", s.cmd.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	var size int64
	if _, err := fmt.Sscan(string(b), &size, &all, &files); err != nil {
		return 0, 0, err
	}
	page := int64(os.Getpagesize())
	return all * page, files * page, nil
}

// client asks on one connection, as a browser with a cookie would.
type client struct {
	http.Client
	cookies []*http.Cookie
}

func newClient() *client {
	return &client{Client: http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 4},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// get returns the body as it comes, compressed.
func (c *client) get(ctx context.Context, address string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	for _, k := range c.cookies {
		r.AddCookie(k)
	}
	a, err := c.Do(r)
	if err != nil {
		return nil, err
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	if err == nil && a.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", address, a.Status)
	}
	return b, err
}

// signIn keeps the cookies of a log-in.
func (c *client) signIn(ctx context.Context, base, name, password string) error {
	form := url.Values{"user[login]": {name}, "user[password]": {password}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/users/login", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a, err := c.Do(r)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	if c.cookies = a.Cookies(); a.StatusCode != http.StatusSeeOther || len(c.cookies) == 0 {
		return fmt.Errorf("sign in: %s", a.Status)
	}
	return nil
}

// cost is the server's processor time for one of n requests, in turn over addresses.
func (s *server) cost(ctx context.Context, c *client, n int, addresses ...string) (time.Duration, error) {
	for i := range min(n, 200) { // warm
		if _, err := c.get(ctx, s.url+addresses[i%len(addresses)]); err != nil {
			return 0, err
		}
	}
	before, err := s.cpu()
	if err != nil {
		return 0, err
	}
	for i := range n {
		if _, err := c.get(ctx, s.url+addresses[i%len(addresses)]); err != nil {
			return 0, err
		}
	}
	after, err := s.cpu()
	return (after - before) / time.Duration(n), err
}

// listed waits until the server's lists are made ready.
func (s *server) listed(ctx context.Context, c *client) error {
	const patience = 10 * time.Minute
	for begun := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		_, err := c.get(ctx, s.url+"/works")
		if err == nil || ctx.Err() != nil || time.Since(begun) > patience {
			return err
		}
	}
}

// latencies are the times of n requests to each server, in turn, sorted.
func latencies(ctx context.Context, c *client, n int, addresses []string, servers ...*server) ([][]time.Duration, error) {
	out := make([][]time.Duration, len(servers))
	for i := range n {
		for k, s := range servers {
			begun := time.Now()
			if _, err := c.get(ctx, s.url+addresses[i%len(addresses)]); err != nil {
				return nil, err
			}
			out[k] = append(out[k], time.Since(begun))
		}
	}
	for _, times := range out {
		slices.Sort(times)
	}
	return out, nil
}

// against is the ratio of a page's cost to that of a bare handler with its bytes,
// the middle one of three rounds in turn.
func (l *lab) against(s *server, c *client, n int, address string) (ratio float64, page, plain time.Duration, err error) {
	body, err := c.get(l.ctx, s.url+address)
	if err != nil {
		return 0, 0, 0, err
	}
	if _, err := gzip.NewReader(strings.NewReader(string(body))); err != nil {
		return 0, 0, 0, fmt.Errorf("%s is not compressed: %w", address, err)
	}
	file := l.dir + "/bare"
	if err := os.WriteFile(file, body, 0o600); err != nil {
		return 0, 0, 0, err
	}
	self, err := os.Executable()
	if err != nil {
		return 0, 0, 0, err
	}
	b, err := l.serve(self, []string{bareEnv + "=" + file})
	if err != nil {
		return 0, 0, 0, err
	}
	defer b.stop()
	type round struct{ page, plain time.Duration }
	var rounds []round
	for range 3 {
		var r round
		if r.plain, err = b.cost(l.ctx, newClient(), n, "/"); err != nil {
			return 0, 0, 0, err
		}
		if r.page, err = s.cost(l.ctx, c, n, address); err != nil {
			return 0, 0, 0, err
		}
		rounds = append(rounds, r)
	}
	slices.SortFunc(rounds, func(x, y round) int { return int(x.page*1000/max(1, x.plain)) - int(y.page*1000/max(1, y.plain)) })
	m := rounds[1]
	return float64(m.page) / float64(max(1, m.plain)), m.page, m.plain, nil
}
