package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// build makes the program that is measured.
func (l *lab) build() error {
	c := exec.CommandContext(l.ctx, "go", "build", "-o", l.program, "./cmd/ficstead")
	c.Stderr = os.Stderr
	return c.Run()
}

// ficstead runs a command of the program and returns what it printed.
func (l *lab) ficstead(input string, args ...string) ([]byte, error) {
	c := exec.CommandContext(l.ctx, l.program, args...)
	c.Stdin, c.Stderr = strings.NewReader(input), os.Stderr
	return c.Output()
}

// imported makes an archive of one file and returns its folder.
func (l *lab) imported(name, text string) (string, error) {
	data, file := filepath.Join(l.dir, name), filepath.Join(l.dir, name+".txt")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return "", err
	}
	_, err := l.ficstead("", "import", "--data", data, "--as", "Bench", file)
	return data, err
}

const password = "a long pass phrase for the bench"

func (l *lab) chapter() ([]row, error) {
	data, err := l.imported("chapter", story("A Chapter", 5_000, 1))
	if err != nil {
		return nil, err
	}
	if _, err := l.ficstead(password, "user", "create", "reader", "--data", data, "--email", "reader@example.org", "--password-file", "-"); err != nil {
		return nil, err
	}
	s, err := l.serve(l.program, nil, "serve", "--data", data, "--listen", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	const address, n = "/works/1/chapters/1?view_adult=true", 4_000
	guest, page, plain, err := l.against(s, newClient(), n, address)
	if err != nil {
		return nil, err
	}
	c := newClient()
	if err := c.signIn(l.ctx, s.url, "reader", password); err != nil {
		return nil, err
	}
	member, mine, _, err := l.against(s, c, n, address)
	if err != nil {
		return nil, err
	}
	return []row{
		{"chapter of 5,000 words, guest, gzip", fmt.Sprintf("%.1f × bare (%v to %v)", guest, page, plain), "≤ 5 ×"},
		{"chapter of 5,000 words, signed in, gzip", fmt.Sprintf("%.1f × bare (%v)", member, mine), "≤ 25 ×"},
	}, nil
}

// listing asks two archives for the same lists in turn, page by page, so that
// what else the machine does falls on both alike.
func (l *lab) listing() ([]row, error) {
	sizes := []int{1_000, l.works}
	var servers []*server
	defer func() {
		for _, s := range servers {
			s.stop()
		}
	}()
	pages, ask := listings(), newClient()
	var rows []row
	for _, works := range sizes {
		data, err := l.catalogue(works)
		if err != nil {
			return nil, err
		}
		s, err := l.serve(l.program, nil, "serve", "--data", data, "--listen", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		servers = append(servers, s)
		begun := time.Now()
		if err := s.listed(l.ctx, ask); err != nil {
			return nil, err
		}
		rows = append(rows, row{fmt.Sprintf("catalogue of %d works made from rows", works), fmt.Sprint(time.Since(begun).Round(10 * time.Millisecond)), ""})
		cold, err := latencies(l.ctx, ask, len(pages), pages, s)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{fmt.Sprintf("listings of %d works, first time each", works),
			fmt.Sprintf("median %v, longest %v", cold[0][len(pages)/2], cold[0][len(pages)-1]), ""})
	}
	warm, err := latencies(l.ctx, ask, 100*len(pages), pages, servers...)
	if err != nil {
		return nil, err
	}
	small, large := warm[0][len(warm[0])*99/100], warm[1][len(warm[1])*99/100]
	ratio, page, plain, err := l.against(servers[1], newClient(), 4_000, "/tags/Fandom%201/works")
	if err != nil {
		return nil, err
	}
	return append(rows,
		row{fmt.Sprintf("listing of 20 out of %d, guest, gzip", l.works), fmt.Sprintf("%.1f × bare (%v to %v)", ratio, page, plain), "≤ 25 ×"},
		row{fmt.Sprintf("p99 of listings, %d works to 1,000", l.works), fmt.Sprintf("%.2f × (%v to %v)", float64(large)/float64(small), large, small), "≤ 2 ×"}), nil
}

// listings are pages of many kinds, as readers ask for them.
func listings() []string {
	out := []string{"/works", "/works?page=3", "/works?sort=words", "/fandoms", "/"}
	for i := 1; i <= 12; i++ {
		out = append(out, fmt.Sprintf("/tags/Fandom%%20%d/works", i), fmt.Sprintf("/tags/Fandom%%20%d/works?page=2", i), fmt.Sprintf("/tags/Freeform%%20%d/works", 3*i))
	}
	return out
}

func (l *lab) epub() ([]row, error) {
	data, err := l.imported("book", story("A Book", 100_000, 30))
	if err != nil {
		return nil, err
	}
	s, err := l.serve(l.program, nil, "serve", "--data", data, "--listen", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	took, err := s.cost(l.ctx, newClient(), 60, "/downloads/1/book.epub")
	return []row{{"EPUB of 100,000 words", fmt.Sprintf("%v of CPU", took), "< 60 ms"}}, err
}

func (l *lab) importing() ([]row, error) {
	folder := filepath.Join(l.dir, "novels")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	const novels, words = 10, 180_000
	for i := range novels {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%02d.txt", i)), []byte(story(fmt.Sprint("Novel ", i), words, 40)), 0o600); err != nil {
			return nil, err
		}
	}
	begun := time.Now()
	out, err := l.ficstead("", "import", "--data", filepath.Join(l.dir, "import"), "--json", folder)
	took := time.Since(begun)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	var end struct {
		Summary struct{ Words, Imported int }
	}
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &end); err != nil || end.Summary.Imported != novels {
		return nil, fmt.Errorf("the import ended with %s: %w", lines[len(lines)-1], err)
	}
	rate := float64(end.Summary.Words) / took.Minutes() / 1e6
	return []row{{"import of plain text", fmt.Sprintf("%.1f million words a minute", rate), "≥ 2 million"}}, nil
}

func (l *lab) start() ([]row, error) {
	data, err := l.catalogue(l.works)
	if err != nil {
		return nil, err
	}
	s, err := l.serve(l.program, nil, "serve", "--data", data, "--listen", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	if _, err := newClient().get(l.ctx, s.url+"/healthz"); err != nil {
		return nil, err
	}
	if err := s.listed(l.ctx, newClient()); err != nil {
		return nil, err
	}
	time.Sleep(5 * time.Second) // what a start leaves behind is given back by then
	memory, files, err := s.resident()
	if err != nil {
		return nil, err
	}
	return []row{
		{fmt.Sprintf("start with %d works", l.works), s.ready.Round(time.Millisecond).String(), "< 1 s"},
		{"idle memory", fmt.Sprintf("%.0f MB, %.0f of them pages of files, as of the program", float64(memory)/1e6, float64(files)/1e6), "< 60 MB"},
	}, nil
}
