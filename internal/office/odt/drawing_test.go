package odt

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/office"
)

const (
	pngHead = "\x89PNG\r\n\x1a\n and so on"
	wmfHead = "\xd7\xcd\xc6\x9a and so on"
	jpgHead = "\xff\xd8\xff\xe0 and so on"
)

func inXML(data string) string {
	return "<draw:image><office:binary-data>\n  " + base64.StdEncoding.EncodeToString([]byte(data)) + "\n</office:binary-data><text:p/></draw:image>"
}

func TestDrawings(t *testing.T) {
	check(t, []example1{
		{"picture in a line, with its words", "", `<text:p>a <draw:frame text:anchor-type="as-char">` + inXML(pngHead) + `<svg:title>A cat</svg:title><svg:desc>asleep on a "chair"</svg:desc></draw:frame> b</text:p>`,
			`<p>a <img src="image1.png" alt="A cat: asleep on a &#34;chair&#34;"> b</p>`},
		{"the form that browsers show", "", `<text:p><draw:frame>` + inXML(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`) + inXML(jpgHead) + `</draw:frame></text:p>`,
			`<p><img src="image2.jpg" alt=""></p>`},
		{"a form that none shows", "", `<text:p>a<draw:frame>` + inXML(wmfHead) + `<svg:desc>Map</svg:desc></draw:frame></text:p>`, `<p>a[Map]</p>`},
		{"elsewhere", "", `<text:p><draw:frame><draw:image xlink:href="https://e.test/x.png"/><svg:title>Cat</svg:title></draw:frame></text:p>`, `<p>[Cat]</p>`},
		{"at a page", "", `<draw:frame text:anchor-type="page">` + inXML(pngHead) + `</draw:frame><text:p>a</text:p>`, `<p><img src="image1.png" alt=""></p><p>a</p>`},
		{"text box after its paragraph, once", "", `<text:p>be<draw:frame><draw:text-box><text:p>in the box</text:p><text:list><text:list-item><text:p>i</text:p></text:list-item></text:list></draw:text-box></draw:frame>fore</text:p><text:p>after</text:p>`,
			`<p>before</p><p>in the box</p><ul><li><p>i</p></li></ul><p>after</p>`},
		{"box in box, in an otherwise empty paragraph", "", `<text:p><draw:frame><draw:text-box><text:p>o<draw:frame><draw:text-box><text:p>i</text:p></draw:text-box></draw:frame>o</text:p><text:p>p</text:p></draw:text-box></draw:frame></text:p>`,
			`<p>oo</p><p>i</p><p>p</p>`},
		{"picture with a caption", "", `<text:p><draw:frame><draw:text-box><text:p><draw:frame>` + inXML(pngHead) + `<svg:desc>Cat</svg:desc></draw:frame>Picture <text:sequence>1</text:sequence>: a cat</text:p></draw:text-box></draw:frame></text:p>`,
			`<p><img src="image1.png" alt="Cat">Picture 1: a cat</p>`},
		{"words in shapes, also grouped", "", `<text:p>a<draw:g><draw:custom-shape svg:width="3cm" svg:height="2cm"><text:p/><text:p>star</text:p><draw:enhanced-geometry/></draw:custom-shape><draw:rect><text:p>rect</text:p></draw:rect></draw:g></text:p>`,
			`<p>a</p><p>star</p><p>rect</p>`},
		{"a drawn line", "", `<text:p>a</text:p><text:p><draw:line svg:x1="1cm" svg:y1="3cm" svg:x2="16cm" svg:y2="3.01cm"><text:p/></draw:line></text:p><text:p>b<draw:custom-shape svg:width="10cm" svg:height="0.05cm"/></text:p>`,
			`<p>a</p><hr><p>b</p><hr>`},
		{"a drawing without words", "", `<text:p>a<draw:ellipse svg:width="3cm" svg:height="2cm"/></text:p>`, `<p>a</p>`},
		{"a formula", "", `<text:p>a <draw:frame><draw:object><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></draw:object>` + inXML(wmfHead) + `<svg:desc>x</svg:desc></draw:frame></text:p>`, `<p>a [x]</p>`},
		{"a box in a hidden paragraph", "", `<text:p><text:hidden-paragraph text:is-hidden="true"/>a<draw:frame><draw:text-box><text:p>b</text:p></draw:text-box></draw:frame></text:p>`, ``},
	})
}

func TestDrawingsThatAreMissed(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`<draw:frame>` + inXML(wmfHead) + `</draw:frame>`, "lost_pictures:1"},
		{`<draw:frame><draw:image xlink:href="Pictures/gone.png"/></draw:frame>`, "lost_pictures:1"},
		{`<draw:frame><draw:image xlink:href="../x.png"/></draw:frame><draw:frame><draw:image xlink:href="file:///x.png"/></draw:frame>`, "external:2"},
		{`<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>`, "objects:1"},
		{`<draw:ellipse svg:width="3cm" svg:height="2cm"/>`, "objects:1"},
		{`<draw:frame><draw:plugin xlink:href="https://e.test/film"/></draw:frame>`, "external:1"},
		{`<draw:frame>` + inXML(pngHead) + `</draw:frame><draw:control draw:control="c1"/>`, ""},
	} {
		if got := counts(readFlat(t, flatXML("", `<text:p>`+c.body+`</text:p>`))); got != c.want {
			t.Errorf("%s: %q, want %q", c.body, got, c.want)
		}
	}
}

// zipBytes makes a zip of files, in order: name, content, name, content.
func zipBytes(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, files[i+1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func packed(t testing.TB, files ...string) *zip.Reader {
	t.Helper()
	b := zipBytes(t, files...)
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const mimetype = "application/vnd.oasis.opendocument.text"

func contentXML(body string) string {
	return `<?xml version="1.0"?><office:document-content` + xmlns + `><office:automatic-styles/><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`
}

func TestPicturesOfAZip(t *testing.T) {
	d, err := Read(context.Background(), packed(t, "mimetype", mimetype, "content.xml",
		contentXML(`<text:p><draw:frame><draw:image xlink:href="Pictures/cat.png"/></draw:frame><draw:frame><draw:image xlink:href="Pictures/cat.png"/></draw:frame>`+
			`<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="./ObjectReplacements/Object 1"/><svg:title>Chart</svg:title></draw:frame><draw:frame><draw:image xlink:href="more/cat.png"/></draw:frame></text:p>`),
		"Pictures/cat.png", pngHead+"cat", "ObjectReplacements/Object 1", pngHead+"chart", "more/cat.png", pngHead+"other cat"), office.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	const want = `<p><img src="cat.png" alt=""><img src="cat.png" alt=""><img src="Object-1.png" alt="Chart"><img src="cat-2.png" alt=""></p>`
	if got := strings.TrimSpace(d.HTML); got != want || len(d.Notices) > 0 {
		t.Errorf("got %s, %v\nwant %s", got, d.Notices, want)
	}
	for name, want := range map[string]string{"cat.png": "cat", "Object-1.png": "chart", "cat-2.png": "other cat"} {
		f, err := d.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(f)
		f.Close()
		if err != nil || string(b) != pngHead+want {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
	if _, err := d.Open("content.xml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a part that is no picture: %v", err)
	}
}
