// Package app puts the archive together. It is the one place that knows every
// feature: it opens the database, makes each feature, joins routes and jobs, and
// serves them.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/alike"
	"github.com/ficstead/ficstead/internal/ask"
	"github.com/ficstead/ficstead/internal/backup"
	"github.com/ficstead/ficstead/internal/beta"
	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/browse"
	"github.com/ficstead/ficstead/internal/catalogue"
	"github.com/ficstead/ficstead/internal/claim"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/decode"
	"github.com/ficstead/ficstead/internal/desk"
	"github.com/ficstead/ficstead/internal/download"
	"github.com/ficstead/ficstead/internal/edit"
	"github.com/ficstead/ficstead/internal/gift"
	"github.com/ficstead/ficstead/internal/history"
	"github.com/ficstead/ficstead/internal/ingest"
	"github.com/ficstead/ficstead/internal/intake"
	"github.com/ficstead/ficstead/internal/job"
	"github.com/ficstead/ficstead/internal/join"
	"github.com/ficstead/ficstead/internal/leave"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/oidc"
	"github.com/ficstead/ficstead/internal/passkey"
	"github.com/ficstead/ficstead/internal/picture"
	"github.com/ficstead/ficstead/internal/preset"
	"github.com/ficstead/ficstead/internal/prose"
	"github.com/ficstead/ficstead/internal/publish"
	"github.com/ficstead/ficstead/internal/read"
	"github.com/ficstead/ficstead/internal/related"
	"github.com/ficstead/ficstead/internal/remember"
	"github.com/ficstead/ficstead/internal/round"
	"github.com/ficstead/ficstead/internal/series"
	"github.com/ficstead/ficstead/internal/setting"
	"github.com/ficstead/ficstead/internal/stats"
	"github.com/ficstead/ficstead/internal/suggest"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/web"
	"github.com/ficstead/ficstead/internal/workskin"
	"github.com/ficstead/ficstead/internal/wrangle"
	"github.com/ficstead/ficstead/internal/write"
)

// App is an archive that is open: commands work on it, and Handler serves it.
type App struct {
	DB   *db.DB
	Blob *blob.Store
	Jobs *job.Queue
	Log  *slog.Logger

	config   config.Archive
	settings *setting.Watch
	counter  *stats.Counter
	history  *history.Recorder
	uses     *preset.Uses
	cache    *web.Cache
	works    *catalogue.Index
	names    *tag.Names
	suggest  *suggest.Finder
	intake   *intake.Desk
	backups  *backup.Desk
}

// cacheBytes bounds the guests' pages that are kept in memory.
const cacheBytes = 24 << 20

// New opens the archive that c names, makes it if there is none, and brings its
// tables up to date.
func New(ctx context.Context, c config.Archive, log *slog.Logger) (*App, error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("can't make the data folder: %w", err)
	}
	d, err := db.Open(ctx, c.DSN())
	if err != nil {
		return nil, err
	}
	log = slog.New(contextLog{log.Handler()})
	a := &App{DB: d, Log: log, config: c, cache: web.NewCache(d, cacheBytes), settings: setting.NewWatch(d), counter: &stats.Counter{DB: d, Log: log}, history: &history.Recorder{DB: d, Log: log}, uses: &preset.Uses{DB: d, Log: log}}
	if a.Blob, err = blob.Open(filepath.Join(c.Data, "files")); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	if a.Jobs, err = job.New(ctx, d, log); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	a.names = tag.NewNames(d)
	a.suggest = suggest.NewFinder(d, a.names)
	a.works = catalogue.New(d, a.Catalogue(), log)
	a.intake = intake.NewDesk(d, a.Blob, a.Jobs, log, a.Taker)
	a.backups = &backup.Desk{DB: d, Blob: a.Blob, Jobs: a.Jobs, Log: log, Maker: a.BackupMaker, Taker: a.BackupTaker}
	a.handleJobs()
	return a, nil
}

// Close closes the catalogue and the database. Serve has stopped what used them.
func (a *App) Close() error { return errors.Join(a.works.Close(), a.DB.Close()) }

// Catalogue is the folder of the catalogue's snapshot.
func (a *App) Catalogue() string { return filepath.Join(a.config.Data, "catalogue") }

// Reindex makes the catalogue's snapshot anew; progress is told how many works are done.
func (a *App) Reindex(ctx context.Context, progress func(done, of int)) error {
	return a.works.Rebuild(ctx, progress)
}

// FlushStats writes down what readings were counted since the last time.
func (a *App) FlushStats(ctx context.Context) error { return a.counter.Flush(ctx) }

// FlushHistory writes down what people read since the last time.
func (a *App) FlushHistory(ctx context.Context) error { return a.history.Flush(ctx) }

// Cleaner cleans what people send, as this archive does.
func (a *App) Cleaner() prose.Cleaner { return prose.Cleaner{Base: a.config.BaseURL} }

// Taker takes files into this archive.
func (a *App) Taker() *ingest.Taker {
	return &ingest.Taker{DB: a.DB, Blob: a.Blob, Cleaner: a.Cleaner(), Limits: decode.DefaultLimits(), Log: a.Log, BaseURL: a.config.BaseURL}
}

// Wrangling sorts the tags of this archive in.
func (a *App) Wrangling() *wrangle.Desk { return &wrangle.Desk{DB: a.DB, Jobs: a.Jobs} }

// BackupMaker makes backups of what is in this archive.
func (a *App) BackupMaker() *backup.Maker {
	return &backup.Maker{DB: a.DB, Blob: a.Blob, Name: a.config.Name, BaseURL: a.config.BaseURL}
}

// BackupTaker takes backups into this archive.
func (a *App) BackupTaker() *backup.Taker {
	return &backup.Taker{DB: a.DB, Blob: a.Blob, Cleaner: a.Cleaner(), BaseURL: a.config.BaseURL}
}

// Mux joins every feature's routes.
func (a *App) Mux(from func(*http.Request) string) (*web.Mux, *account.Pages, error) {
	m := web.NewMux(a.Log)
	if a.config.BaseURL != "" {
		if err := m.Trust(a.config.BaseURL); err != nil {
			return nil, nil, fmt.Errorf("base URL: %w", err)
		}
	}
	if err := web.Static(m); err != nil {
		return nil, nil, err
	}
	a.counter.Address = from
	providers, err := config.LoadProviders(a.config.SignIn)
	if err != nil {
		return nil, nil, err
	}
	people := &account.Pages{DB: a.DB, Secure: a.secure(), Log: a.Log, Address: from,
		Mails: a.config.Mail.Ready(), Passkeys: passkey.Possible(a.config.BaseURL), Providers: oidc.Entries(providers),
		Resigned: resigned, HandOver: handOver, Cleaner: a.Cleaner(), Blob: a.Blob}
	m.SignIn(people.SignInForm)
	for _, f := range []interface{ Routes(*web.Mux) }{
		people,
		&read.Pages{DB: a.DB, Cache: a.cache, Secure: a.secure(), Counter: a.counter, History: a.history},
		&history.Pages{DB: a.DB, Recorder: a.history, Log: a.Log},
		&browse.Pages{DB: a.DB, Cache: a.cache, Index: a.works, Names: a.names, Uses: a.uses},
		&series.Pages{DB: a.DB, Cache: a.cache, Cleaner: a.Cleaner()},
		&edit.Pages{DB: a.DB, Cleaner: a.Cleaner(), BaseURL: a.config.BaseURL, Suggest: a.suggest},
		&tag.Pages{DB: a.DB, Names: a.names},
		&remember.Pages{DB: a.DB},
		&ask.Pages{DB: a.DB, BaseURL: a.config.BaseURL},
		&intake.Pages{Desk: a.intake, Suggest: a.suggest},
		&claim.Pages{DB: a.DB, People: people, BaseURL: a.config.BaseURL},
		&download.Pages{DB: a.DB, Blob: a.Blob, BaseURL: a.config.BaseURL, Took: a.counter.Took},
		&setting.Pages{DB: a.DB, Watch: a.settings},
		&mail.Pages{DB: a.DB, Server: a.config.Mail, TurnOff: account.MailOff},
		&join.Pages{DB: a.DB, People: people},
		&passkey.Pages{DB: a.DB, People: people, BaseURL: a.config.BaseURL},
		&oidc.Pages{DB: a.DB, People: people, BaseURL: a.config.BaseURL, Providers: providers},
		&block.Pages{DB: a.DB},
		&creator.Pages{DB: a.DB, People: people},
		&beta.Pages{DB: a.DB, Cleaner: a.Cleaner()},
		&round.Pages{DB: a.DB, Cleaner: a.Cleaner()},
		&gift.Pages{DB: a.DB},
		&related.Pages{DB: a.DB},
		&alike.Pages{DB: a.DB, Jobs: a.Jobs},
		&picture.Pages{DB: a.DB, Blob: a.Blob, Log: a.Log},
		&workskin.Pages{DB: a.DB},
		&stats.Pages{DB: a.DB},
		&write.Pages{DB: a.DB, Cleaner: a.Cleaner(), People: people},
		&publish.Pages{DB: a.DB, Blob: a.Blob, Cleaner: a.Cleaner(), BaseURL: a.config.BaseURL},
		&desk.Pages{DB: a.DB, Cleaner: a.Cleaner()},
		&wrangle.Pages{DB: a.DB, Desk: a.Wrangling()},
		&backup.Pages{DB: a.DB, Desk: a.backups, People: people},
		&leave.Pages{DB: a.DB, Blob: a.Blob, Cleaner: a.Cleaner(), People: people},
		&health{a},
	} {
		f.Routes(m)
	}
	return m, people, nil
}

// Handler serves the archive. proxies are networks whose word on the address of
// a visitor is believed.
func (a *App) Handler(proxies []netip.Prefix) (http.Handler, error) {
	from := address(proxies)
	m, people, err := a.Mux(from)
	if err != nil {
		return nil, err
	}
	site := web.SiteInfo{Name: a.config.Name, BaseURL: a.config.BaseURL, PictureHost: a.config.PictureHost}
	h := headers(policy(a.config.PictureHost), a.secure(), a.ofSite(site, people.Middleware(a.withUnread(m))))
	return logged(a.Log, from, a.withPictureHost(h)), nil
}

// ofSite tells every page which archive it belongs to, and what its keepers chose.
func (a *App) ofSite(site web.SiteInfo, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := setting.With(web.WithSite(r.Context(), site), a.settings.Now(r.Context()))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// secure reports whether people reach the archive by https, so that cookies may
// not travel any other way.
func (a *App) secure() bool { return strings.HasPrefix(a.config.BaseURL, "https://") }
