package mail

import (
	"net/http"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// wish is what somebody wants by a link in a letter: no more mail of a kind.
type wish struct {
	Token string
	Title string
	Done  bool

	id   viewer.ID
	kind Kind
}

func (p *Pages) wish(r *http.Request) (wish, error) {
	key, err := knownKey(r.Context(), p.DB)
	if err != nil {
		return wish{}, err
	}
	w := wish{Token: r.PathValue("token")}
	ok := false
	if w.id, w.kind, ok = readOffToken(key, w.Token); !ok || !w.kind.MayStop() {
		return wish{}, fault.New(fault.NotFound, "This link is not whole. Please sign in and choose under “Preferences” what comes by mail.")
	}
	w.Title = title(r.Context(), w.kind)
	return w, nil
}

func (p *Pages) askOff(w http.ResponseWriter, r *http.Request) error {
	x, err := p.wish(r)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, say.T(r.Context(), "No more of these by mail"), offPage(x))
}

// off is asked for by the page, and by mail programs when their owner says so.
func (p *Pages) off(w http.ResponseWriter, r *http.Request) error {
	x, err := p.wish(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if err := p.DB.Tx(ctx, func(tx *db.Tx) error { return p.TurnOff(ctx, tx, x.id, string(x.kind)) }); err != nil {
		return err
	}
	x.Done = true
	return render(w, r, http.StatusOK, say.T(ctx, "No more of these by mail"), offPage(x))
}
