package account

import (
	"context"
	"net/http"
	"net/url"

	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// mine is what the account's own page shows.
type mine struct {
	Account *Account
	Icon    Icon
	// Unconfirmed is an address that was given and is not confirmed yet.
	Unconfirmed string
	Said        string
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
	waits, err := mail.Unconfirmed(ctx, p.DB, a.ID, p.DB.Now())
	if err != nil {
		return err
	}
	m := mine{Account: a, Icon: usual.Icon, Unconfirmed: waits, Said: said(ctx, r)}
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
		{"your-works", say.T(ctx, "Your works"), []way{
			{"/desk", say.T(ctx, "My works"), say.T(ctx, "All of them, drafts too: write on, sort, change many at once")},
			{"/stats", say.T(ctx, "Statistics"), say.T(ctx, "How they are read")},
			{"/account/skins", say.T(ctx, "Work skins"), say.T(ctx, "How text messages, letters and the like look in them")},
			{"/account/backup", say.T(ctx, "Backup"), say.T(ctx, "All your works in one file, and back again")},
			{"/import", say.T(ctx, "Bring files"), say.T(ctx, "Stories from your disk or from elsewhere")},
		}},
		{"with-others", say.T(ctx, "With others"), []way{
			{"/history", say.T(ctx, "Reading history"), say.T(ctx, "What you read, and where you stopped, for you alone")},
			{"/account/filters", say.T(ctx, "Saved filters"), say.T(ctx, "Lists that you come back to, start with, share or follow")},
			{"/inbox", say.T(ctx, "Inbox"), say.T(ctx, "What the archive has to tell you")},
			{"/account/creatorships", say.T(ctx, "Requests"), say.T(ctx, "Works that you are asked to sign with others")},
			{"/account/betas", say.T(ctx, "To read first"), say.T(ctx, "What authors gave you to read before others do")},
			{"/account/rounds", say.T(ctx, "Rounds"), say.T(ctx, "Works of others in which you write the next chapter")},
			{"/users/" + url.PathEscape(v.Name) + "/gifts", say.T(ctx, "Gifts"), say.T(ctx, "Works that were given to you")},
			{"/users/" + url.PathEscape(v.Name) + "/related_works", say.T(ctx, "Related works"), say.T(ctx, "What yours come from, and what came from yours")},
			{"/account/invitations", say.T(ctx, "Invitations"), say.T(ctx, "Ask somebody to join the archive")},
			{"/account/blocks", say.T(ctx, "Blocked and muted people"), say.T(ctx, "Who can’t reach you, and whose works you don’t want to see")},
		}},
		{"who-you-are", say.T(ctx, "Who you are"), []way{
			{"/account/profile", say.T(ctx, "Profile"), say.T(ctx, "What you tell about yourself")},
			{"/account/pseuds", say.T(ctx, "Pseuds"), say.T(ctx, "The names you write under, with their pictures")},
			{"/account/preferences", say.T(ctx, "Preferences"), say.T(ctx, "How you read, your time zone, what others may do, your mail")},
		}},
		{"safety", say.T(ctx, "Safety"), []way{
			{"/account/keys", say.T(ctx, "Keys"), say.T(ctx, "Password, second step of signing in, recovery codes")},
			{"/account/sessions", say.T(ctx, "Where you are signed in"), say.T(ctx, "See your devices and sign them out")},
			{"/account/leave", say.T(ctx, "Leave"), say.T(ctx, "Delete your account, and say what becomes of your works")},
		}},
	}
	if v.Staff() {
		all = append(all, wayGroup{"archive", say.T(ctx, "The archive"), []way{
			{"/keep", say.T(ctx, "Look after the archive"), say.T(ctx, "Who joins, letters, settings")},
			{"/places", say.T(ctx, "Works kept for their authors"), say.T(ctx, "Send a link to those whose stories were brought here")},
		}})
	}
	return all
}
