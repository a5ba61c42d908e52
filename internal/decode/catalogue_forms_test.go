package decode

import (
	"strings"
	"testing"
)

// broken is what a text of two scenes is read as.
var broken = []string{"breaks=1", "body=<p>" + prose + "</p><hr><p>" + prose2 + "</p>"}

// unbroken is what a text is read as in which a line between two scenes is text.
var unbroken = []string{"breaks=0"}

// TestCatalogueBreaks tries entries 46 to 60: scene breaks.
func TestCatalogueBreaks(t *testing.T) {
	marks := map[string][]string{
		"46": {"***", "* * *", "*****", "**"},
		"47": {"---", "- - -", "-----", "—", "– – –", "___", "===", "= = ="},
		"48": {"~*~", "~*~*~", "*~*~*", "~~~", "~ ~ ~", "~", "-~-"},
		"49": {"oOo", "oOoOo", "o0o", "OoO", "0o0", "-oOo-", "o-o-o", "o", "ooOoo", "oOoOoOoOoOo"},
		"50": {"xxx", "XXX", "x x x", "xXx", "xoxo", "XoXoX", "-x-", "X"},
		"51": {"#", "###", "# # #"},
		"52": {"+++", "+ + +", "^^^", "%%%", "&&&", "@@@", "$$$", ":::", "...", ". . .", "•••", "§", "<>", "<><><>", "><><", `/\/\/\`, "|", "[ ]"},
		"53": {"♥", "♦", "☆", "★", "⁂", "❦", "☽", "◇◆◇", ".:.", ".o.", "-:-", ":.:", ".:*:.", "*.*", "-.-", "=^.^="},
		"54": {"SPN SPN SPN", "HPHPHP", "SG1/SG1/SG1"},
		"55": {"Line break", "LINE BREAK", "(line break)", "*page break*", "break", "Scene break", "~scene change~", "[break]", "//line//", "-linebreak-", "L I N E"},
		"56": {"Horizontal rule", "<hr>", "<HR WIDTH=50%>", "<hr size=1 noshade>"},
	}
	for entry, list := range marks {
		for _, mark := range list {
			runCatalogue(t, []catalogueCase{{entry + " " + strings.ReplaceAll(mark, "/", "|"), between(mark), broken, []string{"damage=…"}}})
		}
	}
	guards := map[string][]string{
		"46": {"He said *** and then *** again, and nobody in the room looked up."},
		"47": {"- No, said the dog."},
		"48": {"~I wonder~"},
		"49": {"Ooh!", "Oooooh", "\"O\""},
		"50": {"\"XXX\"", "Xavier"},
		"51": {"# 12"},
		"52": {"\"...\"", "?", "!!!"},
		"53": {"♥ you"},
		"54": {"NO NO NO", "ha ha ha", "hahaha", "bye bye"},
		"55": {"Break it.", "line", "\"Break\""},
		"56": {"<b>hr</b>"},
	}
	for entry, list := range guards {
		for _, text := range list {
			runCatalogue(t, []catalogueCase{{entry + " guard: " + strings.ReplaceAll(text, "/", "|"), between(text), unbroken, nil}})
		}
	}
	wide := prose + "\n\n" + prose2 + "\n\n" + prose + "\n\n" + prose2 + "\n\n" + prose + "\n\n" + prose2
	runCatalogue(t, []catalogueCase{
		{"49 mark and name of a person", between("Oo, as they called her, came last."), unbroken, nil},
		{"50 guard: kisses behind a name", prose + "\n\nDear Ana,\nall is well.\nLove,\nMae\n\nxxx\n\n" + prose2, []string{"breaks=0", "body=…xxx…"}, nil},
		{"54 the same odd line three times", prose + "\n\nxSTARx\n\n" + prose2 + "\n\nxSTARx\n\n" + prose + "\n\nxSTARx\n\n" + prose2, []string{"breaks=3"}, nil},
		{"54 SG-1 three times", prose + "\n\nSG-1\n\n" + prose2 + "\n\nSG-1\n\n" + prose + "\n\nSG-1\n\n" + prose2, []string{"breaks=3"}, nil},
		{"54 guard: an odd line once is text", between("SG-1"), []string{"breaks=0", "body=…SG-1…"}, nil},
		{"57 three blank lines where one is usual", wide + "\n\n\n\n" + prose, []string{"breaks=1"}, nil},
		{"57 guard: three blank lines everywhere", strings.ReplaceAll(wide, "\n\n", "\n\n\n\n"), []string{"breaks=0"}, nil},
		{"57 one blank line more is a gap", wide + "\n\n\n" + prose, []string{"breaks=0", "damage=lost_scene_break:14"}, nil},
		{"58 a hard blank alone is a gap", between("\u00a0"), []string{"breaks=0"}, nil},
		{"58 guard: a word is no gap", between("So."), []string{"body=…<p>So.</p>…"}, nil},
		{"59 points of view", between("Mae's POV"), []string{"breaks=1", `body=…<hr><p class="slug">Mae's POV</p>…`}, nil},
		{"59 in brackets", between("(Tomas POV)"), []string{"breaks=1"}, nil},
		{"59 label", between("POV: Mae"), []string{"breaks=1", "body=…POV: Mae…"}, nil},
		{"59 a name in bold", between("**Mae**"), []string{"breaks=1", `body=…<p class="slug"><strong>Mae</strong></p>…`}, nil},
		{"59 guard: a shout in bold", between("**Stop it!**"), unbroken, nil},
		{"60 slugs", between("Three days later"), []string{"breaks=1", `body=…<p class="slug">Three days later</p>…`}, nil},
		{"60 meanwhile", between("Meanwhile…"), []string{"breaks=1"}, nil},
		{"60 hours", between("0900 hours"), []string{"breaks=1"}, nil},
		{"60 a day", between("Monday, 4 May"), []string{"breaks=1"}, nil},
		{"60 same time, a place", between("Same time, Quay Street"), []string{"breaks=1"}, nil},
		{"60 flashback", between("//flashback//"), []string{"breaks=1"}, nil},
		{"60 end flashback breaks nothing", between("End flashback"), []string{"breaks=0", `body=…class="slug"…`}, nil},
		{"60 drawn round", between("~~~~~Flashback~~~~~"), []string{"breaks=1"}, nil},
		{"60 guard: a sentence", between("Three days later he was dead."), unbroken, nil},
		{"60 guard: speech", between("\"Meanwhile,\" he said."), unbroken, nil},
		{"breaks: two in a row are one", between("***\n\n---"), broken, nil},
		{"breaks: first and last of a text", "***\n\n" + prose + "\n\n" + prose2 + "\n\n***\n", []string{"breaks=0"}, nil},
		{"breaks: a mark in the head closes it", story("Title: Tide\n\n***\n\nOnce, note well, it was otherwise."), []string{"breaks=0", "body=…note well…"}, nil},
		{"breaks: under a line it is a heading", "The Tide\n--------\n\n" + prose + "\n\n" + prose2, []string{"title=The Tide", "breaks=0"}, nil},
	})
}

// TestCatalogueChapters tries entries 61 to 68: chapter heads.
func TestCatalogueChapters(t *testing.T) {
	for _, head := range []string{"Chapter %", "CHAPTER #", "Chapter ^", "Ch. %", "Ch %", "Chap. %", "Chapitre %", "Kapitel %", "Capítulo %", "Capitolo %", "Глава %", "第%章", "~ Chapter % ~", "ch%"} {
		var b strings.Builder
		for i, n := range [][3]string{{"1", "ONE", "I"}, {"2", "TWO", "II"}, {"3", "THREE", "III"}} {
			_ = i
			b.WriteString(strings.NewReplacer("%", n[0], "#", n[1], "^", n[2]).Replace(head) + "\n\n" + prose + "\n\n" + prose2 + "\n\n")
		}
		runCatalogue(t, []catalogueCase{{"61 " + head, b.String(), []string{"chapters=3", "chapter=chapter|"}, nil}})
	}
	two := func(a, b string) string {
		return a + "\n\n" + prose + "\n\n" + prose2 + "\n\n" + b + "\n\n" + prose + "\n\n" + prose2 + "\n"
	}
	runCatalogue(t, []catalogueCase{
		{"61 guard: in a sentence", prose + "\n\nChapter 3 of the book lay open before him.\n\n" + prose2, []string{"chapters=1", "body=…Chapter 3 of…"}, nil},
		{"61 guard: in speech", prose + "\n\n\"Chapter 3\"\n\n" + prose2, []string{"chapters=1"}, nil},
		{"61 guard: numbers do not go back", two("Chapter 4", "Chapter 2"), []string{"chapters=1", "body=…Chapter 2…"}, nil},
		{"62 colon", two("Chapter 1: Tide", "Chapter 2: Ebb"), []string{"chapter=chapter|Tide", "chapter=chapter|Ebb"}, nil},
		{"62 dash and quotes", two("Chapter One — \"Tide\"", "Chapter Two — \"Ebb\""), []string{"chapter=chapter|Tide", "chapter=chapter|Ebb"}, nil},
		{"62 title on the next line", two("Chapter 1\nThe Tide", "Chapter 2\n\nThe Ebb"), []string{"chapter=chapter|The Tide", "chapter=chapter|The Ebb"}, nil},
		{"62 numbered titles", "1. Tide\n\n" + more + "2. Ebb\n\n" + more + "3. Slack\n\n" + more, []string{"chapters=3", "chapter=chapter|Tide", "chapter=chapter|Slack"}, nil},
		{"62 guard: a short line that speaks", two("Chapter 1\n\n\"Well?\"", "Chapter 2"), []string{"chapter=chapter|", "body=…Well?…"}, nil},
		{"63 parts", two("Part One", "Part Two"), []string{"chapters=2"}, nil},
		{"63 parts in words", two("Part the First", "Part the Second"), []string{"chapters=2"}, nil},
		{"63 fractions", two("(1/3)", "(2/3)"), []string{"chapters=2", "total=3"}, nil},
		{"63 days", two("Day 1", "Day 2"), []string{"chapters=2"}, nil},
		{"63 acts", two("Act I", "Act II"), []string{"chapters=2"}, nil},
		{"63 prologue and epilogue", two("Prologue", "Epilogue"), []string{"chapter=prologue|", "chapter=epilogue|"}, nil},
		{"63 interlude", two("Chapter 1", "Interlude: Rain"), []string{"chapter=interlude|Rain"}, nil},
		{"63 omake", two("Chapter 1", "Omake"), []string{"chapter=side_story|"}, nil},
		{"63 drabbles", two("Drabble #1", "Drabble #2"), []string{"chapters=2"}, nil},
		{"63 guard: one day is no chapter", prose + "\n\nDay 3\n\n" + prose2, []string{"chapters=1"}, nil},
		{"63 guard: part of a sentence", prose + "\n\nPart of him wanted to go.\n\n" + prose2, []string{"chapters=1"}, nil},
		{"64 bare numbers", "1\n\n" + more + "2\n\n" + more + "3\n\n" + more, []string{"chapters=3"}, nil},
		{"64 bare roman", "I\n\n" + more + "II.\n\n" + more + "III\n\n" + more, []string{"chapters=3"}, nil},
		{"64 guard: two are too few", "1\n\n" + more + "2\n\n" + more, []string{"chapters=1"}, nil},
		{"64 guard: too close", "1\n\n" + prose + "\n\n2\n\n" + prose + "\n\n3\n\n" + prose, []string{"chapters=1"}, nil},
		{"65 capitals", "THE TIDE\n\n" + more + "THE EBB\n\n" + more + "THE SLACK\n\n" + more, []string{"chapters=3", "chapter=chapter|THE EBB"}, nil},
		{"65 guard: shouting", prose + "\n\nGET OUT!\n\n" + prose2 + "\n\nNOW!\n\n" + prose + "\n\nGO!\n\n" + prose2, []string{"chapters=1"}, nil},
		{"66 markdown", "# The Tide\n\n## One\n\n" + prose + "\n\n" + prose2 + "\n\n## Two\n\n" + prose, []string{"title=The Tide", "chapters=2"}, nil},
		{"66 underlined", "The Tide\n========\n\nFirst Water\n-----------\n\n" + prose + "\n\nSecond Water\n------------\n\n" + prose2, []string{"title=The Tide", "chapters=2", "chapter=chapter|Second Water"}, nil},
		{"66 guard: a rule under a paragraph", prose + "\n---\n" + prose2, []string{"chapters=1", "breaks=1"}, nil},
		{"67 title before each head", two("The Tide - Chapter 1 by Mara", "The Tide - Chapter 2 by Mara"), []string{"title=The Tide", "authors=Mara", "chapters=2"}, nil},
		{"67 guard: some other words once", prose + "\n\nSo it went - part 2 of the plan.\n\n" + prose2, []string{"chapters=1"}, nil},
		{"contents are no chapters", "Chapter 1: Tide\n\nChapter 2: Ebb\n\n" + two("Chapter 1", "Chapter 2"), []string{"chapters=2", "chapter=chapter|Tide", "chapter=chapter|Ebb"}, nil},
		{"after a part the count begins again", two("Book One\n\nChapter 1", "Book Two\n\nChapter 1"), []string{"chapters=2", "chapter=chapter|Book Two"}, nil},
	})
}

// TestFileName tries entry 68: what a file's name says.
func TestFileName(t *testing.T) {
	for name, want := range map[string]struct {
		title         string
		number, total int
	}{
		"Story 03 - Tide.txt":           {"Tide", 3, 0},
		"story_ch3.html":                {"story", 3, 0},
		"ch03.txt":                      {"", 3, 0},
		"01of12.txt":                    {"", 1, 12},
		"tide 2 of 3.txt":               {"tide", 2, 3},
		"000_first_light.txt":           {"first light", 0, 0},
		"004_something.txt":             {"something", 4, 0},
		"01 - The Tide.md":              {"The Tide", 1, 0},
		"dir/inner/The-Long-Field.epub": {"The Long Field", 0, 0},
		`C:\fic\Tide.TXT`:               {"Tide", 0, 0},
		"1984 and after.txt":            {"1984 and after", 0, 0},
		"Dr. Who.txt":                   {"Dr. Who", 0, 0},
		"Mr. Quill goes home":           {"Mr. Quill goes home", 0, 0},
	} {
		title, number, total := FileName(name)
		if title != want.title || number != want.number || total != want.total {
			t.Errorf("FileName(%q) = %q, %d, %d; want %q, %d, %d", name, title, number, total, want.title, want.number, want.total)
		}
	}
}

// TestCatalogueEnds tries entries 69 to 72: end marks and debris.
func TestCatalogueEnds(t *testing.T) {
	for _, mark := range []string{"THE END", "The End.", "END", "-end-", "~fin~", "Fin", "FIN", "finis", "Owari", "Ende", "KONIEC", "Конец", "El fin", "-30-"} {
		runCatalogue(t, []catalogueCase{{"69 " + mark, ended(mark + "\n\nThat was fun to do."), []string{"status=complete", "after=That was fun to do.", "dropped=" + mark + " (end mark)"}, []string{"body=…fun…"}}})
	}
	for _, mark := range []string{"TBC", "TBC...", "To Be Continued", "to be continued?", "tbc?", "TBC or not?", "Fortsetzung folgt", "A suivre", "Continuará"} {
		runCatalogue(t, []catalogueCase{{"70 " + mark, ended(mark), []string{"status=in_progress", "dropped=" + mark + " (end mark)"}, nil}})
	}
	for _, mark := range []string{"End of Part 1", "End Chapter 3", "End (1/5)", "/end", "End chapter"} {
		runCatalogue(t, []catalogueCase{{"71 " + strings.ReplaceAll(mark, "/", "|"), ended(mark), []string{"status=", "dropped=" + mark + " (end mark)"}, nil}})
	}
	for _, line := range []string{"End file.", "*** END OF THE TIDE ***", "Return to top", "Back to index", "Previous Next", "Back to archive home", "Story copyright 2003 by the author", "You must login to review"} {
		runCatalogue(t, []catalogueCase{{"72 " + line, ended(line), nil, []string{"body=…" + line + "…", "after=…" + line + "…"}}})
	}
	runCatalogue(t, []catalogueCase{
		{"69 guard: the answer Fine", ended("Fine."), []string{"status=", "body=…Fine.…"}, nil},
		{"69 guard: in a sentence", ended("The end was near, and they knew it, and they put the kettle on."), []string{"status=", "body=…The end was near…"}, nil},
		{"69 guard: in speech", ended("\"The end,\" she said."), []string{"status="}, nil},
		{"69 guard: a chapter goes on behind it", prose + "\n\nEnd\n\n" + more + more, []string{"status="}, nil},
		{"70 guard: in a sentence", ended("To be continued, said the letter, and there was no second page."), []string{"status="}, nil},
		{"71 guard: the end of a thing", ended("End of the line, said the man."), []string{"body=…End of the line…"}, nil},
		{"72 address of the archive", ended("This story archived at http://www.example.org/viewstory.php?sid=7"), []string{"url=http://www.example.org/viewstory.php?sid=7"}, nil},
		{"72 guard: back to the story", ended("Back to the island they went, all nine of them, in the rain."), []string{"body=…Back to the island…"}, nil},
	})
}

// TestForms tries section 5.7: verse, letters, chats and scripts.
func TestForms(t *testing.T) {
	runCatalogue(t, []catalogueCase{
		{"verse", between("Nine gulls upon the harbour wall,\nand one of them is me,\nand one is no one after all"), []string{"verse=1", `body=…<div class="verse"><p>Nine gulls upon the harbour wall,<br>and one…`}, nil},
		{"lyrics in italics line by line", between("*Nine gulls upon the wall*\n\n*and one of them is me*\n\n*and one is no one at all*"), []string{"verse=1"}, nil},
		{"lyrics between slashes", between("/Nine gulls upon the wall\nand one of them is me\nand one is no one at all/"), []string{"verse=1", "body=…<em>Nine gulls…"}, nil},
		{"lyrics in speech", between("\"Nine gulls upon the wall,\nand one of them is me,\nand one is no one at all,\"\n\nshe sang."), []string{"verse=1"}, nil},
		{"guard: talk is no verse", between("\"Yes,\" he said.\n\"No,\" she said.\n\"Well then.\""), []string{"verse=0"}, nil},
		{"guard: two lines are no verse", between("Nine gulls upon the wall\nand one of them is me"), []string{"verse=0"}, nil},
		{"letter", between("Dear Ana,\n\nAll is well here and the roof is nearly on.\n\nLove,\nMae"), []string{`body=…<div class="letter"><p>Dear Ana,</p>…`, "body=…Love,<br>Mae…"}, nil},
		{"guard: dear in a sentence", between("Dear God, he thought, not again, and he went down to look."), nil, []string{`body=…class="letter"…`}},
		{"chat", between("Mae: are you there\nTom: no\nMae: good"), []string{`body=…<div class="chat"><p>Mae: are you there<br>Tom: no…`}, nil},
		{"script", between("MAE: (laughs) No.\n\nTOM: Yes.\n\nMAE: (exits) No."), []string{`body=…<div class="chat">…`}, nil},
		{"guard: one colon is no chat", between("He had one rule: never at sea."), nil, []string{`body=…class="chat"…`}},
	})
}
