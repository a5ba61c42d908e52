package app_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/ficstead/ficstead/internal/archivetest"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/work"
)

// Writing, in a browser. Each test has a story of its own.
func TestWritingInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes a minute; run without -short")
	}
	t.Parallel()
	a := archivetest.Open(t, dbtest.SQLite(t))
	s := &site{library: &library{Archive: a}, stories: map[string]archivetest.Story{}}
	s.serve(t)
	for name, f := range map[string]func(*testing.T, *desk){
		"what is typed is saved":             typedIsSaved,
		"the tab is killed":                  tabKilled,
		"the server is killed":               serverKilled,
		"the session is ended":               sessionEnded,
		"a second step in another tab":       secondStep,
		"somebody else signs in":             somebodyElse,
		"the server asks to wait":            askedToWait,
		"the network is gone":                networkGone,
		"two tabs, two paragraphs":           twoTabs,
		"two tabs, one paragraph":            twoTabsOneParagraph,
		"typing while two texts are joined":  typedWhileJoining,
		"no text is chosen away unkept":      asideUnreachable,
		"the form gives back what was typed": formGivesBack,
		"the toolbar, by keys":               toolbarByKeys,
		"Markdown and the slash menu":        shortHands,
		"footnotes":                          footnotes,
		"finding and replacing":              findReplace,
		"what other programs copy":           pastedFromPrograms,
		"a picture and its description":      picturePutIn,
		"links, languages, ruby":             linksAndLanguages,
		"tables and foldable parts":          tablesAndFolds,
		"HTML, focus, a named version":       sourceAndFocus,
		"scene breaks":                       sceneBreaks,
		"tidying shows what it does":         tidying,
		"counts":                             counts,
		"a long chapter":                     longChapter,
		"judged":                             judgeEditor,
		"within the budget":                  editorBudget,
	} {
		t.Run(name, func(t *testing.T) { f(t, s.desk(t)) })
	}
}

// desk is a chapter that Ann writes in, in a tab.
type desk struct {
	*tab
	chapter work.ChapterID
	address string
}

func (s *site) desk(t *testing.T) *desk { t.Helper(); return s.deskOf(t, archivetest.Ann) }

// deskOf is a chapter of somebody else.
func (s *site) deskOf(t *testing.T, p archivetest.Person) *desk {
	t.Helper()
	key := "desk" + strconv.Itoa(len(s.stories))
	story := s.Add(archivetest.Plan{Key: key, By: p, Day: 1})
	s.stories[key] = story
	d := &desk{tab: s.tab(t), chapter: story.Chapters[0]}
	d.address = story.ID.ChapterPath(d.chapter) + "/edit"
	d.size(1280)
	d.signIn(p)
	d.write(d.address)
	return d
}

// write opens the editor and waits until it is ready.
func (b *tab) write(address string) {
	b.t.Helper()
	b.open(address)
	b.until(`document.getElementById("write")?.dataset.ready`)
}

// beside opens one more tab of the same browser.
func (d *desk) beside() *tab {
	d.t.Helper()
	b := &tab{t: d.t, s: d.s}
	ctx, end := chromedp.NewContext(d.Context, chromedp.WithListener(b.listen))
	d.t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		d.t.Fatal(err)
	}
	b.Context = ctx
	b.size(1280)
	return b
}

// again opens the chapter in one more tab of the same browser.
func (d *desk) again() *desk {
	d.t.Helper()
	other := &desk{tab: d.beside(), chapter: d.chapter, address: d.address}
	other.write(d.address)
	return other
}

// at puts the cursor at the end of a paragraph, counted from 0, or from the end by -1.
func (d *desk) at(paragraph int) { d.t.Helper(); d.cursor(paragraph, false) }

// cursor sets the cursor at the start of a block or its end, until it stays: right after
// what the editor does by itself, it puts the cursor back once.
func (d *desk) cursor(paragraph int, start bool) {
	d.t.Helper()
	d.do(chromedp.Evaluate[chromedp.Void](`window.since = 0; 0`))
	d.until(fmt.Sprintf(`(() => {
		const p = [...document.querySelectorAll("#write-prose > *")].at(%[1]d), s = getSelection(), r = document.createRange();
		r.selectNodeContents(p); r.collapse(%[2]t);
		const between = r.cloneRange(), there = since && s.rangeCount && p.contains(s.anchorNode);
		if (there) %[2]t ? between.setEnd(s.anchorNode, s.anchorOffset) : between.setStart(s.anchorNode, s.anchorOffset);
		if (there && !between.toString()) return performance.now() - since > 80;
		since = performance.now();
		document.getElementById("write-prose").focus();
		s.removeAllRanges(); s.addRange(r);
		p.scrollIntoView({block: "center"});
		return false;
	})()`, paragraph, start))
}

// types types as a person does.
func (d *desk) types(words string) { d.t.Helper(); d.do(chromedp.KeyEvent(words)) }

// press presses a key with others held down: press("b", chromedp.ModifierCtrl).
func (d *desk) press(key string, held ...chromedp.Modifier) {
	d.t.Helper()
	d.do(chromedp.KeyEvent(key, chromedp.KeyModifiers(held...)))
}

// enter presses Enter as an editor sees it, which takes the key before it is a character.
func (d *desk) enter() {
	d.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
		if _, err := chromedp.Call(d, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13}); err != nil {
			d.t.Fatal(err)
		}
	}
}

const stateText = `document.getElementById("write-state").textContent`

// saved waits for the words that tell that all is saved.
func (d *desk) saved() {
	d.t.Helper()
	d.until(stateText + `.includes("here and on the server")`)
}

// kept is the text that the server has.
func (d *desk) kept() string {
	d.t.Helper()
	c, err := draft.Of(d.t.Context(), d.s.DB, d.chapter)
	if err != nil {
		d.t.Fatal(err)
	}
	return c.Body
}

func (d *desk) has(words ...string) {
	d.t.Helper()
	text := d.kept()
	for _, w := range words {
		if !strings.Contains(text, w) {
			d.t.Errorf("the server lacks %q in %s", w, text)
		}
	}
}

func (d *desk) shows(words string) bool {
	d.t.Helper()
	return d.is(`document.getElementById("write-prose").textContent.includes(` + strconv.Quote(words) + `)`)
}

func typedIsSaved(_ *testing.T, d *desk) {
	before := d.kept()
	d.at(0)
	d.types(" The lamp went out.")
	d.saved()
	d.has("The lamp went out.")
	if strings.Count(d.kept(), "\n") < strings.Count(before, "\n") {
		d.t.Errorf("lines are lost: %s", d.kept())
	}
	d.do(chromedp.SendKeys(chromedp.CSS("#write input[name=title]"), "Lamps"))
	d.until(stateText + `.includes("Not saved yet")`)
	d.saved()
	c, err := draft.Of(d.t.Context(), d.s.DB, d.chapter)
	if err != nil || !strings.Contains(c.Title, "Lamps") {
		d.t.Errorf("title %q, %v", c.Title, err)
	}
	d.quiet()
}

// The page dies between the save to the device and that to the server.
func tabKilled(_ *testing.T, d *desk) {
	for i, wait := range []time.Duration{1100 * time.Millisecond, 2 * time.Second, 4 * time.Second} {
		words := fmt.Sprintf(" Kill number %d.", i)
		d.at(0)
		d.types(words)
		time.Sleep(wait)
		go chromedp.Call(d, page.Crash, cdp.Empty{})
		time.Sleep(300 * time.Millisecond)
		d = d.again()
		if !d.shows(words) {
			d.t.Fatalf("%q typed %v before the tab was killed is gone: %s", words, wait, d.text(`document.getElementById("write-prose").textContent`))
		}
		d.until(`!` + stateText + `.includes("Not saved")`)
		time.Sleep(500 * time.Millisecond)
		d.has(words)
	}
}

func serverKilled(t *testing.T, d *desk) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	where := l.Addr().String()
	start := func(l net.Listener) *httptest.Server {
		server := &httptest.Server{Listener: l, Config: &http.Server{Handler: d.s.Handler}}
		server.Start()
		return server
	}
	server := start(l)
	own := *d.s
	own.url = server.URL
	d.s = &own // cookies are the host's, whatever the port
	d.write(d.address)
	d.at(0)
	d.types(" Before the end.")
	server.CloseClientConnections()
	server.Close()
	d.types(" After the end.")
	d.until(stateText + `.includes("on this device only")`)
	if l, err = net.Listen("tcp", where); err != nil {
		t.Fatal(err)
	}
	server = start(l)
	t.Cleanup(server.Close)
	d.saved()
	d.has("Before the end.", "After the end.")
}

func networkGone(t *testing.T, d *desk) {
	offline := func(gone bool) {
		if _, err := chromedp.Call(d, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: gone, DownloadThroughput: -1, UploadThroughput: -1}); err != nil {
			t.Fatal(err)
		}
		if _, err := chromedp.Call(d, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: "http://*:*/*", Block: gone}}}); err != nil {
			t.Fatal(err)
		}
	}
	offline(true)
	d.at(0)
	d.types(" Under the bridge.")
	d.until(stateText + `.includes("on this device only")`)
	d.types(" Still under it.")
	time.Sleep(2 * time.Second)
	if strings.Contains(d.kept(), "bridge") {
		t.Fatal("the network is there")
	}
	offline(false)
	d.saved()
	d.has("Under the bridge.", "Still under it.")
}

func twoTabs(_ *testing.T, d *desk) {
	d.at(0)
	d.enter()
	d.types("Second paragraph.")
	d.saved()
	other := d.again()
	d.at(0)
	d.types(" From one.")
	d.saved()
	other.at(1)
	other.types(" From two.")
	other.saved()
	other.has("From one.", "From two.")
	if !other.shows("From one.") || !strings.Contains(other.text(`document.querySelector(".write-said")?.textContent ?? ""`), "put together") {
		d.t.Error("the second tab does not tell what came in")
	}
}

func twoTabsOneParagraph(_ *testing.T, d *desk) {
	other := d.again()
	d.at(0)
	d.types(" Said by one.")
	d.saved()
	other.at(0)
	other.types(" Said by two.")
	other.until(`document.querySelector("dialog .pick-both")`)
	dialog := other.text(`document.querySelector("dialog .write-merge").textContent`)
	if !strings.Contains(dialog, "Said by one.") || !strings.Contains(dialog, "Said by two.") {
		d.t.Errorf("not both texts are shown: %s", dialog)
	}
	other.do(chromedp.Click(chromedp.CSS("dialog .pick-both input[value=both]")), chromedp.Click(chromedp.CSS("dialog .write-merge button.primary")))
	other.saved()
	other.has("Said by one.", "Said by two.")
}

func formGivesBack(_ *testing.T, d *desk) {
	d.at(0)
	d.types(" Sent by the form.")
	d.click("#write button[name=do][value=save]")
	d.has("Sent by the form.")
	d.until(`document.getElementById("write")?.dataset.ready`)
	if !d.shows("Sent by the form.") {
		d.t.Error("the page does not show what was sent")
	}
}

func toolbarByKeys(_ *testing.T, d *desk) {
	if n := value[int](d.tab, `document.querySelectorAll(".toolbar > button").length`); n != 12 {
		d.t.Errorf("%d buttons", n)
	}
	if n := value[int](d.tab, `document.querySelectorAll('.toolbar > button[tabindex="0"]').length`); n != 1 {
		d.t.Errorf("%d buttons can be reached by Tab", n)
	}
	d.at(0)
	d.types(" ")
	d.press("b", chromedp.ModifierCtrl)
	d.types("bold")
	d.press("b", chromedp.ModifierCtrl)
	d.types(" ")
	d.press("i", chromedp.ModifierCtrl)
	d.types("slanted")
	d.saved()
	d.has("<strong>bold</strong> <em>slanted</em>")
	if !d.is(`document.querySelector('[data-name=italic]').getAttribute("aria-pressed") === "true"`) {
		d.t.Error("the button does not say that italic is on")
	}
}

func shortHands(_ *testing.T, d *desk) {
	d.at(0)
	d.enter()
	d.types("## Later that night")
	d.enter()
	d.types("It was **very** *late*.")
	d.enter()
	d.types("- one")
	d.enter()
	d.types("two")
	d.enter()
	d.enter()
	d.types("/scene")
	d.until(`document.querySelector("#write-slash:popover-open [aria-selected=true]")`)
	d.enter()
	d.types("After the break.")
	d.saved()
	d.has("<h2>Later that night</h2>\n<p>It was <strong>very</strong> <em>late</em>.</p>\n<ul><li><p>one</p></li><li>two</li></ul>\n<hr>\n<p>After the break.</p>")
}

func footnotes(_ *testing.T, d *desk) {
	d.at(0)
	d.do(chromedp.Click(chromedp.CSS("[data-name=note]")))
	d.types("The first note.")
	d.cursor(0, true)
	d.do(chromedp.Click(chromedp.CSS("[data-name=note]")))
	d.types("An earlier one.")
	d.saved()
	d.has(`<a class="fnref" href="#fn1" rel="nofollow">1</a>`, `href="#fn2" rel="nofollow">2</a>`, `<ol class="footnotes"><li class="fn" value="1"><p>An earlier one.</p></li><li class="fn" value="2"><p>The first note.</p></li></ol>`)
}

func findReplace(_ *testing.T, d *desk) {
	d.at(0)
	d.types(" Cat, category, cat.")
	d.press("f", chromedp.ModifierCtrl)
	d.types("cat")
	d.until(`document.querySelector(".write-find [role=status]").textContent.includes("of 3")`)
	d.do(chromedp.Click(chromedp.Search(`//label[contains(., "Whole words")]/input`)))
	d.until(`document.querySelector(".write-find [role=status]").textContent.includes("of 2")`)
	d.do(chromedp.SendKeys(chromedp.Search(`//div[@class="write-find"]//label[.="Replace with"]/following-sibling::input`), "dog"), chromedp.Click(chromedp.Search(`//button[.="Replace all"]`)))
	d.saved()
	d.has("dog, category, dog.")
	d.press("z", chromedp.ModifierCtrl)
}

func tidying(_ *testing.T, d *desk) {
	d.at(0)
	d.types(` "It's late..." he said -- twice.`)
	d.saved()
	d.has(` "It's late..." he said -- twice.`)
	d.do(chromedp.Click(chromedp.CSS("[data-name=more]")), chromedp.Click(chromedp.Search(`//div[@role="menu"]//button[contains(., "Tidy")]`)))
	d.until(`document.querySelector("dialog .tidy-list ins")`)
	d.do(chromedp.Click(chromedp.CSS("dialog input[value=dashes]")), chromedp.Click(chromedp.CSS("dialog button.primary")))
	d.saved()
	d.until(`document.getElementById("write-prose").textContent.includes("“It’s late…” he said -- twice.")`)
}

func counts(_ *testing.T, d *desk) {
	line := `document.querySelector(".write-counts").textContent`
	d.until(line + `.includes("words")`)
	before := value[int](d.tab, `parseInt(`+line+`)`)
	d.at(0)
	d.types(" one two three")
	d.until(fmt.Sprintf(`parseInt(%s) === %d`, line, before+3))
	d.do(chromedp.Evaluate[chromedp.Void](`(() => { const r = document.createRange(); r.selectNodeContents(document.querySelector("#write-prose > p")); getSelection().removeAllRanges(); getSelection().addRange(r); })();0`))
	d.until(line + `.includes("selected")`)
	d.until(line + `.includes("3 today")`)
}

func judgeEditor(_ *testing.T, d *desk) {
	d.judge("editor", d.address, "")
	d.quiet()
}

// What the page weighs, zipped: the text aside.
func editorBudget(t *testing.T, d *desk) {
	type part struct {
		Name string
		Size int
	}
	weight := map[string]int{}
	requests := 1
	for _, p := range value[[]part](d.tab, `performance.getEntriesByType("resource").filter(r => /static/.test(r.name)).map(r => ({Name: r.name, Size: r.encodedBodySize}))`) {
		requests++
		weight[p.Name[strings.LastIndexByte(p.Name, '.')+1:]] += p.Size
	}
	weight["html"] = value[int](d.tab, `performance.getEntriesByType("navigation")[0].encodedBodySize`)
	for kind, most := range map[string]int{"js": 150 << 10, "css": 20 << 10, "html": 15 << 10} {
		if weight[kind] == 0 || weight[kind] > most {
			t.Errorf("%s: %d bytes of at most %d", kind, weight[kind], most)
		}
	}
	if requests > 8 {
		t.Errorf("%d requests", requests)
	}
}
