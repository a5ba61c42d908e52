package decode

// Choices are what a person decided about reading a file where the file leaves
// it open. The zero value lets the file speak for itself.
type Choices struct {
	Cuts    Cuts   `json:"cuts,omitempty"`
	Charset string `json:"charset,omitempty"` // one of Charsets; "" for what the bytes say
	// Unmended leaves text as it is that seems to have been encoded twice.
	Unmended bool `json:"unmended,omitempty"`
}

// Cuts says by what signs a work is cut into chapters.
type Cuts string

// The ways of cutting.
const (
	CutsAuto     Cuts = ""         // what the file's maker marked, else what it looks like
	CutsHeadings Cuts = "headings" // at each heading of the level that chapters have
	CutsPages    Cuts = "pages"    // at each page break
	CutsMarks    Cuts = "marks"    // at lines such as "Chapter 3" or "III"
	CutsNone     Cuts = "none"     // one chapter
)

// AllCuts lists the ways of cutting, in the order in which people are offered them.
func AllCuts() []Cuts { return []Cuts{CutsAuto, CutsHeadings, CutsPages, CutsMarks, CutsNone} }

// Valid says whether these are choices that Read knows.
func (c Choices) Valid() bool {
	known := c.Charset == "" || encodingNamed(c.Charset) != nil
	for _, cuts := range AllCuts() {
		if c.Cuts == cuts {
			return known
		}
	}
	return false
}
