package decode

import (
	"context"
	"fmt"
	"testing"
)

// readOne reads a file that holds one work.
func readOne(ctx context.Context, path string, b []byte, lim Limits) (Manuscript, error) {
	return one(ReadBytes(ctx, path, b, lim))
}

func one(all []Manuscript, err error) (Manuscript, error) {
	switch {
	case err != nil:
		return Manuscript{}, err
	case len(all) != 1:
		return Manuscript{}, fmt.Errorf("%d works in it", len(all))
	}
	return all[0], nil
}

// readItem reads what a walk found.
func readItem(t *testing.T, it Item) (Manuscript, error) {
	t.Helper()
	f, err := it.File(Limits{})
	if err != nil {
		return Manuscript{}, err
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return one(Read(t.Context(), f, Choices{}, Limits{}))
}

// bytesOf gives all bytes of what a walk found.
func bytesOf(it Item, lim Limits) ([]byte, error) {
	f, err := it.File(lim)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.bytes()
}
