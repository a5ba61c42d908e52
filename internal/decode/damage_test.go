package decode

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestDamage reports each sign of damage at its line, and leaves the text as
// it is.
func TestDamage(t *testing.T) {
	// inner is a text whose third line is the one that is tried.
	inner := func(s string) string { return prose + "\n\n" + s + "\n\n" + prose2 + "\n" }
	for _, c := range []struct {
		text string
		kind DamageKind // "" when nothing is wrong
	}{
		{"\"You're early,\"she said.", MissingSpace},
		{"“You’re early,”she said.", MissingSpace},
		{"\"Wait!\"he cried.", MissingSpace},
		{"She went in,and he went out.", MissingSpace},
		{"He said,\"hello there.\"", MissingSpace},
		{"\"You're early,\" she said.", ""},
		{"It cost 1,000 crowns, or 2,5 in silver.", ""},
		{"\"A\" is the first, 'B' the second.", ""},
		{"See http://a.example.org/x,y for more.", ""},
		{"«Non», dit-elle.", ""},
		{"He turned round and he .", BrokenSentence},
		{"The cup was whole again , and stood there.", BrokenSentence},
		{"She opened the door and saw the", BrokenSentence},
		{"He went . . . and came back.", ""},
		{"He went ... and came back.", ""},
		{"« Où ? » dit-elle.", ""},
		{"It cost .5 of a crown.", ""},
		{"They walked to the the door.", DoubledWord},
		{"And and then it rained.", DoubledWord},
		{"He had had enough of that that year.", ""},
		{"No no, he said. Very very slowly.", ""},
		{"\"The,\" the boy began.", ""},
		{"He saw it. It was big.", ""},
		{"The Thethys was a ship.", ""},
		{"There was nothing left but to\n\nsee whether it would.", CutWord},
		{"The old harbour was sur-\n\nrounded by boats.", CutWord},
		{"He said:\n\nnothing at all.", ""},
		{"He *never told her that.", LostItalics},
		{"He never_ told her that.", LostItalics},
		{"He <i>never told her that.", LostItalics},
		{"She said  and went on.", LostItalics},
		{"He *never* told her. It was f*** cold.", ""},
		{"A star* is explained.\n\n*a sun, far off.", ""},
		{"snake_case and 5 * 3 * 2 are fine.", ""},
		{"Two blanks.  After a stop.", ""},
		{"Rain \uFFFD a thin grey rain.", Mojibake},
		{"The flakes were â€ and gone.", Mojibake},
		{"A cafÃ© of his own \u0081.", Mojibake},
		{"AÇÃO e CAFÉ, à la carte.", ""},
	} {
		m := readCase(t, inner(c.text))
		switch {
		case c.kind == "" && len(m.Damage) > 0:
			t.Errorf("%q: %+v; want none", c.text, m.Damage)
		case c.kind == "":
		case len(m.Damage) != 1 || m.Damage[0].Kind != c.kind || m.Damage[0].Line != 3:
			t.Errorf("%q: %+v; want one %s on line 3", c.text, m.Damage, c.kind)
		case utf8.RuneCountInString(m.Damage[0].Excerpt) > excerptMax:
			t.Errorf("%q: the excerpt is too long: %q", c.text, m.Damage[0].Excerpt)
		}
	}
}

// TestDamageLines names the very line of a paragraph that a margin wrapped.
func TestDamageLines(t *testing.T) {
	text := strings.Repeat("The boats came in on the evening tide with their lamps already lit,\nand the women on the wall counted them twice over before anybody\nwould agree to go to the the bed and say no more of it to anyone else\nuntil the morning.\n\n", 3)
	m := readCase(t, text)
	var lines []int
	for _, d := range m.Damage {
		lines = append(lines, d.Line)
	}
	if len(lines) != 3 || lines[0] != 3 || lines[1] != 8 || lines[2] != 13 {
		t.Errorf("%+v; want lines 3, 8 and 13", m.Damage)
	}
}

// TestDamageCap stops at the limit.
func TestDamageCap(t *testing.T) {
	m := readCase(t, strings.Repeat("They walked to the the door.\n\n", damageMax+200))
	if len(m.Damage) != damageMax {
		t.Errorf("%d signs of damage; want %d", len(m.Damage), damageMax)
	}
}

// TestLostSceneBreaks reports a leap in time only where the text has no breaks.
func TestLostSceneBreaks(t *testing.T) {
	leap := "Three weeks later the letter came, and it was short, and it was not kind, and he put it in his shoe."
	m := readCase(t, more+leap+"\n\n"+more)
	if len(m.Damage) != 1 || m.Damage[0].Kind != LostSceneBreak {
		t.Errorf("%+v; want a lost scene break", m.Damage)
	}
	m = readCase(t, more+"***\n\n"+leap+"\n\n"+more)
	if len(m.Damage) != 0 {
		t.Errorf("%+v; want none in a text that has breaks", m.Damage)
	}
}

// TestSmallSteps: clean novels were reported for every "The next morning". A
// book in chapters that has no breaks at all never had any.
func TestSmallSteps(t *testing.T) {
	step := "The next morning the letter came, and it was short, and it was not kind, and he put it in his shoe.\n\n"
	if m := readCase(t, more+step+more); len(m.Damage) != 1 || m.Damage[0].Kind != LostSceneBreak {
		t.Errorf("%+v; want a lost scene break in a text without chapters", m.Damage)
	}
	if m := readCase(t, "Chapter 1\n\n"+more+step+more+"\nChapter 2\n\n"+more+"\nChapter 3\n\n"+more); len(m.Damage) != 0 {
		t.Errorf("%+v; want none in a book", m.Damage)
	}
}

// TestSeams of words: spaces lost behind full stops and before commas, and
// verbs said twice.
func TestSeams(t *testing.T) {
	for text, want := range map[string]DamageKind{
		"She said yes and left.He left too, by the other door.":     MissingSpace,
		"The lamp went out ,and the wind came in at the door.":      MissingSpace,
		"She walked walked to the end of the quay and back again.":  DoubledWord,
		"He went to the the end of the quay, and back again.":       DoubledWord,
		"J.R. Quill of the U.S.A. wrote to Ph.D. students.":         "",
		"See www.example.Org or mail him, if that is what it takes": "",
		"When she tasted it it was cold; it was very very cold.":    "",
		"Node.js and e.g. this one, at 10:30 a.m. on the quay.":     "",
		"He ended. . . . And so . . . it was.":                      "",
		"Красный,белый и синий.Потом":                               MissingSpace,
	} {
		m := readCase(t, text+"\n")
		switch {
		case want == "" && len(m.Damage) > 0, want != "" && (len(m.Damage) == 0 || m.Damage[0].Kind != want):
			t.Errorf("%s: %+v; want %q", text, m.Damage, want)
		}
	}
}
