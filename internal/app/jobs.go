package app

import (
	"context"
	"time"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/alike"
	"github.com/ficstead/ficstead/internal/backup"
	"github.com/ficstead/ficstead/internal/creator"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/desk"
	"github.com/ficstead/ficstead/internal/gift"
	"github.com/ficstead/ficstead/internal/history"
	"github.com/ficstead/ficstead/internal/intake"
	"github.com/ficstead/ficstead/internal/job"
	"github.com/ficstead/ficstead/internal/join"
	"github.com/ficstead/ficstead/internal/leave"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/picture"
	"github.com/ficstead/ficstead/internal/publish"
	"github.com/ficstead/ficstead/internal/related"
	"github.com/ficstead/ficstead/internal/round"
	"github.com/ficstead/ficstead/internal/search"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/work"
	"github.com/ficstead/ficstead/internal/wrangle"
)

// handleJobs says what runs in the background, and when.
func (a *App) handleJobs() {
	job.Handle(a.Jobs, time.Minute, func(ctx context.Context, _ account.Sweep) error {
		return a.DB.Tx(ctx, func(tx *db.Tx) error { return account.RunSweep(ctx, tx) })
	})
	a.Jobs.Every(time.Hour, account.Sweep{})
	job.Handle(a.Jobs, 6*time.Hour, func(ctx context.Context, _ work.Reclean) error {
		return work.RunReclean(ctx, a.DB, a.Cleaner())
	})
	a.Jobs.Every(24*time.Hour, work.Reclean{})
	job.Handle(a.Jobs, 6*time.Hour, func(ctx context.Context, _ work.Remember) error { return work.RunRemember(ctx, a.DB) })
	a.Jobs.Every(24*time.Hour, work.Remember{})
	job.Handle(a.Jobs, 6*time.Hour, func(ctx context.Context, _ alike.Look) error { return alike.RunLook(ctx, a.DB) })
	a.Jobs.Every(6*time.Hour, alike.Look{})
	job.Handle(a.Jobs, 6*time.Hour, func(ctx context.Context, _ work.SweepVersions) error { return work.RunSweepVersions(ctx, a.DB) })
	a.Jobs.Every(24*time.Hour, work.SweepVersions{})
	job.Handle(a.Jobs, time.Hour, func(ctx context.Context, _ tag.Words) error { return tag.RunWords(ctx, a.DB) })
	a.Jobs.Every(24*time.Hour, tag.Words{})
	job.Handle(a.Jobs, 6*time.Hour, func(ctx context.Context, _ work.Refiltering) error { return work.RunRefilter(ctx, a.DB) })
	a.Jobs.EveryAnew(5*time.Second, func(n int64) job.Args { return work.Refiltering{Turn: n} })
	job.Handle(a.Jobs, time.Hour, func(ctx context.Context, _ search.Tidy) error { return search.RunTidy(ctx, a.DB, a.Log) })
	a.Jobs.Every(15*time.Second, search.Tidy{})
	job.Handle(a.Jobs, 6*time.Hour, func(ctx context.Context, _ search.Purge) error { return search.RunPurge(ctx, a.DB) })
	a.Jobs.Every(24*time.Hour, search.Purge{})
	job.Handle(a.Jobs, 6*time.Hour, func(ctx context.Context, _ wrangle.Guessing) error { return wrangle.RunGuess(ctx, a.DB) })
	a.Jobs.Every(15*time.Second, wrangle.Guessing{})
	job.Handle(a.Jobs, 6*time.Hour, func(ctx context.Context, _ wrangle.Taking) error { return a.Wrangling().RunSets(ctx) })
	a.Jobs.EveryAnew(wrangle.TakingEvery, func(n int64) job.Args { return wrangle.Taking{Turn: n} })
	job.Handle(a.Jobs, 6*time.Hour, func(ctx context.Context, g intake.Go) error { return a.intake.Run(ctx, g.Import) })
	job.Handle(a.Jobs, time.Minute, func(ctx context.Context, _ intake.Resume) error { return a.intake.RunResume(ctx) })
	a.Jobs.Every(intake.ResumeEvery, intake.Resume{})
	job.Handle(a.Jobs, time.Hour, func(ctx context.Context, _ intake.Sweep) error { return a.intake.RunSweep(ctx) })
	a.Jobs.Every(6*time.Hour, intake.Sweep{})
	job.Handle(a.Jobs, 6*time.Hour, func(ctx context.Context, _ backup.Make) error { return a.backups.RunMake(ctx) })
	a.Jobs.Every(time.Minute, backup.Make{})
	job.Handle(a.Jobs, time.Hour, func(ctx context.Context, _ backup.Sweep) error { return a.backups.RunSweep(ctx) })
	a.Jobs.Every(6*time.Hour, backup.Sweep{})
	job.Handle(a.Jobs, time.Minute, func(ctx context.Context, _ desk.Sweep) error {
		return a.DB.Tx(ctx, func(tx *db.Tx) error { return desk.RunSweep(ctx, tx) })
	})
	a.Jobs.Every(24*time.Hour, desk.Sweep{})
	job.Handle(a.Jobs, time.Hour, func(ctx context.Context, _ leave.Go) error {
		return leave.RunGo(ctx, a.DB, leave.Remover{Blob: a.Blob, Cleaner: a.Cleaner()}, a.Log)
	})
	a.Jobs.Every(leave.GoEvery, leave.Go{})
	job.Handle(a.Jobs, time.Minute, func(ctx context.Context, _ leave.Sweep) error {
		return a.DB.Tx(ctx, func(tx *db.Tx) error { return leave.RunSweep(ctx, tx) })
	})
	a.Jobs.Every(24*time.Hour, leave.Sweep{})
	job.Handle(a.Jobs, time.Hour, func(ctx context.Context, _ picture.Sweep) error { return picture.RunSweep(ctx, a.DB, a.Blob) })
	a.Jobs.Every(6*time.Hour, picture.Sweep{})
	job.Handle(a.Jobs, time.Hour, func(ctx context.Context, _ work.SweepLoose) error { return work.RunSweepLoose(ctx, a.DB, a.Blob) })
	a.Jobs.Every(6*time.Hour, work.SweepLoose{})
	job.Handle(a.Jobs, mail.Limit, func(ctx context.Context, _ mail.Deliver) error { a.deliver(ctx); return nil })
	a.Jobs.Every(mail.Every, mail.Deliver{})
	job.Handle(a.Jobs, 10*time.Minute, func(ctx context.Context, _ publish.Due) error {
		return publish.RunDue(ctx, a.DB, a.Cleaner(), a.Log)
	})
	a.Jobs.Every(publish.DueEvery, publish.Due{})
	job.Handle(a.Jobs, 10*time.Minute, func(ctx context.Context, _ publish.OldDrafts) error { return publish.RunOldDrafts(ctx, a.DB) })
	a.Jobs.Every(24*time.Hour, publish.OldDrafts{})
	job.Handle(a.Jobs, time.Minute, func(ctx context.Context, _ join.Sweep) error {
		return a.DB.Tx(ctx, func(tx *db.Tx) error { return join.RunSweep(ctx, tx) })
	})
	a.Jobs.Every(6*time.Hour, join.Sweep{})
	job.Handle(a.Jobs, time.Minute, func(ctx context.Context, _ creator.Sweep) error {
		return a.DB.Tx(ctx, func(tx *db.Tx) error { return creator.RunSweep(ctx, tx) })
	})
	a.Jobs.Every(time.Hour, creator.Sweep{})
	job.Handle(a.Jobs, time.Minute, func(ctx context.Context, _ gift.Tell) error {
		return a.DB.Tx(ctx, func(tx *db.Tx) error { return gift.RunTell(ctx, tx) })
	})
	a.Jobs.Every(time.Minute, gift.Tell{})
	job.Handle(a.Jobs, time.Minute, func(ctx context.Context, _ related.Tell) error {
		return a.DB.Tx(ctx, func(tx *db.Tx) error { return related.RunTell(ctx, tx) })
	})
	a.Jobs.Every(time.Minute, related.Tell{})
	job.Handle(a.Jobs, time.Minute, func(ctx context.Context, _ history.Sweep) error {
		return a.DB.Tx(ctx, func(tx *db.Tx) error { return history.RunSweep(ctx, tx) })
	})
	a.Jobs.Every(24*time.Hour, history.Sweep{})
	job.Handle(a.Jobs, 10*time.Minute, func(ctx context.Context, _ round.Sweep) error { return round.RunSweep(ctx, a.DB) })
	a.Jobs.Every(10*time.Minute, round.Sweep{})
}
