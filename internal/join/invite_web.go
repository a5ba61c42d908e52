package join

import (
	"context"
	"net/http"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// invitations is the page of one's own invitations.
type invitations struct {
	Left   int
	All    []mine
	Closed bool   // to newcomers, for who looks
	Link   string // of the one that was made just now
	Mailed string // where it goes
	Typed  string
	Said   string
	Wrong  *fault.Error
}

func (p *Pages) myInvitations(ctx context.Context) (invitations, error) {
	v, now := viewer.From(ctx), p.DB.Now()
	i := invitations{Closed: setting.Of(ctx).SignUp == setting.Closed && !v.Staff()}
	var err error
	if i.Left, err = left(ctx, p.DB, v, now); err != nil {
		return i, err
	}
	i.All, err = invitationsOf(ctx, p.DB, v.ID, now)
	return i, err
}

func (p *Pages) invitations(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	i, err := p.myInvitations(ctx)
	if err != nil {
		return err
	}
	if r.URL.Query().Get("done") == "withdrawn" {
		i.Said = say.T(ctx, "The invitation is withdrawn. Its link does nothing any more.")
	}
	return render(w, r, http.StatusOK, say.T(ctx, "Invitations"), invitationsPage(i))
}

// invite makes an invitation and shows its link once; no page shows it again.
func (p *Pages) invite(w http.ResponseWriter, r *http.Request) error {
	f, err := form(w, r)
	if err != nil {
		return err
	}
	ctx, typed := r.Context(), strings.TrimSpace(f.Get("email"))
	var code string
	wrong := p.DB.Tx(ctx, func(tx *db.Tx) (err error) {
		code, err = Invite(ctx, tx, viewer.From(ctx), typed)
		return err
	})
	status := http.StatusOK
	if wrong != nil {
		status = web.Status(fault.KindOf(wrong))
		if status >= http.StatusInternalServerError {
			return wrong
		}
	}
	i, err := p.myInvitations(ctx)
	if err != nil {
		return err
	}
	if wrong != nil {
		i.Typed, i.Wrong = typed, fault.As(wrong)
	} else {
		i.Link, i.Mailed = web.SiteOf(ctx).URL(path(code)), typed
	}
	return render(w, r, status, say.T(ctx, "Invitations"), invitationsPage(i))
}

func (p *Pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := web.ID[int64](r, "id")
	if err != nil {
		return err
	}
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return withdraw(ctx, tx, viewer.From(ctx).ID, id) }); err != nil {
		return err
	}
	return web.See(w, r, "/account/invitations?done=withdrawn")
}
