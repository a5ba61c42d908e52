package rtf

import (
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"testing"
)

const (
	pngHead  = "\x89PNG\r\n\x1a\n rest"
	jpegHead = "\xFF\xD8\xFF\xE0 {}\\ rest" // with bytes that mean something outside of \bin
)

func TestPictures(t *testing.T) {
	digits := hex.EncodeToString([]byte(pngHead))
	d := read(t, `{\rtf1 a{\*\shppict{\pict{\*\picprop\shplid1025{\sp{\sn wzName}{\sv p}}{\sp{\sn wzDescription}{\sv A caf\u233?}}}\picscalex100\pngblip `+"\r\n"+digits[:10]+"\n"+digits[10:]+`}}{\nonshppict{\pict\wmetafile8 0100}}b`+
		`{\pict\jpegblip\bin`+strconv.Itoa(len(jpegHead))+" "+jpegHead+`}\par{\pict\emfblip `+digits+`}\par{\pict\pngblip}\par`+
		`{\shp{\*\shpinst\shpleft0{\sp{\sn pib}{\sv{\pict\pngblip `+digits+`}}}{\sp{\sn wzDescription}{\sv Lamp}}}{\shprslt{\*\do x}}}\par}`)
	want := `<p>a<img src="image1.png" alt="A café">b<img src="image2.jpg" alt=""></p>` + `<p><img src="image3.png" alt=""></p><p></p><p><img src="image4.png" alt="Lamp"></p>`
	if got := strings.ReplaceAll(d.HTML, "\n", ""); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if n := notices(d)["lost_pictures"]; n.Count != 1 {
		t.Errorf("%+v", d.Notices)
	}
	for name, want := range map[string]string{"image1.png": pngHead, "image2.jpg": jpegHead, "image4.png": pngHead} {
		f, err := d.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f)
		if err != nil || string(got) != want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"image9.png", "image1.jpg", "../x", "image0.png", ""} {
		if _, err := d.Open(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPicturesThatNoBrowserShows(t *testing.T) {
	d := read(t, `{\rtf1 a {\pict{\*\picprop{\sp{\sn wzDescription}{\sv A map}}}\wmetafile8\picw10 010009}{\pict\macpict 00} b\par}`)
	if want := "<p>a [A map] b</p>\n"; d.HTML != want || d.Open != nil {
		t.Errorf("%q, want %q", d.HTML, want)
	}
	if n := notices(d)["lost_pictures"]; n.Count != 2 || n.Example != "A map" {
		t.Errorf("%+v", d.Notices)
	}
}

func TestPicturesBesideTheText(t *testing.T) {
	for _, sign := range []string{`\'ac`, "\xAC", "¬"} {
		d := read(t, `{\rtf1\ansi\ansicpg1252 a {{\NeXTGraphic lamp.tiff \width640 \height480 `+"\n}"+sign+"} b\\\n}")
		if d.HTML != "<p>a  b</p>\n" || notices(d)["lost_pictures"].Example != "lamp.tiff" {
			t.Errorf("%q: %q, %+v", sign, d.HTML, d.Notices)
		}
	}
	if d := read(t, `{\rtf1\ansi not \'ac}`); d.HTML != "<p>not ¬</p>\n" {
		t.Errorf("%q", d.HTML)
	}
}

func TestBoxes(t *testing.T) {
	check(t, []sample{
		{"after the paragraph in which they hang, once", `a{\shp{\*\shpinst\shpleft1{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard\qc\b in\par\pard\plain it\par}}{\shprslt{\*\do\dptxbx{\dptxbxtext\pard in\par it\par}}}}b\par c\par`,
			`<p>ab</p><p style="text-align:center"><strong>in</strong></p><p>it</p><p>c</p>`},
		{"in a paragraph without words", `a\par{\shp{\*\shpinst{\shptxt x\par}}}\par b\par`, `<p>a</p><p>x</p><p>b</p>`},
		{"of Word 6", `a{\*\do\dobxcolumn\dptxbx{\dptxbxtext\pard in\par}\dpx1}b\par`, `<p>ab</p><p>in</p>`},
		{"only for old readers", `a{\shp{\shprslt{\*\do\dptxbx{\dptxbxtext\pard in\par}}}}b\par`, `<p>ab</p><p>in</p>`},
		{"in a group of shapes", `a{\shpgrp{\*\shpinst{\shp{\*\shpinst{\shptxt x\par}}}{\shp{\*\shpinst{\shptxt y\par}}}}}b\par`, `<p>ab</p><p>x</p><p>y</p>`},
		{"with a table and a note", `a{\shp{\*\shpinst{\shptxt\trowd\cellx9\pard\intbl t{\super\chftn}{\footnote n}\cell\row}}}b\par`,
			`<p>ab</p><table><tr><td><p>t<a epub:type="noteref" role="doc-noteref" href="#note-1"><sup>1</sup></a></p></td></tr></table><aside epub:type="footnote" role="doc-footnote" id="note-1"><p>n</p></aside>`},
		{"in a cell", `\trowd\cellx9\pard\intbl a{\shp{\*\shpinst{\shptxt x\par}}}\cell\row`, `<table><tr><td><p>a</p><p>x</p></td></tr></table>`},
		{"words drawn as a picture", `a{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv The End}}}}\par`, `<p>a</p><p>The End</p>`},
		{"the page's background", `{\*\background{\shp{\*\shpinst{\shptxt x\par}}}}a\par`, `<p>a</p>`},
	})
}

func TestProperties(t *testing.T) {
	d := read(t, `{\rtf1\ansi\ansicpg1250{\info{\title Za\'bf\u243?\'b3\'e6}{\author Wren}{\operator Her Computer}{\subject S}{\keywords k, l}{\doccomm D{\b d}}{\company C}{\creatim\yr2003\mo12\dy9\hr22\min8}{\revtim\yr2004\mo1\dy2\hr3\min4\sec5}{\printim\yr1601\mo0\dy0}}a\title\par}`)
	p := d.Properties
	if p.Title != "Zażółć" || p.Author != "Wren" || p.Subject != "S" || p.Keywords != "k, l" || p.Description != "Dd" ||
		p.Created.String() != "2003-12-09 22:08:00 +0000 UTC" || p.Modified.String() != "2004-01-02 03:04:05 +0000 UTC" {
		t.Errorf("%+v", p)
	}
	d = read(t, `{\rtf1\ansi\ansicpg932\deff1{\fonttbl{\f0\fcharset128 A;}{\f1\fcharset0 B;}}{\info{\title \'83\'5e}}a\par}`)
	if d.Properties.Title != "タ" {
		t.Errorf("%q", d.Properties.Title)
	}
	if d := read(t, `{\rtf1{\info{\creatim\yr0\mo0\dy0}}a\par}`); !d.Properties.Created.IsZero() {
		t.Errorf("%v", d.Properties.Created)
	}
}
