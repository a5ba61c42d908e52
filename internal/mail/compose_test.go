package mail

import "testing"

// A link that turns mail off fits the key that it was made with, and none fits before
// there is a key.
func TestLinksFitTheirKey(t *testing.T) {
	key, other := []byte("one key of the archive's"), []byte("another key")
	for _, c := range []struct {
		made, read []byte
		ok         bool
	}{{key, key, true}, {key, other, false}, {nil, nil, false}, {[]byte{}, nil, false}, {nil, key, false}} {
		id, kind, ok := readOffToken(c.read, offToken(c.made, 42, Beta))
		if ok != c.ok || ok && (id != 42 || kind != Beta) {
			t.Errorf("made with %q, read with %q: %d, %s, %v", c.made, c.read, id, kind, ok)
		}
	}
}
