package decode

import (
	"strings"
	"testing"
)

// TestShapesOfOldFiles holds files whose shape came out wrong: parts that hold
// numbered chapters, a blank line behind every wrapped line, headers wrapped
// narrower than their stories.
func TestShapesOfOldFiles(t *testing.T) {
	num := func(heads ...string) string {
		var b strings.Builder
		for _, h := range heads {
			b.WriteString(h + "\n\n")
			if !strings.HasPrefix(h, "PART") {
				b.WriteString(more)
			}
		}
		return b.String()
	}
	runCatalogue(t, []catalogueCase{
		{"numbered chapters in parts", "THE LEDGER\nA Novel in Two Parts\n\nby Hedda Kvam\n\nContents\n\nPart One: Oil\n  1. The Tank\n  2. String\nPart Two: Brass\n  3. The Clock\n  4. October\nEpilogue\n\n" +
			num("PART ONE: OIL", "1. The Tank", "2. String", "PART TWO: BRASS", "3. The Clock", "4. October", "EPILOGUE"),
			[]string{"title=THE LEDGER", "authors=Hedda Kvam", "chapters=5", "chapter=chapter|PART ONE: OIL: The Tank", "chapter=chapter|String", "chapter=chapter|October", "chapter=epilogue|", "breaks=0"}, nil},
		{"numbers that begin anew in each part", num("PART ONE", "1. The Tank", "2. String", "PART TWO", "1. The Clock", "2. October"), []string{"chapters=4", "chapter=chapter|PART TWO: The Clock"}, nil},
		{"guard: a list in one part", num("PART ONE") + more + "1. Oil\n2. String\n\n" + num("PART TWO") + more, []string{"chapters=2"}, nil},
		{"a blank line behind every line", strings.ReplaceAll(strings.Join([]string{
			"Hanna Berg had been the keeper's assistant for eleven years before",
			"anyone asked her what she wanted, and by then she had forgotten how to",
			"answer. The lamp turned, the sea came and went, and the supply boat",
			"brought flour, paraffin and the wrong newspapers.", "",
			"Outside the wind was getting up again, and the gulls that had been on",
			"the wall since noon lifted all at once, hung for a moment as if they",
			"were painted there, and went inland without a sound.", "",
			"He put the parcel on the table between them, and for a while neither",
			"of them said anything about it."}, "\n"), "\n", "\n\n"),
			[]string{"body=<p>Hanna Berg had been the keeper's assistant for eleven years before anyone asked her what she wanted, and by then she had forgotten how to answer. The lamp turned, the sea came and went, and the supply boat brought flour, paraffin and the wrong newspapers.</p><p>Outside the wind was getting up again, and the gulls that had been on the wall since noon lifted all at once, hung for a moment as if they were painted there, and went inland without a sound.</p><p>He put the parcel on the table between them, and for a while neither of them said anything about it.</p>", "breaks=0"}, []string{"damage=…"}},
		{"a header wrapped narrower", "Title: Tide\nSummary: Eleven years is a long time to count\nparaffin. Then a parcel comes.\n\n" + wrapTo(prose+" "+prose2, 72) + "\n\n" + wrapTo(prose2+" "+prose, 72) + "\n", []string{"summary=Eleven years is a long time to count paraffin. Then a parcel comes."}, nil},
		{"a rating below the title", "Title: Tide\nRated M for mature themes\nAuthor: Wren\n\n" + prose + "\n\n" + prose2, []string{"title=Tide", "rating=Mature", "authors=Wren"}, nil},
		{"a word parted at a hyphen", wrapTo(prose, 72) + "\n\nHe had been counting the lamps on the quay for as long as anybody on the is-\nland could remember, and nobody had asked him what the sum was or what it\nwas for.\n\n" + wrapTo(prose2, 72), []string{"body=…on the is-land could…"}, nil},
		{"a crossover", story("Fandom: Tern Rock/The Deep crossover"), []string{"fandom=Tern Rock", "fandom=The Deep"}, nil},
		{"guard: a slash in a name", story("Fandom: Salt/Tide"), []string{"fandom=Salt/Tide"}, nil},
		{"codes written together", story("Classification: VRA"), []string{"freeform=Vignette", "freeform=Romance", "freeform=Angst"}, []string{"freeform=VRA"}},
		{"a pair among the keywords", story("Keywords: Berg/Lund UST"), []string{"relationship=Berg/Lund", "freeform=UST"}, nil},
		{"guard: genres among the keywords", story("Keywords: angst/humor"), []string{"freeform=angst", "freeform=humor"}, nil},
		{"a journal's mark before the author", story("Title: Tide\nAuthor: [info]seaglass_ink"), []string{"authors=seaglass_ink"}, nil},
		{"an answer above the story", "From: Tilda M <tilda@example.com>\nNewsgroups: alt.tv.lighthouse\nSubject: Re: REPOST: [LH] \"Salt Ledger\" 2/4 (PG)\n\nAda wrote:\n> Where is part two? I have been waiting.\n\nSorry, Ada, here it is!\n\nSalt Ledger (2/4)\nby Tilda M\n\n" + prose + "\n\n" + prose2,
			[]string{"title=Salt Ledger", "before=Sorry, Ada, here it is!", "before=…Where is part two?…", "body=<p>" + prose + "</p><p>" + prose2 + "</p>"}, nil},
		{"a letter from a friend", between("Dear Josef,\n\nThe lower tank holds forty-one gallons.\n\nYour friend,\n\nHanna Berg"), []string{`body=…<div class="letter"><p>Dear Josef,</p>…`}, nil},
		{"a name drawn between lines", between("---Hanna---"), []string{`body=…<p class="slug">---Hanna---</p>…`, "breaks=1"}, nil},
		{"guard: a signature", ended("A/N: Done.\n\n-Hanna"), []string{"breaks=0"}, nil},
		{"stars below", "Hanna was an assistant* and spoke no Danish** at all, " + prose + "\n\n" + prose2 + "\n\n-----\n\n* An under-keeper.\n** Nor did anybody else.\n", []string{"footnotes=2", "breaks=0", `body=…assistant<a class="fnref" href="#fn1">*</a> and spoke no Danish<a class="fnref" href="#fn2">**</a>…`}, nil},
		{"stars below numbers", "Hanna was an assistant(1) and took her hat* off. " + prose + "\n\n" + prose2 + "\n\n(1) An under-keeper.\n* A bowler.\n", []string{"footnotes=2", `body=…assistant<a class="fnref" href="#fn1">(1)</a> and took her hat<a class="fnref" href="#fn2">*</a> off…`}, nil},
		{"a summary that goes on", "Title: Tide\nSummary: Hanna counts paraffin and\nJosef comes back.\n\n" + wrapTo(prose+" "+prose2, 72) + "\n", []string{"summary=Hanna counts paraffin and Josef comes back."}, nil},
		{"guard: a bullet is no footnote", prose + "\n\n" + prose2 + "\n\n* A lamp.\n\n* A dog.\n", []string{"footnotes=0", "body=…A lamp.…"}, nil},
	})
}

// wrapTo breaks text at a margin.
func wrapTo(text string, width int) string {
	var b strings.Builder
	n := 0
	for i, w := range strings.Fields(text) {
		if i > 0 && n+1+len(w) > width {
			b.WriteByte('\n')
			n = 0
		} else if i > 0 {
			b.WriteByte(' ')
			n++
		}
		b.WriteString(w)
		n += len(w)
	}
	return b.String()
}
