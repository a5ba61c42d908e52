// Package setting has what the keepers of an archive may choose while it runs: how
// people join, and the limits of what they send. What a server needs to start, and
// every secret, is in package config.
package setting

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/ficstead/ficstead/internal/db"
)

// Site is everything that keepers may choose.
type Site struct {
	SignUp SignUp `json:"sign_up"`
	// Invitations is how many a new member may give.
	Invitations int    `json:"invitations"`
	Limits      Limits `json:"limits"`
	// StaffSecond lets moderators and keepers do as such only in sessions in which
	// they took the second step of signing in.
	StaffSecond bool `json:"staff_second"`
	// LeaveDays is how many days pass between the wish to have one's account deleted
	// and the deed; 0 is none.
	LeaveDays int `json:"leave_days"`
}

// SignUp says how somebody gets an account.
type SignUp string

// The ways to get an account.
const (
	Open       SignUp = "open"       // whoever fills the form in
	Approval   SignUp = "approval"   // once a keeper or moderator has agreed
	Invitation SignUp = "invitation" // whom a member invites
	Closed     SignUp = "closed"     // whom a keeper makes one for
)

// Limits bound what people send by the archive's forms. What an import brought
// beyond them stays as it is. The figures of the defaults are AO3's, which people
// know.
type Limits struct {
	Title   int `json:"title"`   // characters
	Summary int `json:"summary"` // characters
	Notes   int `json:"notes"`   // characters, before and after each
	Chapter int `json:"chapter"` // characters, HTML and all
	Tags    int `json:"tags"`    // fandoms, relationships, characters and freeforms of a work together
	Tag     int `json:"tag"`     // characters
	// PictureMB is how much all pictures of one account may weigh, in MB.
	PictureMB int `json:"picture_mb"`
}

// Default is an archive that nobody has changed.
func Default() Site {
	return Site{
		SignUp: Invitation, Invitations: 3, StaffSecond: true, LeaveDays: 14,
		Limits: Limits{Title: 255, Summary: 1250, Notes: 5000, Chapter: 510_000, Tags: 75, Tag: 150, PictureMB: 200},
	}
}

// Hardest are limits that no keeper may go beyond: the archive's own.
func Hardest() Limits {
	return Limits{Title: 255, Summary: 20_000, Notes: 200_000, Chapter: 20_000_000, Tags: 300, Tag: 150, PictureMB: 100_000}
}

// mostLeaveDays is the longest that somebody who wants to leave can be made to wait.
const mostLeaveDays = 60

// mostInvitations is the most that a new member may be given.
const mostInvitations = 100

// Load reads the settings; what was never chosen is as in Default.
func Load(ctx context.Context, q db.Q) (Site, error) {
	s := Default()
	all, err := db.All(ctx, q, db.One[string], `SELECT body FROM site_settings WHERE id = 1`)
	if err != nil {
		return s, fmt.Errorf("settings: %w", err)
	}
	for _, body := range all {
		if err := json.Unmarshal([]byte(body), &s); err != nil {
			return s, fmt.Errorf("settings: %w", err)
		}
	}
	return s, nil
}

// Save keeps the settings. The caller has made sure that the viewer is a keeper.
func Save(ctx context.Context, tx *db.Tx, s Site) error {
	b, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	if err := tx.Exec(ctx, `INSERT INTO site_settings (id, body, updated_at) VALUES (1, $1, $2)
		ON CONFLICT (id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`, string(b), tx.Millis()); err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	return nil
}

type key struct{}

// With returns ctx in which the settings are s.
func With(ctx context.Context, s Site) context.Context { return context.WithValue(ctx, key{}, s) }

// Of returns the settings in ctx, or the defaults.
func Of(ctx context.Context) Site {
	if s, ok := ctx.Value(key{}).(Site); ok {
		return s
	}
	return Default()
}

// Watch keeps the settings at hand and reads them anew when they are older than
// Fresh, so that every server of an archive knows of a change soon.
type Watch struct {
	db *db.DB

	mu   sync.Mutex
	site Site
	read time.Time
}

// Fresh is how long a server may go on with the settings it has read.
const Fresh = 2 * time.Second

// NewWatch makes a Watch on the settings in d.
func NewWatch(d *db.DB) *Watch { return &Watch{db: d} }

// Now gives the settings. While the database can't be asked, the last ones hold.
func (w *Watch) Now(ctx context.Context) Site {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.read.IsZero() && time.Since(w.read) < Fresh {
		return w.site
	}
	s, err := Load(ctx, w.db)
	if err != nil {
		if w.read.IsZero() {
			return Default()
		}
		return w.site
	}
	w.site, w.read = s, time.Now()
	return s
}

// Forget makes the next Now read: call it after Save.
func (w *Watch) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.read = time.Time{}
}
