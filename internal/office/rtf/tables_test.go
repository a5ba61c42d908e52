package rtf

import "testing"

func TestTables(t *testing.T) {
	const two = `\trowd\trgaph108\trleft-108\cellx2000\cellx4000`
	check(t, []sample{
		{"Word says a row's properties before and after its cells", two + `\pard\plain\intbl{a\cell b\cell}\pard\plain\intbl{` + two + `\row}\pard after\par`,
			`<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table><p>after</p>`},
		{"rows", two + `\pard\intbl a\cell b\cell\row` + two + `\pard\intbl c\cell d\cell\row\pard x\par`,
			`<table><tr><td><p>a</p></td><td><p>b</p></td></tr><tr><td><p>c</p></td><td><p>d</p></td></tr></table><p>x</p>`},
		{"rows that don't say that they are the same", two + `\pard\intbl a\cell b\cell\row\pard\intbl c\cell d\cell\row`,
			`<table><tr><td><p>a</p></td><td><p>b</p></td></tr><tr><td><p>c</p></td><td><p>d</p></td></tr></table>`},
		{"cells that forget \\intbl", two + `\pard a\cell b\cell\row\pard x\par`, `<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table><p>x</p>`},
		{"paragraphs in a cell, and an empty cell", two + `\pard\intbl a\par{\i b}\cell\cell\row`, `<table><tr><td><p>a</p><p><em>b</em></p></td><td></td></tr></table>`},
		{"a paragraph's end before the cell's", `\trowd\cellx9\pard\intbl a\par\cell\row`, `<table><tr><td><p>a</p></td></tr></table>`},
		{"head row", `\trowd\trhdr\cellx100\pard\intbl h\cell\row\trowd\cellx100\pard\intbl d\cell\row`, `<table><tr><th><p>h</p></th></tr><tr><td><p>d</p></td></tr></table>`},
		{"a wide cell", `\trowd\cellx4000\pard\intbl w\cell\row` + two + `\pard\intbl a\cell b\cell\row`,
			`<table><tr><td colspan="2"><p>w</p></td></tr><tr><td><p>a</p></td><td><p>b</p></td></tr></table>`},
		{"cells joined from the left", `\trowd\clmgf\cellx2000\clmrg\cellx4000\pard\intbl w\cell\cell\row` + two + `\pard\intbl a\cell b\cell\row`,
			`<table><tr><td colspan="2"><p>w</p></td></tr><tr><td><p>a</p></td><td><p>b</p></td></tr></table>`},
		{"cells joined from above", `\trowd\clvmgf\cellx2000\cellx4000\pard\intbl t\cell a\cell\row\trowd\clvmrg\cellx2000\cellx4000\pard\intbl\cell b\cell\row\trowd\clvmrg\cellx2000\cellx4000\pard\intbl\cell c\cell\row`,
			`<table><tr><td rowspan="3"><p>t</p></td><td><p>a</p></td></tr><tr><td><p>b</p></td></tr><tr><td><p>c</p></td></tr></table>`},
		{"words in a joined cell are kept", `\trowd\clmgf\cellx1\clmrg\cellx2\pard\intbl a\cell b\cell\row`, `<table><tr><td colspan="2"><p>a</p><p>b</p></td></tr></table>`},
		{"edges that differ by a hair", `\trowd\cellx2003\cellx4000\cellx5000\pard\intbl a\cell b\cell c\cell\row\trowd\cellx2000\cellx5010\pard\intbl d\cell e\cell\row`,
			`<table><tr><td><p>a</p></td><td><p>b</p></td><td><p>c</p></td></tr><tr><td><p>d</p></td><td colspan="2"><p>e</p></td></tr></table>`},
		{"a table in a cell", two + `\pard\intbl a\cell\pard\intbl\itap2 n1\nestcell n2\nestcell{\*\nesttableprops\trowd\cellx100\cellx200\nestrow}{\nonesttables\par}\pard\intbl\itap1 b\cell\pard\intbl{` + two + `\row}`,
			`<table><tr><td><p>a</p></td><td><table><tr><td><p>n1</p></td><td><p>n2</p></td></tr></table><p>b</p></td></tr></table>`},
		{"a table that breaks off", two + `\pard\intbl a\cell b`, `<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>`},
		{"a row taken out by a tracked change", two + `\pard\intbl a\cell b\cell\row\trowd\cldel\cellx2000\cldel\cellx4000\pard\intbl{\deleted c}\cell\cell\row`,
			`<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>`},
		{"lists in cells", `\trowd\cellx9\pard\intbl{\pntext\'B7\tab}{\*\pn\pnlvlblt}a\cell\row`, `<table><tr><td><ul><li><p>a</p></li></ul></td></tr></table>`},
	})
}
