package account

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

const accountColumns = `id, name, COALESCE(email, ''), role, adult, reading, password IS NOT NULL, suspended_at IS NOT NULL, created_at`

// Get reads an account; fault NotFound when there is none.
func Get(ctx context.Context, q db.Q, id viewer.ID) (*Account, error) {
	return one(q.QueryRowContext(ctx, `SELECT `+accountColumns+` FROM accounts WHERE id = $1`, id))
}

// ByName reads the account of that name, however it is cased; fault NotFound
// when there is none.
func ByName(ctx context.Context, q db.Q, name string) (*Account, error) {
	return one(q.QueryRowContext(ctx, `SELECT `+accountColumns+` FROM accounts WHERE name_key = $1`, Key(name)))
}

func one(row *sql.Row) (*Account, error) {
	var a Account
	var reading string
	var created db.Time
	err := row.Scan(&a.ID, &a.Name, &a.Email, &a.Role, &a.Adult, &reading, &a.Claimed, &a.Suspended, &created)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "Nobody of that name is here. The name may be mistyped, or the person has moved away.")
	}
	if err != nil {
		return nil, fmt.Errorf("account: read: %w", err)
	}
	if err := json.Unmarshal([]byte(reading), &a.Reading); err != nil {
		return nil, fmt.Errorf("account: reading settings of %d: %w", a.ID, err)
	}
	a.CreatedAt = created.Time
	return &a, nil
}

const pseudColumns = `p.id, p.account_id, p.name, a.name`
const pseudTables = ` FROM pseuds p JOIN accounts a ON a.id = p.account_id `

func scanPseud(r *sql.Rows, p *Pseud) error { return r.Scan(&p.ID, &p.Account, &p.Name, &p.Login) }

// PseudsOf lists an account's pseuds, the default one first.
func PseudsOf(ctx context.Context, q db.Q, id viewer.ID) ([]Pseud, error) {
	all, err := db.All(ctx, q, scanPseud, `SELECT `+pseudColumns+pseudTables+`WHERE p.account_id = $1 ORDER BY p.is_default DESC, p.name_key`, id)
	if err != nil {
		return nil, fmt.Errorf("account: pseuds of %d: %w", id, err)
	}
	return all, nil
}

// PseudByName reads the pseud of that name which the account called login has;
// fault NotFound when there is none.
func PseudByName(ctx context.Context, q db.Q, login, pseud string) (*Pseud, error) {
	all, err := db.All(ctx, q, scanPseud, `SELECT `+pseudColumns+pseudTables+`WHERE a.name_key = $1 AND p.name_key = $2`, Key(login), Key(pseud))
	if err != nil {
		return nil, fmt.Errorf("account: pseud: %w", err)
	}
	if len(all) == 0 {
		return nil, fault.New(fault.NotFound, "Nobody of that name is here. The name may be mistyped, or the person has moved away.")
	}
	return &all[0], nil
}

// Place finds whom a story that is brought here belongs to: the default pseud of
// the account called name, or the pseud of that name if one account alone has
// it. When nobody has, it makes a place that its author can claim later; made
// tells so. Two callers at once get the same place.
func Place(ctx context.Context, tx *db.Tx, name string) (p Pseud, made bool, err error) {
	name, err = placeName(name)
	if err != nil {
		return Pseud{}, false, err
	}
	p, found, err := find(ctx, tx, name)
	if found || err != nil {
		return p, false, err
	}
	var id viewer.ID
	err = tx.QueryRowContext(ctx, `INSERT INTO accounts (name, name_key, created_at) VALUES ($1, $2, $3)
		ON CONFLICT (name_key) DO NOTHING RETURNING id`, name, Key(name), tx.Millis()).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) { // somebody else made it a moment ago
		p, _, err = find(ctx, tx, name)
		return p, false, err
	}
	if err != nil {
		return Pseud{}, false, fmt.Errorf("account: make a place: %w", err)
	}
	pseud, err := addPseud(ctx, tx, id, name, true)
	return Pseud{ID: pseud, Account: id, Name: name, Login: name}, true, err
}

// find looks for the default pseud of the account called name, then for the one
// pseud of that name.
func find(ctx context.Context, q db.Q, name string) (Pseud, bool, error) {
	key := Key(name)
	all, err := db.All(ctx, q, scanPseud, `SELECT `+pseudColumns+pseudTables+`WHERE a.name_key = $1 AND p.is_default`, key)
	if err == nil && len(all) == 0 {
		all, err = db.All(ctx, q, scanPseud, `SELECT `+pseudColumns+pseudTables+`WHERE p.name_key = $1 LIMIT 2`, key)
	}
	if err != nil {
		return Pseud{}, false, fmt.Errorf("account: find an author: %w", err)
	}
	if len(all) != 1 {
		return Pseud{}, false, nil
	}
	return all[0], true, nil
}

// Create makes an account that can sign in. If a place of that name is kept for
// somebody, the new account is that place, with the stories in it: whoever calls
// Create vouches that it is theirs.
func Create(ctx context.Context, tx *db.Tx, n New) (*Account, error) {
	role, err := checkRole(n.Role)
	if err != nil {
		return nil, err
	}
	email, mailKey, err := checkEmail(n.Email)
	if err != nil {
		return nil, err
	}
	id, err := claimable(ctx, tx, n.Name)
	if err != nil {
		return nil, err
	}
	if id != 0 && n.Fresh {
		return nil, keptName()
	}
	if n.Fresh {
		if err := freshName(ctx, tx, n.Name); err != nil {
			return nil, err
		}
	}
	if err := nameIsHeld(ctx, tx, Key(n.Name), id, tx.Now); err != nil {
		return nil, err
	}
	if err := CheckPassword(n.Password, n.Name, email); err != nil {
		return nil, err
	}
	if err := freeEmail(ctx, tx, mailKey); err != nil {
		return nil, err
	}
	hash := n.Hash
	if hash == "" {
		hash = HashOf(n.Password)
	}
	if id != 0 {
		err = claim(ctx, tx, id, role, email, mailKey, hash)
	} else {
		id, err = insert(ctx, tx, n.Name, role, email, mailKey, hash)
	}
	if err != nil {
		return nil, err
	}
	return Get(ctx, tx, id)
}

// claimable checks a new account's name and gives the place that is kept under
// it, 0 for none. A kept name may be one that could not be chosen freshly, but an
// @ would make it look like an address at log-in.
func claimable(ctx context.Context, q db.Q, name string) (viewer.ID, error) {
	var id viewer.ID
	var claimed bool
	err := q.QueryRowContext(ctx, `SELECT id, password IS NOT NULL FROM accounts WHERE name_key = $1`, Key(name)).Scan(&id, &claimed)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, checkName(name)
	case err != nil:
		return 0, fmt.Errorf("account: look for the name: %w", err)
	case claimed:
		return 0, taken()
	case isAddress(name):
		return 0, checkName(name)
	}
	return id, nil
}

func taken() error {
	return &fault.Error{Kind: fault.Conflict, Field: "name", Format: "That name is taken. Please choose another."}
}

func keptName() error {
	return &fault.Error{Kind: fault.Conflict, Field: "name", Format: "Works are kept here for an author of that name. If that is you, ask those who look after the archive for a claim link: with it, the name and the works are yours. Otherwise please choose another name."}
}

func takenEmail() error {
	return &fault.Error{Kind: fault.Conflict, Field: "email", Format: "That e-mail address belongs to an account already. Please give another, or leave it empty."}
}

func freeEmail(ctx context.Context, q db.Q, key string) error {
	var used bool
	if err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM accounts WHERE email_key = $1)`, key).Scan(&used); err != nil {
		return fmt.Errorf("account: look for the e-mail address: %w", err)
	}
	if used {
		return takenEmail()
	}
	return nil
}

func insert(ctx context.Context, tx *db.Tx, name string, role viewer.Role, email, mailKey, hash string) (viewer.ID, error) {
	var id viewer.ID
	err := tx.QueryRowContext(ctx, `INSERT INTO accounts (name, name_key, email, email_key, password, role, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (name_key) DO NOTHING RETURNING id`,
		name, Key(name), null(email), null(mailKey), hash, role, tx.Millis()).Scan(&id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, taken()
	case db.IsDuplicate(err):
		return 0, takenEmail()
	case err != nil:
		return 0, fmt.Errorf("account: make: %w", err)
	}
	_, err = addPseud(ctx, tx, id, name, true)
	return id, err
}

// claim gives a kept place to its owner.
func claim(ctx context.Context, tx *db.Tx, id viewer.ID, role viewer.Role, email, mailKey, hash string) error {
	res, err := tx.ExecContext(ctx, `UPDATE accounts SET email = $1, email_key = $2, password = $3, role = $4 WHERE id = $5 AND password IS NULL`,
		null(email), null(mailKey), hash, role, id)
	if db.IsDuplicate(err) {
		return takenEmail()
	}
	if err != nil {
		return fmt.Errorf("account: claim: %w", err)
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		return taken() // somebody else claimed it a moment ago
	}
	return err
}

// AddPseud gives an account a further name to write under.
func AddPseud(ctx context.Context, tx *db.Tx, id viewer.ID, name string) (PseudID, error) {
	name, err := pseudName(name)
	if err != nil {
		return 0, err
	}
	// Touching the account makes two who add at once wait for each other, so
	// that the count below is right.
	if err := tx.Exec(ctx, `UPDATE accounts SET name = name WHERE id = $1`, id); err != nil {
		return 0, fmt.Errorf("account: add a pseud: %w", err)
	}
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM pseuds WHERE account_id = $1`, id).Scan(&n); err != nil {
		return 0, fmt.Errorf("account: count pseuds: %w", err)
	}
	if n >= maxPseuds {
		return 0, fault.In("pseud", "An account has at most %d pseuds, and you have that many.", maxPseuds)
	}
	return addPseud(ctx, tx, id, name, false)
}

func addPseud(ctx context.Context, tx *db.Tx, id viewer.ID, name string, first bool) (PseudID, error) {
	var p PseudID
	err := tx.QueryRowContext(ctx, `INSERT INTO pseuds (account_id, name, name_key, is_default, created_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account_id, name_key) DO NOTHING RETURNING id`, id, name, Key(name), first, tx.Millis()).Scan(&p)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fault.In("pseud", "You have a pseud of that name already. Please choose another.")
	}
	if err != nil {
		return 0, fmt.Errorf("account: add a pseud: %w", err)
	}
	return p, nil
}

// null stores an empty text as NULL, of which there may be many under one unique key.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
