package decode

import "testing"

// People saw "DISCLAIMER: Riverside Studios" as the owner of the characters when a
// disclaimer followed an author's note in the same block of notes.
func TestOwnerWithoutTheLabelBeforeIt(t *testing.T) {
	for in, want := range map[string]Credit{
		"DISCLAIMER: Riverside Studios owns the characters.":           {Role: RoleCharacters, Name: "Riverside Studios"},
		"**Disclaimer** - The characters belong to Riverside Studios.": {Role: RoleCharacters, Name: "Riverside Studios"},
		"Legal stuff: Marla Vane owns the song \"Hold the Line\".":     {Role: RoleSong, Name: "Marla Vane", Title: "Hold the Line"},
	} {
		got := sharesOf(in).credits
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s gives %+v, want %+v", in, got, want)
		}
	}
}
