// Package viewer says who is looking: the account behind a request, its role
// and its reading preferences, carried in the context.
package viewer

import "context"

// ID is an account's key.
type ID int64

// Role is what an account may do beyond its own works.
type Role string

// The roles, each including the one before it.
const (
	Member    Role = "member"
	Moderator Role = "moderator"
	Keeper    Role = "keeper"
)

// Viewer is who is looking. The zero Viewer is a guest.
type Viewer struct {
	ID   ID
	Name string
	Role Role
	// Waiting is what else the account may do once the second step of signing in is
	// taken, "" when there is nothing to wait for: until then Role is Member.
	Waiting Role
	// Adult is set when the viewer has said that adult works are welcome.
	Adult bool
	// Reading is how the viewer likes a page to look.
	Reading Reading
	// Prefs is what else the viewer prefers.
	Prefs Prefs
	// Mutes is set when there is somebody whose works the viewer does not want to see.
	Mutes bool
	// MuteChanges is how often the viewer's list of mutes has changed: it tells apart
	// what was counted before a change and after.
	MuteChanges int64
	// Session is the key of the session this request came with, 0 for none.
	Session int64
}

// Reading is how a reader likes text set. Empty fields mean the site's default.
type Reading struct {
	Theme   string `json:"theme,omitempty"`   // light, sepia, dark, black
	Size    int    `json:"size,omitempty"`    // px, one of web's sizes
	Face    string `json:"face,omitempty"`    // book, sans, literata, …
	Width   string `json:"width,omitempty"`   // narrow, book, wide
	Line    string `json:"line,omitempty"`    // tight, book, airy
	Para    string `json:"para,omitempty"`    // spaced, indented
	Justify bool   `json:"justify,omitempty"` // justified and hyphenated
}

// Guest reports whether nobody is signed in.
func (v Viewer) Guest() bool { return v.ID == 0 }

// Staff reports whether v looks after the archive: moderators and keepers.
func (v Viewer) Staff() bool { return v.Role == Moderator || v.Role == Keeper }

// Keeps reports whether v runs the archive.
func (v Viewer) Keeps() bool { return v.Role == Keeper }

type key struct{}

// With returns ctx carrying v.
func With(ctx context.Context, v Viewer) context.Context { return context.WithValue(ctx, key{}, v) }

// From returns the viewer in ctx, or a guest.
func From(ctx context.Context) Viewer { v, _ := ctx.Value(key{}).(Viewer); return v }
