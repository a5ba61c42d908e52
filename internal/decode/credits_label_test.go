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

// Songs are named in every order of title and singer.
func TestSongAndSourceLabels(t *testing.T) {
	for line, want := range map[string]string{
		"Song: \"Low Water\" by The Foghorns":            "song The Foghorns 'Low Water'",
		"Song - Low Water, The Foghorns":                 "song The Foghorns 'Low Water'",
		"Song: Low Water - The Foghorns":                 "song The Foghorns 'Low Water'",
		"Music: The Foghorns - Low Water":                "song The Foghorns 'Low Water'",
		"Soundtrack: 'Low Water' (The Foghorns)":         "song The Foghorns 'Low Water'",
		"Lyrics by: The Foghorns":                        "song The Foghorns",
		"Music: rain, mostly":                            "",
		"Based on: The Lower Tank (Carla Thorne)":        "source Carla Thorne 'The Lower Tank'",
		"Based on: a true story (sort of)":               "",
		"Inspired by: \"The Church\" by keeperoflamps":   "source keeperoflamps 'The Church'",
		"Beta: Dee, Marisol and the ever-patient Ink":    "beta Dee; beta Marisol; beta Ink",
		"Betas: Dee & Marisol":                           "beta Dee; beta Marisol",
		"Translated by: Inès Roy from the Danish of Kaj": "translation Inès Roy",
	} {
		m := readCase(t, story("Title: Tide\n"+line))
		if got := sharesText(share{credits: m.Credits}); got != want {
			t.Errorf("%s\n got %q\nwant %q", line, got, want)
		}
	}
}
