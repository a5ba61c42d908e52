package beta

import (
	"net/http"
	"strconv"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// mine lists what the viewer was given to read.
func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := For(ctx, p.DB, viewer.From(ctx).ID, p.DB.Now())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(ctx, "To read before others do"), minePage(all, r.URL.Query().Get("done") == "uncredited"))
}

// asked is the invitation in the address, which leads to base.
func (p *Pages) asked(r *http.Request) (i *Invitation, base string, err error) {
	ctx, now := r.Context(), p.DB.Now()
	if token := r.PathValue("token"); token != "" {
		i, err = ByToken(ctx, p.DB, token, now)
		return i, "/beta/" + token, err
	}
	id, err := web.ID[ID](r, "beta")
	if err != nil {
		return nil, "", ended()
	}
	i, err = ByID(ctx, p.DB, id, viewer.From(ctx).ID, now)
	return i, "/betas/" + strconv.FormatInt(int64(id), 10), err
}

// contents lists the chapters that were given.
func (p *Pages) contents(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	i, base, err := p.asked(r)
	if err != nil {
		return err
	}
	all, err := Chapters(r.Context(), p.DB, i.ID)
	if err != nil {
		return err
	}
	title := (&work.Work{Title: i.Title}).Name()
	return render(w, r, http.StatusOK, title, contentsPage(i, title, base, all))
}

// text is the chapter in the address as its reader sees it.
func (p *Pages) text(r *http.Request) (*Invitation, text, error) {
	i, base, err := p.asked(r)
	if err != nil {
		return nil, text{}, err
	}
	chapter, err := web.ID[work.ChapterID](r, "chapter")
	if err != nil {
		return nil, text{}, ended()
	}
	t := text{title: (&work.Work{Title: i.Title}).Name(), language: i.Language, back: base, here: base + "/chapters/" + strconv.FormatInt(int64(chapter), 10)}
	if t.Given, err = Read(r.Context(), p.DB, p.Cleaner, i, chapter); err != nil {
		return nil, t, err
	}
	t.remarks, err = Remarks(r.Context(), p.DB, t.ID)
	return i, t, err
}

func (p *Pages) read(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	_, t, err := p.text(r)
	if err != nil {
		return err
	}
	t.said.Anchor = r.URL.Query().Get("at")
	return render(w, r, http.StatusOK, t.title, textPage(t))
}

// say keeps what a reader says of a paragraph, or answers.
func (p *Pages) say(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	i, t, err := p.text(r)
	if err != nil {
		return err
	}
	f, err := web.Form(w, r, maxForm)
	if err != nil {
		return err
	}
	ctx, v := r.Context(), viewer.From(r.Context())
	if f.Get("do") == "reply" {
		n, _ := strconv.ParseInt(f.Get("remark"), 10, 64)
		err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Reply(ctx, tx, t.Given, RemarkID(n), v, f.Get("name"), f.Get("words")) })
		if fault.KindOf(err) == fault.Invalid {
			t.bad = web.Faults{fault.As(err)}
			return render(w, r, http.StatusUnprocessableEntity, t.title, textPage(t))
		}
		return then(w, r, err, t.here+"#r"+strconv.FormatInt(n, 10))
	}
	t.said = Said{By: v, Name: f.Get("name"), Anchor: f.Get("at"), Quote: f.Get("quote"), Words: f.Get("words"), Suggests: f.Get("kind") == "suggestion", Replacement: f.Get("replacement")}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Say(ctx, tx, i, t.Given, t.said) })
	if fault.KindOf(err) == fault.Invalid {
		t.bad.Add(fault.FieldOf(err), err)
		return render(w, r, http.StatusUnprocessableEntity, t.title, textPage(t))
	}
	return then(w, r, err, t.here+"#"+t.said.Anchor)
}

// then leads on once something was done.
func then(w http.ResponseWriter, r *http.Request, err error, to string) error {
	if err != nil {
		return err
	}
	return web.See(w, r, to)
}
