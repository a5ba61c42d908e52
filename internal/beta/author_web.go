package beta

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/diff"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// desk is an author's page of the readers of a work.
type desk struct {
	*work.Work
	all   []Invitation
	given map[ID][]Given
	// written are the headings of chapters that somebody is writing.
	written map[work.ChapterID]draft.Heading
	link    string // made just now
	label   string // of that link
	form    inviteForm
	bad     web.Faults
}

// inviteForm is what an author typed.
type inviteForm struct {
	Who, Name string
	Choices   []account.Pseud
	Terms
}

// days are the ways to choose how long somebody may read.
func days() []int { return []int{3, 7, 14, 30, 90, 365} }

// theirs is the work in the address, for who signs it: nobody else, staff neither,
// sees what readers said.
func (p *Pages) theirs(r *http.Request) (*work.Work, error) {
	id, err := web.ID[work.ID](r, "id")
	if err != nil {
		return nil, err
	}
	v := viewer.From(r.Context())
	w, err := work.Editable(r.Context(), p.DB, v, id)
	if err != nil {
		return nil, err
	}
	if !w.Mine(v) {
		return nil, work.NotYours()
	}
	return w, nil
}

func (p *Pages) desk(r *http.Request) (desk, error) {
	w, err := p.theirs(r)
	if err != nil {
		return desk{}, err
	}
	d := desk{Work: w, given: map[ID][]Given{}, form: inviteForm{Who: "link", Terms: Terms{Days: 14}}}
	if d.all, err = Of(r.Context(), p.DB, w.ID); err != nil {
		return d, err
	}
	if d.given, err = chaptersOf(r.Context(), p.DB, w.ID); err != nil {
		return d, err
	}
	d.written, err = draft.Outline(r.Context(), p.DB, w.ID)
	return d, err
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	d, err := p.desk(r)
	if err != nil {
		return err
	}
	return d.render(w, r, http.StatusOK)
}

func (d desk) render(w http.ResponseWriter, r *http.Request, status int) error {
	return render(w, r, status, say.T(r.Context(), "Beta readers: {title}", "title", d.Name()), deskPage(d))
}

// typed reads the form by which somebody is invited.
func typed(f url.Values) inviteForm {
	x := inviteForm{Who: f.Get("who"), Name: f.Get("name"), Terms: Terms{Newest: f.Get("text") == "newest", Label: f.Get("label")}}
	x.Days, _ = strconv.Atoi(f.Get("days"))
	for _, s := range f["chapters"] {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			x.Chapters = append(x.Chapters, work.ChapterID(n))
		}
	}
	return x
}

func (p *Pages) invite(w http.ResponseWriter, r *http.Request) error {
	d, err := p.desk(r)
	if err != nil {
		return err
	}
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	d.form = typed(f)
	var token string
	if d.form.Who == "link" {
		err = p.DB.Tx(ctx, func(tx *db.Tx) error {
			token, err = Link(ctx, tx, p.Cleaner, d.Work, v, d.form.Terms)
			return err
		})
	} else if d.form.Choices, err = account.Choice(ctx, p.DB, f.Get("pseud"), d.form.Name); err == nil {
		if len(d.form.Choices) > 1 {
			err = fault.In("name", "Several people go by that name. Please choose below whom you mean.")
		} else {
			err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Invite(ctx, tx, p.Cleaner, d.Work, v, d.form.Choices[0], d.form.Terms) })
		}
	}
	if fault.KindOf(err) == fault.Invalid {
		d.bad.Add(fault.FieldOf(err), err)
		return d.render(w, r, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	if token == "" {
		return web.See(w, r, d.ID.Path()+"/betas")
	}
	label := d.form.Label
	if d, err = p.desk(r); err != nil { // with the new one in it
		return err
	}
	d.link, d.label = web.SiteOf(ctx).URL("/beta/"+token), label
	return d.render(w, r, http.StatusOK)
}

func (p *Pages) end(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, func(tx *db.Tx, x *work.Work, id ID, _ url.Values) error { return End(r.Context(), tx, x.ID, id) })
}

func (p *Pages) credit(w http.ResponseWriter, r *http.Request) error {
	return p.change(w, r, func(tx *db.Tx, x *work.Work, id ID, f url.Values) error {
		return Credit(r.Context(), tx, x, viewer.From(r.Context()), id, f.Get("credit"))
	})
}

// change changes one invitation of a work and leads back to its page.
func (p *Pages) change(w http.ResponseWriter, r *http.Request, do func(*db.Tx, *work.Work, ID, url.Values) error) error {
	x, err := p.theirs(r)
	if err != nil {
		return err
	}
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	n, _ := strconv.ParseInt(f.Get("beta"), 10, 64)
	if err := p.DB.Tx(r.Context(), func(tx *db.Tx) error { return do(tx, x, ID(n), f) }); err != nil {
		return err
	}
	return web.See(w, r, x.ID.Path()+"/betas")
}

// text is a text that was given, with what was said of it, as its authors or a
// reader see it.
type text struct {
	title    string // of the work
	language string
	reader   string // who was given it
	back     string // the page above
	here     string // the page itself
	author   bool
	over     bool // the reader sees it no more
	Given
	remarks []Remark
	// The form under a paragraph: where, what was typed, what is wrong.
	said Said
	bad  web.Faults
}

// copyOf is the text in the address, of a work that is the viewer's.
func (p *Pages) copyOf(r *http.Request) (*work.Work, Given, error) {
	x, err := p.theirs(r)
	if err != nil {
		return nil, Given{}, err
	}
	id, err := web.ID[ID](r, "copy")
	if err != nil {
		return nil, Given{}, err
	}
	g, err := given(r.Context(), p.DB, `g.id = $1 AND c.work_id = $2`, int64(id), int64(x.ID))
	if fault.KindOf(err) == fault.NotFound {
		err = work.NotYours()
	}
	return x, g, err
}

func (p *Pages) showRemarks(w http.ResponseWriter, r *http.Request) error {
	x, g, err := p.copyOf(r)
	if err != nil {
		return err
	}
	return p.renderRemarks(w, r, http.StatusOK, x, g, nil)
}

func (p *Pages) renderRemarks(w http.ResponseWriter, r *http.Request, status int, x *work.Work, g Given, bad web.Faults) error {
	ctx := r.Context()
	all, err := Of(ctx, p.DB, x.ID)
	if err != nil {
		return err
	}
	t := text{title: x.Name(), language: x.Language, back: x.ID.Path() + "/betas", here: x.ID.Path() + "/betas/" + strconv.FormatInt(g.ID, 10), author: true, Given: g, bad: bad}
	if i := slices.IndexFunc(all, func(i Invitation) bool { return i.ID == g.Beta }); i >= 0 {
		t.reader, t.over = all[i].Name(), all[i].Over(p.DB.Now())
	}
	if t.remarks, err = Remarks(ctx, p.DB, g.ID); err != nil {
		return err
	}
	return render(w, r, status, say.T(ctx, "What {name} says of {title}", "name", t.reader, "title", t.title), textPage(t))
}

// settle is an author's answer to a remark.
func (p *Pages) settle(w http.ResponseWriter, r *http.Request) error {
	x, g, err := p.copyOf(r)
	if err != nil {
		return err
	}
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	n, _ := strconv.ParseInt(f.Get("remark"), 10, 64)
	id := RemarkID(n)
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		switch f.Get("do") {
		case "accept":
			return Accept(ctx, tx, p.Cleaner, g, id, v)
		case "reject":
			return Mark(ctx, tx, g.ID, id, Rejected)
		case "settle":
			return Mark(ctx, tx, g.ID, id, Settled)
		case "reopen":
			return Mark(ctx, tx, g.ID, id, Open)
		}
		return Reply(ctx, tx, g, id, v, "", f.Get("words"))
	})
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict:
		if err != nil {
			return p.renderRemarks(w, r, web.Status(fault.KindOf(err)), x, g, web.Faults{fault.As(err)})
		}
	}
	if err != nil {
		return err
	}
	return web.See(w, r, x.ID.Path()+"/betas/"+strconv.FormatInt(g.ID, 10)+"#r"+strconv.FormatInt(n, 10))
}

// compare shows what a suggestion would change before it is accepted.
func (p *Pages) compare(w http.ResponseWriter, r *http.Request) error {
	x, g, err := p.copyOf(r)
	if err != nil {
		return err
	}
	id, err := web.ID[RemarkID](r, "remark")
	if err != nil {
		return err
	}
	ctx := r.Context()
	s, err := remark(ctx, p.DB, g.ID, id)
	if err != nil {
		return err
	}
	was, is, _, err := Would(ctx, p.DB, p.Cleaner, g, s)
	if fault.KindOf(err) == fault.Conflict {
		return p.renderRemarks(w, r, http.StatusConflict, x, g, web.Faults{fault.As(err)})
	}
	if err != nil {
		return err
	}
	labels := diff.Labels{Added: say.T(ctx, "added"), Removed: say.T(ctx, "removed"), Restyled: say.T(ctx, "set otherwise"), End: say.T(ctx, "end of change")}
	changed := slices.DeleteFunc(diff.Paras(was, is, labels), func(q diff.Para) bool { return q.Kind == diff.Kept })
	return render(w, r, http.StatusOK, say.T(ctx, "A suggestion for {title}", "title", x.Name()), comparePage(x, g, s, changed))
}
