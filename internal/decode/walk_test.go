package decode

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestComparePaths(t *testing.T) {
	want := []string{"000_a.txt", "2.txt", "02b.txt", "10.txt", "10a.txt", "a/9.txt", "a/10.txt", "Ab.txt", "b.txt", "b 2.txt", "story 9.txt", "Story 10.txt"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, comparePaths)
	if !slices.Equal(got, want) {
		t.Errorf("order\n%q, want\n%q", got, want)
	}
}

// walked is what a walk gave: items and the problems, by path.
func walked(t *testing.T, lim Limits, paths ...string) (items []Item, problems map[string]*Problem) {
	t.Helper()
	problems = map[string]*Problem{}
	for it, err := range Walk(t.Context(), paths, lim) {
		if err == nil {
			items = append(items, it)
			continue
		}
		var p *Problem
		if !errors.As(err, &p) {
			t.Fatalf("%s: %v is no *Problem", it.Path, err)
		}
		problems[it.Path] = p
		checkSentence(t, it.Path, err)
	}
	return items, problems
}

// checkSentence checks that an error is one sentence with the file's name.
func checkSentence(t *testing.T, path string, err error) {
	t.Helper()
	if err == nil {
		t.Fatalf("%s: no error", path)
	}
	say := err.Error()
	if !strings.HasSuffix(say, ".") || strings.Contains(say, "\n") || !strings.Contains(say, filepath.Base(path)) {
		t.Errorf("%q is not one sentence with the name %q", say, filepath.Base(path))
	}
}

func write(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

func names(items []Item, root string) []string {
	var out []string
	for _, it := range items {
		out = append(out, strings.TrimPrefix(it.Path, filepath.ToSlash(root)+"/"))
	}
	return out
}

func TestWalkFolder(t *testing.T) {
	dir := t.TempDir()
	for _, n := range []string{"010.txt", "9.txt", "sub/1.md", ".hidden.txt", "__MACOSX/x.txt", "Thumbs.db", "page.html", "page_files/pic.png", "pic.png", "tool.exe", "~$lock.txt"} {
		write(t, dir, n, []byte("words"))
	}
	write(t, dir, "caf\xe9.txt", []byte("words"))
	inner := makeZip(t, zipFile{"deep/2.txt", "two"}, zipFile{"deep/10.txt", "ten"})
	write(t, dir, "z.zip", makeZip(t, zipFile{"b.txt", "b"}, zipFile{"in.zip", string(inner)}, zipFile{"__MACOSX/._b.txt", "x"}, zipFile{"a.html", "<img src='p/i.png'>"}, zipFile{"p/i.png", "png"}))
	items, problems := walked(t, Limits{}, dir)
	want := []string{"9.txt", "010.txt", "café.txt", "page.html", "sub/1.md", "z.zip/a.html", "z.zip/b.txt", "z.zip/in.zip/deep/2.txt", "z.zip/in.zip/deep/10.txt"}
	if got := names(items, dir); !slices.Equal(got, want) {
		t.Errorf("items\n%q, want\n%q", got, want)
	}
	if len(problems) != 1 || problems[filepath.ToSlash(dir)+"/tool.exe"].Kind != Unknown {
		t.Errorf("problems %v", problems)
	}
	// Items may be opened later and in any order.
	slices.Reverse(items)
	for _, it := range items {
		if b, err := bytesOf(it, Limits{}); err != nil || len(b) == 0 {
			t.Errorf("%s: %d bytes, %v", it.Path, len(b), err)
		}
	}
}

func TestPicturesInZip(t *testing.T) {
	p := write(t, t.TempDir(), "z.zip", makeZip(t, zipFile{"s/a.html", "<p>The map:</p><img src='../p/i.png'><img src='../../out.png'>"}, zipFile{"p/i.png", "png"}))
	items, problems := walked(t, Limits{}, p)
	if len(items) != 1 || len(problems) != 0 {
		t.Fatalf("%d items, problems %v", len(items), problems)
	}
	m, err := readItem(t, items[0])
	if err != nil || len(m.Pictures) != 1 {
		t.Fatalf("pictures %v, %v", m.Pictures, err)
	}
	r, err := m.Pictures[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if b, err := io.ReadAll(r); err != nil || string(b) != "png" {
		t.Errorf("picture %q, %v", b, err)
	}
}

func TestWalkStops(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "1.txt", []byte("x"))
	write(t, dir, "2.txt", []byte("x"))
	count := 0
	for range Walk(t.Context(), []string{dir}, Limits{}) {
		count++
		break
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range Walk(ctx, []string{dir}, Limits{}) {
		if count++; !errors.Is(err, context.Canceled) {
			t.Errorf("error %v after the end of its context", err)
		}
	}
	if count != 2 {
		t.Errorf("%d items, want one each", count)
	}
}

func TestPicturesBesidePage(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "s/page.html", []byte(`<p>Here is the map.</p><p><img src="page_files/map.png"><img src="../../secret.png"><img src="https://pics.example/x.png"></p>`))
	write(t, dir, "s/page_files/map.png", []byte("map"))
	write(t, dir, "secret.png", []byte("secret"))
	items, _ := walked(t, Limits{}, filepath.Join(dir, "s"))
	if len(items) != 1 {
		t.Fatalf("%d items", len(items))
	}
	m, err := readItem(t, items[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Pictures) != 1 || m.Pictures[0].Name != "map.png" {
		t.Errorf("pictures %+v", m.Pictures)
	}
	if body := m.Chapters[0].Body; !strings.Contains(body, "https://pics.example/x.png") || !strings.Contains(body, `src="picture:map.png"`) {
		t.Errorf("body %s", body)
	}
}

func TestWalkZipNames(t *testing.T) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range []struct {
		name string
		mode fs.FileMode
	}{
		{"../up.txt", 0}, {"/root.txt", 0}, {`C:\win.txt`, 0}, {`..\back.txt`, 0}, {"link.txt", fs.ModeSymlink | 0o777},
		{"\x82\xb1\x82\xcc.txt", 0}, {"na\x8bve.txt", 0}, {"caf\xe9.txt", 0}, {"\x91\xaa\xa0\xa7\xaa\xa0.txt", 0}, {`dir\ok.txt`, 0},
	} {
		h := &zip.FileHeader{Name: f.name, NonUTF8: true}
		h.SetMode(f.mode)
		e, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(e, "words"); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	p := write(t, t.TempDir(), "z.zip", buf.Bytes())
	items, problems := walked(t, Limits{}, p)
	want := []string{"café.txt", "dir/ok.txt", "naïve.txt", "Сказка.txt", "この.txt"}
	got := names(items, p)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("names %q, want %q", got, want)
	}
	if len(problems) != 5 {
		t.Errorf("%d problems, want 5: %v", len(problems), problems)
	}
	for path, pr := range problems {
		if pr.Kind != Escapes {
			t.Errorf("%s: kind %s", path, pr.Kind)
		}
	}
}

func TestZipBombs(t *testing.T) {
	dir := t.TempDir()
	zeros := strings.Repeat("\x00", 20<<20)
	ratio := write(t, dir, "ratio.zip", makeZip(t, zipFile{"zeros.txt", zeros}))
	many := make([]zipFile, 300)
	for i := range many {
		many[i].name = strings.Repeat("d/", i%5) + "f" + string(rune('a'+i%26)) + strings.Repeat("x", i/26) + ".txt"
	}
	crowd := write(t, dir, "crowd.zip", makeZip(t, many...))
	nest := makeZip(t, zipFile{"core.txt", "words"})
	for range 4 {
		nest = makeZip(t, zipFile{"inner.zip", string(nest)})
	}
	nested := write(t, dir, "nested.zip", nest)
	sum := write(t, dir, "sum.zip", makeZip(t, zipFile{"1.txt", zeros[:4<<20]}, zipFile{"2.txt", zeros[:4<<20]}))

	for _, c := range []struct {
		path string
		lim  Limits
	}{{ratio, Limits{}}, {crowd, Limits{Entries: 100}}, {nested, Limits{}}} {
		items, problems := walked(t, c.lim, c.path)
		if len(items) != 0 || len(problems) != 1 {
			t.Errorf("%s: %d items, problems %v", c.path, len(items), problems)
		}
		for _, p := range problems {
			if p.Kind != Bomb {
				t.Errorf("%s: kind %s", c.path, p.Kind)
			}
		}
	}
	items, _ := walked(t, Limits{UnpackedBytes: 5 << 20}, sum)
	if len(items) != 2 {
		t.Fatalf("%d items", len(items))
	}
	if _, err := bytesOf(items[0], Limits{}); err != nil {
		t.Errorf("the first within the limit: %v", err)
	}
	if _, err := bytesOf(items[0], Limits{}); err != nil {
		t.Errorf("the first again, which costs nothing more: %v", err)
	}
	_, err := bytesOf(items[1], Limits{})
	checkSentence(t, "2.txt", err)
}

// A zip that states a small size for a large entry is measured by what comes out.
func TestLyingZip(t *testing.T) {
	b := makeZip(t, zipFile{"s.txt", strings.Repeat("\x00", 20<<20)})
	at := bytes.LastIndex(b, []byte("PK\x01\x02"))
	copy(b[at+24:], []byte{10, 0, 0, 0}) // uncompressed size in the directory
	items, problems := walked(t, Limits{}, write(t, t.TempDir(), "lie.zip", b))
	if len(items) != 1 || len(problems) != 0 {
		t.Fatalf("%d items, problems %v", len(items), problems)
	}
	_, err := bytesOf(items[0], Limits{})
	checkSentence(t, "s.txt", err)
}

// A file that lies under a name without meaning is what it is called.
func TestWalkFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"in/b.txt", "in/a.txt", "in/x.exe"} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte("The tide came in."))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	lies := write(t, dir, "0f3a", b.Bytes())
	for _, c := range []struct {
		name string
		want []string // with ! for what can't be read
	}{
		{"friend.zip", []string{"friend.zip/in/a.txt", "friend.zip/in/b.txt", "!friend.zip/in/x.exe"}},
		{"odd.txt", []string{"odd.txt"}},
		{"odd.exe", []string{"!odd.exe"}},
	} {
		var got []string
		for it, err := range WalkFile(t.Context(), c.name, lies, Limits{}) {
			if err != nil {
				checkSentence(t, it.Path, err)
				got = append(got, "!"+it.Path)
				continue
			}
			f, err := it.File(Limits{})
			if err != nil || f.Size() == 0 {
				t.Errorf("%s: %v", it.Path, err)
			}
			f.Close()
			got = append(got, it.Path)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	for it, err := range WalkFile(t.Context(), "gone.txt", filepath.Join(dir, "gone"), Limits{}) {
		checkSentence(t, it.Path, err)
	}
}
