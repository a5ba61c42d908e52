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
func readMarkdown(ctx context.Context, in fileInput) (Manuscript, error) {
	text, _, err := ToUTF8(in.bytes)
	if err != nil {
		return Manuscript{}, binaryProblem(in.path, err)
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	declared, body := frontMatter(text)
	if tooNested(body) {
		body = flattened(body)
	}
	md := goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote),
		goldmark.WithRendererOptions(html.WithUnsafe()), // the caller cleans all markup
	)
	var out bytes.Buffer
	if err := md.Convert([]byte(body), &out); err != nil {
		return Manuscript{}, problem(in.path, Broken, err, "could not be read as Markdown; save it as plain text.")
	}
	return readPage(ctx, in, out.String(), declared)
}

// markdownNesting bounds quotations in quotations and the like, whose cost
// grows with the square of their depth.
const markdownNesting = 40

// tooNested tells a text with lines that open very many quotations, lists or
// brackets.
func tooNested(text string) bool {
	for line := range strings.Lines(text) {
		if openers(line) > markdownNesting {
			return true
		}
	}
	return false
}

// openers counts the marks at the start of a line that nest blocks, and runs
// of opening brackets in it.
func openers(line string) int {
	count, run, most := 0, 0, 0
	start := true
	for _, r := range line {
		switch {
		case start && (r == '>' || r == '-' || r == '+' || r == '*'):
			count++
		case r != ' ' && r != '\t':
			start = false
		}
		if r == '[' || r == '(' || r == '*' || r == '_' {
			run++
			most = max(most, run)
		} else {
			run = 0
		}
	}
	if strings.Trim(line, "-*_ \t\n") == "" {
		return 0 // a rule of any length
	}
	return max(count, most)
}

// flattened takes the markers from lines that nest too deeply. Only marks are
// lost, and only of lines that no one could read with them.
func flattened(text string) string {
	var sb strings.Builder
	sb.Grow(len(text))
	for line := range strings.Lines(text) {
		if openers(line) > markdownNesting {
			line = strings.Map(func(r rune) rune {
				if strings.ContainsRune(">[(*_+", r) {
					return -1
				}
				return r
			}, line)
			line = strings.TrimLeft(line, "- \t")
		}
		sb.WriteString(line)
	}
	return sb.String()
}

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
