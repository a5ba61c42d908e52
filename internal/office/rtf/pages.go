package rtf

// sectionBreak is how a section begins.
type sectionBreak uint8

const (
	onNewPage sectionBreak = iota
	onSamePage
)

// section is where in the document's sections the reader is.
type section struct {
	begins  sectionBreak
	pending bool // a section has ended, and nothing came since
}

// endSection is \sect: it ends the paragraph too.
func (r *reader) endSection() {
	if r.st.dest != toText || r.flow != r.document {
		r.endParagraph()
		return
	}
	if !r.flow.open.empty() {
		r.finishParagraph(r.depth())
	}
	r.section.pending = true
}

// beginSection breaks the page before the first paragraph of a section that
// begins a page, and before a paragraph that asks for it.
func (r *reader) beginSection(depth int) {
	if r.flow != r.document {
		return
	}
	breaks := r.section.pending && r.section.begins == onNewPage
	r.section.pending = false
	if (depth == 0 || len(r.flow.grids) == 0) && (breaks || r.st.layout.pageBefore && !r.flow.open.pageCut) {
		r.breakPage()
	}
}

// breakPage puts a page break; before the first word there is none.
func (r *reader) breakPage() {
	if r.flow.started {
		r.flow.put(&block{page: true}, 0)
	}
}

// pageBreak is \page: it may stand within a paragraph, which goes on after it,
// or be all that a paragraph holds.
func (r *reader) pageBreak() {
	if r.st.dest != toText || r.st.has(deleted|hidden) {
		return
	}
	if r.flow != r.document || r.depth() > 0 {
		if r.flow.inLine() {
			r.lineBreak()
		}
		return
	}
	f := r.flow
	cut := !f.open.empty()
	if cut {
		r.finishParagraph(0)
	}
	r.section.pending = false
	r.breakPage()
	f.afterCut, f.open.pageCut = true, cut
}
