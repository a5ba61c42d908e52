package account

import (
	"context"
	"net/http"
	"net/url"

	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// mine is what the account's own page shows.
type mine struct {
	Account *Account
	Icon    Icon
	Said    string
}

// show answers with the home of one's account.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	a, err := Get(ctx, p.DB, viewer.From(ctx).ID)
	if err != nil {
		return err
	}
	usual, err := UsualPseud(ctx, p.DB, a.ID)
	if err != nil {
		return err
	}
	m := mine{Account: a, Icon: usual.Icon, Said: said(ctx, r)}
	return renderPeople(w, r, http.StatusOK, say.T(ctx, "Your account"), accountPage(m))
}

// way leads from the account's home to one of its pages.
type way struct{ path, name, hint string }

// wayGroup is ways that belong together.
type wayGroup struct {
	id, title string
	all       []way
}

// homeWays lists the pages of an account by what people come for.
func homeWays(ctx context.Context, v viewer.Viewer) []wayGroup {
	all := []wayGroup{
		{"who-you-are", say.T(ctx, "Who you are"), []way{
			{"/account/profile", say.T(ctx, "Profile"), say.T(ctx, "What you tell about yourself")},
			{"/account/pseuds", say.T(ctx, "Pseuds"), say.T(ctx, "The names you write under, with their pictures")},
			{"/account/preferences", say.T(ctx, "Preferences"), say.T(ctx, "What you read and how, your time zone, what others may do, which mail you get")},
		}},
		{"your-works", say.T(ctx, "Your works"), []way{
			{"/users/" + url.PathEscape(v.Name), say.T(ctx, "My works"), say.T(ctx, "As others see them, and your drafts")},
			{"/import", say.T(ctx, "Bring files"), say.T(ctx, "Stories from your disk or from elsewhere")},
		}},
		{"with-others", say.T(ctx, "With others"), []way{
			{"/inbox", say.T(ctx, "Inbox"), say.T(ctx, "Letters from the archive and from those you write with")},
			{"/account/blocks", say.T(ctx, "Blocked and muted people"), say.T(ctx, "Who can’t reach you, and whose works you don’t want to see")},
		}},
		{"safety", say.T(ctx, "Safety"), []way{
			{"/account/keys", say.T(ctx, "Keys"), say.T(ctx, "Password, second step of signing in, recovery codes")},
			{"/account/sessions", say.T(ctx, "Where you are signed in"), say.T(ctx, "See your devices and sign them out")},
		}},
	}
	if v.Staff() {
		all = append(all, wayGroup{"archive", say.T(ctx, "The archive"), []way{
			{"/places", say.T(ctx, "Works kept for their authors"), say.T(ctx, "Send a link to those whose stories were brought here")},
		}})
	}
	return all
}
