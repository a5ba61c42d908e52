package account

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// names are the pseuds of an account, the usual one first.
func names(t *testing.T, d *db.DB, id viewer.ID) string {
	t.Helper()
	all, err := PseudsOf(t.Context(), d, id)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range all {
		out = append(out, p.Name)
	}
	return strings.Join(out, ", ")
}

func TestPseudsAreRenamedChosenAndDeleted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		ana := create(t, d, New{Name: "ana", Password: goodPassword})
		bea := create(t, d, New{Name: "bea", Password: goodPassword})
		var owl PseudID
		write(t, d, func(tx *db.Tx) (err error) { owl, err = AddPseud(ctx, tx, ana.ID, "Owl"); return err })
		usual, err := UsualPseud(ctx, d, ana.ID)
		if err != nil || usual.Name != "ana" {
			t.Fatalf("%+v, %v", usual, err)
		}
		moved := ""
		over := func(_ context.Context, _ *db.Tx, from, to PseudID) error {
			moved = fmt.Sprint(from == owl, to == usual.ID)
			return nil
		}
		for what, f := range map[string]func(*db.Tx) error{
			"rename": func(tx *db.Tx) error { return RenamePseud(ctx, tx, bea.ID, owl, "Mine") },
			"usual":  func(tx *db.Tx) error { return MakeUsual(ctx, tx, bea.ID, owl) },
			"delete": func(tx *db.Tx) error { return DeletePseud(ctx, tx, bea.ID, owl, over) },
		} {
			if err := d.Tx(ctx, f); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s of somebody else's pseud: %v", what, err)
			}
		}
		if err := d.Tx(ctx, func(tx *db.Tx) error { return RenamePseud(ctx, tx, ana.ID, owl, "ANA") }); fault.FieldOf(err) != "pseud" {
			t.Errorf("two pseuds of one name: %v", err)
		}
		write(t, d, func(tx *db.Tx) error { return RenamePseud(ctx, tx, ana.ID, owl, "OWL") }) // its own name, written otherwise
		write(t, d, func(tx *db.Tx) error { return RenamePseud(ctx, tx, ana.ID, owl, "Night Owl") })
		if got := names(t, d, ana.ID); got != "ana, Night Owl" {
			t.Error(got)
		}
		write(t, d, func(tx *db.Tx) error { return MakeUsual(ctx, tx, ana.ID, owl) })
		if got := names(t, d, ana.ID); got != "Night Owl, ana" {
			t.Error(got)
		}
		if err := d.Tx(ctx, func(tx *db.Tx) error { return DeletePseud(ctx, tx, ana.ID, owl, over) }); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the usual pseud is deleted: %v", err)
		}
		write(t, d, func(tx *db.Tx) error { return MakeUsual(ctx, tx, ana.ID, usual.ID) })
		write(t, d, func(tx *db.Tx) error { return DeletePseud(ctx, tx, ana.ID, owl, over) })
		if got := names(t, d, ana.ID); got != "ana" || moved != "true true" {
			t.Errorf("%q, handed over %q", got, moved)
		}
	})
}

func TestEightChangesOfPseudsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		ana := create(t, d, New{Name: "ana", Password: goodPassword})
		var ids []PseudID
		for i := range 8 {
			write(t, d, func(tx *db.Tx) error {
				id, err := AddPseud(ctx, tx, ana.ID, fmt.Sprintf("Owl %d", i))
				ids = append(ids, id)
				return err
			})
		}
		won := 0
		for _, err := range together(func(i int) error {
			return d.Tx(ctx, func(tx *db.Tx) error { return RenamePseud(ctx, tx, ana.ID, ids[i], "The One") })
		}) {
			if err == nil {
				won++
			} else if fault.FieldOf(err) != "pseud" {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d pseuds have the one name", won)
		}
		for _, err := range together(func(i int) error {
			return d.Tx(ctx, func(tx *db.Tx) error { return MakeUsual(ctx, tx, ana.ID, ids[i]) })
		}) {
			if err != nil {
				t.Error(err)
			}
		}
		if n := count(t, d, `SELECT COUNT(*) FROM pseuds WHERE is_default AND account_id = $1`, int64(ana.ID)); n != 1 {
			t.Errorf("%d pseuds are the usual one", n)
		}
		for _, err := range together(func(i int) error {
			return d.Tx(ctx, func(tx *db.Tx) error {
				return changePrefs(ctx, tx, ana.ID, func(p *viewer.Prefs) { p.DailyWords += i + 1 })
			})
		}) {
			if err != nil {
				t.Error(err)
			}
		}
		if p, err := Prefs(ctx, d, ana.ID); err != nil || p.DailyWords != 36 {
			t.Errorf("%+v, %v: a change was lost", p, err)
		}
	})
}

// sendPseud sends the form of a pseud with a picture.
func (b *browser) sendPseud(path string, picture []byte, fields ...string) answer {
	b.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for i := 0; i+1 < len(fields); i += 2 {
		m.WriteField(fields[i], fields[i+1])
	}
	if picture != nil {
		f, err := m.CreateFormFile("icon", "me.png")
		if err != nil {
			b.t.Fatal(err)
		}
		f.Write(picture)
	}
	m.Close()
	r, err := http.NewRequestWithContext(b.t.Context(), "POST", b.h.URL+path, &body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Accept", "text/html")
	res, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(text)}
}

// wide is a picture of 400 by 200 px: blue, with a red square in its middle.
func wide(t *testing.T) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 400, 200))
	for x := range 400 {
		for y := range 200 {
			img.Set(x, y, color.NRGBA{B: 255, A: 255})
			if x >= 100 && x < 300 {
				img.Set(x, y, color.NRGBA{R: 255, A: 255})
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAPseudTellsAboutItself(t *testing.T) {
	withAna(t, func(t *testing.T, h *house) {
		var err error
		if h.pages.Blob, err = blob.Open(t.TempDir()); err != nil {
			t.Fatal(err)
		}
		resigned := 0
		h.pages.Resigned = func(context.Context, *db.Tx, viewer.ID) error { resigned++; return nil }
		create(t, h.d, New{Name: "bea", Password: goodPassword})
		bea, b := h.browser(t), signedIn(t, h)
		bea.login("bea", goodPassword)
		var id int64
		if err := h.d.QueryRowContext(t.Context(), `SELECT p.id FROM pseuds p JOIN accounts a ON a.id = p.account_id WHERE a.name = 'Ana_María'`).Scan(&id); err != nil {
			t.Fatal(err)
		}
		path := fmt.Sprintf("/account/pseuds/%d", id)
		bea.want(bea.get(path), 404)
		bea.want(bea.sendPseud(path, nil, "pseud", "Stolen"), 404)

		long := strings.Repeat("word ", 101)
		b.want(b.sendPseud(path, nil, "pseud", "", "description", long, "alt", strings.Repeat("x", 251)), 422,
			"A pseud has 1 to 40 characters", "500 is the most", "250 is the most", long)
		b.want(b.sendPseud(path, wide(t), "pseud", "Ana_María"), 422, "in a few words what the picture shows")
		b.want(b.sendPseud(path, []byte("<svg/>"), "pseud", "Ana_María", "alt", "me"), 422, "not a picture")
		b.want(b.sendPseud(path, make([]byte, maxIcon+1), "pseud", "Ana_María", "alt", "me"), 422, "500 KB is the most")
		b.want(b.sendPseud(path, wide(t), "pseud", "Lamplighter", "description", "<em>Lights</em><script>alert(1)</script>", "alt", "a red door", "is_default", "0"), 303)
		if resigned != 1 {
			t.Errorf("works were told %d times of another name", resigned)
		}
		x, err := TellPseud(t.Context(), h.d, PseudID(id))
		if err != nil || x.Name != "Lamplighter" || !x.Usual || x.Icon.Alt != "a red door" || strings.Contains(x.Description, "script") || !strings.Contains(x.Description, "<em>Lights</em>") {
			t.Fatalf("%+v, %v", x, err)
		}
		for size, px := range map[string]int{"200": 200, "100": 100} {
			a := h.browser(t).get("/icons/" + size + "/" + x.Icon.Name)
			img, err := png.Decode(strings.NewReader(a.body))
			if err != nil || img.Bounds().Dx() != px || img.Bounds().Dy() != px {
				t.Fatalf("%s: %d %v", size, a.status, err)
			}
			for _, at := range []int{2, px / 2, px - 3} { // the middle square, none of the blue
				if r, _, blue, _ := img.At(at, px/2).RGBA(); r < 0xf000 || blue > 0x1000 {
					t.Errorf("%s px at %d: red %x, blue %x", size, at, r, blue)
				}
			}
			if !strings.Contains(a.header.Get("Cache-Control"), "immutable") {
				t.Error(a.header)
			}
		}
		b.want(b.get("/icons/300/"+x.Icon.Name), 404)
		b.want(b.get("/icons/200/"+strings.Repeat("0", 64)+".png"), 404)
		b.want(b.sendPseud(path, nil, "pseud", "Lamplighter", "no_icon", "1"), 303)
		b.want(b.get("/icons/200/"+x.Icon.Name), 404)
	})
}
