package backup

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// Pages are those on which people take their backup, and bring one.
type Pages struct {
	DB     *db.DB
	Desk   *Desk
	People *account.Pages
}

// maxBrought is how many bytes a backup may have that is brought by the page; larger
// ones are for the command.
const maxBrought = 2 << 30

// Routes adds the pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Handle("GET /account/backup", web.Members, p.show)
	m.Handle("POST /account/backup", web.Members, p.ask)
	m.Handle("POST /account/backup/stop", web.Members, p.stop)
	m.Handle("POST /account/backup/monthly", web.Members, p.monthly)
	m.Handle("GET /account/backup/file", web.Members, p.file)
	m.HandleFiles("POST /account/backup/take", web.Members, maxBrought, p.take)
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.render(w, r, http.StatusOK, nil)
}

func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, bad *fault.Error) error {
	ctx, v := r.Context(), viewer.From(r.Context())
	made, err := MadeOf(ctx, p.DB, v.ID)
	if err != nil {
		return err
	}
	taken, err := TakenOf(ctx, p.DB, v.ID)
	if err != nil {
		return err
	}
	monthly, err := Monthly(ctx, p.DB, v.ID)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, web.Meta{Title: say.T(ctx, "My backup"), NoIndex: true, Here: "me"}, page(made, taken, monthly, bad))
}

func (p *Pages) ask(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.People.Confirm(w, r); !ok {
		return err
	}
	if err := p.Desk.Ask(r.Context(), viewer.From(r.Context()).ID); err != nil {
		return err
	}
	return see(w, r)
}

func (p *Pages) stop(w http.ResponseWriter, r *http.Request) error {
	if err := p.Desk.Stop(r.Context(), viewer.From(r.Context()).ID); err != nil {
		return err
	}
	return see(w, r)
}

func (p *Pages) monthly(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	yes := r.PostFormValue("monthly") == "1"
	err := p.DB.Tx(r.Context(), func(tx *db.Tx) error { return SetMonthly(r.Context(), tx, viewer.From(r.Context()).ID, yes) })
	if err != nil {
		return err
	}
	return see(w, r)
}

func see(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/account/backup", http.StatusSeeOther)
	return nil
}

// file sends the backup that is ready. Parts of it can be asked for, so that a load
// that broke off goes on.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	if ok, err := p.People.Confirm(w, r); !ok {
		return err
	}
	v := viewer.From(r.Context())
	f, m, err := p.Desk.Open(r.Context(), v.ID)
	if err != nil {
		return err
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="ficstead-%s.zip"`, m.MadeAt.Format(time.DateOnly)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex")
	http.ServeContent(w, r, "", m.MadeAt, f)
	return nil
}

// take takes a file that is brought.
func (p *Pages) take(w http.ResponseWriter, r *http.Request) error {
	part, err := upload(r)
	if err == nil {
		err = p.Desk.Bring(r.Context(), viewer.From(r.Context()).ID, part, maxBrought)
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.TooLarge:
		if err != nil {
			return p.render(w, r, web.Status(fault.KindOf(err)), fault.As(err))
		}
	}
	if err != nil {
		return err
	}
	return see(w, r)
}

// upload is the file of a form, as it comes.
func upload(r *http.Request) (*multipart.Part, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, fault.In("file", "Please choose the file of your backup.")
		}
		if err != nil {
			return nil, fault.Wrap(fault.Invalid, err, "The file did not come whole. Please send it again.")
		}
		if part.FormName() == "file" && part.FileName() != "" {
			return part, nil
		}
	}
}
