package decode

import "testing"

// prose3 speaks in nobody's first person and of no story: only its place can
// make it part of a note.
const prose3 = "In the end it was the dog who opened it. He took the string in his teeth, patiently, as he took everything, and walked backwards across the kitchen until the paper gave way."

// told is a story in the first person.
const told = "I counted the lamps twice that night, and then I went down to the quay and counted the boats, because counting was what my father had left me instead of money."

// TestStoryStaysOutOfNotes holds paragraphs of the story against whatever looks
// like a note near them. People found the ends of their chapters in the notes
// when an aside in brackets stood on a line of its own above them, and the
// openings of stories whose first word was "Note".
func TestStoryStaysOutOfNotes(t *testing.T) {
	runCatalogue(t, []catalogueCase{
		{"an aside on its own line", prose + "\n\n(A/N: play the song here!)\n\n" + prose2 + "\n\n[AN: sorry!]\n\n" + prose3 + "\n\nA/N: My first fic ever. Reviews are love!",
			[]string{"body=…play the song here…", "body=…" + prose2 + "…", "body=…" + prose3 + "…", "after=My first fic ever. Reviews are love!"}, []string{"after=…dog…", "after=…song…"}},
		{"an aside at the very end is a note", ended("(A/N: more on Tuesday!)"), []string{"after=…more on Tuesday…"}, []string{"body=…Tuesday…"}},
		{"a sign in the story", prose + "\n\nWarning: wet paint, said the sign, and the paint had been dry since the war.\n\n" + prose2 + "\n\nSummary: nothing had happened, and it had taken all day.\n\n" + prose3,
			[]string{"body=…wet paint…", "body=…nothing had happened…", "summary="}, []string{"freeform=…", "after=…"}},
		{"a story that begins with Note", "Note: he never came back. That was what the sign on the door said, in pencil, and nobody had ever rubbed it out.\n\n" + prose + "\n\n" + prose2,
			[]string{"body=…Note: he never came back.…"}, []string{"before=…"}},
		{"a note to readers that begins with Note", "Note: this is my first fic, so be kind.\n\n" + prose + "\n\n" + prose2, []string{"before=this is my first fic, so be kind."}, nil},
		{"a note goes on about the place", ended("A/N: The tank is real.\n\nThe lighthouse was built in 1911 by the Northern Board, and its lamp stands in a museum."),
			[]string{"after=The tank is real.", "after=…Northern Board…"}, nil},
		{"a story told in the first person", "The Sum\n\n" + told + "\n\nA/N: short break, sorry!\n\n" + told + "\n\n" + told + "\n\nI never did tell you what it came to.", []string{"body=…what it came to…"}, []string{"after=…lamps…"}},
		{"a list in the story", "The List\n\nShe wrote on the back of an envelope:\n\n1. Oil\n2. String\n3. A new clock\n\n" + prose + "\n\nShe read it again:\n\n1. Oil\n2. String\n\n" + prose2, []string{"title=The List", "body=…<p>1. Oil<br>2. String<br>3. A new clock</p>…", "verse=0"}, []string{"dropped=…Oil…"}},
		{"a sum on the wall", prose + "\n\n41 x 3 = 123\n------------\n\n" + prose2, []string{"body=…<p>41 x 3 = 123</p>…"}, nil},
		{"contents without the word", "The List\n\n1. Oil\n2. String\n3. Clock\n\n1. Oil\n\n" + more + "2. String\n\n" + more + "3. Clock\n\n" + more, []string{"chapters=3", "dropped=…1. Oil 2. String 3. Clock (table of contents)…"}, nil},
		{"a card in the story", "This is for you, the card said, and nothing else.\n\n" + prose + "\n\n" + prose2, []string{"body=…the card said…"}, []string{"dedicated=…"}},
		{"a question to readers", ended("And there you have it. Love it? Hate it? Let me know!"), []string{"after=…Love it?…"}, nil},
		{"a warning that goes on", story("Title: T\nWarnings: Character death, some swearing. If that bothers you, please don't read!"), []string{"warning=Major Character Death", "freeform=some swearing", "before=…If that bothers you…"}, []string{"freeform=…bothers…"}},
		{"neither nor", story("Title: T\nDisclaimer: I own neither Hanna nor Josef. Carla Thorne does, and I'm jealous."), []string{"credit characters=Carla Thorne|"}, nil},
		{"a header that stands below the story", ended("---\n\nTitle: The Tide\nAuthor: Mara\nRating: PG-13\nSummary: Boats come in."), []string{"title=The Tide", "authors=Mara", "rating=" + string(Teen), "summary=Boats come in."}, []string{"body=…Mara…"}},
		{"the label Author's Note right under the title", "The Ledger\n\nAuthor's Note\n\nI wrote this in one evening.\n\nThe island is real.\n\n***\n\n" + prose + "\n\n***\n\n" + prose2,
			[]string{"title=The Ledger", "before=I wrote this in one evening.", "before=The island is real.", "breaks=1"}, []string{"body=…one evening…"}},
		{"a title above speech", "The Ledger\n\n\"You are late,\" he said.\n\n" + prose + "\n\n" + prose2, []string{"title=The Ledger", "body=…You are late…"}, nil},
		{"guard: a name called out above speech", "Hanna!\n\n\"You are late,\" he said.\n\n" + prose + "\n\n" + prose2, []string{"body=…Hanna!…"}, []string{"title=Hanna!"}},
		{"author's afterword", ended("Author's Afterword\n\nThank you all for sticking with this for two years!"), []string{"after=…sticking with this…"}, []string{"body=…sticking…"}},
	})
}

// TestStatusOfTheWhole: people saw finished novels as works in progress because
// their second chapter had once ended in "TBC".
func TestStatusOfTheWhole(t *testing.T) {
	chapters := "Chapter 1\n\n" + more + "TBC...\n\nChapter 2\n\n" + more
	runCatalogue(t, []catalogueCase{
		{"the end behind TBC", chapters + "The End\n", []string{"status=complete", "guess status=complete"}, []string{"guess status=in_progress"}},
		{"TBC at the last chapter", "Chapter 1\n\n" + more + "The End\n\nChapter 2\n\n" + more + "TBC\n", []string{"status=in_progress"}, nil},
		{"TBC in the middle says nothing of the whole", chapters, []string{"status="}, nil},
		{"a label outranks marks", "Status: WIP\n\n" + chapters + "The End\n", []string{"status=in_progress"}, nil},
	})
}
