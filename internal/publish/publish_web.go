package publish

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/work"
)

// desk is what the page of publishing shows of a work.
type desk struct {
	*work.Work
	Names    map[work.ChapterID]string
	Planned  map[work.ChapterID]Schedule
	Changed  map[work.ChapterID]bool // what is being written says more than what is posted
	Problems []Problem
	Plan     plan   // as it was typed
	Back     string // the day to date back to, as it was typed
	Bad      web.Faults
	Done     string // what was done just now
	Now      time.Time
}

// Drafts are the chapters that readers do not see.
func (d desk) Drafts() []work.Chapter {
	return slices.DeleteFunc(slices.Clone(d.Chapters), func(c work.Chapter) bool { return c.Posted && d.Posted })
}

// Open are the chapters that can be posted or posted anew: drafts, and those that
// were changed since.
func (d desk) Open() []work.Chapter {
	return slices.DeleteFunc(slices.Clone(d.Chapters), func(c work.Chapter) bool { return c.Posted && d.Posted && !d.Changed[c.ID] })
}

// ticked reports whether the box before a chapter is ticked: as it was sent; else
// the one chapter that can be meant.
func (d desk) ticked(c work.ChapterID) bool {
	if len(d.Plan.Chapters) > 0 {
		return slices.Contains(d.Plan.Chapters, c)
	}
	open := d.Open()
	return len(open) > 0 && open[0].ID == c && d.Planned[c].Due.IsZero()
}

// must counts what has to be mended.
func (d desk) must() int { return len(musts(d.Problems)) }

// load reads what the page shows.
func (p *Pages) load(ctx context.Context, q db.Q, x *work.Work) (desk, error) {
	d := desk{Work: x, Now: p.DB.Now()}
	var err error
	if d.Changed, err = asWritten(ctx, q, x); err != nil {
		return d, err
	}
	d.Names = chapterNames(ctx, x)
	if d.Planned, err = Schedules(ctx, q, x.ID); err != nil {
		return d, err
	}
	d.Problems, err = problems(ctx, q, p.Cleaner, x, d.Open())
	return d, err
}

// zoneOf is the zone that a viewer's clocks show.
func zoneOf(ctx context.Context) string { return viewer.From(ctx).Prefs.TimeZone }

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	x, err := p.work(r, p.DB)
	if err != nil {
		return err
	}
	return p.desk(w, r, http.StatusOK, x, func(d *desk) {
		d.Done = done(r.Context(), r.URL.Query().Get("done"))
		if v := r.URL.Query(); len(v["chapters"]) > 0 { // a link that begins a plan
			d.Plan = readPlan(v, zoneOf(r.Context()))
		}
	})
}

// done says what was done just now.
func done(ctx context.Context, what string) string {
	switch what {
	case "posted":
		return say.T(ctx, "Posted. Readers see it now.")
	case "planned":
		return say.T(ctx, "Planned. You can change it or cancel it until its minute comes.")
	case "cancelled":
		return say.T(ctx, "Cancelled. It stays a draft.")
	}
	return ""
}

// desk answers with the page of publishing; fill adds what was typed and what is
// wrong with it.
func (p *Pages) desk(w http.ResponseWriter, r *http.Request, status int, x *work.Work, fill func(*desk)) error {
	ctx := r.Context()
	d, err := p.load(ctx, p.DB, x)
	if err != nil {
		return err
	}
	tomorrow := p.DB.Now().In(zone(zoneOf(ctx))).AddDate(0, 0, 1)
	d.Plan = plan{Date: tomorrow.Format(time.DateOnly), Time: "18:00", Unit: weeks, Zone: zoneOf(ctx)}
	fill(&d)
	title := say.T(ctx, "Publish {title}", "title", work.TitleOr(ctx, x.Title))
	if len(d.Bad) > 0 {
		title = say.T(ctx, "Not done: {title}", "title", work.TitleOr(ctx, x.Title))
	}
	return render(w, r, status, title, publishPage(d))
}

// publish posts the ticked chapters now.
func (p *Pages) publish(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	ctx, f := r.Context(), r.PostForm
	sent := readPlan(f, zoneOf(ctx))
	x, err := p.work(r, p.DB)
	if err != nil {
		return err
	}
	again := func(status int, err error) error {
		return p.desk(w, r, status, x, func(d *desk) {
			d.Plan, d.Back = sent, f.Get("back")
			d.Bad.Add(fault.FieldOf(err), err)
		})
	}
	posting, err := p.posting(f.Get("back"), sent)
	if err != nil {
		return again(http.StatusUnprocessableEntity, err)
	}
	if len(sent.Chapters) == 0 {
		return again(http.StatusUnprocessableEntity, fault.In("chapters", "Tick the chapters that are to be posted."))
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		now, err := editable(ctx, tx, x.ID)
		if err != nil {
			return err
		}
		return post(ctx, tx, p.Cleaner, now, sent.Chapters, posting)
	})
	if b, ok := errors.AsType[blocked](err); ok {
		return again(http.StatusUnprocessableEntity, fault.In("problems", "Nothing is posted yet: %s", b.Error()))
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict:
		return again(web.Status(fault.KindOf(err)), err)
	}
	if err != nil {
		return err
	}
	return lead(w, r, x.ID.Path()+"/publish?done=posted")
}

// posting says how chapters are posted now: back is a day to date them back to, ""
// for today.
func (p *Pages) posting(back string, sent plan) (work.Posting, error) {
	out := work.Posting{Silent: sent.Silent}
	if back == "" {
		return out, nil
	}
	at, err := backTo(back, sent.Zone, p.DB.Now())
	out.At = at
	return out, err
}

// backTo is noon of a day that is past, by the clocks of a zone; of today it is now.
func backTo(date, zoneName string, now time.Time) (time.Time, error) {
	x, err := readLocal(date, "12:00")
	if err != nil {
		return time.Time{}, fault.In("back", "“%s” is no date. Write it as in 2019-03-08: year, month, day.", date)
	}
	l := zone(zoneName)
	at, _ := x.in(l)
	switch today := now.In(l); {
	case today.Format(time.DateOnly) == at.In(l).Format(time.DateOnly):
		return now, nil
	case at.After(now):
		return time.Time{}, fault.In("back", "That day is still to come. A chapter can be dated back, not forward; to post it later, choose a time below.")
	}
	return at, nil
}

// look shows a plan before it is kept.
func (p *Pages) look(w http.ResponseWriter, r *http.Request) error {
	x, err := p.work(r, p.DB)
	if err != nil {
		return err
	}
	sent := readPlan(r.URL.Query(), zoneOf(r.Context()))
	steps, bad := sent.steps(r.Context(), x, p.DB.Now())
	if len(bad) > 0 {
		return p.desk(w, r, http.StatusUnprocessableEntity, x, func(d *desk) { d.Plan, d.Bad = sent, bad })
	}
	d, err := p.load(r.Context(), p.DB, x)
	if err != nil {
		return err
	}
	d.Plan = sent
	return render(w, r, http.StatusOK, say.T(r.Context(), "A plan for {title}", "title", work.TitleOr(r.Context(), x.Title)), planPage(d, steps))
}

// plan keeps a plan.
func (p *Pages) plan(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	ctx := r.Context()
	x, err := p.work(r, p.DB)
	if err != nil {
		return err
	}
	sent := readPlan(r.PostForm, zoneOf(ctx))
	steps, bad := sent.steps(ctx, x, p.DB.Now())
	if len(bad) == 0 {
		err = p.DB.Tx(ctx, func(tx *db.Tx) error { return Put(ctx, tx, x.ID, viewer.From(ctx).ID, sent.schedules(steps)) })
		switch fault.KindOf(err) {
		case fault.Invalid, fault.Conflict:
			bad.Add(fault.FieldOf(err), err)
		default:
			if err != nil {
				return err
			}
		}
	}
	if len(bad) > 0 {
		return p.desk(w, r, web.Status(bad[0].Kind), x, func(d *desk) { d.Plan, d.Bad = sent, bad })
	}
	return lead(w, r, x.ID.Path()+"/publish?done=planned")
}

// cancel takes chapters out of the plan.
func (p *Pages) cancel(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(w, r); err != nil {
		return err
	}
	ctx := r.Context()
	x, err := p.work(r, p.DB)
	if err != nil {
		return err
	}
	err = p.DB.Tx(ctx, func(tx *db.Tx) error {
		for _, c := range chaptersOf(r.PostForm) {
			if err := Cancel(ctx, tx, x.ID, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, c := range x.Chapters { // it may have come out a moment before
		if slices.Contains(chaptersOf(r.PostForm), c.ID) && c.Posted && x.Posted {
			return p.desk(w, r, http.StatusConflict, x, func(d *desk) {
				d.Bad.Add("", fault.New(fault.Conflict, "It was too late to cancel: the chapter is posted already."))
			})
		}
	}
	return lead(w, r, x.ID.Path()+"/publish?done=cancelled")
}
