package decode

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// prose is a paragraph that no rule can mistake for anything else.
const prose = "The boats came in on the evening tide with their lamps already lit, and the women on the wall counted them twice over before anybody would agree to go home to bed."

// prose2 is another, and more is long enough to part two bare chapter numbers.
const prose2 = "Nobody spoke of the missing one until the morning, when the gulls were up and the kettles were on and the children had been sent out to look along the sand."

var more = strings.Repeat(prose+"\n\n"+prose2+"\n\n", 3)

// catalogueCase is one story and what must, and must not, be read in it.
type catalogueCase struct {
	entry string // number in the catalogue of plain-text forms, and what is tried
	text  string
	want  []string
	not   []string
}

// readCase reads a story and holds it to the law that nothing is lost.
func readCase(t *testing.T, text string) Manuscript {
	t.Helper()
	m, err := readText(fileInput{path: "case.txt", bytes: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	source, _, err := toUTF8([]byte(text), "")
	if err != nil {
		t.Fatal(err)
	}
	checkNothingLost(t, source, m)
	return m
}

// factsOf writes a manuscript as one fact a line.
func factsOf(m Manuscript) []string {
	f := []string{"title=" + m.Title, "rating=" + string(m.Rating), "status=" + string(m.Status), "language=" + m.Language,
		fmt.Sprintf("series=%s #%d", m.Series, m.SeriesPart), "url=" + m.SourceURL, fmt.Sprint("total=", m.ChapterTotal),
		fmt.Sprint("breaks=", m.SceneBreaks), fmt.Sprint("verse=", m.VerseBlocks), fmt.Sprint("footnotes=", m.Footnotes), fmt.Sprint("chapters=", len(m.Chapters)),
		"authors=" + strings.Join(m.Authors, "|"), "summary=" + strings.TrimSpace(plainOf(m.Summary))}
	if !m.Published.IsZero() {
		f = append(f, "published="+m.Published.Format("2006-01-02"))
	}
	if !m.Updated.IsZero() {
		f = append(f, "updated="+m.Updated.Format("2006-01-02"))
	}
	for _, t := range m.Tags {
		f = append(f, string(t.Type)+"="+t.Name)
	}
	for _, c := range m.Credits {
		f = append(f, string("credit "+c.Role)+"="+c.Name+"|"+c.Title)
	}
	for _, d := range m.Dedicated {
		f = append(f, "dedicated="+d)
	}
	for _, r := range m.Requests {
		f = append(f, "request="+r)
	}
	for _, p := range noteParagraphs(m.NotesBefore) {
		f = append(f, "before="+p)
	}
	for _, p := range noteParagraphs(m.NotesAfter) {
		f = append(f, "after="+p)
	}
	for _, c := range m.Chapters {
		f = append(f, "chapter="+string(c.Kind)+"|"+c.Title, "body="+c.Body)
		for _, p := range noteParagraphs(c.NotesBefore) {
			f = append(f, "chapter before="+p)
		}
		for _, p := range noteParagraphs(c.NotesAfter) {
			f = append(f, "chapter after="+p)
		}
	}
	for _, d := range m.Dropped {
		f = append(f, "dropped="+d.Text+" ("+d.Reason+")")
	}
	for _, g := range m.Guesses {
		f = append(f, "guess "+g.Field+"="+g.Value)
	}
	for _, d := range m.Damage {
		f = append(f, fmt.Sprintf("damage=%s:%d", d.Kind, d.Line))
	}
	return f
}

func noteParagraphs(h string) []string {
	var out []string
	for _, p := range strings.Split(h, "</p>") {
		if p = strings.TrimSpace(plainOf(p)); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// has says whether a fact holds; "…x…" holds when a fact contains x.
func has(facts []string, want string) bool {
	key, value, _ := strings.Cut(want, "=")
	if strings.HasPrefix(value, "…") {
		value = strings.Trim(value, "…")
		return slices.ContainsFunc(facts, func(f string) bool { return strings.HasPrefix(f, key+"=") && strings.Contains(f[len(key):], value) })
	}
	return slices.Contains(facts, want)
}

func runCatalogue(t *testing.T, cases []catalogueCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.entry, func(t *testing.T) {
			facts := factsOf(readCase(t, c.text))
			for _, w := range c.want {
				if !has(facts, w) {
					t.Errorf("want %q in\n%s", w, strings.Join(facts, "\n"))
				}
			}
			for _, n := range c.not {
				if has(facts, n) {
					t.Errorf("unwanted %q in\n%s", n, strings.Join(facts, "\n"))
				}
			}
		})
	}
}

// story is a text with the lines above prose.
func story(head string) string { return head + "\n\n" + prose + "\n\n" + prose2 + "\n" }

// ended is a text with the lines below prose.
func ended(tail string) string { return prose + "\n\n" + prose2 + "\n\n" + tail + "\n" }

// between is a text with a line between two scenes.
func between(mark string) string { return prose + "\n\n" + mark + "\n\n" + prose2 + "\n" }

// TestCatalogueLabels tries entries 1 to 30: header labels.
func TestCatalogueLabels(t *testing.T) {
	runCatalogue(t, []catalogueCase{
		{"01 title", story(`Story Title: "The Tide" by Mara (1/7)`), []string{"title=The Tide", "authors=Mara", "total=7", "guess number=1"}, nil},
		{"01 title in marks", story("**FIC TITLE**: Tide Tables [COMPLETE]"), []string{"title=Tide Tables", "status=complete"}, nil},
		{"01 guard: by belongs to the title when an author is named", story("Title: Stranded by Design\nAuthor: Mara"), []string{"title=Stranded by Design", "authors=Mara"}, nil},
		{"01 guard: no label in the body", between("Name: a word that he had never liked, and had never been called by."), []string{"title=case"}, []string{"title=…word…"}},
		{"02 author", story("Title: Tide\nWritten by: Mara Quill, Jo and Pell"), []string{"authors=Mara Quill|Jo|Pell"}, nil},
		{"02 byline", story("Tide\nby Mara Quill"), []string{"title=Tide", "authors=Mara Quill"}, nil},
		{"02 title, byline and rating in a row", story("Tide\nby Mara Quill\nPG-13"), []string{"title=Tide", "authors=Mara Quill", "rating=Teen And Up Audiences", "verse=0"}, nil},
		{"02 by on a line of its own", story("THE LAMP\n\nby\n\nTamsin Orrery"), []string{"title=THE LAMP", "authors=Tamsin Orrery"}, nil},
		{"02 guard: by begins prose", "Tide\n\nby the time the boats were in, " + prose, []string{"authors=", "body=…by the time…"}, nil},
		{"03 e-mail", story("Title: Tide\nE-mail: mara@example.org\nAuthor: Mara <mara@example.org>"), []string{"authors=Mara", "dropped=mara@example.org (an e-mail address is not shown)"}, []string{"before=…@…"}},
		{"03 guard: an address inside the story stays", between("She wrote bell@example.org on the wall with a burnt stick and stood back to admire it for a while."), []string{"body=…bell@example.org…"}, nil},
		{"04 co-author", story("Author: Mara\nCo-author: Pell"), []string{"authors=Mara|Pell"}, nil},
		{"04 guard: a name said twice is one", story("Author: Mara\nCo-authors: Mara & Pell"), []string{"authors=Mara|Pell"}, nil},
		{"05 fandom", story("Fandoms: Saltmarsh, Ostrava\nX-over: Nine Lives"), []string{"fandom=Saltmarsh", "fandom=Ostrava", "fandom=Nine Lives"}, nil},
		{"05 guard: show needs a colon", between("Show - that was the word - had never been her way, and she did not begin with it now, at sixty."), nil, []string{"fandom=…word…"}},
		{"06 rating", story("Raiting: PG13"), []string{"rating=Teen And Up Audiences", "dropped=PG13 (read as rating: Teen And Up Audiences)"}, nil},
		{"06 reason stays readable", story("Rating: R for swearing"), []string{"rating=Mature", "before=Rating: R for swearing"}, nil},
		{"06 guard: not rated without a word", story("Tide"), []string{"rating=Not Rated"}, nil},
		{"07 warnings", story("Warnings: character death, Rape/Non-Con, clowns"), []string{"warning=Major Character Death", "warning=Rape/Non-Con", "freeform=clowns"}, nil},
		{"07 none is said in the archive's words", story("Warnings: None"), []string{"warning=No Archive Warnings Apply"}, []string{"freeform=None"}},
		{"07 no warnings", story("WARNINGS: no warnings."), []string{"warning=No Archive Warnings Apply"}, []string{"freeform=…no warnings…"}},
		{"07 not applicable", story("Content Warning: N/A"), []string{"warning=No Archive Warnings Apply"}, nil},
		{"07 in any case", story("Archive Warnings: NO ARCHIVE WARNINGS APPLY!"), []string{"warning=No Archive Warnings Apply"}, nil},
		{"07 none in German", story("Warnungen: keine"), []string{"warning=No Archive Warnings Apply"}, nil},
		{"07 guard: more than none", story("Warnings: None, except for a drowned cow"), nil, []string{"warning=No Archive Warnings Apply"}},
		{"07 guard: none so far", story("Warnings: none so far"), nil, []string{"warning=…", "freeform=none so far"}},
		{"07 guard: no death is no answer", story("Warnings: no character death, no rape"), nil, []string{"warning=…"}},
		{"07 guard: no kinks is no answer", story("Kinks: none"), nil, []string{"warning=…"}},
		{"07 guard: a warning stands besides", story("Warnings: none\nContent warnings: character death"), []string{"warning=Major Character Death"}, []string{"warning=No Archive Warnings Apply"}},
		{"08 pairings", story("Pairing: A/B, Cora x Dan, EricxFay, Gus & Hal, Ida+Jo, past Kit/Lea, onesided Max/Ned, Shipname"), []string{
			"relationship=A/B", "relationship=Cora/Dan", "relationship=Eric/Fay", "relationship=Gus & Hal", "relationship=Ida/Jo",
			"relationship=Kit/Lea", "freeform=past", "relationship=Max/Ned", "freeform=onesided", "freeform=Shipname"}, nil},
		{"08 no pairing", story("Pairings: none"), []string{"category=Gen"}, []string{"freeform=none"}},
		{"08 guard: max is no cross", story("Pairing: Maxine/Rex"), []string{"relationship=Maxine/Rex"}, nil},
		{"09 characters", story("Main Characters: Isolde, Bram and Hob\nPOV: Hob"), []string{"character=Isolde", "character=Bram", "character=Hob", "freeform=POV: Hob"}, nil},
		{"09 guard: cast is a verb", between("Cast out on the water, the net lay flat for a moment and then was gone, as nets are."), nil, []string{"character=…out…"}},
		{"10 category", story("Genre: Angst/Humor\nCategory: Slash"), []string{"freeform=Angst", "freeform=Humor", "category=M/M"}, nil},
		{"10 gossamer codes", story("CLASSIFICATION: S, MSR, A"), []string{"freeform=Story", "freeform=MSR", "freeform=Angst"}, nil},
		{"10 guard: words are no codes", story("Keywords: Sea, Rain"), []string{"freeform=Sea", "freeform=Rain"}, []string{"freeform=Story"}},
		{"11 summary runs on", story("Title: Tide\nSummary: Bram comes home\non the wrong tide.\nRating: G"), []string{"summary=…Bram comes home…", "summary=…wrong tide…", "rating=General Audiences"}, nil},
		{"11 guard: summary in the body", between("In summary: the boat was gone and the rope was cut and the dog knew more than it would say."), []string{"summary="}, nil},
		{"12 disclaimer", story("Disclamer: I own nothing."), []string{"before=Disclamer: I own nothing."}, []string{"body=…nothing…"}},
		{"12 without label", story("Tide\n\nI don't own these people, I only borrow them."), []string{"before=I don't own these people, I only borrow them."}, nil},
		{"12 above the title", "Standard disclaimers apply.\n\nLove Among the Nets\nby Tamsin\n\n" + prose + "\n\n" + prose2, []string{"title=Love Among the Nets", "authors=Tamsin", "before=Standard disclaimers apply."}, nil},
		{"12 guard: a thought", "I don't own the moon, he thought, and nobody does.\n\n" + prose + "\n\n" + prose2, []string{"body=…the moon…"}, []string{"before=…moon…"}},
		{"12 guard: he owns the shop", "Tide\n\nHe owns the shop on the corner, and the corner too, people say, and he has never once been seen to sell anything to anybody in it.", []string{"body=…owns the shop…"}, []string{"before=…shop…", "credit other=…"}},
		{"13 spoilers and timeline", story("Spoilers: Season 2\nTimeline: after the flood"), []string{"freeform=Spoilers: Season 2", "freeform=Timeline: after the flood"}, nil},
		{"13 guard: set is a verb", between("Set down by the door, the basket began to move, and the cat went a long way round it."), nil, []string{"freeform=…basket…"}},
		{"14 notes", story("Author's Notes: Written in one night."), []string{"before=Written in one night.", "dropped=Author's Notes (label)"}, nil},
		{"14 guard: a note in the story", between("Note: the letter said nothing of the money. He turned it over, and over again, and held it to the lamp."), []string{"body=…Note: the letter…"}, nil},
		{"15 beta", story("Beta: Lucia Frost and Kit"), []string{"credit beta=Lucia Frost|", "credit beta=Kit|", "before=Beta: Lucia Frost and Kit"}, nil},
		{"15 guard: unbeta'd names nobody", story("Beta: none, all mistakes are mine"), nil, []string{"credit beta=…none…", "credit beta=…mistakes…"}},
		{"16 dedication and prompt", story("Dedication: For Ana\nPrompt by: Sunfish\nRequest: more rain"), []string{"dedicated=For Ana", "before=Dedication: For Ana", "credit prompt=Sunfish|", "request=more rain"}, nil},
		{"16 guard: For begins prose", "Tide\n\nFor Ana the night was long, and the wind was in the wrong quarter, and nobody had thought to bring the lamp up from the boat before it was dark.", []string{"body=…For Ana…"}, []string{"dedicated=…Ana…"}},
		{"17 archive", story("Archive: Ask first"), []string{"before=Archive: Ask first"}, nil},
		{"17 guard: archived in prose", between("Archived among the bones of smaller fish, the ring lay where the heron had dropped it a year before."), []string{"body=…Archived…"}, nil},
		{"18 feedback", story("Feedback: Yes, please!"), []string{"before=Feedback: Yes, please!"}, nil},
		{"18 guard: an address alone is dropped", story("Feedback: mara@example.org"), []string{"dropped=mara@example.org (an e-mail address is not shown)"}, []string{"before=…Feedback…"}},
		{"19 status", story("Status: WIP"), []string{"status=in_progress"}, nil},
		{"19 complete", story("Complete: yes"), []string{"status=complete"}, nil},
		{"19 guard: complete is a word", between("Complete darkness had come down by then, and they had to feel for the steps with their hands."), []string{"status="}, nil},
		{"20 dates", story("Posted: May 4, 2004\nLast updated: 2005-01-31"), []string{"published=2004-05-04", "updated=2005-01-31"}, nil},
		{"20 month first when in doubt", story("Date: 3/4/2004"), []string{"published=2004-03-04", "guess published=2004-03-04"}, nil},
		{"20 guard: no date, a note", story("Written: on the bus"), []string{"before=Written: on the bus"}, []string{"published=…"}},
		{"21 words", story("Word count: 4,512"), []string{"dropped=4,512 (read as a word count; words are counted anew)"}, nil},
		{"21 guard: length in prose", between("Length for length the two ropes were the same, and only one of them was wet when they found it."), []string{"body=…Length for length…"}, nil},
		{"22 series", story("Series: Saltmarsh Tales, part 3"), []string{"series=Saltmarsh Tales #3"}, nil},
		{"22 part of", story("Part of: Book 2 of the Lamp series"), []string{"series=Lamp #2"}, nil},
		{"22 guard: sequel stays a note", story("Sequel to: The Bell Rope"), []string{"before=Sequel to: The Bell Rope", "series= #0"}, nil},
		{"23 language and translator", story("Language: Deutsch\nTranslated by: Ilse Korn"), []string{"language=de", "credit translation=Ilse Korn|"}, nil},
		{"23 guard: an unknown language is a note", story("Language: strong"), []string{"language=", "before=Language: strong"}, nil},
		{"24 chapters", story("Chapters: 3/10"), []string{"total=10"}, nil},
		{"24 guard: no number, a note", story("Chapters: as many as it takes"), []string{"total=0", "before=Chapters: as many as it takes"}, nil},
		{"25 address", story("URL: http://stories.example.com/tide.html\nHomepage: http://mara.example.com"), []string{"url=http://stories.example.com/tide.html", "dropped=http://mara.example.com (an address of the author is not shown)"}, nil},
		{"25 guard: source needs an address", story("Source: my own head"), []string{"url=", "before=Source: my own head"}, nil},
		{"26 music", story("Song: 'Harbour Lights' by Delia Faye\nBased on: The Long Field by Hedda Crane"), []string{"credit song=Delia Faye|Harbour Lights", "credit source=Hedda Crane|The Long Field"}, nil},
		{"26 guard: no artist, no credit", story("Soundtrack: rain on a tin roof"), []string{"before=Soundtrack: rain on a tin roof"}, []string{"credit song=…"}},
		{"27 art", story("Banner by: Vesper Lyle"), []string{"credit art=Vesper Lyle|", "before=Banner by: Vesper Lyle"}, nil},
		{"27 guard: cover is a verb", between("Cover the well before you go, she said, and he did not, and that was the whole of the quarrel."), nil, []string{"credit art=…"}},
		{"28 russian", story("Название: Море\nАвтор: Вера Лист\nПейринг: Илья/Марк\nДисклеймер: Герои принадлежат Павлу Орлову"), []string{"title=Море", "authors=Вера Лист", "relationship=Илья/Марк", "credit characters=Павлу Орлову|", "language=ru"}, nil},
		{"28 guard: a russian sentence", between("Автор сказал, что лодка ушла, и никто ему не поверил до самого утра, пока не вернулся ветер."), []string{"authors="}, nil},
		{"29 german", story("Titel: Ebbe\nAutor(in): Frieda\nZusammenfassung: Das Boot fehlt.\nAltersfreigabe: ab 16"), []string{"title=Ebbe", "authors=Frieda", "summary=Das Boot fehlt.", "rating=Mature", "language=de"}, nil},
		{"29 guard: warnung needs its colon or dash", between("Warnung hatte es keine gegeben, sagte der Fischer, und er sagte es jedem, der es hören wollte."), nil, []string{"freeform=…"}},
		{"30 romance languages", story("Título: Marea\nAutora: Pilar\nResumen: El barco falta.\nPareja: Inés/Tomás"), []string{"title=Marea", "authors=Pilar", "summary=El barco falta.", "relationship=Inés/Tomás", "language=es"}, nil},
		{"30 french, blank before the colon", story("Titre : Marée\nAuteur : Solène\nNote de l’auteur : Merci."), []string{"title=Marée", "authors=Solène", "before=Merci."}, nil},
		{"30 guard: per is a preposition", between("Per i due fratelli la notte fu lunga, e nessuno dei due volle dire per primo quello che pensava."), nil, []string{"dedicated=…"}},
	})
}

// TestCatalogueNotes tries entries 31 to 45: notes and asides.
func TestCatalogueNotes(t *testing.T) {
	runCatalogue(t, []catalogueCase{
		{"31 at the top", story("A/N: Hello again."), []string{"before=Hello again.", "body=…boats came in…"}, []string{"before=…boats…"}},
		{"31 where lines are paragraphs", "A/N: Hello again.\n" + prose + "\n" + prose2, []string{"before=Hello again.", "body=<p>" + prose + "</p><p>" + prose2 + "</p>"}, nil},
		{"31 a rating in the note", story("A/N: Hello again. Rated M for what comes."), []string{"rating=Mature", "before=Hello again. Rated M for what comes."}, nil},
		{"31 guard: a rated thing", story("A/N: Hello again. I rated It highly."), []string{"rating=Not Rated"}, nil},
		{"31 and on with the story", story("A/N: Hello again.\n\nNow, on with the story!"), []string{"before=Now, on with the story!"}, nil},
		{"31 guard: a short chapter between two notes", "Chapter 1\n\n" + more + "Chapter 2\n\nA/N: sorry!\n\nShe shouted. He could not hear her for the wind.\n\nA/N: more soon.", []string{"body=<p>She shouted. He could not hear her for the wind.</p>"}, []string{"chapter=notice|"}},
		{"31 guard: up to the blank line", story("A/N: Hello again."), []string{"body=<p>" + prose + "</p><p>" + prose2 + "</p>"}, nil},
		{"32 at the end", ended("A/N: That was it.\n\nMore next week, I promise."), []string{"after=That was it.", "after=More next week, I promise."}, []string{"body=…promise…"}},
		{"32 guard: a note between scenes stays", prose + "\n\nA/N: short break!\n\n***\n\n" + more, []string{"body=…short break…", "after=…"}[:1], []string{"after=short break!"}},
		{"33 inside a paragraph", between("The bell rang (A/N: it is a real bell!) and the doors opened one after another all down the street."), []string{"body=…(A/N: it is a real bell!)…", "guess note_in_text=(A/N: it is a real bell!)"}, []string{"before=…bell…"}},
		{"33 guard: other brackets", between("The bell rang (and it was a real bell) and the doors opened one after another all down the street."), nil, []string{"guess note_in_text=…bell…"}},
		{"34 double brackets", between("[[ sorry about this bit ]] The doors opened one after another all down the street in the rain."), []string{"guess note_in_text=[[ sorry about this bit ]]"}, nil},
		{"34 guard: single brackets", between("[sic] was written on the wall in chalk, and nobody in the street knew what it meant."), nil, []string{"guess note_in_text=…sic…"}},
		{"35 a line of its own, up to the rule", "Author's Note\n\nI wrote this on a train.\n\nIt was a slow train.\n\n***\n\n" + prose + "\n\n" + prose2, []string{"before=I wrote this on a train.", "before=It was a slow train.", "breaks=0"}, []string{"body=…train…"}},
		{"35 guard: without a rule one paragraph", "Author's Note\n\nI wrote this on a train.\n\n" + prose + "\n\n" + prose2, []string{"before=I wrote this on a train.", "body=<p>" + prose + "</p><p>" + prose2 + "</p>"}, nil},
		{"36 marked labels", story("~A/N~ Hello."), nil, nil},
		{"36 stars", story("**AN**: Hello."), []string{"before=Hello."}, nil},
		{"36 dash", story("AN- Hello."), []string{"before=Hello."}, nil},
		{"36 semicolon", story("A/N; Hello."), []string{"before=Hello."}, nil},
		{"36 guard: An old man", "Tide\n\nAn - old word for a loan - was what he asked for, and he asked for it at every door in the street until it was dark.", []string{"body=…old word…"}, []string{"before=…"}},
		{"37 replies", ended("Replies to reviews:\nSunfish: thank you!\nPell: no."), []string{"after=…Sunfish: thank you!…"}, []string{"body=…Sunfish…"}},
		{"37 guard: a conversation", ended("Sunfish: are you there\nPell: no\nSunfish: good"), []string{"body=…Sunfish…"}, []string{"after=…"}},
		{"38 pleas", ended("Please review!"), []string{"after=Please review!"}, nil},
		{"38 r&r", ended("R&R!"), []string{"after=R&R!"}, nil},
		{"38 without a label, with love", ended("Well there you go! Tell me what you think.\n\nLove, Tamsin xxx"), []string{"after=Well there you go! Tell me what you think.", "after=Love, Tamsin xxx"}, nil},
		{"38 guard: love in the story", ended("Love, he said, was a word for boats."), []string{"body=…Love, he said…"}, []string{"after=…"}},
		{"38 guard: a review in the story", ended("The review ran to eleven lines and was signed with a drawing of a fish."), []string{"body=…eleven lines…"}, []string{"after=…"}},
		{"39 per chapter", "Chapter 1\n\nDisclaimer: Not mine.\n\n" + more + "Chapter 2\n\nDisclaimer: see chapter 1\n\n" + more, []string{"chapter before=Disclaimer: see chapter 1", "chapters=2"}, nil},
		{"39 guard: see chapter 1 is no head", "Chapter 1\n\n" + more + "Chapter 2\n\nDisclaimer: see chapter 1\n\n" + more, []string{"chapters=2"}, nil},
		{"40 footnotes", between("The gorn [1] rang and the pesk [2] rang after it, twice, and then there was no sound at all.") + "\n[1] a bear\n[2] a fish\n", []string{"footnotes=2", `body=…<li class="fn" value="2">a fish</li>…`}, nil},
		{"40 translations", ended("Translations:\ngorn - a bear\npesk - a fish"), []string{"after=…gorn - a bear…"}, nil},
		{"40 guard: a list without marks in the text", ended("[1] He counted the boats."), []string{"footnotes=0", "body=…[1] He counted…"}, nil},
		{"41 recap", story("Last time: Oswin fell off the roof."), []string{"before=Last time: Oswin fell off the roof.", "guess recap=Oswin fell off the roof."}, nil},
		{"41 guard: last time in prose", "Last time he had come by sea, and the time before that on foot, and this time he did not mean to say how he had come at all.\n\n" + prose, []string{"body=…Last time he…"}, []string{"guess recap=…"}},
		{"42 preview", ended("Next chapter: the clown comes back."), []string{"after=Next chapter: the clown comes back."}, nil},
		{"42 guard: next time in prose", ended("Next time he would bring the lamp, and the dog, and a longer rope."), []string{"body=…Next time he…"}, []string{"after=…"}},
		{"43 edit", story("Edit: fixed the spelling."), []string{"before=Edit: fixed the spelling."}, nil},
		{"43 guard: edit in prose", story("Edit it, said the editor, and so she did, until there was nothing left on the page but the date and her own name."), []string{"body=…Edit it…"}, []string{"before=…Edit…"}},
		{"44 crossposted", story("Cross-posted to: http://fic.example.com/tide"), []string{"url=http://fic.example.com/tide"}, nil},
		{"44 guard: a signpost", between("Posted at the crossroads, he had nothing to do but watch the road and count the carts going by."), []string{"url=", "body=…Posted at…"}, nil},
		{"45 without label", story("Tide\n\nBeta'd by Lucia Frost. All remaining mistakes are mine."), []string{"credit beta=Lucia Frost|", "before=…mistakes are mine…"}, nil},
		{"45 a name at the end", ended("A/N: Done.\n\n~Mara"), []string{"after=~Mara"}, nil},
		{"45 guard: speech at the end", ended("— Sí\n\n— No"), []string{"body=…— No…"}, []string{"after=…"}},
		{"45 guard: mistakes in the story", story("Tide\n\nThe mistakes that he had made were all in the ledger, in red, and the ledger was in the safe, and the safe was in the sea."), []string{"body=…mistakes…"}, []string{"before=…"}},
	})
}
