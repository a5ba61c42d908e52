package facet

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// saved makes a small snapshot with changes, and the catalogue that it should be.
func saved(t testing.TB, dir string) (*naive, tuning) {
	t.Helper()
	c := newChance(3)
	n := &naive{schema: testSchema(), works: map[int64]Work{}}
	var works []Work
	for i := range 60 {
		w := c.work(c.id(i))
		n.put(w)
		works = append(works, w)
	}
	tune := usual()
	tune.large, tune.tracked, tune.merge = 1, 5, 1<<30
	x, err := build(t.Context(), dir, testSchema(), 1, seqOf(works), nil, tune)
	if err != nil {
		t.Fatal(err)
	}
	a, b := c.work(c.id(5)), c.work(c.id(100))
	changes := []Change{{ID: c.id(7)}, {a.ID, &a}, {b.ID, &b}}
	numbers := []Number{{c.id(9), nKudos, 77}}
	if err := x.Apply(2, changes, numbers); err != nil {
		t.Fatal(err)
	}
	n.apply(2, changes, numbers)
	if err := x.Save(); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	return n, tune
}

// copied is a folder with the same files.
func copied(t testing.TB, from string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

// stillRight opens a folder that something was done to: it must be refused as
// damaged, or say what is right up to the change that it names.
func stillRight(t *testing.T, dir string, n *naive, tune tuning, what string) (refused bool) {
	t.Helper()
	x, err := open(dir, testSchema(), tune)
	if err != nil {
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNone) {
			t.Fatalf("%s: %v", what, err)
		}
		return true
	}
	defer x.Close()
	if x.Seq() == n.seq {
		var r Result
		for _, q := range []*Query{{Limit: 100, Facets: true, Each: 50}, {Limit: 100, Order: Text(0), All: []Term{{kAudience, 0}}, Facets: true, Each: 20}, {Limit: 50, Order: nKudos}} {
			same(t, x, n, q, &r)
		}
	}
	return false
}

func TestDamageIsNoticed(t *testing.T) {
	dir := t.TempDir()
	n, tune := saved(t, dir)
	if stillRight(t, dir, n, tune, "whole") {
		t.Fatal("the whole snapshot was refused")
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		t.Run(f.Name(), func(t *testing.T) {
			t.Parallel()
			work := copied(t, dir)
			path := filepath.Join(work, f.Name())
			whole, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			refused := 0
			for i := 0; i < len(whole); i += 1 + len(whole)/150 {
				broken := append([]byte{}, whole...)
				broken[i] ^= 0x41
				refused += tryFile(t, work, path, broken, n, tune, "flipped")
				refused += tryFile(t, work, path, whole[:i], n, tune, "cut")
			}
			if refused < 50 {
				t.Errorf("only %d were refused", refused)
			}
		})
	}
}

func tryFile(t *testing.T, dir, path string, data []byte, n *naive, tune tuning, what string) int {
	t.Helper()
	// another file each time: the last one may still be mapped
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	kept := copied(t, dir) // what is done with it may save
	if stillRight(t, kept, n, tune, what) {
		return 1
	}
	return 0
}

// TestWhatIsNotASnapshot: nothing, another schema, what misses a part, what is half written.
func TestWhatIsNotASnapshot(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(dir, testSchema()); !errors.Is(err, ErrNone) {
		t.Errorf("nothing: %v", err)
	}
	saved(t, dir)
	other := testSchema()
	other.Kinds[kTag].Name = "freeform"
	if _, err := Open(dir, other); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "schema") {
		t.Errorf("another schema: %v", err)
	}
	for _, prefix := range []string{basePrefix, youngPrefix} {
		work := copied(t, dir)
		found, _ := filepath.Glob(filepath.Join(work, prefix+"*"))
		if len(found) != 1 {
			t.Fatalf("%d files %s", len(found), prefix)
		}
		if err := os.Remove(found[0]); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(work, testSchema()); !errors.Is(err, ErrDamaged) {
			t.Errorf("without %s: %v", prefix, err)
		}
	}
	work := copied(t, dir)
	half := filepath.Join(work, basePrefix+"9-9.part")
	if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	x, err := Open(work, testSchema())
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if _, err := os.Stat(half); err != nil {
		t.Errorf("only looking took away what somebody else may be writing: %v", err)
	}
	if err := x.Save(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Error("what was half written is still there")
	}
}

// FuzzOpen gives what no store wrote.
func FuzzOpen(f *testing.F) {
	dir := f.TempDir()
	_, tune := saved(f, dir)
	files, err := filepath.Glob(filepath.Join(dir, basePrefix+"*"))
	if err != nil || len(files) != 1 {
		f.Fatal(files, err)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(0, []byte("x"))
	f.Add(44, []byte{0, 0, 0, 0})
	f.Add(len(whole)-1, []byte("{}"))
	schema := testSchema()
	f.Fuzz(func(t *testing.T, at int, put []byte) {
		if at < 0 || at > len(whole) {
			return
		}
		path := filepath.Join(t.TempDir(), basePrefix+"1-1")
		data := append(append([]byte{}, whole[:at]...), put...)
		data = append(data, whole[min(len(whole), at+len(put)):]...)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		b, err := openBase(filepath.Dir(path), filepath.Base(path), &schema, true)
		if err != nil {
			return
		}
		defer b.file.close()
		x := newIndex(&schema, "", tune)
		x.begin(b)
		if err := x.Search(t.Context(), &Query{Limit: 10, Facets: true, Each: 10}, new(Result)); err != nil {
			t.Fatal(err)
		}
		close(x.crew.quit)
	})
}
