package decode

import (
	"regexp"
	"slices"
	"sort"
	"strings"
)

// noticeWords is how long a foreword may be before it is a chapter of its own
// rather than a note.
const noticeWords = 2000

// partWords is how many words may stand between a part's heading and its first
// chapter, such as a motto, without being a chapter themselves.
const partWords = 120

// manuscript puts the files together and has them understood.
func (b *epubBook) manuscript(name string) Manuscript {
	b.settleRoles()
	src := Source{File: name, Declared: b.opf.declared(), Cuts: b.way}
	blocks := b.join(&src.Declared)
	cuts := b.cuts(blocks, src.Declared.Title)
	if b.way == CutsPages {
		cuts = b.fileCuts(blocks, src.Declared.Title, false)
	} else {
		cuts = chosenCuts(blocks, b.way, cuts)
	}
	var gone []Dropped
	src.Blocks, src.Cut, gone = settleCuts(blocks, cuts)
	b.dropped = append(b.dropped, gone...)
	if cover := b.opf.cover; cover != "" && b.pack.find(cover) != nil && pictureType(cover) != "" {
		b.addPicture(b.pack.find(cover).name)
	}
	m := understand(src)
	unmarkTitles(&m)
	m.Dropped = append(m.Dropped, b.dropped...)
	m.Guesses = append(m.Guesses, b.guesses...)
	m.Pictures = append(m.Pictures, b.pictures.list...)
	placeNotes(&m, b.notes.notes)
	m.Footnotes = countFootnotes(&m)
	return m
}

// join lays the story's files end to end. The others become fields of the
// work, or stand in the report.
func (b *epubBook) join(m *Manuscript) []Block {
	var out, motto []Block
	for _, d := range b.docs {
		d.base, d.end = len(out), len(out)
		switch {
		case d.role.dropped():
			b.dropDoc(d)
		case d.role == docDedication:
			m.Dedicated = append(m.Dedicated, dedicationText(d))
		case d.role == docEpigraph:
			motto = append(motto, d.blocks...)
		case d.role == docFore && d.words <= noticeWords:
			m.NotesBefore += blocksMarkup(d.blocks)
		case d.role == docAfter && d.words <= noticeWords:
			m.NotesAfter += blocksMarkup(d.blocks)
		default:
			if len(motto) > 0 && d.role == docStory && d.words > 0 {
				d.insertMotto(motto)
				motto = nil
			}
			out = append(out, d.blocks...)
			d.end = len(out)
		}
		d.blocks = nil
	}
	out = append(out, motto...)
	for i := range out {
		out[i].Line = i + 1
	}
	return out
}

// dropDoc keeps a file's words for the report.
func (b *epubBook) dropDoc(d *epubDoc) {
	var words []string
	for _, block := range d.blocks {
		words = append(words, strings.ReplaceAll(block.Text, "\n", " "))
	}
	if text := oneLine(strings.Join(words, " ")); hasWord(text) {
		b.dropped = append(b.dropped, Dropped{Text: text, Reason: d.role.reason()})
	}
}

func dedicationText(d *epubDoc) string {
	var lines []string
	for _, block := range d.blocks {
		if block.Kind == Heading && strings.EqualFold(strings.TrimSpace(block.Text), "dedication") && len(d.blocks) > 1 {
			continue
		}
		if text := oneLine(block.Text); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, " ")
}

// insertMotto puts an epigraph's blocks behind a chapter's heading.
func (d *epubDoc) insertMotto(motto []Block) {
	at := 0
	for at < len(d.blocks) && d.blocks[at].Kind == Heading {
		at++
	}
	d.blocks = slices.Insert(d.blocks, at, motto...)
	for id, i := range d.places {
		if i >= at && i > 0 {
			d.places[id] = i + len(motto)
		}
	}
}

// cuts finds where chapters begin: at the entries of the contents, or where
// there are none worth the name, at each file.
func (b *epubBook) cuts(blocks []Block, title string) []titledCut {
	w := &cutWalk{book: b, blocks: blocks, title: title}
	w.entries(b.nav, nil)
	cuts := w.cuts
	sort.SliceStable(cuts, func(i, j int) bool { return cuts[i].at < cuts[j].at })
	cuts = b.unsectioned(onePerPlace(cuts))
	story, headed := 0, 0
	for _, d := range b.docs {
		if d.end > d.base && d.role == docStory && d.words > 0 {
			story++
			if blocks[d.base].Kind == Heading {
				headed++
			}
		}
	}
	if len(cuts) <= 1 && headed > 1 || len(cuts) == 0 && story > 1 {
		cuts = b.fileCuts(blocks, title, headed*2 >= story)
	}
	return b.withLongNotes(cuts)
}

// sectionName is what LibreOffice calls a file of which it knows no heading.
var sectionName = regexp.MustCompile(`^Section \d+$`)

// unsectioned takes the names from files that only LibreOffice named; where no
// file has a name of its own, the story's own marks tell its chapters.
func (b *epubBook) unsectioned(cuts []titledCut) []titledCut {
	if !slices.ContainsFunc(b.opf.find("generator"), func(f opfField) bool { return strings.Contains(f.text, "libepubgen") }) {
		return cuts
	}
	own := 0
	for i := range cuts {
		if sectionName.MatchString(cuts[i].title) {
			cuts[i].title = ""
		} else {
			own++
		}
	}
	if own == 0 && len(cuts) == 1 {
		return nil
	}
	return cuts
}

// onePerPlace joins the cuts at one place: a part and its first chapter.
func onePerPlace(cuts []titledCut) []titledCut {
	var out []titledCut
	for _, c := range cuts {
		if n := len(out); n > 0 && out[n-1].at == c.at {
			if !strings.Contains(foldInk(out[n-1].title), foldInk(c.title)) {
				out[n-1].title += ": " + c.title
			}
			continue
		}
		out = append(out, c)
	}
	return out
}

// fileCuts begins a chapter at each file with a heading, or at each file when
// none has one, but for those that a converter split off for their size.
func (b *epubBook) fileCuts(blocks []Block, title string, mostHeaded bool) []titledCut {
	var out []titledCut
	for _, d := range b.docs {
		if d.role != docStory || d.end == d.base || d.words == 0 {
			continue
		}
		c := titledCut{at: d.base, kind: kindOfTypes(d.types)}
		switch first := blocks[d.base]; {
		case first.Kind == Heading:
			c.title = oneLine(strings.ReplaceAll(first.Text, "\n", ": "))
		case strings.Contains(d.path, "_split_") && len(out) > 0:
			continue
		case d.title != "" && !sameWords(d.title, title) && !isNoTitle(d.title):
			c.title = d.title
		case mostHeaded && len(out) > 0:
			continue
		}
		out = append(out, c)
	}
	return out
}

// withLongNotes adds a cut for each foreword that is too long for a note.
func (b *epubBook) withLongNotes(cuts []titledCut) []titledCut {
	for _, d := range b.docs {
		if d.role != docFore && d.role != docAfter || d.words <= noticeWords || d.end == d.base {
			continue
		}
		i := sort.Search(len(cuts), func(i int) bool { return cuts[i].at >= d.base })
		if i < len(cuts) && cuts[i].at == d.base {
			cuts[i].kind = KindNotice
			continue
		}
		cuts = slices.Insert(cuts, i, titledCut{at: d.base, title: firstOf(d.navName, d.title), kind: KindNotice})
	}
	return cuts
}

// cutWalk goes through the contents.
type cutWalk struct {
	book   *epubBook
	blocks []Block
	title  string
	cuts   []titledCut
}

// entries takes one level of the contents, below the parts named.
func (w *cutWalk) entries(entries []navEntry, parts []string) {
	for _, e := range entries {
		at, d := w.place(e)
		if len(e.children) == 0 || d != nil && w.isWhole(e, d) {
			if d != nil {
				w.add(titledCut{at: at, parts: parts, title: e.title, kind: w.kind(e, d)})
			}
			continue
		}
		inner := parts
		if !w.isWrapper(e, d) {
			inner = append(slices.Clone(parts), e.title)
		}
		before := len(w.cuts)
		first := w.firstPlace(e.children)
		if d != nil && first > at && proseBetween(w.blocks, at, first) >= partWords && !w.isWrapper(e, d) {
			w.add(titledCut{at: at, parts: parts, title: e.title, kind: w.kind(e, d)})
			before++
		}
		w.entries(e.children, inner)
		if d != nil && !w.isWrapper(e, d) && len(w.cuts) > before && w.cuts[before].at > at && !w.hasCutAt(at, before) {
			w.cuts[before].at = at // the part's heading and motto belong to its first chapter
		}
	}
}

func (w *cutWalk) hasCutAt(at, n int) bool { return n > 0 && w.cuts[n-1].at == at }

func (w *cutWalk) add(c titledCut) {
	w.cuts = append(w.cuts, c)
}

// place is the block to which an entry points; d is nil if it points at nothing
// that is part of the story.
func (w *cutWalk) place(e navEntry) (int, *epubDoc) {
	d := w.book.byPath[e.file]
	if d == nil || d.end == d.base || d.role == docHead {
		return 0, nil
	}
	at := d.base
	if i, ok := d.places[e.frag]; ok && e.frag != "" {
		at += i
	}
	if at >= d.end {
		return 0, nil
	}
	return at, d
}

// firstPlace is the earliest block to which one of the entries points.
func (w *cutWalk) firstPlace(entries []navEntry) int {
	for _, e := range entries {
		if at, d := w.place(e); d != nil {
			return at
		}
		if at := w.firstPlace(e.children); at > 0 {
			return at
		}
	}
	return 0
}

// isWhole tells an entry whose own entries are only places within it: the
// sections of a short story, a letter in a chapter.
func (w *cutWalk) isWhole(e navEntry, d *epubDoc) bool {
	types := d.types
	if k := d.kinds[e.frag]; k != "" && e.frag != "" {
		types = strings.Fields(k)
	}
	whole := false
	for _, t := range types {
		switch t[strings.LastIndexByte(t, ':')+1:] {
		case "chapter", "short-story", "subchapter", "epilogue", "prologue":
			whole = true
		}
	}
	for _, c := range e.children {
		whole = whole && c.file == e.file
	}
	return whole
}

// isWrapper tells an entry that stands for the whole book.
func (w *cutWalk) isWrapper(e navEntry, d *epubDoc) bool {
	target := w.book.byPath[e.file]
	return e.title == "" || sameWords(e.title, w.title) || target != nil && target.role == docTitle || d != nil && slices.Contains(d.types, "halftitlepage")
}

// kind reads what an entry's target is called by its maker.
func (w *cutWalk) kind(e navEntry, d *epubDoc) ChapterKind {
	if k := d.kinds[e.frag]; k != "" && e.frag != "" {
		return kindOfTypes(strings.Fields(k))
	}
	if e.frag != "" {
		return ""
	}
	return kindOfTypes(d.types)
}

func kindOfTypes(types []string) ChapterKind {
	for _, t := range types {
		switch t[strings.LastIndexByte(t, ':')+1:] {
		case "prologue":
			return KindPrologue
		case "epilogue":
			return KindEpilogue
		case "chapter", "short-story", "novella":
			return KindChapter
		}
	}
	return ""
}

// proseBetween counts the words between two blocks that are not headings.
func proseBetween(blocks []Block, from, to int) int {
	words := 0
	for _, block := range blocks[min(from, len(blocks)):min(to, len(blocks))] {
		if block.Kind != Heading {
			words += countWords(block.Text)
		}
		if words >= partWords {
			break
		}
	}
	return words
}
