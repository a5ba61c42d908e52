package odt

// namespaces gives the prefix by which this package knows a namespace,
// whatever prefix the file uses for it.
var namespaces = map[string]string{
	"urn:oasis:names:tc:opendocument:xmlns:office:1.0":            "office",
	"urn:oasis:names:tc:opendocument:xmlns:text:1.0":              "text",
	"urn:oasis:names:tc:opendocument:xmlns:style:1.0":             "style",
	"urn:oasis:names:tc:opendocument:xmlns:table:1.0":             "table",
	"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0":           "draw",
	"urn:oasis:names:tc:opendocument:xmlns:dr3d:1.0":              "dr3d",
	"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
	"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0":    "svg",
	"urn:oasis:names:tc:opendocument:xmlns:meta:1.0":              "meta",
	"urn:oasis:names:tc:opendocument:xmlns:form:1.0":              "form",
	"urn:oasis:names:tc:opendocument:xmlns:script:1.0":            "script",
	"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0":          "manifest",

	"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",

	"http://purl.org/dc/elements/1.1/":     "dc",
	"http://www.w3.org/1999/xlink":         "xlink",
	"http://www.w3.org/XML/1998/namespace": "xml",
	"http://openoffice.org/2004/office":    "ooo",

	// OpenOffice.org 1.
	"http://openoffice.org/2000/office":   "office",
	"http://openoffice.org/2000/text":     "text",
	"http://openoffice.org/2000/style":    "style",
	"http://openoffice.org/2000/table":    "table",
	"http://openoffice.org/2000/drawing":  "draw",
	"http://openoffice.org/2000/dr3d":     "dr3d",
	"http://openoffice.org/2000/meta":     "meta",
	"http://openoffice.org/2000/form":     "form",
	"http://openoffice.org/2000/script":   "script",
	"http://openoffice.org/2001/manifest": "manifest",
	"http://www.w3.org/1999/XSL/Format":   "fo",
	"http://www.w3.org/2000/svg":          "svg",
}
