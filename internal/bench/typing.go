package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// typed is what is typed while the time is taken, with pauses as a quick typist makes.
const typed = "and then the lamp went out on the stair, as it had done every night that winter. "

// typing opens a very long chapter in the editor, on a processor slowed down four
// times, and types in its middle.
func (l *lab) typing() ([]row, error) {
	data, err := l.imported("typing", story("A Long Chapter", 100_000, 1))
	if err != nil {
		return nil, err
	}
	if _, err := l.ficstead(password, "user", "create", "Bench", "--data", data, "--email", "bench@example.org", "--password-file", "-"); err != nil {
		return nil, err
	}
	s, err := l.serve(l.program, nil, "serve", "--data", data, "--listen", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("/usr/bin/chromium"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true))
	allocator, end := chromedp.NewExecAllocator(l.ctx, options...)
	defer end()
	tab, end := chromedp.NewContext(allocator)
	defer end()
	opened, err := openEditor(tab, s.url)
	if err != nil {
		return nil, err
	}
	times, breaks, err := typeInto(tab)
	if err != nil {
		return nil, err
	}
	slices.Sort(times)
	slices.Sort(breaks)
	return []row{
		{"chapter of 100,000 words opened in the editor, CPU slowed 4 times", fmt.Sprintf("%.1f s", opened.Seconds()), ""},
		{"a key typed there, until it is painted", fmt.Sprintf("median %.0f ms, p95 %.0f ms of %d", times[len(times)/2], times[len(times)*95/100], len(times)), "< 50 ms"},
		{"Enter there, until the new paragraph is painted", fmt.Sprintf("median %.0f ms of %d", breaks[len(breaks)/2], len(breaks)), ""},
	}, nil
}

// openEditor signs in, slows the processor, and opens the first chapter there is.
func openEditor(tab context.Context, base string) (time.Duration, error) {
	signIn := fmt.Sprintf(`(() => { const f = document.querySelector("#new_user");
		f.elements["name"].value = "Bench"; f.elements["password"].value = %q; f.submit(); })(); 0`, password)
	if err := chromedp.Do(tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(base+"/users/login"),
		chromedp.Evaluate[chromedp.Void](signIn), chromedp.Sleep(2*time.Second)); err != nil {
		return 0, err
	}
	if _, err := chromedp.Call(tab, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4}); err != nil {
		return 0, err
	}
	begun := time.Now()
	ready := chromedp.Poll[chromedp.Void](`document.getElementById("write")?.dataset.ready ? true : null`)
	if err := chromedp.Do(tab, chromedp.Navigate(base+"/works/1/chapters/1/edit")); err != nil {
		return 0, err
	}
	if _, err := chromedp.Run(tab, ready); err != nil {
		return 0, err
	}
	return time.Since(begun), nil
}

// enters is how often Enter is pressed after that.
const enters = 7

// typeInto types in the middle of the text, and then begins paragraphs, and gives for each
// key the milliseconds from when the browser got it until the first frame after it was drawn.
func typeInto(tab context.Context) (keys, breaks []float64, err error) {
	const watch = `(() => {
		window.slow = [];
		document.addEventListener("keydown", e => requestAnimationFrame(() => {
			const drawn = new MessageChannel();
			drawn.port1.onmessage = () => slow.push(performance.now() - e.timeStamp);
			drawn.port2.postMessage(0);
		}), true);
		const all = document.querySelectorAll("#write-prose > p"), p = all[all.length >> 1], r = document.createRange();
		document.getElementById("write-prose").focus();
		r.selectNodeContents(p); r.collapse(false);
		getSelection().removeAllRanges(); getSelection().addRange(r);
		p.scrollIntoView({block: "center"});
	})(); 0`
	if err := chromedp.Do(tab, chromedp.Evaluate[chromedp.Void](watch), chromedp.Sleep(3*time.Second)); err != nil {
		return nil, nil, err
	}
	for _, key := range append(strings.Split(typed, ""), slices.Repeat([]string{"\r"}, enters)...) {
		if err := chromedp.Do(tab, chromedp.KeyEvent(key), chromedp.Sleep(120*time.Millisecond)); err != nil {
			return nil, nil, err
		}
	}
	if err := chromedp.Do(tab, chromedp.Sleep(2*time.Second)); err != nil {
		return nil, nil, err
	}
	there, err := chromedp.Run(tab, chromedp.Evaluate[bool](fmt.Sprintf(`document.getElementById("write-prose").textContent.includes(%q)`, strings.TrimSpace(typed))))
	if err != nil || !there {
		return nil, nil, fmt.Errorf("what was typed is not in the editor: %w", err)
	}
	times, err := chromedp.Run(tab, chromedp.Evaluate[[]float64](`slow`))
	if err == nil && len(times) < len(typed)+enters {
		err = fmt.Errorf("of %d keys only %d were painted", len(typed)+enters, len(times))
	}
	if err != nil {
		return nil, nil, err
	}
	return times[:len(typed)], times[len(typed):], nil
}
