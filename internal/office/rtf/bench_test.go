package rtf

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/office"
)

// longFile makes a file of so many words as Word writes one: runs cut by
// revision marks, a note and a heading now and then, an accented letter.
func longFile(words int) []byte {
	var b strings.Builder
	b.WriteString(`{\rtf1\adeflang1025\ansi\ansicpg1252\uc1\adeff0\deff0\stshfdbch31505\deflang1033\deflangfe1033` +
		`{\fonttbl{\f0\froman\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman;}{\f1\fswiss\fcharset0 Arial;}}` +
		`{\stylesheet{\ql \li0\ri0 \f0\fs24\lang1033 \snext0 Normal;}{\s1\ql \b\fs32 \sbasedon0 \snext0 heading 1;}}` + "\r\n")
	for n, para := 0, 0; n < words; para++ {
		if para%120 == 0 {
			fmt.Fprintf(&b, `\pard\plain \ltrpar\s1\ql \li0\ri0\keepn\widctlpar\outlinelevel0\adjustright\rin0\lin0\itap0 \rtlch\fcs1 \ab\af0\afs32\alang1025 \ltrch\fcs0 \b\fs32\lang1033\langfe1033 {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid%d Chapter %d}{\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid77 \par }`+"\r\n", para, para/120+1)
		}
		b.WriteString(`\pard\plain \ltrpar\ql \li0\ri0\sa120\widctlpar\wrapdefault\aspalpha\aspnum\faauto\adjustright\rin0\lin0\itap0 \rtlch\fcs1 \af0\afs24\alang1025 \ltrch\fcs0 \f0\fs24\lang1033\langfe1033\cgrid\langnp1033\langfenp1033 ` + "\r\n")
		for run := 0; run < 5; run++ {
			look := ""
			if run == 2 {
				look = `\i`
			}
			fmt.Fprintf(&b, `{\rtlch\fcs1 \af0\afs24 \ltrch\fcs0 %s\fs24\insrsid%d The old caf\'e9 by the river was closed\u8230\'85 and she knew it, but went }`+"\r\n", look, run*1000+para)
			n += 14
		}
		b.WriteString(`{\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid4211 \par }` + "\r\n")
	}
	b.WriteString("}")
	return []byte(b.String())
}

func BenchmarkRead100000Words(b *testing.B) {
	file := longFile(100_000)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(context.Background(), file, office.Limits{TextBytes: 1 << 30}); err != nil {
			b.Fatal(err)
		}
	}
}
