package decode

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"github.com/ficstead/ficstead/internal/office"
)

// Google Docs and Word put the comments of beta readers behind the text of the
// pages and plain texts that they write, as if they were footnotes. No reader is
// to see them: they are left out, as in the programs' own files, and counted.

// commentMark is the id of a comment, or a link to it or back from it.
var commentMark = regexp.MustCompile(`^#?(cmnt|cmnt_ref|_msocom_|_msoanchor_)(\d{1,6})$`)

// commentWords bounds one comment: what is longer is no comment.
const commentWords = 1000

// pageComments takes the comments out of a page, and what refers to them.
func pageComments(root *html.Node) office.Tally {
	refs, notes := map[string][]*html.Node{}, map[string]*html.Node{}
	var order []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && n.Data == "a" {
			link := commentMark.FindStringSubmatch(attrOf(n, "href"))
			own := commentMark.FindStringSubmatch(firstOf(attrOf(n, "name"), attrOf(n, "id")))
			switch {
			case own != nil && (own[1] == "cmnt" || own[1] == "_msocom_"):
				if notes[own[2]] == nil {
					notes[own[2]] = n
					order = append(order, own[2])
				}
			case link != nil && (link[1] == "cmnt" || link[1] == "_msocom_"):
				refs[link[2]] = append(refs[link[2]], n)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	var left office.Tally
	single := map[*html.Node]bool{}
	for _, k := range order {
		if len(refs[k]) == 0 {
			continue
		}
		box := commentBox(notes[k], single)
		if box == nil || box.Parent == nil {
			continue
		}
		left.Add(office.Comments, commentText(box))
		for _, a := range refs[k] {
			removeMark(a)
		}
		removeBox(box)
	}
	return left
}

// commentBox is the element that holds one comment: the box round it, or where
// that holds more, its paragraph. single keeps which boxes hold one comment and
// nothing else, so that each is looked through once.
func commentBox(a *html.Node, single map[*html.Node]bool) *html.Node {
	var para *html.Node
	for n := a.Parent; n != nil && n.Data != "body"; n = n.Parent {
		switch n.Data {
		case "p":
			para = n
		case "div", "li", "dd":
			one, known := single[n]
			if !known {
				one = commentsIn(n) == 1 && countWords(textOf(n)) <= commentWords
				single[n] = one
			}
			if one {
				return n
			}
			return para
		}
	}
	return para
}

// commentsIn counts the comments that begin in a tree.
func commentsIn(n *html.Node) int {
	count := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Data == "a" {
			if m := commentMark.FindStringSubmatch(firstOf(attrOf(c, "name"), attrOf(c, "id"))); m != nil && (m[1] == "cmnt" || m[1] == "_msocom_") {
				count++
			}
		}
		count += commentsIn(c)
	}
	return count
}

var commentLead = regexp.MustCompile(`^\s*\[[^\[\]\s]{1,8}\]\s*`)

func commentText(box *html.Node) string {
	return excerpt(commentLead.ReplaceAllString(oneLine(textOf(box)), ""), 0)
}

// removeMark takes a reference out of its sentence, with what stands round it
// alone.
func removeMark(a *html.Node) {
	n := a
	for up := n.Parent; up != nil && (up.Data == "sup" || up.Data == "span" || up.Data == "small") && alone(n); up = n.Parent {
		n = up
	}
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}

// alone says whether only blanks stand beside a node.
func alone(n *html.Node) bool {
	for c := n.Parent.FirstChild; c != nil; c = c.NextSibling {
		if c != n && (c.Type != html.TextNode || strings.Trim(c.Data, " \u00a0\n\t\r") != "") {
			return false
		}
	}
	return true
}

// removeBox takes a comment out, and the boxes that held nothing else.
func removeBox(box *html.Node) {
	for up := box.Parent; up != nil; box, up = up, up.Parent {
		last := up.Data != "div" || !alone(box)
		up.RemoveChild(box)
		if last {
			return
		}
	}
}

// noteComments tells of comments that were left out.
func (m *Manuscript) noteComments(left office.Tally) {
	for _, n := range left.Notices() {
		m.Notices = append(m.Notices, Notice{Kind: string(n.Kind), Count: n.Count, Example: n.Example})
	}
}

var textComment = regexp.MustCompile(`^\[([a-z]{1,2})\](\S.*)$`)

// textComments takes the comments out of a plain text: "[a]" in it, and at its
// very end "[a]is this right?", without a blank, as Google Docs alone writes it.
// Of footnotes, which people write by hand, it leaves every one.
func textComments(text string) (string, office.Tally) {
	lines := strings.SplitAfter(text, "\n")
	first := len(lines)
	for i := len(lines) - 1; i >= 0 && len(lines)-i <= commentLines; i-- {
		if m := textComment.FindStringSubmatch(strings.TrimRight(lines[i], "\r\n")); m != nil {
			first = i
			if m[1] == "a" {
				break
			}
		}
	}
	var left office.Tally
	if first == len(lines) {
		return text, left
	}
	body := strings.Join(lines[:first], "")
	marked := map[string]bool{}
	for _, marks := range textMarks.FindAllString(body, -1) {
		for _, m := range oneMark.FindAllString(marks, -1) {
			marked[m] = true
		}
	}
	want, more := "a", 0
	for _, l := range lines[first:] {
		m := textComment.FindStringSubmatch(strings.TrimRight(l, "\r\n"))
		switch {
		case m != nil && m[1] == want && marked["["+want+"]"]:
			left.Add(office.Comments, excerpt(m[2], 0))
			want, more = nextMark(want), 0
		case m != nil || more == 3 || countWords(l) > 60:
			return text, office.Tally{} // a list, and no comments
		case strings.TrimSpace(l) != "":
			more++
		}
	}
	if want == "a" {
		return text, left
	}
	explained := map[string]bool{}
	for mark := "a"; mark != want; mark = nextMark(mark) {
		explained["["+mark+"]"] = true
	}
	return textMarks.ReplaceAllStringFunc(body, func(marks string) string {
		return oneMark.ReplaceAllStringFunc(marks, func(m string) string {
			if explained[m] {
				return ""
			}
			return m
		})
	}), left
}

// textMarks finds the marks of comments, which touch the word that they are about.
var (
	textMarks = regexp.MustCompile(`[^\s\[](?:\[[a-z]{1,2}\])+`)
	oneMark   = regexp.MustCompile(`\[[a-z]{1,2}\]`)
)

// commentLines is how many lines from the end comments are looked for.
const commentLines = 2000

// nextMark counts a, b, … z, aa, ab.
func nextMark(mark string) string {
	last := len(mark) - 1
	switch {
	case mark[last] < 'z':
		return mark[:last] + string(rune(mark[last]+1))
	case last == 0:
		return "aa"
	case mark[0] == 'z':
		return "" // no text has that many
	}
	return string(rune(mark[0]+1)) + "a"
}
