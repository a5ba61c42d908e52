package publish_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/work"
)

func (k *desk) titles(id work.ID) string {
	k.t.Helper()
	var out []string
	for _, c := range k.workOf(id).Chapters {
		out = append(out, c.Title)
	}
	return strings.Join(out, " ")
}

func (k *desk) order(to ...string) url.Values {
	f := url.Values{}
	for i, c := range k.c {
		f.Add("order", fmt.Sprint(int64(c)))
		if i < len(to) {
			f.Set(fmt.Sprintf("to-%d", c), to[i])
		}
	}
	return f
}

func TestManage(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		for _, c := range []struct {
			f      url.Values
			status int
			want   string
		}{
			{k.order("1", "2", "3", "4"), 303, "ANCHORS BARNACLES CORMORANTS DREDGERS"},
			{k.order("1", "4", "3", "1"), 303, "DREDGERS ANCHORS CORMORANTS BARNACLES"},
			{k.order("x", "", "-5", "99999999999999999999"), 303, "CORMORANTS ANCHORS BARNACLES DREDGERS"},
			{with(k.order(), "step", fmt.Sprintf("%d:down", k.c[0])), 303, "CORMORANTS ANCHORS BARNACLES DREDGERS"},
			{with(k.order(), "step", "987654:up"), 409, "CORMORANTS ANCHORS BARNACLES DREDGERS"},
			{url.Values{"order": {"1"}}, 409, "CORMORANTS ANCHORS BARNACLES DREDGERS"},
		} {
			k.post(k.path("/chapters/manage"), c.f, c.status)
			if got := k.titles(k.id); got != c.want {
				t.Errorf("%v: %s, want %s", c.f, got, c.want)
			}
		}
	})
}

func TestArrange(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write(k.c[0], "<p>Kept.</p><p>Cut off here.</p>")
		page := k.get(k.chapter(0, "/arrange"), nil)
		_, at, _ := strings.Cut(page, `name="at" value="`)
		at, _, _ = strings.Cut(at, `"`)
		k.post(k.chapter(0, "/split"), url.Values{"at": {"nowhere"}, "title": {"Typed"}}, 422)
		k.post(k.chapter(0, "/split"), url.Values{"at": {at}, "title": {strings.Repeat("x", 256)}}, 422)
		k.post(k.chapter(0, "/split"), url.Values{"at": {at}, "title": {"SECOND"}}, 303)
		if got := k.titles(k.id); got != "ANCHORS SECOND BARNACLES CORMORANTS DREDGERS" {
			t.Fatal(got)
		}
		second := k.workOf(k.id).Chapters[1].ID
		if text, _ := work.TextOf(t.Context(), k.d, second); !strings.Contains(text.Body, "Cut off here") || strings.Contains(text.Body, "Kept") {
			t.Errorf("what was being written is not in the second part: %q", text.Body)
		}
		k.write(second, "<p>Written since.</p>")
		k.post(k.chapter(0, "/merge"), url.Values{"with": {"987654"}}, 422)
		k.post(k.chapter(0, "/merge"), url.Values{"with": {fmt.Sprint(int64(second))}, "scene": {"1"}}, 303)
		if text, _ := work.TextOf(t.Context(), k.d, k.c[0]); !strings.Contains(text.Body, "Kept") || !strings.Contains(text.Body, "Written since") {
			t.Errorf("joined is %q", text.Body)
		}

		other, _ := k.begin("eels")
		k.post(k.chapter(1, "/move"), url.Values{"to": {"987654"}}, 422)
		k.post(k.chapter(1, "/move"), url.Values{"to": {fmt.Sprint(int64(other))}}, 303)
		if got := k.titles(other); got != "EELS BARNACLES" {
			t.Error(got)
		}
		k.post(k.path("/publish"), k.ticks(0), 303)
		k.post(k.chapter(0, "/date"), url.Values{"date": {"2030-01-01"}}, 422)
		k.post(k.chapter(0, "/date"), url.Values{"date": {"2010-01-01"}}, 303)
		if at := k.workOf(k.id).Chapters[0].PostedAt; at.Year() != 2010 {
			t.Errorf("dated %v", at)
		}
		k.post(k.chapter(0, "/remove"), url.Values{"sure": {"1"}}, 409)
		k.post(k.chapter(2, "/remove"), nil, 422)
		k.post(k.chapter(2, "/remove"), url.Values{"sure": {"1"}}, 303)
		k.post(k.chapter(2, "/remove"), url.Values{"sure": {"1"}}, 404)
		if got := k.titles(k.id); got != "ANCHORS DREDGERS" {
			t.Error(got)
		}
	})
}

func TestPreview(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.write(k.c[1], `<p id="x">Not settled.<script>alert(1)</script></p>`)
		for _, theme := range []string{"", "light", "sepia", "dark", "black", "pink"} {
			page := k.get(k.chapter(1, "/preview"), url.Values{"theme": {theme}, "as": {"guest"}})
			panes := 1
			if theme == "" || theme == "pink" {
				panes = 4
			}
			if n := strings.Count(page, "Not settled."); n != panes || strings.Contains(page, "alert(1)") || strings.Count(page, `id="workskin"`) > 1 {
				t.Errorf("%q shows the text %d times", theme, n)
			}
		}
		k.tx(restrict(k.id))
		if page := k.get(k.chapter(1, "/preview"), url.Values{"as": {"guest"}}); strings.Contains(page, "Not settled.") || !strings.Contains(page, "a page to sign in on") {
			t.Error("a guest sees what is for members")
		}
		if page := k.get(k.chapter(1, "/preview"), url.Values{"as": {"blocked"}}); !strings.Contains(page, "is refused") {
			t.Error("what somebody blocked meets is not told")
		}
		a := k.do(ann, "GET", k.path("/preview.epub"), nil)
		z, err := zip.NewReader(bytes.NewReader(a.Body.Bytes()), int64(a.Body.Len()))
		if err != nil || a.Header().Get("Cache-Control") != "no-store" {
			t.Fatal(err, a.Header())
		}
		var all strings.Builder
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(&all, r); err != nil {
				t.Fatal(err)
			}
		}
		if book := all.String(); !strings.Contains(book, "Not settled.") || !strings.Contains(book, "First of anchors.") || strings.Contains(book, "alert(1)") {
			t.Error("the e-book is not what is written")
		}
		if k.workOf(k.id).Posted {
			t.Error("looking at it posted it")
		}
	})
}
