package decode

import (
	"fmt"
	"strings"
	"testing"
)

// Readers saw "beta: is this right?" among the footnotes of a story that its
// author had saved from Google Docs as a web page, and "[a]" in the text and
// the comments below it in one saved as plain text.
func TestCommentsOfBetaReaders(t *testing.T) {
	google := `<html><body><p>` + kept + `<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup> Then it rained.<sup><a href="#cmnt2" id="cmnt_ref2">[b]</a></sup></p>` + strings.Repeat("<p>"+kept+"</p>", 5) +
		`<hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> A lamp of oil.</span></p></div><div class="c11"><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>beta: is this right?</span></p><p>beta: or that?</p></div><div class="c11"><p><a href="#cmnt_ref2" id="cmnt2">[b]</a><span>beta: too short</span></p></div></body></html>`
	word := `<html><head><meta name=Generator content="Microsoft Word 15 (filtered)"></head><body><p>` + kept + `<span class=MsoCommentReference><span style='font-size:8.0pt'><a class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[JQ1]</a>&nbsp;</span></span> Then it rained.</p>` + strings.Repeat("<p>"+kept+"</p>", 5) +
		`<div><hr class=msocomoff><div><div id="_com_1" class=msocomtxt><a name="_msocom_1"></a><p class=MsoCommentText><span class=MsoCommentReference><a href="#_msoanchor_1" class=msocomoff>[JQ1]</a></span>beta: is this right?</p></div></div></div></body></html>`
	body := strings.Repeat(kept+"\r\n\r\n\r\n", 5)
	for _, c := range []struct {
		name, file, data string
		count            int
		text, not        string
	}{
		{"a page of Google Docs", "a.html", google, 2, "Then it rained.", "beta:|[a]|[b]"},
		{"a page of Word", "a.html", word, 1, "Then it rained.", "beta:|JQ1"},
		{"a text of Google Docs", "a.txt", "\ufeff" + body + "She went in[a]; it rained[1] that [a] day[b].\r\n\r\n\r\n" + body + "________________\r\n\r\n\r\n[1] A note.\r\n[a]beta: is this right?\r\nbeta: or that?\r\n[b]beta: too short", 2, "She went in; it rained", "beta:|in[a]|[b]"},
		{"footnotes by hand", "a.txt", body + "She went in[a]; it rained.\r\n\r\n" + body + "[a] A lamp of oil.\r\n", 0, "A lamp of oil.", ""},
		{"marks without comments", "a.txt", body + "She went in[a]; it rained.\r\n\r\n" + body, 0, "in[a]; it", ""},
		{"notes without marks", "a.txt", body + "She went in.\r\n\r\n[a]one\r\n[b]two\r\n", 0, "[a]one", ""},
		{"a list, and the story goes on", "a.txt", "She chose[a] one.\r\n\r\n[a]one\r\n\r\n" + body, 0, "[a]one", ""},
		{"a link in the page to what is no comment", "a.html", `<p>` + kept + `<a href="#cmnt1">[a]</a></p>` + strings.Repeat("<p>"+kept+"</p>", 3), 0, "[a]", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := readOne(t.Context(), c.file, []byte(c.data), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			got := 0
			for _, n := range m.Notices {
				if n.Kind == "comments" {
					got = n.Count
					if !strings.HasPrefix(n.Example, "beta: is this right?") {
						t.Errorf("example %q", n.Example)
					}
				}
			}
			all := plainOf(m.NotesBefore + m.Chapters[0].Body + m.NotesAfter)
			if got != c.count || !strings.Contains(all, c.text) {
				t.Errorf("%d comments, text %q", got, all)
			}
			for s := range strings.SplitSeq(c.not, "|") {
				if s != "" && strings.Contains(all, s) {
					t.Errorf("%q is in %q", s, all)
				}
			}
			if c.name == "a page of Google Docs" && (m.Footnotes != 1 || !strings.Contains(all, "A lamp of oil.")) {
				t.Errorf("%d footnotes in %q", m.Footnotes, all)
			}
		})
	}
}

// A page of nothing but comments costs no more than any other of its size.
func TestManyComments(t *testing.T) {
	var page strings.Builder
	page.WriteString("<body><div><p>" + kept + "</p>")
	for i := range 20_000 {
		fmt.Fprintf(&page, `<p>a<a href="#cmnt%d">[a]</a></p><p><a id="cmnt%d" href="#cmnt_ref%d">[a]</a>b</p>`, i, i, i)
	}
	m, err := readOne(t.Context(), "a.html", []byte(page.String()), Limits{})
	if err != nil || len(m.Notices) != 1 || m.Notices[0].Count != 20_000 {
		t.Errorf("%v, %v", m.Notices, err)
	}
}
