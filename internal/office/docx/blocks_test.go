package docx

import (
	"io"
	"strings"
	"testing"
)

func cell(props, content string) string {
	return `<w:tc><w:tcPr><w:tcW w:w="4621" w:type="dxa"/>` + props + `</w:tcPr>` + content + `</w:tc>`
}

func row(cells ...string) string {
	return `<w:tr w:rsidR="00AB12CD">` + strings.Join(cells, "") + `</w:tr>`
}

func table(rows ...string) string {
	return `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr><w:tblGrid><w:gridCol w:w="4621"/><w:gridCol w:w="4621"/></w:tblGrid>` + strings.Join(rows, "") + `</w:tbl>`
}

func TestTables(t *testing.T) {
	x := func(s string) string { return p("", r("", s)) }
	check(t, []example{
		{name: "headers and columns", body: table(row(`<w:trPr><w:tblHeader/></w:trPr>`, cell(`<w:gridSpan w:val="2"/>`, x("h"))), row(cell("", x("a")), cell("", x("b")+x("c")))),
			want: `<table><tr><th colspan="2"><p>h</p></th></tr><tr><td><p>a</p></td><td><p>b</p><p>c</p></td></tr></table>`},
		{name: "merged rows, beside a wide cell", body: table(
			row(cell("", x("a")), cell(`<w:vMerge w:val="restart"/>`, x("b"))),
			row(cell("", x("c")), cell(`<w:vMerge/>`, `<w:p/>`)),
			row(cell("", x("d")), cell(`<w:vMerge w:val="continue"/>`, `<w:p/>`)),
			row(cell(`<w:gridSpan w:val="2"/>`, x("e"))),
			row(cell("", x("f")), cell(`<w:vMerge/>`, x("g")))),
			want: `<table><tr><td><p>a</p></td><td rowspan="3"><p>b</p></td></tr><tr><td><p>c</p></td></tr><tr><td><p>d</p></td></tr><tr><td colspan="2"><p>e</p></td></tr><tr><td><p>f</p></td><td><p>g</p></td></tr></table>`},
		{name: "nested, with merged rows of its own", body: table(row(cell("", x("a")+table(row(cell(`<w:vMerge w:val="restart"/>`, x("in"))), row(cell(`<w:vMerge/>`, `<w:p/>`), cell("", x("y"))))+x("z")))) + x("out"),
			want: `<table><tr><td><p>a</p><table><tr><td rowspan="2"><p>in</p></td></tr><tr><td><p>y</p></td></tr></table><p>z</p></td></tr></table><p>out</p>`},
		{name: "columns left out, an empty cell, a cell in a content control", body: table(row(`<w:trPr><w:gridBefore w:val="1"/></w:trPr>`, cell("", x("a"))), row(cell("", ""), `<w:sdt><w:sdtPr/><w:sdtContent>`+cell("", x("b"))+`</w:sdtContent></w:sdt>`)),
			want: `<table><tr><td></td><td><p>a</p></td></tr><tr><td></td><td><p>b</p></td></tr></table>`},
		{name: "a list and a page break in a cell", more: parts{"word/numbering.xml": someLists}, body: table(row(cell("", inList("1", "0", "a")+p("<w:pageBreakBefore/>", r("", "b"))))),
			want: `<table><tr><td><ul><li><p>a</p></li></ul><p>b</p></td></tr></table>`},
	})
}

const pictureRelations = `<Relationship Id="p1" Type="` + relTypes + `image" Target="media/image1.png"/>` +
	`<Relationship Id="p2" Type="` + relTypes + `image" Target="/word/media/Image2.JPEG"/>` +
	`<Relationship Id="p3" Type="` + relTypes + `image" Target="media/image3.wmf"/>` +
	`<Relationship Id="p4" Type="` + relTypes + `image" Target="https://example.test/spy.png" TargetMode="External"/>` +
	`<Relationship Id="p5" Type="` + relTypes + `image" Target="media/image5.tmp"/>` +
	`<Relationship Id="p6" Type="` + relTypes + `image" Target="other/image1.png"/>`

var somePictures = parts{"relations": pictureRelations, "word/media/image1.png": png + "one", "word/media/image2.jpeg": "\xFF\xD8\xFF\xE0two",
	"word/media/image3.wmf": "\xD7\xCD\xC6\x9A", "word/media/image5.tmp": "GIF89a", "word/other/image1.png": png + "other"}

func drawn(kind, props, rel string) string {
	return `<w:r><w:rPr><w:noProof/></w:rPr><w:drawing><wp:` + kind + ` distT="0"><wp:extent cx="100" cy="100"/><wp:docPr id="1" name="Picture 1" ` + props + `/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">` +
		`<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="0" name="cat.png"/></pic:nvPicPr>` +
		`<pic:blipFill><a:blip ` + rel + `/></pic:blipFill><pic:spPr><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:` + kind + `></w:drawing></w:r>`
}

func TestPictures(t *testing.T) {
	check(t, []example{
		{name: "in the line and anchored", more: somePictures, body: `<w:p>` + r("", "a ") + drawn("inline", `descr="A cat &amp; a hat"`, `r:embed="p1"`) + drawn("anchor", `title="Map"`, `r:embed="p2"`) + r("", " b") + `</w:p>`,
			want: `<p>a <img src="image1.png" alt="A cat &amp; a hat"><img src="Image2.jpg" alt="Map"> b</p>`},
		{name: "one name twice, one picture twice", more: somePictures, body: `<w:p>` + drawn("inline", "", `r:embed="p1"`) + drawn("inline", "", `r:embed="p6"`) + drawn("inline", "", `r:embed="p1"`) + drawn("inline", "", `r:embed="p5"`) + `</w:p>`,
			want: `<p><img src="image1.png" alt=""><img src="image1-2.png" alt=""><img src="image1.png" alt=""><img src="image5.gif" alt=""></p>`},
		{name: "forms that no browser shows, missing and elsewhere", more: somePictures,
			body: `<w:p>` + drawn("inline", `descr="A crest"`, `r:embed="p3"`) + drawn("inline", "", `r:embed="nothing"`) + drawn("inline", `descr="Spy"`, `r:link="p4"`) + `</w:p>`,
			want: `<p>[A crest][Spy]</p>`, says: "lost_pictures 2 A crest; external 1 https://example.test/spy.png"},
		{name: "of old Word", more: somePictures, body: `<w:p><w:r><w:pict><v:shapetype id="_x0000_t75"/><v:shape id="_x0000_i1025" type="#_x0000_t75" alt="Old cat"><v:imagedata r:id="p1" o:title="cat"/></v:shape></w:pict></w:r></w:p>`,
			want: `<p><img src="image1.png" alt="Old cat"></p>`},
		{name: "an embedded object and a chart", more: somePictures, body: `<w:p><w:r><w:object><v:shape><v:imagedata r:id="p3"/></v:shape><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="p9"/></w:object></w:r></w:p>` +
			`<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Chart" descr="Words a day"/><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="p8"/></wp:inline></w:drawing></w:r></w:p>`,
			want: `<p></p><p>[Words a day]</p>`, says: "lost_pictures 1 image3.wmf; objects 2 Words a day"},
	})
}

func TestOpenPicture(t *testing.T) {
	d := read(t, document(`<w:p>`+drawn("inline", "", `r:embed="p6"`)+drawn("inline", "", `r:embed="p1"`)+`</w:p>`, somePictures))
	f, err := d.Open("image1-2.png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, err := io.ReadAll(f); string(b) != png+"one" || err != nil {
		t.Errorf("%q %v", b, err)
	}
	if _, err := d.Open("../document.xml"); err == nil {
		t.Error("what is no picture was opened")
	}
}

func TestTextBoxes(t *testing.T) {
	box := func(content string) string {
		return `<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="2" name="Text Box 2"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><wps:wsp><wps:spPr><a:prstGeom prst="rect"/></wps:spPr><wps:txbx><w:txbxContent>` + content +
			`</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>` + content + `</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>`
	}
	x := func(s string) string { return p("", r("", s)) }
	deep := x("core")
	for range 7 {
		deep = x("layer") + `<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>` + deep + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`
	}
	check(t, []example{
		{name: "after the paragraph, once", body: `<w:p>` + r("", "a") + `<w:r>` + box(x("in")+x("side")) + `</w:r>` + r("", "b") + `</w:p>` + x("c"), want: `<p>ab</p><p>in</p><p>side</p><p>c</p>`},
		{name: "old, with a table and a box within", body: `<w:p>` + r("", "a") + `<w:r><w:pict><v:shape><v:textbox><w:txbxContent>` + `<w:p>` + r("", "in") + `<w:r>` + box(x("most")) + `</w:r></w:p>` + table(row(cell(`<w:vMerge w:val="restart"/>`, x("t"))), row(cell(`<w:vMerge/>`, `<w:p/>`))) + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`,
			want: `<p>a</p><p>in</p><p>most</p><table><tr><td rowspan="2"><p>t</p></td></tr></table>`},
		{name: "within a cell", body: table(row(cell("", `<w:p><w:r>`+box(x("in"))+`</w:r></w:p>`))) + x("c"), want: `<table><tr><td><p>in</p></td></tr></table><p>c</p>`},
		{name: "too deep in one another", body: deep, want: `<p>layer</p><p>layer</p><p>layer</p><p>layer</p><p>layer</p><p> layer layer core</p>`, says: "nested_too_deeply 1"},
		{name: "words drawn as a picture", body: `<w:p><w:r><w:pict><v:shape><v:textpath style="font-size:1pt" string="THE END"/></v:shape></w:pict></w:r></w:p>`, want: `<p>THE END</p>`},
		{name: "ink has a picture for those who can't", more: somePictures, body: `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wpi"><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:shape><v:imagedata r:id="p1"/></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`, want: `<p><img src="image1.png" alt=""></p>`},
	})
}
