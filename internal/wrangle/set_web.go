package wrangle

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/web"
)

const (
	// mostByPage is how many tags a set may have that is taken in by the page: somebody
	// waits for it. Larger ones are cut up, or go in by the command.
	mostByPage = 1000
	// maxSetForm is the largest form with a set, in bytes.
	maxSetForm = 1 << 20
)

// setPage takes sets of tags in and gives them out.
type setPage struct {
	Wrangler
	table string // what was looked at, to be taken in
	took  *Took  // what would come of it
	sets  []Set  // what was taken in, or is on its way
	bad   web.Faults
}

func (p *Pages) sets(w http.ResponseWriter, r *http.Request) error {
	return p.showSets(w, r, http.StatusOK, setPage{})
}

func (p *Pages) showSets(w http.ResponseWriter, r *http.Request, status int, x setPage) (err error) {
	if x.Wrangler, err = p.wrangler(r); err != nil {
		return err
	}
	if x.Staff() {
		if x.sets, err = Sets(r.Context(), p.DB); err != nil {
			return err
		}
	}
	return render(w, r, status, say.T(r.Context(), "Sets of tags"), setView(x))
}

// set tells how far a set is, or what came of it.
func (p *Pages) set(w http.ResponseWriter, r *http.Request) error {
	who, err := p.wrangler(r)
	if err != nil {
		return err
	}
	id, err := web.ID[SetID](r, "id")
	if err != nil {
		return err
	}
	s, err := SetOf(r.Context(), p.DB, id)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "A set of tags"), oneSetView(who, s))
}

func (s Set) path() string { return "/wrangle/sets/" + strconv.FormatInt(int64(s.ID), 10) }

// takeSet looks at a set and tells what would change, or has one taken in that was
// looked at.
func (p *Pages) takeSet(w http.ResponseWriter, r *http.Request) error {
	who, err := p.wrangler(r)
	if err != nil {
		return err
	}
	v, err := setForm(w, r)
	if err != nil {
		return err
	}
	x, take := setPage{table: v.Get("table")}, v.Get("do") == "take"
	lines, err := ReadSet(strings.NewReader(x.table))
	switch {
	case err == nil && len(lines) == 0:
		err = fault.In("file", "There is no tag in the table. Please choose a file, or put its lines into the field.")
	case err == nil && len(lines) > mostByPage:
		err = fault.In("file", "The set has %d tags. By this page at most %d go in at once; please cut it up, or ask a keeper to take it in by the command “ficstead tags import”.", len(lines), mostByPage)
	}
	var added Set
	switch {
	case err == nil && take:
		err = p.DB.Tx(r.Context(), func(tx *db.Tx) (err error) { added.ID, err = p.Desk.AddSet(r.Context(), tx, who, lines); return err })
	case err == nil:
		var took Took
		took, err = p.Desk.TakeSet(r.Context(), who, lines, true)
		x.took = &took
	}
	if fault.KindOf(err) == fault.Invalid {
		x.bad, x.took = web.Faults{fault.As(err)}, nil
		return p.showSets(w, r, http.StatusUnprocessableEntity, x)
	}
	if err != nil {
		return err
	}
	if take {
		return web.See(w, r, added.path())
	}
	return p.showSets(w, r, http.StatusOK, x)
}

// setForm reads a form with a set, which is in a file or in the field table.
func setForm(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return web.Form(w, r, maxSetForm)
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxSetForm)
	err := r.ParseMultipartForm(maxSetForm)
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, fault.Wrap(fault.TooLarge, err, "That is more than %d KB. Please go back and cut the table into several.", maxSetForm>>10)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	v := url.Values{"table": r.PostForm["table"], "do": r.PostForm["do"]}
	if all := r.MultipartForm.File["file"]; len(all) > 0 && all[0].Size > 0 {
		f, err := all[0].Open()
		if err != nil {
			return nil, err
		}
		defer f.Close()
		b, err := io.ReadAll(f)
		if err != nil {
			return nil, err
		}
		v.Set("table", string(b))
	}
	v.Set("table", strings.ReplaceAll(strings.ToValidUTF8(v.Get("table"), "\ufffd"), "\x00", ""))
	return v, nil
}

// setFile gives the tags of a fandom, or all, as a table.
func (p *Pages) setFile(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.wrangler(r); err != nil {
		return err
	}
	name := "tags"
	var fandom tag.ID
	if typed := strings.TrimSpace(r.URL.Query().Get("fandom")); typed != "" {
		t, err := tag.ByName(r.Context(), p.DB, typed)
		if fault.KindOf(err) == fault.NotFound {
			return p.showSets(w, r, http.StatusUnprocessableEntity, setPage{bad: web.Faults{fault.As(fault.In("fandom", "There is no tag “%s” here.", short(typed)))}})
		}
		if err != nil {
			return err
		}
		fandom = t.ID
		if t.Merger != 0 {
			fandom = t.Merger
		}
		name = "tags-" + strings.Trim(strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				return c
			}
			return '-'
		}, tag.Key(t.Name)), "-")
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	h.Set("Cache-Control", "no-store")
	return WriteSet(r.Context(), p.DB, w, fandom)
}
