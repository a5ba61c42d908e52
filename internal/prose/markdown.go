package prose

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// FromMarkdown gives Markdown (with tables, task lists, struck text, footnotes, and
// HTML between) as a source that Clean accepts. Footnotes are in our own form.
func FromMarkdown(md string) string {
	m := goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify),
		goldmark.WithParserOptions(
			parser.WithBlockParsers(util.Prioritized(extension.NewFootnoteBlockParser(), 999)),
			parser.WithInlineParsers(
				util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
				util.Prioritized(extension.NewFootnoteParser(), 101),
			),
			parser.WithASTTransformers(util.Prioritized(extension.NewFootnoteASTTransformer(), 999)),
		),
		goldmark.WithRendererOptions(
			ghtml.WithUnsafe(), // Clean makes it safe
			renderer.WithNodeRenderers(util.Prioritized(ourForms{}, 100)),
		),
	)
	var out bytes.Buffer
	if err := m.Convert([]byte(tame(scrub(md))), &out); err != nil {
		return FromText(md) // a buffer takes all; were it to fail, the words must stay
	}
	return out.String()
}

// ourForms renders footnotes and ticks in our own forms.
type ourForms struct{}

// RegisterFuncs says which nodes we render.
func (f ourForms) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(extast.KindFootnoteLink, f.link)
	reg.Register(extast.KindFootnoteBacklink, f.nothing)
	reg.Register(extast.KindFootnoteList, f.list)
	reg.Register(extast.KindFootnote, f.note)
	reg.Register(extast.KindTaskCheckBox, f.tick)
}

func (ourForms) tick(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	sign := ""
	if box, ok := n.(*extast.TaskCheckBox); ok && entering {
		if sign = "☐ "; box.IsChecked {
			sign = "☑ "
		}
	}
	_, err := w.WriteString(sign)
	return ast.WalkContinue, err
}

func (ourForms) link(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if link, ok := n.(*extast.FootnoteLink); ok && entering {
		_, err := fmt.Fprintf(w, `<a class="fnref" href="#fn%d">%d</a>`, link.Index, link.Index)
		return ast.WalkContinue, err
	}
	return ast.WalkContinue, nil
}

func (ourForms) nothing(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkContinue, nil
}

func (ourForms) list(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	tag := "</ol>\n"
	if entering {
		tag = "<ol class=\"footnotes\">\n"
	}
	_, err := w.WriteString(tag)
	return ast.WalkContinue, err
}

func (ourForms) note(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, err := w.WriteString("</li>\n")
		return ast.WalkContinue, err
	}
	if note, ok := n.(*extast.Footnote); ok {
		_, err := fmt.Fprintf(w, `<li class="fn" value="%d">`, note.Index)
		return ast.WalkContinue, err
	}
	return ast.WalkContinue, nil
}
