package skin_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ficstead/ficstead/internal/skin"
)

const pic = "/pictures/aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd.png"

// one is a sheet of a single declaration.
func one(declaration string) string { return ".a { " + declaration + " }" }

func TestWhatStays(t *testing.T) {
	for in, want := range map[string]string{
		one("color: red"):                                               "color: red",
		one("COLOR:#FFF;"):                                              "color: #fff",
		one("colr\\6f: red; color: red") + "x{}":                        "", // not the same word
		one("c\\6flor: red"):                                            "color: red",
		one("color: rgba(0,0,0,.5)"):                                    "color: rgba(0, 0, 0, .5)",
		one("color: rgb( 10 20 30 / 50% )"):                             "color: rgb(10 20 30 / 50%)",
		one("margin: -1px auto 0 2.5em!important"):                      "margin: -1px auto 0 2.5em !important",
		one("width: calc(100% - 2 * (1em + 2px))"):                      "width: calc(100% - 2 * (1em + 2px))",
		one("transform: rotate(-3deg) scale(1.1,1.2)"):                  "transform: rotate(-3deg) scale(1.1, 1.2)",
		one("filter: drop-shadow(0 0 3px black)"):                       "filter: drop-shadow(0 0 3px black)",
		one("background: url(" + pic + ") no-repeat"):                   `background: url("` + pic + `") no-repeat`,
		one("background: URL( '" + pic + "' )"):                         `background: url("` + pic + `")`,
		one("content: '\\201C'"):                                        "content: \"\u201c\"",
		one("content: 'a } b; </style>'"):                               `content: "a } b; \3c /style\3e "`,
		one("content: none"):                                            "content: none",
		one(`font-family: "Comic Sans MS", Georgia`):                    `font-family: "Comic Sans MS", Georgia`,
		one("font: italic 1em/1.4 Georgia, serif"):                      "font: italic 1em/1.4 Georgia, serif",
		one("aspect-ratio: 16 / 9"):                                     "aspect-ratio: 16 / 9",
		one("aspect-ratio: auto 3/2"):                                   "aspect-ratio: auto 3/2",
		one("-webkit-border-radius: 3px"):                               "-webkit-border-radius: 3px",
		one("position: absolute; top: -9999px"):                         "position: absolute;top: -9999px",
		one("display: flex; display: grid"):                             "display: flex;display: grid", // both are kept
		one("/* why */ color: red /* because */; ;"):                    "color: red",
		one("background: linear-gradient(to right, red 0%, blue 100%)"): "background: linear-gradient(to right, red 0%, blue 100%)",
	} {
		sheet, bad := skin.Clean(in)
		if want == "" {
			if len(bad) == 0 {
				t.Errorf("%s became %s", in, sheet.CSS)
			}
			continue
		}
		full := "#workskin .a {\n  " + strings.ReplaceAll(want, ";", ";\n  ") + ";\n}\n"
		if strings.Contains(want, "content: \"a") {
			full = "#workskin .a {\n  " + want + ";\n}\n"
		}
		if sheet.CSS != full || len(bad) > 0 {
			t.Errorf("%s became\n%s%v\nwant\n%s", in, sheet.CSS, bad, full)
		}
	}
}

func TestSelectors(t *testing.T) {
	for in, want := range map[string]string{
		"p":                               "#workskin p",
		"*":                               "#workskin *",
		":hover":                          "#workskin :hover",
		"a:hover::before":                 "#workskin a:hover::before",
		"a:before":                        "#workskin a::before",
		"#workskin":                       "#workskin",
		"#workskin .a":                    "#workskin .a",
		"#workskin>p , .b":                "#workskin > p, #workskin .b",
		"#workskin.userstuff p":           "#workskin.userstuff p",
		"#workskin2":                      "#workskin #workskin2",
		"#main":                           "#workskin #main", // nothing there has it
		".a>.b~ .c +.d":                   "#workskin .a > .b ~ .c + .d",
		"P.A":                             "#workskin p.A",
		"[lang|=en], [title='a\"]{b']":    `#workskin [lang|="en"], #workskin [title="a\22 ]{b"]`,
		"li:nth-child( 2N + 1 )":          "#workskin li:nth-child(2n + 1)",
		"p:not(.a, #b > i):is(:hover)":    "#workskin p:not(.a, #b > i):is(:hover)",
		"p:lang(PL)":                      "#workskin p:lang(pl)",
		".\u0433\u043b\u0430\u0432\u0430": "#workskin .\u0433\u043b\u0430\u0432\u0430",
		".\\61 b":                         "#workskin .ab",
		"@media (MAX-width:42em){p{color:red}} i": "#workskin i",
		// refused
		"html p": "", "body": "", ":root": "", ":host": "", "p:has(+ i)": "", "::slotted(p)": "", "::part(x)": "",
		"#workskin + div": "", "#workskin ~ *": "", "#workskin:hover+div": "", "#workskin[title='a b']~ div": "", "#workskin:not(.a .b) ~ p": "",
		"+ div": "", "> p": "", "p >": "", "a,,b": "", "": "", "p{": "", "a/**/b": "", "p:unknown": "", "::backdrop": "", "p:nth-child(x)": "",
		"&": "", "svg|a": "", "a || b": "", ".\\7b": "", ":not(:not(:not(:not(:not(a)))))": "", "<!-- p": "",
	} {
		sheet, bad := skin.Clean(in + " { color: red }")
		if want == "" {
			if len(bad) == 0 || sheet.CSS != "" {
				t.Errorf("%q became %q", in, sheet.CSS)
			}
			continue
		}
		if got := sheet.CSS; len(bad) > 0 || !strings.HasSuffix(got, want+" {\n  color: red;\n}\n") {
			t.Errorf("%q became %q %v", in, got, bad)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	for in, want := range map[string]skin.Reason{
		one("nonsense: 1"):                                        skin.Property,
		one("behavior: none"):                                     skin.Property,
		one("-moz-binding: none"):                                 skin.Property,
		one("all: unset"):                                         skin.Property,
		one("contain: none"):                                      skin.Property,
		one("--a: 1"):                                             skin.CustomProperty,
		one("color: var(--a)"):                                    skin.Function,
		one("color: v\\61r(--a)"):                                 skin.Function,
		one("color: env(x)"):                                      skin.Function,
		one("width: expression(alert(1))"):                        skin.Function,
		one("width: e\\78pression(alert(1))"):                     skin.Function,
		one("width: expr/**/ession(alert(1))"):                    skin.SplitByComment,
		one("content: attr(href)"):                                skin.Function,
		one("position: fixed"):                                    skin.FixedPosition,
		one("position: FI\\58 ED !important"):                     skin.FixedPosition,
		one("position: sticky"):                                   skin.FixedPosition,
		one("position: -webkit-sticky"):                           skin.FixedPosition,
		one("position: nowhere"):                                  skin.Value,
		one("background: url(http://x.example/a.png)"):            skin.Remote,
		one("background: url(//x.example/a.png)"):                 skin.Remote,
		one("background: url(/pictures/../account)"):              skin.Remote,
		one("background: url(/users/logout)"):                     skin.Remote,
		one("background: url(data:image/png;base64,xx)"):          skin.Remote,
		one("background: url(javascript:alert(1))"):               skin.Remote,
		one("background: u\\72l(http://x.example/)"):              skin.Remote,
		one("background: src('/a.png')"):                          skin.Remote,
		one("background: image-set('a.png' 1x)"):                  skin.Remote,
		one("background: -webkit-image-set(url(a) 1x)"):           skin.Remote,
		one("cursor: url(" + pic + "), auto"):                     skin.PictureNotHere,
		one("font: url(" + pic + ")"):                             skin.PictureNotHere,
		one("filter: url(#x)"):                                    skin.PictureNotHere,
		one("content: 'a' 'b'"):                                   skin.Value,
		one("content: url(" + pic + ") 'x'"):                      skin.Value,
		one("color: red; } body { color: red"):                    skin.Outside,
		one("color: #12"):                                         skin.Value,
		one("width: 1e9px"):                                       skin.Value,
		one("width: 99999999px"):                                  skin.Value,
		one("width: 1zz"):                                         skin.Value,
		one("color: {}"):                                          skin.Nested,
		one("& b { color: red }"):                                 skin.Nested,
		one("color"):                                              skin.Unreadable,
		one("color:"):                                             skin.Value,
		one("color: 'x"):                                          skin.Unclosed,
		one("font-family: 'a;b'"):                                 skin.Value,
		one("font-family: \"x\\22 ;y\""):                          skin.Value,
		one("filter: progid:DXImageTransform.Microsoft.Alpha(x)"): skin.Value,
		"@import 'a.css';":                                        skin.AtRule,
		"@\\69mport url(a.css);":                                  skin.AtRule,
		"@font-face { font-family: x; src: url(a) }":              skin.AtRule,
		"@keyframes x { from { color: red } }":                    skin.AtRule,
		"@charset 'utf-8';":                                       skin.AtRule,
		"@namespace svg url(x);":                                  skin.AtRule,
		"@media print { @media screen { p { color: red } } }":     skin.AtRule,
		"@media (min-width: 1px) { p { color: red } }":            skin.Media,
		"@media { p { color: red } }":                             skin.Media,
		"@media print { p { color: red }":                         skin.Unclosed,
		"p { color: red":                                          skin.Unclosed,
		"}":                                                       skin.Unreadable,
		"p; q {}":                                                 skin.Unreadable,
		strings.Repeat("a", skin.MaxBytes+1):                      skin.TooLong,
	} {
		sheet, bad := skin.Clean(in)
		if sheet.CSS != "" || !slices.ContainsFunc(bad, func(p skin.Problem) bool { return p.Reason == want }) {
			t.Errorf("%.80s: %q, %v; want reason %d", in, sheet.CSS, bad, want)
		}
	}
}

// All that is wrong is told at once, each thing with its place.
func TestProblemsNameTheirPlace(t *testing.T) {
	in := "p { color: red }\n\n.chat,\nbody { colour: red;\n width: 9parsecs }\n@media (min-width: 3px) {\n i { position: fixed } }\n"
	_, bad := skin.Clean(in)
	want := []skin.Problem{
		{Reason: skin.Outside, Line: 3, Selector: "body"},
		{Reason: skin.Property, Line: 4, Selector: ".chat, body", Property: "colour", Value: "red"},
		{Reason: skin.Value, Line: 5, Selector: ".chat, body", Property: "width", Value: "9parsecs"},
		{Reason: skin.Media, Line: 6, Selector: "@media (min-width: 3px)"},
		{Reason: skin.FixedPosition, Line: 7, Selector: "i", Property: "position", Value: "fixed"},
	}
	if !slices.Equal(bad, want) {
		t.Errorf("got\n%+v\nwant\n%+v", bad, want)
	}
	if _, bad := skin.Clean(strings.Repeat("p { x: 1 }\n", 500)); len(bad) != 101 || bad[100].Reason != skin.TooManyProblems {
		t.Errorf("%d problems are told", len(bad))
	}
}

func TestPicturesAreNamedOnce(t *testing.T) {
	small := strings.Replace(pic, "/pictures/", "/pictures/200/", 1)
	sheet, bad := skin.Clean(one("background: url("+pic+")") + one("list-style: url('"+pic+"')") + one("background: url("+small+")"))
	if len(bad) > 0 || len(sheet.Pictures) != 2 || "/pictures/"+sheet.Pictures[0] != pic || "/pictures/"+sheet.Pictures[1] != small {
		t.Errorf("%v %v", sheet.Pictures, bad)
	}
	book := skin.ForBook(sheet.CSS+"#workskin p {\n  direction: rtl;\n}\n", "skinned", func(name string) string {
		if strings.HasPrefix(name, "200/") {
			return ""
		}
		return "../pictures/" + name
	})
	if strings.Contains(book, `"/pictures`) || strings.Contains(book, "direction") || strings.Contains(book, "workskin") || strings.Count(book, `url("../pictures/`) != 2 {
		t.Error(book)
	}
}

var (
	urls      = regexp.MustCompile(`url\("/pictures/(?:200/|400/)?[0-9a-f]{64}\.(?:jpg|png|gif)"\)`)
	strs      = regexp.MustCompile(`"[^"]*"`)
	forbidden = regexp.MustCompile(`(?i)url|@(?:[^m]|m[^e])|expression|behavior|binding|javascript|var\(|--|fixed|sticky|[<>&]{2}|\\|:host|:has|:root|\bhtml\b|\bbody\b`)
	heads     = regexp.MustCompile(`^ {0,2}#workskin(?:[ .#:\[][^{}]*)? \{$`)
	lines     = regexp.MustCompile(`^ {2,4}[a-z-]+: [^;{}]+;$`)
)

// law checks what holds for every sheet that comes out.
func law(css string) error {
	again, bad := skin.Clean(css)
	if len(bad) > 0 || again.CSS != css {
		return fmt.Errorf("cleaned again it is %q, %v", again.CSS, bad)
	}
	if strings.Contains(css, "<") || strings.ContainsRune(css, 0) {
		return fmt.Errorf("it holds a sign that ends a style element")
	}
	bare := strs.ReplaceAllString(urls.ReplaceAllString(css, "own"), `str`)
	if f := forbidden.FindString(bare); f != "" {
		return fmt.Errorf("it holds %q", f)
	}
	for line := range strings.Lines(bare) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "}", line == "  }", strings.HasPrefix(line, "@media ") && strings.HasSuffix(line, " {"):
		case heads.MatchString(line):
			for s := range strings.SplitSeq(strings.TrimSuffix(inBrackets.ReplaceAllString(line, ""), " {"), ", ") {
				if !strings.HasPrefix(strings.TrimSpace(s), skin.Scope) {
					return fmt.Errorf("the selector %q is not in scope", s)
				}
			}
		case !lines.MatchString(line):
			return fmt.Errorf("what is the line %q?", line)
		}
	}
	return nil
}

var inBrackets = regexp.MustCompile(`\([^{}]*\)`)

func FuzzClean(f *testing.F) {
	for _, s := range []string{
		one("color: red"), "a,b:not(.c){margin:0 auto}", "@media print{p{content:'x\\\"y'}}", one("background:url(" + pic + ")"), "#workskin~p{}", "p{position:fi\\78 ed}",
		"a{color:red;;}/**/b{font:1em/2 x}", "\\{a{b:c}", "p:is(a,b) i{width:calc(1px + -2em)}", "[a='\\a ']{color:red}", "@media screen,print{}", "a{b:'\n}", "p{margin:1px+2px -.5em}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		sheet, bad := skin.Clean(in)
		if len(bad) > 0 {
			if sheet.CSS != "" {
				t.Fatal("refused and given")
			}
			return
		}
		if err := law(sheet.CSS); err != nil {
			t.Fatalf("%q became\n%s\n%v", in, sheet.CSS, err)
		}
	})
}

// A megabyte of anything is read in a moment: what costs the square of its length
// would take minutes.
func TestTimeIsLinear(t *testing.T) {
	for _, piece := range []string{"a{color:red}", "@media print{}", "((((", "a,", "{", "a{b:", "a{color:calc(", "'", "/*", ":not(", "\\61 ", "a{x:url(", "[", "}", "a{color:red", "p{content:'\\61 '}", ">a"} {
		text := strings.Repeat(piece, 1_000_000/len(piece))
		start := time.Now()
		skin.Clean(text)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%q: 1 MB takes %v", piece, took)
		}
	}
}
