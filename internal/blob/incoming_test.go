package blob_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/fault"
)

func TestReceive(t *testing.T) {
	dir := t.TempDir()
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	one, err := s.Receive(ctx, strings.NewReader("tide"), 4)
	if err != nil || one.Size != 4 || one.SHA256 != blob.Sum([]byte("tide")) {
		t.Fatalf("%+v, %v", one, err)
	}
	two, err := s.Receive(ctx, strings.NewReader("tide"), 4)
	if err != nil || two.Name == one.Name {
		t.Fatalf("the same bytes again: %+v, %v", two, err)
	}
	if err := errors.Join(s.Remove(one.Name), s.Remove(one.Name)); err != nil {
		t.Error(err)
	}
	if f, _, err := s.Get(ctx, blob.Incoming, two.Name); err != nil {
		t.Errorf("removing one took the other away: %v", err)
	} else if b, err := io.ReadAll(f); string(b) != "tide" || errors.Join(err, f.Close()) != nil {
		t.Errorf("%q, %v", b, err)
	}
	if _, err := s.Receive(ctx, strings.NewReader("tides"), 4); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("a file too large: %v", err)
	}
	if _, err := s.Receive(ctx, iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("tide"))), 4); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("a file cut off: %v", err)
	}
	if err := s.Remove("../two"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a name that is none: %v", err)
	}
	if n, err := s.Room(); n <= 0 || err != nil {
		t.Errorf("room: %d, %v", n, err)
	}
	left := filepath.Join(dir, "incoming", two.Name[:2], ".new-123")
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if names, err := s.Old(time.Now().Add(-time.Hour)); len(names) != 0 || err != nil {
		t.Errorf("nothing is an hour old: %v, %v", names, err)
	}
	if names, err := s.Old(time.Now().Add(time.Hour)); len(names) != 1 || names[0] != two.Name || err != nil {
		t.Errorf("old: %v, %v", names, err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what was left of a file is still there")
	}
}

func TestNothingIsOldOnAnEmptyShelf(t *testing.T) {
	s, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if names, err := s.Old(time.Now()); names != nil || err != nil {
		t.Errorf("%v, %v", names, err)
	}
}
