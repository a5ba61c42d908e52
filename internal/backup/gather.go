package backup

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/draft"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// sink takes the files of a work as they are read, so that one is in memory at a time.
type sink interface {
	put(ctx context.Context, path string, content []byte) error
}

// nowhere is the sink of who wants the records alone.
type nowhere struct{}

func (nowhere) put(context.Context, string, []byte) error { return nil }

// gatherer reads everything of one person's.
type gatherer struct {
	q    db.Q
	me   viewer.ID
	name string // of the account
	base string // the archive's own address
}

// works lists the works that somebody signs, in the order in which they were made.
func (g gatherer) works(ctx context.Context) ([]work.ID, error) {
	all, err := db.All(ctx, g.q, db.One[work.ID], `SELECT DISTINCT c.work_id FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
		WHERE c.approved AND p.account_id = $1 ORDER BY c.work_id`, int64(g.me))
	if err != nil {
		return nil, fmt.Errorf("backup: works of %d: %w", g.me, err)
	}
	return all, nil
}

// work reads a work; its files go to s under the folder dir.
func (g gatherer) work(ctx context.Context, id work.ID, s sink, dir string) (*Work, error) {
	w := &Work{}
	if err := g.row(ctx, id, w); err != nil {
		return nil, err
	}
	for _, part := range []func(context.Context, work.ID, *Work) error{g.creators, g.tags, g.told, g.relations, g.skin, g.pictures} {
		if err := part(ctx, id, w); err != nil {
			return nil, err
		}
	}
	return w, g.chapters(ctx, id, w, s, dir)
}

func (g gatherer) row(ctx context.Context, id work.ID, w *Work) error {
	err := g.q.QueryRowContext(ctx, `SELECT title, summary, notes_before, notes_after, usual_before, usual_after, ornament, language, rating, COALESCE(chapter_total, 0),
		complete, posted, restricted, hidden, unrevealed, anonymous, unquoted, source_url, COALESCE(source_posted_at, 0), created_at, COALESCE(posted_at, 0), revised_at, updated_at
		FROM works WHERE id = $1`, int64(id)).
		Scan(&w.Title, &w.Summary, &w.NotesBefore, &w.NotesAfter, &w.UsualBefore, &w.UsualAfter, &w.Ornament, &w.Language, &w.Rating, &w.ChapterTotal,
			&w.Complete, &w.Posted, &w.Restricted, &w.Hidden, &w.Unrevealed, &w.Anonymous, &w.Unquoted, &w.SourceURL, &w.SourcePosted, &w.CreatedAt, &w.PostedAt, &w.RevisedAt, &w.UpdatedAt)
	if err != nil {
		return fmt.Errorf("backup: work %d: %w", id, err)
	}
	return nil
}

// creator is somebody who signs, as seen from whose backup it is.
func (g gatherer) creator(account viewer.ID, login, pseud string) Creator {
	if pseud == login {
		pseud = ""
	}
	if account == g.me {
		return Creator{Mine: true, Pseud: pseud}
	}
	return Creator{Login: login, Pseud: pseud}
}

func (g gatherer) scanCreator(r *sql.Rows, c *Creator) error {
	var account viewer.ID
	var login, pseud string
	if err := r.Scan(&account, &login, &pseud); err != nil {
		return err
	}
	*c = g.creator(account, login, pseud)
	return nil
}

func (g gatherer) creators(ctx context.Context, id work.ID, w *Work) (err error) {
	w.Creators, err = db.All(ctx, g.q, g.scanCreator, `SELECT a.id, a.name, p.name FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
		JOIN accounts a ON a.id = p.account_id WHERE c.work_id = $1 AND c.approved ORDER BY c.position, p.id`, int64(id))
	return g.of(id, err)
}

func (g gatherer) tags(ctx context.Context, id work.ID, w *Work) (err error) {
	w.Tags, err = db.All(ctx, g.q, func(r *sql.Rows, t *Tag) error { return r.Scan(&t.Type, &t.Name, &t.Weight) },
		`SELECT g.type, g.name, t.weight FROM work_tags t JOIN tags g ON g.id = t.tag_id WHERE t.work_id = $1 ORDER BY t.position, g.name_key`, int64(id))
	return g.of(id, err)
}

// told reads who has a share in the work, and for whom it is.
func (g gatherer) told(ctx context.Context, id work.ID, w *Work) (err error) {
	w.Credits, err = db.All(ctx, g.q, func(r *sql.Rows, c *Credit) error { return r.Scan(&c.Role, &c.Name, &c.Title, &c.URL) },
		`SELECT role, name, title, url FROM credits WHERE work_id = $1 ORDER BY position, id`, int64(id))
	if err != nil {
		return g.of(id, err)
	}
	w.Gifts, err = db.All(ctx, g.q, func(r *sql.Rows, x *Gift) error { return r.Scan(&x.Kind, &x.Name) },
		`SELECT g.kind, CASE WHEN g.name <> '' THEN g.name ELSE COALESCE(p.name, '') END FROM gifts g LEFT JOIN pseuds p ON p.id = g.pseud_id
		WHERE g.work_id = $1 AND NOT g.refused ORDER BY g.kind, g.position, g.id`, int64(id))
	if err != nil {
		return g.of(id, err)
	}
	w.Requests, err = db.All(ctx, g.q, db.One[string], `SELECT words FROM requests WHERE work_id = $1 ORDER BY position, id`, int64(id))
	return g.of(id, err)
}

// relations reads what the work comes from; of works here, what everybody may know.
func (g gatherer) relations(ctx context.Context, id work.ID, w *Work) (err error) {
	w.Relations, err = db.All(ctx, g.q, func(r *sql.Rows, x *Relation) error {
		var local bool
		if err := r.Scan(&local, &x.URL, &x.Title, &x.Author, &x.Language, &x.Translation); err != nil {
			return err
		}
		if local {
			x.URL = g.base + x.URL
		}
		return nil
	}, `SELECT r.local, CASE WHEN r.local THEN '/works/' || r.parent_id ELSE r.url END, CASE WHEN r.local THEN w.title ELSE r.title END,
		CASE WHEN NOT r.local THEN r.author WHEN w.anonymous THEN 'Anonymous' ELSE COALESCE((SELECT p.name FROM work_creators c JOIN pseuds p ON p.id = c.pseud_id
			WHERE c.work_id = w.id AND c.approved ORDER BY c.position, p.id LIMIT 1), 'Anonymous') END,
		CASE WHEN r.local THEN w.language ELSE r.language END, r.translation
		FROM relations r LEFT JOIN works w ON w.id = r.parent_id WHERE r.work_id = $1 AND (NOT r.local OR w.audience = 0) ORDER BY r.id`, int64(id))
	return g.of(id, err)
}

func (g gatherer) skin(ctx context.Context, id work.ID, w *Work) error {
	all, err := db.All(ctx, g.q, func(r *sql.Rows, x *Skin) error { return r.Scan(&x.Title, &x.CSS) },
		`SELECT s.title, s.css FROM skins_of_works o JOIN work_skins s ON s.id = o.skin_id WHERE o.work_id = $1`, int64(id))
	if len(all) > 0 {
		w.Skin = &all[0]
	}
	return g.of(id, err)
}

func (g gatherer) pictures(ctx context.Context, id work.ID, w *Work) error {
	scan := func(r *sql.Rows, p *Picture) error { return r.Scan(&p.Name, &p.Alt) }
	var err error
	w.Pictures, err = db.All(ctx, g.q, scan, `SELECT p.name, COALESCE(s.alt, '') FROM work_pictures p LEFT JOIN sent_pictures s ON s.work_id = p.work_id AND s.name = p.name
		WHERE p.work_id = $1 ORDER BY p.name`, int64(id))
	if err != nil {
		return g.of(id, err)
	}
	cover, err := db.All(ctx, g.q, scan, `SELECT name, alt FROM work_covers WHERE work_id = $1`, int64(id))
	if len(cover) > 0 {
		w.Cover = &cover[0]
	}
	if err != nil {
		return g.of(id, err)
	}
	w.Originals, err = db.All(ctx, g.q, func(r *sql.Rows, o *Original) error { return r.Scan(&o.SHA256, &o.File, &o.Size, &o.TookAt) },
		`SELECT sha256, file, size, took_at FROM originals WHERE work_id = $1 ORDER BY id`, int64(id))
	return g.of(id, err)
}

func (g gatherer) of(id work.ID, err error) error {
	if err != nil {
		return fmt.Errorf("backup: work %d: %w", id, err)
	}
	return nil
}

// chapters reads the chapters one by one, each with its versions.
func (g gatherer) chapters(ctx context.Context, id work.ID, w *Work, s sink, dir string) error {
	ids, err := db.All(ctx, g.q, db.One[work.ChapterID], `SELECT id FROM chapters WHERE work_id = $1 ORDER BY position, id`, int64(id))
	if err != nil {
		return g.of(id, err)
	}
	w.Chapters = make([]Chapter, len(ids))
	for i, c := range ids {
		f := files{s, dir, i + 1}
		if err := g.chapter(ctx, c, &w.Chapters[i], f); err != nil {
			return err
		}
	}
	return nil
}

// files names and keeps the files of one chapter.
type files struct {
	sink
	dir string
	n   int // the chapter's place
}

func (f files) keep(ctx context.Context, pattern string, content []byte, a ...any) (File, error) {
	p := fmt.Sprintf(pattern, append([]any{f.n}, a...)...)
	sum := sha256.Sum256(content)
	return File{p, hex.EncodeToString(sum[:])}, f.put(ctx, f.dir+p, content)
}

// text keeps a whole text as JSON.
func (f files) text(ctx context.Context, pattern string, id work.ChapterID, t work.ChapterText, a ...any) (File, error) {
	b, err := json.Marshal(Text{string(t.Kind), t.Title, t.Summary, t.NotesBefore, t.NotesAfter, work.Reanchored(t.Body, work.AnchorsOf(id), work.AnchorsOf(0))})
	if err != nil {
		return File{}, fmt.Errorf("backup: chapter %d: %w", id, err)
	}
	return f.keep(ctx, pattern, b, a...)
}

func (g gatherer) chapter(ctx context.Context, id work.ChapterID, c *Chapter, f files) error {
	var html string
	var source sql.NullString
	err := g.q.QueryRowContext(ctx, `SELECT c.kind, c.title, c.summary, c.notes_before, c.notes_after, c.posted, COALESCE(c.posted_at, 0), c.created_at, c.updated_at,
		COALESCE(s.due_at, 0), COALESCE(s.zone, ''), COALESCE(s.silent, FALSE), t.html, t.source, t.next_anchor FROM chapters c JOIN chapter_texts t ON t.chapter_id = c.id
		LEFT JOIN schedules s ON s.chapter_id = c.id WHERE c.id = $1`, int64(id)).
		Scan(&c.Kind, &c.Title, &c.Summary, &c.NotesBefore, &c.NotesAfter, &c.Posted, &c.PostedAt, &c.CreatedAt, &c.UpdatedAt, &c.Due, &c.Zone, &c.Silent, &html, &source, &c.NextAnchor)
	if err != nil {
		return fmt.Errorf("backup: chapter %d: %w", id, err)
	}
	if c.Text, err = f.keep(ctx, "chapters/%04d.html", []byte(work.Reanchored(html, work.AnchorsOf(id), work.AnchorsOf(0)))); err != nil {
		return err
	}
	if source.String != "" && source.String != html {
		x, err := f.keep(ctx, "chapters/%04d.source", []byte(source.String))
		if err != nil {
			return err
		}
		c.Source = &x
	}
	c.Creators, err = db.All(ctx, g.q, g.scanCreator, `SELECT a.id, a.name, p.name FROM chapter_creators c JOIN pseuds p ON p.id = c.pseud_id
		JOIN accounts a ON a.id = p.account_id WHERE c.chapter_id = $1 ORDER BY c.position, p.id`, int64(id))
	if err != nil {
		return fmt.Errorf("backup: chapter %d: %w", id, err)
	}
	c.Addresses, err = db.All(ctx, g.q, db.One[string], `SELECT '/works/' || work_id || '/chapters/' || id FROM chapters WHERE id = $1
		UNION SELECT '/works/' || work_id || '/chapters/' || chapter_id FROM chapter_moves WHERE to_chapter = $1 ORDER BY 1`, int64(id))
	if err != nil {
		return fmt.Errorf("backup: chapter %d: %w", id, err)
	}
	if err := g.draft(ctx, id, c, f); err != nil {
		return err
	}
	return g.versions(ctx, id, c, f)
}

// draft keeps the working copy where somebody is writing.
func (g gatherer) draft(ctx context.Context, id work.ChapterID, c *Chapter, f files) error {
	d, err := draft.Of(ctx, g.q, id)
	if err != nil || d.Rev == 0 {
		return err
	}
	x, err := f.text(ctx, "drafts/%04d.json", id, d.ChapterText)
	c.Draft = &Draft{x, d.SavedAt.UnixMilli()}
	return err
}

// versions keeps every version, each in a file with its place from the oldest.
func (g gatherer) versions(ctx context.Context, id work.ChapterID, c *Chapter, f files) error {
	var n int
	if err := g.q.QueryRowContext(ctx, `SELECT COUNT(*) FROM chapter_versions WHERE chapter_id = $1`, int64(id)).Scan(&n); err != nil {
		return fmt.Errorf("backup: versions of chapter %d: %w", id, err)
	}
	names := map[viewer.ID]string{0: "", g.me: ""}
	for v, err := range work.EachVersion(ctx, g.q, id) {
		if err != nil {
			return err
		}
		name, known := names[v.By]
		if !known {
			if err := g.q.QueryRowContext(ctx, `SELECT name FROM accounts WHERE id = $1`, int64(v.By)).Scan(&name); err != nil {
				return fmt.Errorf("backup: who wrote in chapter %d: %w", id, err)
			}
			names[v.By] = name
		}
		x, err := f.text(ctx, "versions/%04d-%05d.json", id, v.ChapterText, n-len(c.Versions))
		if err != nil {
			return err
		}
		c.Versions = append(c.Versions, Saved{x, string(v.Kind), v.Name, name, v.Words, v.At.UnixMilli()})
	}
	slices.Reverse(c.Versions)
	return nil
}
