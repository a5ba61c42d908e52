package decode

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
)

// compound makes the beginning of a compound file whose directory has these names.
func compound(names ...string) string {
	b := make([]byte, 1024, 4096)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	binary.LittleEndian.PutUint16(b[30:], 9)
	binary.LittleEndian.PutUint32(b[48:], 1) // the directory is the second sector
	for _, name := range append([]string{"Root Entry"}, names...) {
		entry := make([]byte, 128)
		units := utf16.Encode([]rune(name + "\x00"))
		for i, u := range units {
			binary.LittleEndian.PutUint16(entry[2*i:], u)
		}
		binary.LittleEndian.PutUint16(entry[64:], uint16(2*len(units)))
		b = append(b, entry...)
	}
	return string(b)
}

func TestWhatOldOfficeFilesAre(t *testing.T) {
	for _, c := range []struct {
		name, data string
		kind       ProblemKind
		say        string
	}{
		{"old.doc", compound("WordDocument"), NotYet, "save it as .docx"},
		{"named.docx", compound("WordDocument"), NotYet, "save it as .docx"},
		{"locked.docx", compound("EncryptionInfo", "EncryptedPackage"), Locked, "save it without one"},
		{"locked.odt", compound("EncryptedPackage"), Locked, "save it without one"},
		{"sheet.doc", compound("Workbook"), NotYet, "no Word document"},
		{"cut.doc", compound()[:100], NotYet, "no Word document"},
	} {
		_, err := readOne(t.Context(), c.name, []byte(c.data), Limits{})
		checkSentence(t, c.name, err)
		if p, ok := err.(*Problem); !ok || p.Kind != c.kind || !strings.Contains(p.Say, c.say) {
			t.Errorf("%s: %v, want %s with %q", c.name, err, c.kind, c.say)
		}
	}
	// Many a ".doc" from the web is a page or a plain text.
	const words = "The lamp had been out for three nights when Mara climbed the stair to see for herself."
	for name, data := range map[string]string{"page.doc": "<html><body><p>" + words + "</p></body></html>", "text.doc": words, "text.rtf": words} {
		if m, err := readOne(t.Context(), name, []byte(data), Limits{}); err != nil || !strings.Contains(m.Chapters[0].Body, "Mara climbed") {
			t.Errorf("%s: %v, %v", name, m.Chapters, err)
		}
	}
}
