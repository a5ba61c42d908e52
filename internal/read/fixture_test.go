package read

import (
	"strings"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
)

func day0(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 12, 0, 0, 0, time.UTC) }

var (
	quill   = account.Pseud{ID: 1, Account: 11, Name: "quillandkettle", Login: "quillandkettle"}
	brindle = account.Pseud{ID: 2, Account: 12, Name: "Brindle", Login: "brindle"}
)

// ledger is a work in chapters with everything that can be told about one.
func ledger() *work.Work {
	w := &work.Work{
		ID: 101, Title: "The Keeper of the Late Light", Language: "en", Rating: work.Teen,
		Summary:     "<p>For thirty winters Ines Aldous has written down the minute at which she lit the harbour light. Every Friday it is six minutes late.</p><p>The council wants to know why. The boats would rather that nobody asked.</p>",
		NotesBefore: "<p>New chapters on every second Sunday. " + strings.Repeat("Brindle reads each line aloud, in voices, and it shows. ", 8) + "</p>",
		NotesAfter:  "<p>The verses get better because my mother wrote the later ones.</p>",
		Posted:      true, ChapterTotal: 8, SourceURL: "https://example.org/stories/17", SourcePosted: day0(2004, 3, 9),
		PostedAt: day0(2026, 8, 3), RevisedAt: day0(2026, 11, 18), UpdatedAt: day0(2026, 11, 18),
		Creators: []account.Pseud{quill, brindle},
		Tags: []tag.Tag{
			{ID: 1, Type: tag.Warning, Name: work.NoWarnings}, {ID: 2, Type: tag.Category, Name: "Gen"},
			{ID: 3, Type: tag.Fandom, Name: "Harbour Lights (Radio)"}, {ID: 4, Type: tag.Relationship, Name: "Ines Aldous & Tobias Wren"},
			{ID: 5, Type: tag.Relationship, Name: "Ines Aldous/The Sea"}, {ID: 6, Type: tag.Character, Name: "Ines Aldous"}, {ID: 7, Type: tag.Character, Name: "Tobias Wren"},
			{ID: 8, Type: tag.Character, Name: "The Harbour Council"}, {ID: 9, Type: tag.Freeform, Name: "Case fic"}, {ID: 10, Type: tag.Freeform, Name: "Fog"},
			{ID: 11, Type: tag.Freeform, Name: "Soup as a plot device"}, {ID: 12, Type: tag.Freeform, Name: "Slow mornings"}, {ID: 13, Type: tag.Freeform, Name: "Letters"},
		},
		Series:   []work.Part{{Series: 7, Title: "Small Hours on the Quay", Position: 2, Previous: 100, Next: 102}},
		Credits:  []work.Credit{{Role: work.RoleWorld, Name: "Harbour Radio"}, {Role: work.RoleSong, Name: "M. Oakes", Title: "Six Minutes", URL: "https://example.org/song"}, {Role: work.RoleBeta, Name: "Brindle"}},
		Gifts:    []work.Gift{{Kind: work.Dedication, Name: "my mother"}, {Kind: work.Present, Pseud: &brindle, Name: "Brindle"}},
		Requests: []work.Request{{Words: "a light that is late for a good reason"}},
	}
	for i, c := range []struct {
		kind  work.Kind
		title string
		words int
	}{
		{work.Prologue, "", 600}, {work.PlainChapter, "Breakfast, With Accusations", 2210}, {work.PlainChapter, "The Woman Who Wrote Down Evenings", 2688},
		{work.PlainChapter, "", 1940}, {work.Interlude, "From the Logbook", 480}, {work.PlainChapter, "The Hour and Not the Light", 2140},
	} {
		w.Chapters = append(w.Chapters, work.Chapter{ID: work.ChapterID(900 + i), Position: i + 1, Kind: c.kind, Title: c.title, Words: c.words, Posted: true, PostedAt: day0(2026, 8, 3+i*14), UpdatedAt: day0(2026, 8, 3+i*14)})
		w.Words += c.words
	}
	w.ChapterCount = len(w.Chapters)
	last := &w.Chapters[5]
	last.Summary = "<p>Tobias is sent to stand in the cold and watch.</p>"
	last.NotesBefore = "<p>This one is quiet. If you came for the chase, it is in the next, and there is a milk float in it.</p>"
	last.NotesAfter = "<p>The recipe for the soup is real.</p>"
	return w
}

// shortWork is a work of one chapter.
func shortWork() *work.Work {
	return &work.Work{
		ID: 202, Title: "An Inventory of Small Kindnesses", Language: "en", Rating: work.General, Summary: "<p>She keeps a list, to prove that she is civil.</p>",
		Posted: true, Complete: true, ChapterTotal: 1, ChapterCount: 1, Words: 1204, PostedAt: day0(2026, 10, 12), RevisedAt: day0(2026, 10, 12),
		Creators: []account.Pseud{quill},
		Tags:     []tag.Tag{{ID: 20, Type: tag.Warning, Name: work.ChoseNotWarn}, {ID: 21, Type: tag.Category, Name: "F/F"}, {ID: 3, Type: tag.Fandom, Name: "Harbour Lights (Radio)"}},
		Chapters: []work.Chapter{{ID: 950, Position: 1, Kind: work.PlainChapter, Words: 1204, Posted: true, PostedAt: day0(2026, 10, 12), NotesBefore: "<p>For a cold evening.</p>"}},
	}
}

// adultWork is behind the gate because nobody said whom it is for.
func adultWork() *work.Work {
	w := ledger()
	w.ID, w.Title, w.Rating = 303, "Letters Not Sent from Saltby", work.NotRated
	w.Tags = append([]tag.Tag{{ID: 30, Type: tag.Warning, Name: "Major Character Death"}}, w.Tags[1:]...)
	return w
}

const chapterText = `<p id="p1">By the time Tobias found the right gate, the fog had come up off the river and taken the far end of the quay away.</p>
<p id="p2">He stood under the light and looked at it. It seemed, so far as he could tell, exactly like every other lamp on the wall: four panes of glass, a small crown of iron, and inside it a mantle waiting to be lit. After all that Mrs Aldous had told them, he had expected it would at least have the decency to look guilty.</p>
<p id="p3">“It is not the light,” she had said at breakfast, buttering toast as though the toast had wronged her. “It has never been the light. It is the <em>hour</em>.”</p>
<div class="chat"><p>Ines: Are you there?</p><p>Tobias: I am here. So is the light. We are getting on well.</p><p>Ines: Which way is it leaning?</p></div>
<p id="p4">Tobias looked again. He took three steps back, until his shoulders met the railings, and there it was: the post stood a finger’s breadth out of true.<a class="fnref" href="#fn1" id="fnref1" role="doc-noteref">1</a> Somebody had been resting a ladder on it, always from the same side, for years.</p>
<hr>
<p class="slug">The same quay, thirty years before</p>
<p id="p5">Thirty years of evenings. A line for each: the date, the minute, the weather in as few words as she could spare. <i>Fog, still. Rain, spiteful. Clear, thank God.</i></p>
<div class="verse"><p>Six o’clock, six, wait for me,<br>I’ve the stair and then the key;<br>Six small minutes, not one more,<br>Then I’ll see you to your door.</p></div>
<div class="letter"><p>Dear Mrs Aldous,</p><p>The council has met, and would be glad of an answer before the winter.</p><p>Yours, the clerk</p></div>
<h3>A heading of the author’s</h3>
<blockquote><p>They were not good verses. They got better, slowly, the way people do when somebody is going to read them.</p></blockquote>
<ul><li>a ladder</li><li>a flask of soup</li></ul>
<table><thead><tr><th>Day</th><th>Minute</th><th>Weather</th></tr></thead><tbody><tr><td>Friday</td><td>16:58</td><td>fog, still</td></tr></tbody></table>
<details><summary>What the soup was</summary><p>Leeks, mostly.</p></details>
<p>She read the name twice: <ruby>港<rt>みなと</rt></ruby>.</p>
<section role="doc-endnotes"><ol class="footnotes"><li class="fn" id="fn1" value="1"><p>Some harbours still keep such lights, and people whose trade it is to tend them. <a href="#fnref1" role="doc-backlink" aria-label="Back to the text">↩</a></p></li></ol></section>`
