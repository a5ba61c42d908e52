package decode

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
)

// readMarkdown reads Markdown with tables, strike-through and footnotes, and
// the front matter that site generators and note programs put before it. HTML
// in it is read like all HTML.
func readMarkdown(ctx context.Context, in fileInput) ([]Manuscript, error) {
	d, err := decodeBytes(in.bytes, in.choices)
	if err != nil {
		return nil, binaryProblem(in.path, err)
	}
	text := strings.ReplaceAll(strings.ReplaceAll(d.text, "\r\n", "\n"), "\r", "\n")
	if strings.Count(text, "\n") > markdownLines {
		return nil, problem(in.path, TooBig, errTooManyLines, "has more than %d lines; save it as plain text, or split it and bring the parts.", markdownLines)
	}
	declared, body := frontMatter(text)
	body = tamed(body)
	md := goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote),
		goldmark.WithRendererOptions(html.WithUnsafe()), // the caller cleans all markup
	)
	var out bytes.Buffer
	if err := md.Convert([]byte(body), &out); err != nil {
		return nil, problem(in.path, Broken, err, "could not be read as Markdown; save it as plain text.")
	}
	declared.Encoding = d.encoding
	return readPage(ctx, in, out.String(), declared, Noted{})
}

// Bounds on what makes a Markdown parser's work grow with the square of its
// text. No one could read a page beyond them.
const (
	markdownNesting  = 40      // quotations and lists in one another
	markdownBrackets = 2000    // opening brackets in one paragraph
	markdownCells    = 200     // cells in one row of a table
	markdownMarks    = 5000    // marks of emphasis, code and tags in one paragraph
	markdownLines    = 600_000 // lines in all, each of which may be a paragraph: the longest works known, wrapped
	markdownIndent   = 160     // blanks before a line, each two of which may nest a list
)

// tamed takes their meaning, and nothing else, from marks beyond those bounds.
// A line of signs between two blank ones is a scene break however it is drawn:
// "~~~" would make code of all that follows, "#" an empty heading.
func tamed(text string) string {
	var sb strings.Builder
	sb.Grow(len(text))
	brackets, marks := 0, 0
	blank, held := true, "" // held is a drawn line that waits for what is below it
	for line := range strings.Lines(text) {
		if held != "" {
			if strings.TrimSpace(line) == "" {
				held = "* * *\n"
			}
			sb.WriteString(held)
			held = ""
		}
		if strings.TrimSpace(line) == "" {
			brackets, marks = 0, 0
		} else if blank && strings.HasSuffix(line, "\n") && len(line) <= markMax && drawnRule(line) && strings.Trim(line, "` \n") != "" {
			held, blank = line, false
			continue
		}
		blank = strings.TrimSpace(line) == ""
		if text := strings.TrimLeft(line, " \t"); len(line)-len(text) > markdownIndent {
			line = strings.Repeat(" ", markdownIndent) + text
		}
		if openers(line) > markdownNesting {
			line = withoutOpeners(line)
		}
		if marks += markCount(line); marks > markdownMarks {
			line = markEscaper.Replace(line)
		}
		if brackets += strings.Count(line, "["); brackets > markdownBrackets {
			line = strings.ReplaceAll(line, "[", `\[`)
		}
		if strings.Count(line, "|") > markdownCells {
			line = strings.ReplaceAll(line, "|", `\|`)
		}
		sb.WriteString(line)
	}
	sb.WriteString(held)
	return sb.String()
}

// markCount counts the marks that mean something within a paragraph.
func markCount(line string) int {
	count := 0
	for i := range len(line) {
		switch line[i] {
		case '*', '_', '`', '~', '<':
			count++
		}
	}
	return count
}

// markEscaper makes letters of marks. As references they stay in one piece of text.
var markEscaper = strings.NewReplacer("*", "&#42;", "_", "&#95;", "`", "&#96;", "~", "&#126;", "<", "&lt;", "\\", "&#92;")

// openers counts the marks at the start of a line that nest blocks.
func openers(line string) int {
	if strings.Trim(line, "-*_ \t\n") == "" {
		return 0 // a rule of any length, or nothing but list marks
	}
	count := 0
	for _, r := range line {
		switch {
		case r == '>' || r == '-' || r == '+' || r == '*':
			count++
		case r != ' ' && r != '\t':
			return count
		}
	}
	return count
}

// withoutOpeners takes the marks from the start of a line.
func withoutOpeners(line string) string { return strings.TrimLeft(line, ">-+* \t") }

// frontMatter cuts the block between two lines of three dashes from the start
// of a text and reads it. Text that only looks like it stays text.
func frontMatter(text string) (Manuscript, string) {
	text = strings.TrimPrefix(text, "\ufeff")
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return Manuscript{}, text
	}
	end := strings.Index("\n"+rest, "\n---\n")
	size := len("---\n")
	if other := strings.Index("\n"+rest, "\n...\n"); other >= 0 && (end < 0 || other < end) {
		end = other
	}
	if end < 0 {
		if !strings.HasSuffix(rest, "\n---") {
			return Manuscript{}, text
		}
		end, size = len(rest)-len("---"), len("---")
	}
	fields, ok := frontFields(rest[:end])
	if !ok || !utf8.ValidString(rest[:end]) {
		return Manuscript{}, text
	}
	return declaredBy(fields), rest[end+size:]
}
