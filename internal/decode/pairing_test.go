package decode

import "testing"

// TestPairingForms reads pairings as they were written before archives had
// fields for them.
func TestPairingForms(t *testing.T) {
	runCatalogue(t, []catalogueCase{
		{"and", story("Title: T\nPairing: Hanna and Josef"), []string{"relationship=Hanna/Josef"}, nil},
		{"arrow", story("Title: T\nPairing: Hanna -> Josef"), []string{"relationship=Hanna/Josef"}, nil},
		{"heart", story("Title: T\nPairing: Hanna ♥ Josef"), []string{"relationship=Hanna/Josef"}, nil},
		{"numbers", story("Title: T\nPairings: 1x2, 3x4"), []string{"relationship=1/2", "relationship=3/4"}, nil},
		{"brackets", story("Title: T\nPairing: [Hanna, Josef] Ida"), []string{"relationship=Hanna/Josef", "character=Ida"}, nil},
		{"words behind", story("Title: T\nPairing: Hanna/Josef eventually"), []string{"relationship=Hanna/Josef", "freeform=eventually"}, nil},
		{"friends", story("Title: T\nPairing: Hanna/Josef friendship"), []string{"relationship=Hanna & Josef"}, []string{"relationship=Hanna/Josef"}},
		{"no answer", story("Title: T\nPairing: You'll see!"), []string{"before=Pairing: You'll see!"}, []string{"freeform=…see…"}},
		{"not stated", story("Title: T\nPairing: N/A"), nil, []string{"category=Gen"}},
		{"none", story("Title: T\nPairing: none"), []string{"category=Gen"}, nil},
		{"a word for a pair", story("Title: T\nPairing: Hansef"), []string{"freeform=Hansef"}, nil},
	})
}
