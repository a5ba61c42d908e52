package decode

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// decoded is the text of a file's bytes, and how they became it.
type decoded struct {
	text     string
	encoding Encoding
	wrapped  bool // the bytes had been wrapped in quoted-printable
}

// decodeBytes gives the text of a file's bytes as UTF-8: in the encoding that a
// person chose, else in the one for which the bytes speak. The error, for
// files that are no text, is a sentence for people.
func decodeBytes(b []byte, c Choices) (decoded, error) {
	if what := magicOf(b); what != "" {
		return decoded{}, fmt.Errorf("this is %s, not plain text: save it as .txt, .html or .epub and bring it again", what)
	}
	if text, name, ok := fromUTF16(b); ok {
		return decoded{text: strings.ReplaceAll(text, "\x00", ""), encoding: Encoding{Name: name, Certain: true}}, nil
	}
	b = bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))
	if looksBinary(b) {
		return decoded{}, fmt.Errorf("this is not text: it holds bytes that no story has; save it as .txt, .html or .epub and bring it again")
	}
	var d decoded
	if plain, ok := fromQuotedPrintable(b); ok {
		b, d.wrapped = plain, true
	}
	if e := encodingNamed(c.Charset); e != nil {
		text, err := inEncoding(b, e)
		if err != nil {
			return decoded{}, err
		}
		d.text, d.encoding = text, Encoding{Name: c.Charset, Certain: true}
	} else {
		d.guess(b)
	}
	d.settle(b, c)
	return d, nil
}

// guess reads bytes about which nobody said anything.
func (d *decoded) guess(b []byte) {
	e := &d.encoding
	if text, name, sure, ok := fromEast(b); ok {
		d.text, e.Name, e.Certain = text, name, sure
	} else if utf8.Valid(b) {
		d.text, e.Name, e.Certain = string(b), "utf-8", true
	} else {
		d.text, e.Name, e.Certain = fromBytes(b)
	}
}

// settle puts right what had been encoded twice, unless the person would
// rather not, and shows what else the bytes could be.
func (d *decoded) settle(b []byte, c Choices) {
	if !d.encoding.Certain {
		d.encoding.Shown, d.encoding.Others = otherReadings(b, d.encoding.Name)
		d.encoding.Certain = len(d.encoding.Others) == 0
	}
	if strings.IndexByte(d.text, 0) >= 0 {
		// A NUL stands where a character was; U+FFFD keeps the place and is
		// reported as damage.
		d.text = strings.ReplaceAll(d.text, "\x00", "\uFFFD")
	}
	switch {
	case c.Unmended:
	case d.encoding.Certain:
		d.text, d.encoding.Mended = mendLines(d.text)
	default: // what only looks garbled may be a letter of the right page
		d.text, d.encoding.Mended = mendLinesOf(d.text, b)
	}
}

// label names the encoding with all that was done to it: "windows-1252",
// "utf-8+mojibake", "windows-1252+quoted-printable".
func (d *decoded) label() string {
	label := d.encoding.Name
	if d.wrapped {
		label += "+quoted-printable"
	}
	if len(d.encoding.Mended) > 0 {
		label += "+mojibake"
	}
	return label
}

func magicOf(b []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(b, []byte(m.head)) {
			return m.what
		}
	}
	return ""
}

// looksBinary counts control bytes in the first part of a file; a text has a
// form feed or a stray NUL here and there, never one byte in fifty.
func looksBinary(b []byte) bool {
	if len(b) > 1<<16 {
		b = b[:1<<16]
	}
	odd := 0
	for _, c := range b {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1A && c != 0x1B || c == 0x7F {
			odd++
		}
	}
	return odd > 2 && odd*50 > len(b)
}

// fromQuotedPrintable undoes quoted-printable when the file is surely in it:
// nearly every "=" begins an escape or a soft line end, and there are at least
// three of them.
func fromQuotedPrintable(b []byte) ([]byte, bool) {
	good, bad := 0, 0
	for i, c := range b {
		if c != '=' {
			continue
		}
		switch {
		case i > 0 && b[i-1] == '=' || i+1 < len(b) && b[i+1] == '=': // a drawn line
		case softEnd(b[i+1:]) > 0, i+2 < len(b) && upperHex(b[i+1]) && upperHex(b[i+2]):
			good++
		default:
			bad++
		}
	}
	if good < 3 || bad*10 > good {
		return nil, false
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		c := b[i]
		drawn := i > 0 && b[i-1] == '=' || i+1 < len(b) && b[i+1] == '='
		if c != '=' || drawn {
			out = append(out, c)
		} else if n := softEnd(b[i+1:]); n > 0 {
			i += n
		} else if i+2 < len(b) && upperHex(b[i+1]) && upperHex(b[i+2]) {
			out = append(out, unhex(b[i+1])<<4|unhex(b[i+2]))
			i += 2
		} else {
			out = append(out, c)
		}
	}
	return out, true
}

// softEnd gives the length of the line end at the start of b, 0 when there is none.
func softEnd(b []byte) int {
	switch {
	case bytes.HasPrefix(b, []byte("\r\n")):
		return 2
	case bytes.HasPrefix(b, []byte("\n")):
		return 1
	}
	return 0
}

func upperHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' }

func unhex(c byte) byte {
	if c >= 'A' {
		return c - 'A' + 10
	}
	return c - '0'
}
