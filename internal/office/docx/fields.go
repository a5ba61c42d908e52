package docx

import "strings"

// field is a field that is open: what it says to do, then what it shows.
type field struct {
	code   []byte
	simple bool // a w:fldSimple
	shows  bool // what it shows is being read
	silent bool // its text is not shown
	href   string
}

// maxCode is how much of a field's instruction is read, in bytes.
const maxCode = 4096

// href gives the address to which the text leads here.
func (f *flow) href() string {
	if n := len(f.links); n > 0 && f.links[n-1] != "" {
		return f.links[n-1]
	}
	if n := len(f.fields); n > 0 {
		return f.fields[n-1].href
	}
	return ""
}

// linkTarget gives the address of a w:hyperlink.
func (f *flow) linkTarget() string {
	rel, ok := f.part.rels[f.sc.attr("r:id")]
	if !ok || !rel.external {
		return ""
	}
	return withAnchor(rel.target, f.sc.attr("w:anchor"))
}

func withAnchor(address, anchor string) string {
	if address == "" || anchor == "" || strings.Contains(address, "#") {
		return address
	}
	return address + "#" + anchor
}

func (f *flow) beginSimpleField() {
	f.beginField(true)
	f.fields[len(f.fields)-1].code = []byte(f.sc.attr("w:instr"))
	f.showField()
}

// fieldChar takes the mark of a field's beginning, of what it shows, or of its end.
func (f *flow) fieldChar() {
	switch f.sc.attr("w:fldCharType") {
	case "begin":
		f.beginField(false)
		f.checkBox()
	case "separate":
		f.showField()
	case "end":
		if n := len(f.fields); n > 0 && !f.fields[n-1].simple {
			f.endField()
		}
	}
}

func (f *flow) beginField(simple bool) {
	one := field{simple: simple}
	if n := len(f.fields); n > 0 {
		one.href = f.fields[n-1].href
	}
	f.fields = append(f.fields, one)
	if !simple {
		f.silence(true)
	}
}

// silence says whether the text of the innermost field is left out.
func (f *flow) silence(on bool) {
	one := &f.fields[len(f.fields)-1]
	switch {
	case one.silent == on || on && f.r.allFields:
	case on:
		f.suppressed++
		one.silent = true
	default:
		f.suppressed--
		one.silent = false
	}
	f.p.silent = f.p.silent || on
}

// checkBox shows a check box, which has its state in the beginning of its field.
func (f *flow) checkBox() {
	if f.sc.selfClose {
		return
	}
	box, checked := false, false
	for d := f.sc.depth(); f.sc.within(d); {
		if f.sc.kind != startTag {
			continue
		}
		switch f.sc.name {
		case "w:checkBox":
			box = true
		case "w:default", "w:checked":
			checked = f.sc.onOff()
		}
	}
	if !box {
		return
	}
	f.silence(false)
	if checked {
		f.plain("☒")
	} else {
		f.plain("☐")
	}
	f.silence(true)
}

func (f *flow) instruction() {
	text := f.sc.inner()
	if n := len(f.fields); n > 0 && !f.fields[n-1].shows {
		one := &f.fields[n-1]
		one.code = append(one.code, text[:min(len(text), maxCode-len(one.code))]...)
	}
}

// showField begins what the innermost field shows, by its instruction.
func (f *flow) showField() {
	n := len(f.fields)
	if n == 0 || f.fields[n-1].shows {
		return
	}
	one := &f.fields[n-1]
	one.shows = true
	name, args := fieldCode(string(one.code))
	switch name {
	case "TOC", "TOA", "INDEX", "BIBLIOGRAPHY", "PAGE", "NUMPAGES", "SECTIONPAGES":
		f.silence(true)
		return
	case "HYPERLINK":
		if len(args) > 0 {
			one.href = linkOf(args)
		}
	}
	f.silence(false)
}

// endField ends the innermost field. Two kinds show nothing but what their
// instruction says.
func (f *flow) endField() {
	n := len(f.fields)
	if n == 0 {
		return
	}
	one := &f.fields[n-1]
	f.silence(false)
	name, args := "", []string(nil)
	if !one.shows {
		name, args = fieldCode(string(one.code))
	}
	f.fields = f.fields[:n-1]
	switch {
	case name == "MACROBUTTON" && len(args) > 1:
		f.text(strings.Join(args[1:], " "))
	case name == "SYMBOL" && len(args) > 0:
		f.symbolField(args)
	}
}

// fieldCode splits an instruction into its name and arguments; those in
// quotation marks are whole.
func fieldCode(code string) (name string, args []string) {
	code = strings.TrimSpace(code)
	end := strings.IndexAny(code, " \t\r\n\"")
	if end < 0 {
		return strings.ToUpper(code), nil
	}
	name, code = strings.ToUpper(code[:end]), code[end:]
	for {
		code = strings.TrimLeft(code, " \t\r\n")
		if code == "" {
			return name, args
		}
		if code[0] == '"' {
			arg, rest, _ := strings.Cut(code[1:], `"`)
			args, code = append(args, arg), rest
			continue
		}
		end := strings.IndexAny(code, " \t\r\n")
		if end < 0 {
			end = len(code)
		}
		args, code = append(args, code[:end]), code[end:]
	}
}

// linkOf gives the address in the arguments of HYPERLINK.
func linkOf(args []string) string {
	address, anchor := "", ""
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == `\l` && i+1 < len(args):
			i++
			anchor = args[i]
		case (args[i] == `\o` || args[i] == `\t`) && i+1 < len(args):
			i++
		case address == "" && args[i] != "" && args[i][0] != '\\':
			address = args[i]
		}
	}
	return withAnchor(address, anchor)
}
