package decode

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// Charset is an encoding that a person can choose for a file.
type Charset struct {
	Name string // as in Choices.Charset
	Say  string // for people: the languages that used it
}

// Charsets lists what can be chosen, the likeliest first.
func Charsets() []Charset {
	out := make([]Charset, len(charsets))
	for i, c := range charsets {
		out[i] = c.Charset
	}
	return out
}

var charsets = []struct {
	Charset
	in encoding.Encoding // nil for one of ownPages
}{
	{Charset{"utf-8", "UTF-8 (today's files)"}, unicode.UTF8},
	{Charset{"windows-1252", "Western Europe (Windows)"}, nil},
	{Charset{"macintosh", "Western Europe (old Macs)"}, charmap.Macintosh},
	{Charset{"windows-1250", "Central Europe (Windows)"}, charmap.Windows1250},
	{Charset{"x-mac-ce", "Central Europe (old Macs)"}, nil},
	{Charset{"iso-8859-2", "Central Europe (ISO)"}, charmap.ISO8859_2},
	{Charset{"windows-1251", "Cyrillic (Windows)"}, charmap.Windows1251},
	{Charset{"koi8-r", "Cyrillic (KOI8)"}, charmap.KOI8R},
	{Charset{"x-mac-cyrillic", "Cyrillic (old Macs)"}, charmap.MacintoshCyrillic},
	{Charset{"iso-8859-5", "Cyrillic (ISO)"}, charmap.ISO8859_5},
	{Charset{"windows-1253", "Greek"}, charmap.Windows1253},
	{Charset{"windows-1254", "Turkish"}, charmap.Windows1254},
	{Charset{"windows-1255", "Hebrew"}, charmap.Windows1255},
	{Charset{"windows-1256", "Arabic"}, charmap.Windows1256},
	{Charset{"windows-1257", "Baltic"}, charmap.Windows1257},
	{Charset{"windows-1258", "Vietnamese"}, nil},
	{Charset{"windows-874", "Thai"}, charmap.Windows874},
	{Charset{"shift_jis", "Japanese (Shift JIS)"}, japanese.ShiftJIS},
	{Charset{"euc-jp", "Japanese (EUC)"}, japanese.EUCJP},
	{Charset{"gb18030", "Chinese, simplified (GBK)"}, simplifiedchinese.GB18030},
	{Charset{"big5", "Chinese, traditional (Big5)"}, traditionalchinese.Big5},
	{Charset{"euc-kr", "Korean"}, korean.EUCKR},
	{Charset{"ibm850", "Western Europe (DOS)"}, charmap.CodePage850},
	{Charset{"ibm852", "Central Europe (DOS)"}, charmap.CodePage852},
	{Charset{"ibm866", "Cyrillic (DOS)"}, charmap.CodePage866},
}

// namedEncoding reads one charset.
type namedEncoding struct {
	in   encoding.Encoding
	page *codePage // where in is nil
}

// encodingNamed is the charset of this name, nil when there is none.
func encodingNamed(name string) *namedEncoding {
	for _, c := range charsets {
		if c.Name != name {
			continue
		}
		e := &namedEncoding{in: c.in}
		for _, p := range ownPages {
			if p.name == name {
				e.page = p
			}
		}
		return e
	}
	return nil
}

// inEncoding reads bytes in one charset; what it has no character for becomes U+FFFD.
func inEncoding(b []byte, e *namedEncoding) (string, error) {
	if e.page != nil {
		return e.page.read(b), nil
	}
	out, err := e.in.NewDecoder().Bytes(b)
	return string(out), err
}
