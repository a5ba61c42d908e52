package decode

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// decodeMarkup gives the text of HTML or XML bytes.
func decodeMarkup(b []byte, charsetChosen string) (string, error) {
	d, err := decodeMarkupBytes(b, Choices{Charset: charsetChosen})
	return d.text, err
}

// decodeMarkupBytes gives the text of HTML or XML bytes: in the encoding that a
// person chose, by byte order mark, as UTF-8 if it is, by the charset that it
// declares, or by guess.
func decodeMarkupBytes(b []byte, c Choices) (decoded, error) {
	if c.Charset == "" && !utf8.Valid(b) && !bytes.HasPrefix(b, []byte("\xff\xfe")) && !bytes.HasPrefix(b, []byte("\xfe\xff")) {
		if d, ok := asDeclared(b); ok {
			d.settle(b, c)
			return d, nil
		}
	}
	return decodeBytes(b, c)
}

// asDeclared reads markup in the charset that it declares. That is certain
// when the charset has a character for every byte and the text reads no better
// in the one for which the bytes speak.
func asDeclared(b []byte) (d decoded, ok bool) {
	e, name := charset.Lookup(declaredCharset(b))
	switch {
	case e == nil || name == "utf-8" || strings.HasPrefix(name, "utf-16"):
		return decoded{}, false
	case name == "windows-1252":
		d.text, d.encoding.Name, _ = fromWestern(b, 0)
	case name == page1258.name:
		d.text, d.encoding.Name = page1258.read(b), name
	default:
		out, err := e.NewDecoder().Bytes(b)
		if err != nil {
			return decoded{}, false
		}
		d.text, d.encoding.Name = string(out), name
		if name == "gbk" {
			d.encoding.Name = "gb18030" // which holds all of it
		}
	}
	var likely decoded
	likely.guess(firstBytes(b, pageSample))
	fits := !strings.ContainsRune(d.text, utf8.RuneError)
	d.encoding.Certain = fits && (likely.encoding.Name == d.encoding.Name || plausibility(likely.text) <= plausibility(firstPart(d.text)))
	return d, true
}

var charsetMark = regexp.MustCompile(`(?i)(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_:.-]+)`)

// declaredCharset is the charset of a meta element or an XML declaration.
func declaredCharset(b []byte) string {
	if m := charsetMark.FindSubmatch(firstBytes(b, 4096)); m != nil {
		return string(m[1])
	}
	return ""
}
