package mail

import (
	"context"

	"github.com/ficstead/ficstead/internal/say"
)

// The kinds of letters. Which of them people may keep to the inbox is in Kinds.
const (
	Confirm     Kind = "account.confirm"  // prove that an address is yours
	Reset       Kind = "account.reset"    // set a new password
	Changed     Kind = "account.changed"  // password, address, name or second factor is another
	Invitation  Kind = "join.invitation"  // somebody is invited, who has no account
	Application Kind = "join.application" // what became of somebody's wish to join
	Welcome     Kind = "join.welcome"     // an account was made
	Farewell    Kind = "account.farewell" // an account will be deleted, or is
	Test        Kind = "mail.test"        // a keeper tries the mail server
	Staff       Kind = "staff.notice"     // what staff tell one about one's works or account
	Backup      Kind = "backup.ready"     // what was asked for lies ready
	Imported    Kind = "import.done"      // files were read

	Creator Kind = "work.creator"   // be a co-creator, and what became of it
	Beta    Kind = "work.beta"      // read before others do; what a beta reader said
	Round   Kind = "work.round"     // add the next chapter
	Gift    Kind = "work.gift"      // a work for you
	Related Kind = "work.related"   // inspired by yours, or a translation of it
	Publish Kind = "work.published" // what was scheduled came out, or could not
	Request Kind = "request.answer" // what others think of what one asked the archive, and thanks for it
	// OldDrafts tells of drafts that were left alone for a year.
	OldDrafts Kind = "work.old_drafts"
)

// Sort is a kind of letters as people choose among them.
type Sort struct {
	Kind  Kind
	Title string
	// Off is set when its mail may be turned off.
	Off bool
}

// Kinds lists the kinds of letters in the order in which pages show them.
func Kinds(ctx context.Context) []Sort {
	return []Sort{
		{Creator, say.T(ctx, "Writing together: requests to be a co-creator"), true},
		{Beta, say.T(ctx, "Beta reading: invitations and what beta readers say"), true},
		{Round, say.T(ctx, "Round robins: your turn to write"), true},
		{Gift, say.T(ctx, "Works given to you"), true},
		{Related, say.T(ctx, "Works inspired by yours, and translations"), true},
		{Request, say.T(ctx, "Asking the archive: what others suggest, and whether it was that"), true},
		{Publish, say.T(ctx, "What you scheduled has come out"), true},
		{OldDrafts, say.T(ctx, "Drafts that you haven’t touched for a year"), true},
		{Imported, say.T(ctx, "Your import has been read"), true},
		{Backup, say.T(ctx, "Your backup is ready"), true},
		{Confirm, say.T(ctx, "Confirming an address"), false},
		{Reset, say.T(ctx, "A new password"), false},
		{Changed, say.T(ctx, "Changes of your name, address, password or keys"), false},
		{Welcome, say.T(ctx, "Welcome"), false},
		{Farewell, say.T(ctx, "The deletion of your account"), false},
		{Invitation, say.T(ctx, "Invitations"), false},
		{Application, say.T(ctx, "Applications"), false},
		{Staff, say.T(ctx, "Messages from those who look after the archive"), false},
		{Test, say.T(ctx, "Tries of the mail server"), false},
	}
}

// MayStop reports whether people may turn the mail of k off. Of a kind that is not
// in the list they may.
func (k Kind) MayStop() bool {
	for _, s := range Kinds(context.Background()) {
		if s.Kind == k {
			return s.Off
		}
	}
	return true
}

// title names a kind for people.
func title(ctx context.Context, k Kind) string {
	for _, s := range Kinds(ctx) {
		if s.Kind == k {
			return s.Title
		}
	}
	return say.T(ctx, "Other letters")
}
