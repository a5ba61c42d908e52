package ask

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/block"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/tag"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// Idea is what somebody thinks it is, as they write it.
type Idea struct {
	Name      string  // the address of a work here, or a title
	Work      work.ID // 0 until Name is understood
	Elsewhere bool    // it is not in this archive: Name is its title
	Said      string
}

// maxName is how long an address or a title that is suggested may be, in characters.
const maxName = 2000

// here finds the number in the address of a work of this archive.
var here = regexp.MustCompile(`^/works/([0-9]{1,18})(?:/chapters/[0-9]+)?/?$`)

// understand finds the work that an idea names: by its address, else by its title. When
// several have that title it gives them all and no error. hosts are the names of this
// archive.
func (i *Idea) understand(ctx context.Context, q db.Q, v viewer.Viewer, hosts []string) ([]work.Work, error) {
	i.Name, i.Said = strings.TrimSpace(i.Name), strings.TrimSpace(i.Said)
	if n := utf8.RuneCountInString(i.Name); i.Work == 0 && (n == 0 || n > maxName) {
		return nil, fault.In(fieldName, "Write the address of the work, as it stands in your browser, or its title.")
	}
	if utf8.RuneCountInString(i.Said) > maxSaid {
		return nil, fault.In(fieldSaid, "This can have up to %d characters.", maxSaid)
	}
	if i.Work != 0 || i.Elsewhere {
		return nil, nil
	}
	id, isAddress := workAt(i.Name, hosts)
	if isAddress {
		works, err := listedWorks(ctx, q, v, []work.ID{id})
		if err == nil && works[id] == nil {
			err = noWork()
		}
		i.Work = id
		return nil, err
	}
	all, err := titled(ctx, q, v, i.Name)
	if err != nil {
		return nil, err
	}
	switch len(all) {
	case 0:
		return nil, fault.In(fieldName, "There is no work of that title here. Look at how it is written, or say that it is not in this archive.")
	case 1:
		i.Work = all[0].ID
		return nil, nil
	}
	return all, nil
}

func noWork() error {
	return fault.In(fieldName, "There is no such work here. Please look at the address again.")
}

// workAt reads the address of a work here, whole or beginning with /works.
func workAt(name string, hosts []string) (work.ID, bool) {
	u, err := url.Parse(name)
	if err != nil {
		return 0, false
	}
	if u.Host == "" && u.Scheme != "" || u.Host != "" && !slices.ContainsFunc(hosts, func(h string) bool { return strings.EqualFold(h, u.Host) }) {
		return 0, false
	}
	m := here.FindStringSubmatch(u.Path)
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	return work.ID(n), err == nil && n > 0
}

// mostTitled is how many works of one title are offered to choose from.
const mostTitled = 10

// titled gives works that lists show to v and that have a title.
func titled(ctx context.Context, q db.Q, v viewer.Viewer, title string) ([]work.Work, error) {
	may := work.Listed(v)
	ids, err := db.All(ctx, q, db.One[work.ID], db.Numbered(`SELECT w.id FROM works w WHERE w.audience < 2 AND w.sort_title = ? AND (`+may.SQL+`) ORDER BY w.id LIMIT ?`),
		slices.Concat([]any{work.SortTitle(title)}, may.Args, []any{mostTitled})...)
	if err != nil {
		return nil, fmt.Errorf("ask: works called %q: %w", title, err)
	}
	return work.Load(ctx, q, v, ids)
}

// Suggest adds what v thinks a request is, and writes to who asks. An idea that has been
// understood names a work that v may see, or a title. Suggesting the same again says it
// anew.
func Suggest(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, i Idea) error {
	r, err := lock(ctx, tx, v, id)
	if err != nil {
		return err
	}
	title := ""
	if i.Elsewhere {
		if title = strings.Join(strings.Fields(i.Name), " "); utf8.RuneCountInString(title) > maxTitle || tag.Key(title) == "" {
			return fault.In(fieldName, "The title of a work elsewhere has 1 to %d characters. Put its address into the line below.", maxTitle)
		}
	}
	if err := maySuggest(ctx, tx, v, r); err != nil {
		return err
	}
	if i.Work != 0 {
		works, err := listedWorks(ctx, tx, v, []work.ID{i.Work})
		if err != nil {
			return err
		}
		w := works[i.Work]
		if w == nil {
			return noWork()
		}
		title = w.Name()
	}
	fresh, err := i.add(ctx, tx, v, r, title)
	if err != nil || !fresh {
		return err
	}
	return tellAsker(ctx, tx, v, r, i, title)
}

// maySuggest is a fault for who may not suggest anything, or has done enough.
func maySuggest(ctx context.Context, tx *db.Tx, v viewer.Viewer, r *Request) error {
	blocked, err := block.Blocked(ctx, tx, r.By, v.ID)
	if err != nil {
		return err
	}
	switch {
	case blocked:
		return fault.In(fieldName, "You can’t suggest anything for this request.")
	case !r.Open():
		return fault.In(fieldName, "It has been found in the meantime. Thank you for looking.")
	}
	var today, all, mine int
	if err := tx.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM ask_suggestions WHERE account_id = $1 AND made_at > $2),
		(SELECT COUNT(*) FROM ask_suggestions WHERE ask_id = $3), (SELECT COUNT(*) FROM ask_suggestions WHERE ask_id = $3 AND account_id = $1)`,
		int64(v.ID), tx.Now.Add(-24*time.Hour).UnixMilli(), int64(r.ID)).Scan(&today, &all, &mine); err != nil {
		return fmt.Errorf("ask: count suggestions: %w", err)
	}
	switch {
	case mine >= mostFrom:
		return fault.In(fieldName, "You have suggested %d works for this request, which is the most. Take one back that you are less sure of.", mostFrom)
	case all >= mostSuggested:
		return fault.In(fieldName, "This request has %d suggestions, which is the most.", mostSuggested)
	case today >= suggestADay:
		return fault.In(fieldName, "You have suggested %d works since yesterday, which is the most for a day. Please come back tomorrow.", suggestADay)
	}
	return nil
}

// add stores an idea; fresh is false when v has had it before.
func (i *Idea) add(ctx context.Context, tx *db.Tx, v viewer.Viewer, r *Request, title string) (fresh bool, err error) {
	same := db.Where(`work_id IS NULL AND title_key = ?`, tag.Key(title))
	if i.Work != 0 {
		same = db.Where(`work_id = ?`, int64(i.Work))
	}
	type old struct {
		id      int64
		by      viewer.ID
		refused bool
	}
	all, err := db.All(ctx, tx, func(r *sql.Rows, o *old) error { return r.Scan(&o.id, &o.by, &o.refused) },
		db.Numbered(`SELECT id, COALESCE(account_id, 0), refused FROM ask_suggestions WHERE ask_id = ? AND `+same.SQL), append([]any{int64(r.ID)}, same.Args...)...)
	if err != nil {
		return false, fmt.Errorf("ask: suggested before: %w", err)
	}
	no, err := nots(ctx, tx, r.ID)
	if err != nil {
		return false, err
	}
	switch {
	case slices.Contains(no, int64(i.Work)) || len(all) > 0 && all[0].refused:
		return false, fault.In(fieldName, "Whoever asks has said that it is not this one.")
	case len(all) > 0 && all[0].by != v.ID:
		return false, fault.In(fieldName, "Somebody has suggested this one before you.")
	case len(all) > 0:
		err = tx.Exec(ctx, `UPDATE ask_suggestions SET said = $2 WHERE id = $1`, all[0].id, i.Said)
	default:
		err = i.insert(ctx, tx, v, r.ID, title, tx.Millis())
	}
	if err != nil {
		return false, fmt.Errorf("ask: suggest: %w", err)
	}
	return len(all) == 0, nil
}

// insert adds the row of an idea of v's that nobody has had, made at a time.
func (i *Idea) insert(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, title string, at int64) error {
	var work any
	key := tag.Key(title)
	if i.Work != 0 {
		work, title, key = int64(i.Work), "", ""
	}
	err := tx.Exec(ctx, `INSERT INTO ask_suggestions (ask_id, account_id, work_id, title, title_key, said, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		int64(id), int64(v.ID), work, title, key, i.Said, at)
	if err != nil {
		return fmt.Errorf("ask: suggest: %w", err)
	}
	return nil
}

// tellAsker writes to who asks, unless it was themselves or they are not shown such a
// work. A work counts as one thing to hear of, so that taking a suggestion back and
// making it again writes no second letter.
func tellAsker(ctx context.Context, tx *db.Tx, v viewer.Viewer, r *Request, i Idea, title string) error {
	if r.Mine(v) {
		return nil
	}
	asker := viewer.Viewer{ID: r.By, Role: viewer.Member, Mutes: true}
	var hears bool
	if err := tx.QueryRowContext(ctx, `SELECT NOT EXISTS (SELECT 1 FROM mutes WHERE account_id = $1 AND other_id = $2)`, int64(r.By), int64(v.ID)).Scan(&hears); err != nil {
		return fmt.Errorf("ask: mutes of %d: %w", r.By, err)
	}
	if i.Work != 0 && hears {
		works, err := listedWorks(ctx, tx, asker, []work.ID{i.Work})
		if err != nil {
			return err
		}
		hears = works[i.Work] != nil
	}
	if !hears {
		return nil
	}
	text := say.T(ctx, "{name} thinks that it may be “{title}”.", "name", v.Name, "title", title)
	if i.Said != "" {
		text += "\n\n" + i.Said
	}
	text += "\n\n" + say.T(ctx, "Say on the page of your request whether it is the one.")
	return mail.Post(ctx, tx, mail.Letter{To: r.By, From: v.ID, Kind: mail.Request, Path: r.ID.Path(), Topic: fmt.Sprintf("request:%d:%d:%s", r.ID, i.Work, tag.Key(i.elsewhere())),
		Subject: say.T(ctx, "A suggestion for “{subject}”", "subject", r.Subject), Text: text})
}

// elsewhere is the title of a work that is not here.
func (i *Idea) elsewhere() string {
	if i.Elsewhere {
		return i.Name
	}
	return ""
}

// Withdraw takes a suggestion of v's back.
func Withdraw(ctx context.Context, tx *db.Tx, v viewer.Viewer, id ID, suggestion int64) error {
	if _, err := lock(ctx, tx, v, id); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM ask_suggestions WHERE id = $1 AND ask_id = $2 AND account_id = $3 AND NOT refused`, suggestion, int64(id), int64(v.ID)); err != nil {
		return fmt.Errorf("ask: withdraw: %w", err)
	}
	return nil
}
