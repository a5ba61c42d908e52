package odt

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/office"
)

func TestLeftOut(t *testing.T) {
	const changes = `<text:tracked-changes><text:changed-region text:id="c1"><text:insertion><office:change-info><dc:creator>Bea</dc:creator></office:change-info></text:insertion></text:changed-region>` +
		`<text:changed-region text:id="c2"><text:deletion><office:change-info><dc:creator>Bea</dc:creator><dc:date>2024-01-01T00:00:00</dc:date></office:change-info><text:p>old words</text:p></text:deletion></text:changed-region>` +
		`<text:changed-region text:id="c3"><text:format-change/></text:changed-region></text:tracked-changes>`
	for _, c := range []struct {
		name, styles, body, want string
		notices                  []office.Notice
	}{
		{"tracked changes", "", changes + `<text:p>a <text:change-start text:change-id="c1"/>new<text:change-end text:change-id="c1"/><text:change text:change-id="c2"/> b</text:p>`,
			`<p>a new b</p>`, []office.Notice{{Kind: office.Insertions, Count: 1}, {Kind: office.Deletions, Count: 1, Example: "old words"}}},
		{"deleted words that are still in the text", tstyle("i", `fo:font-style="italic"`), strings.Replace(changes, "<text:p>old words</text:p>", "", 1) +
			`<text:p>a <text:change-start text:change-id="c2"/>fool<text:span text:style-name="i">ish<text:line-break/></text:span> <draw:frame><draw:text-box><text:p>x</text:p></draw:text-box></draw:frame><text:change-end text:change-id="c2"/>b<text:change-start text:change-id="c1"/>c<text:change-end text:change-id="c1"/></text:p>`,
			`<p>a bc</p>`, []office.Notice{{Kind: office.Insertions, Count: 1}, {Kind: office.Deletions, Count: 1, Example: "fool"}}},
		{"a deletion over the ends of paragraphs", numbered, strings.Replace(changes, "<text:p>old words</text:p>", "", 1) +
			`<text:p>a <text:change-start text:change-id="c2"/>x</text:p><text:p>y</text:p><table:table><table:table-row><table:table-cell><text:p>z</text:p></table:table-cell></table:table-row></table:table><text:p>z<text:change-end text:change-id="c2"/> b</text:p><text:p>c</text:p>` +
			`<text:list text:style-name="L1"><text:list-item><text:p><text:change-start text:change-id="c2"/>gone</text:p></text:list-item><text:list-item><text:p><text:change-end text:change-id="c2"/>one</text:p></text:list-item></text:list>`,
			`<p>a b</p><p>c</p><ol><li><p>one</p></li></ol>`, []office.Notice{{Kind: office.Insertions, Count: 1}, {Kind: office.Deletions, Count: 1, Example: "x"}}},
		{"a deletion without an end is none", "", strings.Replace(changes, "<text:p>old words</text:p>", "", 1) + `<text:p>a <text:change-start text:change-id="c2"/>b</text:p><text:p>c</text:p>`,
			`<p>a b</p><p>c</p>`, []office.Notice{{Kind: office.Insertions, Count: 1}, {Kind: office.Deletions, Count: 1}}},
		{"comments", "", `<text:p>a<office:annotation><dc:creator>Bea</dc:creator><dc:date>2024-01-01</dc:date><text:p>Is this</text:p><text:p>right?</text:p></office:annotation> b<office:annotation-end/></text:p><text:p>c<office:annotation><text:p>No.</text:p></office:annotation></text:p>`,
			`<p>a b</p><p>c</p>`, []office.Notice{{Kind: office.Comments, Count: 2, Example: "Is this right?"}}},
		{"hidden text, paragraph, section", tstyle("h", `text:display="none"`) + tstyle("i", `fo:font-style="italic"`),
			`<text:p>a<text:span text:style-name="h">b <text:span text:style-name="i">c</text:span></text:span>d</text:p><text:p><text:hidden-paragraph text:is-hidden="true"/>gone</text:p><text:p><text:hidden-paragraph text:is-hidden="false"/>here</text:p><text:section text:display="none"><text:p>away</text:p></text:section><text:section text:display="condition" text:is-hidden="true"><text:p>x</text:p></text:section>`,
			`<p>ad</p><p>here</p>`, []office.Notice{{Kind: office.Hidden, Count: 4, Example: "b"}}},
		{"a section that is another file", "", `<text:section text:name="s"><text:section-source xlink:href="../part2.odt"/><text:p>kept</text:p></text:section>`,
			`<p>kept</p>`, []office.Notice{{Kind: office.External, Count: 1, Example: "../part2.odt"}}},
		{"contents that the program made", "", `<text:table-of-content><text:table-of-content-source/><text:index-body><text:p>One<text:tab/>3</text:p></text:index-body></text:table-of-content><text:p>a<text:toc-mark text:string-value="x"/></text:p>`,
			`<p>a</p>`, nil},
		{"macros", "", `<office:scripts/><text:p>a<text:script script:language="JavaScript">alert(1)</text:script><text:a xlink:href="https://e.test/"><office:event-listeners><script:event-listener xlink:href="vnd.sun.star.script:x"/></office:event-listeners>b</text:a></text:p>`,
			`<p>a<a href="https://e.test/">b</a></p>`, []office.Notice{{Kind: office.Macros, Count: 2}}},
		{"forms and declarations", "", `<office:forms><text:p>f</text:p></office:forms><text:variable-decls><text:variable-decl text:name="v"/></text:variable-decls><text:p>a</text:p>`, `<p>a</p>`, nil},
	} {
		d := readFlat(t, flatXML(c.styles, c.body))
		if got := strings.ReplaceAll(d.HTML, "\n", ""); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if !reflect.DeepEqual(d.Notices, c.notices) {
			t.Errorf("%s: notices %v, want %v", c.name, d.Notices, c.notices)
		}
	}
}

func TestHeadersAndFooters(t *testing.T) {
	page := func(edges string) string {
		return `<office:document` + xmlns + `><office:master-styles><style:master-page style:name="Standard">` + edges +
			`</style:master-page></office:master-styles><office:body><office:text><text:p>a</text:p></office:text></office:body></office:document>`
	}
	for _, c := range []struct{ edges, want string }{
		{`<style:header><text:p>My Story</text:p></style:header><style:footer><text:p>by Ann</text:p></style:footer>`, "headers_footers:2"},
		{`<style:footer><text:p>– <text:page-number>1</text:page-number>/<text:page-count>9</text:page-count> –</text:p></style:footer>`, ""},
		{`<style:header style:display="false"><text:p>Old</text:p></style:header>`, ""},
	} {
		d := readFlat(t, page(c.edges))
		if got := counts(d); got != c.want || strings.TrimSpace(d.HTML) != "<p>a</p>" {
			t.Errorf("%s: %q, %s", c.edges, got, d.HTML)
		}
	}
}

func TestProperties(t *testing.T) {
	d := readFlat(t, `<office:document`+xmlns+`><office:meta><dc:title>The &amp; Title</dc:title><meta:initial-creator>Ann</meta:initial-creator><dc:creator>Bea</dc:creator>`+
		`<dc:subject>Sub</dc:subject><meta:keyword>one</meta:keyword><meta:keyword>two</meta:keyword><dc:description>Words
 about it</dc:description><dc:language>de-DE</dc:language><meta:creation-date>2019-05-06T07:08:09.123456789</meta:creation-date><dc:date>2020-01-02T03:04:05+02:00</dc:date></office:meta>`+
		`<office:body><office:text><text:p>x</text:p></office:text></office:body></office:document>`)
	want := office.Properties{
		Title: "The & Title", Author: "Ann", Subject: "Sub", Keywords: "one, two", Description: "Words about it", Language: "de-DE",
		Created: time.Date(2019, 5, 6, 7, 8, 9, 123456789, time.UTC), Modified: time.Date(2020, 1, 2, 1, 4, 5, 0, time.UTC),
	}
	if d.Properties != want {
		t.Errorf("\n got %+v\nwant %+v", d.Properties, want)
	}
}
