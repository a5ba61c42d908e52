package account

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// mostMeant is how many people Meant names.
const mostMeant = 20

// Meant lists whom somebody may mean who writes a name: the one pseud of a byline,
// "Pseud (login)"; else every pseud of that name, and the one that the account of
// that name signs with. Several are for the writer to choose from. A fault Invalid
// about the field "name" says that nobody is called so.
func Meant(ctx context.Context, q db.Q, name string) ([]Pseud, error) {
	name = strings.TrimSpace(name)
	if pseud, login, ok := strings.Cut(strings.TrimSuffix(name, ")"), "("); ok && strings.HasSuffix(name, ")") {
		if p, err := PseudByName(ctx, q, login, pseud); err == nil {
			return []Pseud{*p}, nil
		} else if fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
	}
	key := Key(name)
	all, err := db.All(ctx, q, scanPseud, `SELECT `+pseudColumns+pseudTables+`WHERE p.id IN (
		SELECT id FROM pseuds WHERE name_key = $1 UNION SELECT x.id FROM pseuds x JOIN accounts y ON y.id = x.account_id WHERE y.name_key = $1 AND x.is_default)
		ORDER BY a.name_key, p.name_key LIMIT $2`, key, mostMeant)
	if err != nil {
		return nil, fmt.Errorf("account: who is meant: %w", err)
	}
	// Who signs in with that name and has a pseud of it too is meant by it, not by another.
	own := slices.IndexFunc(all, func(p Pseud) bool { return Key(p.Login) == key && Key(p.Name) == key })
	if own >= 0 {
		login := all[own].Account
		all = slices.DeleteFunc(all, func(p Pseud) bool { return p.Account == login && Key(p.Name) != key })
	}
	if len(all) == 0 || key == "" {
		return nil, fault.In("name", "Nobody here is called “%s”. Write the name as it stands under a work, such as “Pen name (account)”.", clip(name))
	}
	return all, nil
}

// clip is a name that somebody typed, as much of it as a sentence can hold.
func clip(name string) string {
	if r := []rune(name); len(r) > maxPlace {
		return string(r[:maxPlace]) + "…"
	}
	return name
}

// PseudByID reads a pseud; fault NotFound when there is none.
func PseudByID(ctx context.Context, q db.Q, id PseudID) (*Pseud, error) {
	all, err := db.All(ctx, q, scanPseud, `SELECT `+pseudColumns+pseudTables+`WHERE p.id = $1`, int64(id))
	if err != nil {
		return nil, fmt.Errorf("account: pseud %d: %w", id, err)
	}
	if len(all) == 0 {
		return nil, fault.New(fault.NotFound, "Nobody of that name is here. The name may be mistyped, or the person has moved away.")
	}
	return &all[0], nil
}

// Choice reads whom a form names: by the key of a pseud, when it was chosen from
// several, else by name. When several are meant it gives them all and no error.
func Choice(ctx context.Context, q db.Q, key, name string) ([]Pseud, error) {
	var id PseudID
	if _, err := fmt.Sscan(key, &id); err == nil && id > 0 {
		p, err := PseudByID(ctx, q, id)
		if err != nil {
			return nil, err
		}
		return []Pseud{*p}, nil
	}
	return Meant(ctx, q, name)
}

// Reachable reports whether somebody signs in to an account: not to a kept place,
// nor to one that is suspended.
func Reachable(ctx context.Context, q db.Q, id viewer.ID) (bool, error) {
	var is bool
	err := q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM accounts WHERE id = $1 AND password IS NOT NULL AND suspended_at IS NULL)`, int64(id)).Scan(&is)
	if err != nil {
		return false, fmt.Errorf("account: %d: %w", id, err)
	}
	return is, nil
}

// House makes an account that belongs to the archive itself, under name or, if that
// is taken, under name with a number. Nobody can sign in to it or claim it: its
// password is a random one that nobody ever saw, and it is suspended.
func House(ctx context.Context, tx *db.Tx, name string) (Pseud, error) {
	token, _ := newToken()
	hash := today().hash(token)
	for n := 1; ; n++ {
		try := name
		if n > 1 {
			try = fmt.Sprintf("%s_%d", name, n)
		}
		id, err := insert(ctx, tx, try, viewer.Member, "", "", hash)
		if fault.KindOf(err) == fault.Conflict && n < maxPseuds {
			continue
		}
		if err != nil {
			return Pseud{}, err
		}
		if err := tx.Exec(ctx, `UPDATE accounts SET suspended_at = $2 WHERE id = $1`, int64(id), tx.Millis()); err != nil {
			return Pseud{}, fmt.Errorf("account: make %s: %w", try, err)
		}
		p, err := PseudByName(ctx, tx, try, try)
		if err != nil {
			return Pseud{}, err
		}
		return *p, nil
	}
}

// PseudOf finds or makes a pseud of the archive's own account, which may have any
// number of them.
func PseudOf(ctx context.Context, tx *db.Tx, house viewer.ID, name string) (Pseud, error) {
	if err := tx.Exec(ctx, `INSERT INTO pseuds (account_id, name, name_key, created_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account_id, name_key) DO NOTHING`, int64(house), name, Key(name), tx.Millis()); err != nil {
		return Pseud{}, fmt.Errorf("account: a pseud of the archive: %w", err)
	}
	a, err := Get(ctx, tx, house)
	if err != nil {
		return Pseud{}, err
	}
	p, err := PseudByName(ctx, tx, a.Name, name)
	if err != nil {
		return Pseud{}, err
	}
	return *p, nil
}
