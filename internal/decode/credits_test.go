package decode

import (
	"fmt"
	"strings"
	"testing"
)

// TestCredits reads what notes say of others. Every note keeps its own words
// too: the law in readCase sees to that.
func TestCredits(t *testing.T) {
	for note, want := range map[string]string{
		"Rowena Marsh owns the characters. Delia Faye owns the song 'Harbour Lights'. Everything else is Tamsin.":      "characters Rowena Marsh; song Delia Faye 'Harbour Lights'; other Tamsin; author Tamsin",
		"Rowena Marsh owns the characters, Delia Faye owns the song \"Harbour Lights\", and everything else is Tamsin": "characters Rowena Marsh; song Delia Faye 'Harbour Lights'; other Tamsin; author Tamsin",
		"R. K. Marsh owns the characters and Delia Faye owns the lyrics. Everything else is mine.":                     "characters R. K. Marsh; song Delia Faye",
		"I don't own Isolde or Bram, they belong to Petra Vane.":                                                       "characters Petra Vane",
		"I do not own Isolde. She belongs to Petra Vane, not me.":                                                      "characters Petra Vane",
		"All characters belong to J. K. R. and W. B.":                                                                  "characters J. K. R.; characters W. B.",
		"All characters belong to J. K. R. and W. B. The plot is mine.":                                                "characters J. K. R.; characters W. B.",
		"I don't own Saltmarsh, Petra Vane does.":                                                                      "source Petra Vane 'Saltmarsh'",
		"Song: 'Harbour Lights' by Delia Faye":                                                                         "song Delia Faye 'Harbour Lights'",
		"The song is “Harbour Lights” by The Nine Gulls.":                                                              "song The Nine Gulls 'Harbour Lights'",
		"Lyrics by Delia Faye":                      "song Delia Faye",
		"Isolde and Bram belong to Petra Vane.":     "characters Petra Vane",
		"Saltmarsh belongs to Petra Vane.":          "source Petra Vane 'Saltmarsh'",
		"Petra Vane owns Saltmarsh.":                "source Petra Vane 'Saltmarsh'",
		"The song is Harbour Lights by Delia Faye":  "song Delia Faye 'Harbour Lights'",
		"The song 'Tide' belongs to Delia Faye.":    "song Delia Faye 'Tide'",
		"Petra Vane owns everything you recognise.": "other Petra Vane",
		"Rowena Marsh owns Corin and Tess. The band Nine Gulls owns \"Harbour Lights\". Everything else is me, Tamsin Orrery.": "characters Rowena Marsh; song Nine Gulls 'Harbour Lights'; other Tamsin Orrery; author Tamsin Orrery",
		"Beta-read by the wonderful Kit Sorrel.":                  "beta Kit Sorrel",
		"Beta'd by my dear friend Lucia, who is patient":          "beta Lucia",
		"The plot is mine.":                                       "",
		"characters property of Ostrava Pictures":                 "characters Ostrava Pictures",
		"Based on the book The Long Field by Hedda Crane.":        "source Hedda Crane 'The Long Field'",
		"Based on the book by Hedda Crane.":                       "source Hedda Crane",
		"Inspired by Hedda Crane's The Long Field":                "source Hedda Crane 'The Long Field'",
		"Prompt by sunfish":                                       "prompt sunfish",
		"The prompt was given by Kit Sorrel, who is kind.":        "prompt Kit Sorrel",
		"Beta'd by Lucia Frost.":                                  "beta Lucia Frost",
		"Thanks to my beta Lucia for all her help":                "beta Lucia",
		"Thanks to my wonderful betas, Kit and Lucia!":            "beta Kit; beta Lucia",
		"Lucia Frost beta-read this.":                             "beta Lucia Frost",
		"Cover art by Vesper Lyle":                                "art Vesper Lyle",
		"Translated by Ilse Korn":                                 "translation Ilse Korn",
		"The characters are Petra Vane's.":                        "characters Petra Vane",
		"The world was created by Petra Vane; the story is mine.": "world Petra Vane",
		"I own nothing. Please don't sue.":                        "",
		"Everything else is made up.":                             "",
		"Everything else is fiction.":                             "",
		"Everything else is mine.":                                "",
		"No copyright infringement is intended.":                  "",
		"He owns the shop and she owns the song.":                 "",
		"They belong to each other.":                              "",
		"She was betrayed by Lucia.":                              "",
		"The story was inspired by a dream.":                      "",
		"Beta: nobody":                                            "",
		"Die Figuren gehören Anselm Reuter, nicht mir.":           "characters Anselm Reuter",
		"Les personnages appartiennent à Hugo Delorme.":           "characters Hugo Delorme",
		// Old archives have all of these; each left somebody uncredited, or a
		// word credited that is nobody.
		"J. R. Quill owns the characters and the world, and Lamplight Records owns the song \"Ebb\". The plot is mine.": "characters J. R. Quill; world J. R. Quill; song Lamplight Records 'Ebb'",
		"I don't own Tern Rock. Carla Thorne does.":                                                       "source Carla Thorne 'Tern Rock'",
		"Not mine. Carla Thorne's. Don't sue.":                                                            "other Carla Thorne",
		"They're not mine, they're Carla's.":                                                              "characters Carla",
		"The characters are Carla Thorne's, the words are mine.":                                          "characters Carla Thorne",
		"Tern Rock (c) 1998 Carla Thorne":                                                                 "source Carla Thorne 'Tern Rock'",
		"Characters © 1998-2004 by Carla Thorne. Story © me.":                                             "characters Carla Thorne",
		"The idea for this came from Marisol's prompt at tern_fest.":                                      "prompt Marisol",
		"Hanna, Josef and the dog belong to Carla Thorne. Marit is my own invention.":                     "characters Carla Thorne",
		"I do not own the Tern Rock characters, nor the song \"Ebb\", which is by The Ledger Sisters.":    "song The Ledger Sisters 'Ebb'",
		"Me? Own Tern Rock? I wish! That honour goes to Carla Thorne.":                                    "other Carla Thorne",
		"The book The Lower Tank is owned by Gull & Sons Publishing.":                                     "source Gull & Sons Publishing",
		"Carla Thorne owns them all, I just play with them.":                                              "characters Carla Thorne",
		"The prompt was by saltgirl92, the song is \"Ebb\" (The Ledger Sisters), and the rest is all me.": "prompt saltgirl92; song The Ledger Sisters 'Ebb'",
		"'Low Water' is the Foghorns'. All the rest is mine, Wren Alder.":                                 "song Foghorns 'Low Water'; other Wren Alder; author Wren Alder",
		"Hanna is Carla Thorne's character; the song 'Ebb' is © The Ledger Sisters.":                      "characters Carla Thorne; song The Ledger Sisters 'Ebb'",
		"Lana Mott owns the prompt. Petra Vane owns the characters.":                                      "prompt Lana Mott; characters Petra Vane",
		"Thanks to Dee for the beta, to Marisol for the prompt and to inkfish for the beautiful banner.":  "beta Dee; prompt Marisol; art inkfish",
		"Huge thanks to Dee and\nMarisol for the beta.":                                                   "beta Dee; beta Marisol",
		"Huge thanks to [info]marit_k for the beta!":                                                      "beta marit_k",
		"Los personajes no me pertenecen, son de Carla Thorne.":                                           "characters Carla Thorne",
		"I personaggi sono di Carla Thorne.":                                                              "characters Carla Thorne",
		"Die Charaktere sind Eigentum von Carla Thorne.":                                                  "characters Carla Thorne",
		"Nichts gehört mir, alles gehört Carla Thorne.":                                                   "other Carla Thorne",
		"Les personnages sont à Carla Thorne.":                                                            "characters Carla Thorne",
		"Thanks to everyone for the reviews!":                                                             "",
		"I thank you for the prompt replies.":                                                             "",
		"They're back, and it's Tuesday's fault.":                                                         "",
		"She is my character.":                                                                            "",
		"The clock is in Carla's kitchen.":                                                                "",
	} {
		got := sharesOf(note)
		if s := sharesText(got); s != want {
			t.Errorf("%s\n got %q\nwant %q", note, s, want)
		}
	}
}

func sharesText(s share) string {
	var parts []string
	for _, c := range s.credits {
		p := fmt.Sprintf("%s %s", c.Role, c.Name)
		if c.Title != "" {
			p += " '" + c.Title + "'"
		}
		parts = append(parts, p)
	}
	if s.author != "" {
		parts = append(parts, "author "+s.author)
	}
	return strings.Join(parts, "; ")
}

// TestAuthorOfTheRest names the author by "everything else" only when nobody
// is named otherwise.
func TestAuthorOfTheRest(t *testing.T) {
	const note = "A/N: Rowena Marsh owns the characters. Delia Faye owns the song 'Tide'. Everything else is Tamsin."
	m := readCase(t, story(note))
	if got := strings.Join(m.Authors, "|"); got != "Tamsin" || len(m.Credits) != 3 {
		t.Errorf("authors %q, credits %v; want Tamsin and three credits", got, m.Credits)
	}
	m = readCase(t, story("Author: Mara Quill\n"+note))
	if got := strings.Join(m.Authors, "|"); got != "Mara Quill" {
		t.Errorf("authors %q; want Mara Quill, who is stated", got)
	}
}

// TestDedicationsAndRequests reads who a story is for; the words stay in the
// notes.
func TestDedicationsAndRequests(t *testing.T) {
	runCatalogue(t, []catalogueCase{
		{"line", story("Tide\n\nFor Ana and everyone who asked"), []string{"dedicated=For Ana and everyone who asked", "before=For Ana and everyone who asked"}, nil},
		{"dedicated to", story("A/N: Dedicated to Ana, who waited."), []string{"dedicated=Ana, who waited", "before=Dedicated to Ana, who waited."}, nil},
		{"this is for", story("A/N: This is for everyone who asked for more."), []string{"dedicated=everyone who asked for more"}, nil},
		{"special request", story("A/N: This is a special request for Ana."), []string{"request=This is a special request for Ana"}, nil},
		{"requested by", story("A/N: As requested by sunfish, with rain."), []string{"request=As requested by sunfish, with rain"}, nil},
		{"label", story("Requested by: sunfish"), []string{"request=sunfish", "before=Requested by: sunfish"}, nil},
		{"guard: a request in the story", story("He made a request for lamp oil, and the clerk wrote it down, and for a month that was all that anybody did about it at the harbour office."), []string{"body=…lamp oil…"}, []string{"request=…"}},
		{"guard: for in speech", story("Tide\n\n\"For Ana,\" he said."), nil, []string{"dedicated=…"}},
	})
}

// TestRating holds the anchored map.
func TestRating(t *testing.T) {
	for value, want := range map[string]Rating{
		"G": General, "K": General, "K+": General, "E": General, "E(veryone)": General, "All ages": General, "U": General, "0+": General, "6+": General,
		"PG": General, "PG-10": General,
		"PG-13": Teen, "PG13": Teen, "PG 13": Teen, "PG-15": Teen, "T": Teen, "Teen": Teen, "12": Teen, "12A": Teen, "13+": Teen, "FRT": Teen, "FRT-13": Teen, "FR13": Teen, "FR15": Teen,
		"R": Mature, "M": Mature, "15": Mature, "16+": Mature, "FRM": Mature, "FR-M": Mature, "Mature": Mature, "M/R": Mature, "ab 16": Mature,
		"NC-17": Explicit, "NC17": Explicit, "MA": Explicit, "X": Explicit, "XXX": Explicit, "18": Explicit, "18+": Explicit, "FRAO": Explicit, "FRMAO": Explicit, "AO": Explicit, "Adult": Explicit, "lemon": Explicit, "smut": Explicit,
		"Not rated": NotRated, "?": NotRated,
		"PG-13 to R": Mature, "PG-13/R": Mature, "G - NC-17": Explicit, "Fiction T": Teen, "Rated R": Mature,
		"R for language": Mature, "G, but mind the gap": General,
	} {
		got, _, ok := parseRating(value)
		if !ok || got != want {
			t.Errorf("parseRating(%q) = %q, %v; want %q", value, got, ok, want)
		}
	}
	for _, value := range []string{"Green", "Great", "programme", "for language", "tea", "Extra", "the best"} {
		if got, _, ok := parseRating(value); ok {
			t.Errorf("parseRating(%q) = %q; want none", value, got)
		}
	}
}
