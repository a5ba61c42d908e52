package join

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/mail"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/web"
)

// States of an application.
const (
	stateWaiting  = "waiting"
	stateAccepted = "accepted" // may join by a code
	stateDeclined = "declined"
	stateJoined   = "joined"
)

// application is somebody's wish to join.
type application struct {
	ID      int64
	Name    string
	Address string
	Words   string
	State   string
	Answer  string
	At      db.Time
	// Confirmed is set once its owner said that the address is theirs.
	Confirmed bool
}

// Bounds of what an applicant and who answers may write, in characters.
const (
	minWords  = 20
	maxWords  = 2000
	maxAnswer = 2000
)

func checkWords(words string) error {
	switch n := utf8.RuneCountInString(words); {
	case n < minWords:
		return fault.In("words", "Please say a little more: at least %d characters, so that those who look after the archive can get an idea of you.", minWords)
	case n > maxWords:
		return fault.In("words", "That is %d characters; %d is the most. Please shorten it.", n, maxWords)
	}
	return nil
}

// apply keeps a wish to join, and gives the code of the link by which the applicant
// sees the answer. address and key are as account.CheckAddress gives them.
func apply(ctx context.Context, tx *db.Tx, a application, key string) (code string, err error) {
	code, hash := newCode()
	var others bool
	if err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM applications WHERE state = $1)`, stateWaiting).Scan(&others); err != nil {
		return "", fmt.Errorf("join: look for applications: %w", err)
	}
	if err := tx.QueryRowContext(ctx, `INSERT INTO applications (name, address, words, code_hash, state, created_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
		a.Name, a.Address, a.Words, hash, stateWaiting, tx.Millis()).Scan(&a.ID); err != nil {
		return "", fmt.Errorf("join: apply: %w", err)
	}
	if !others {
		if err := tellStaff(ctx, tx); err != nil {
			return "", err
		}
	}
	if a.Address == "" {
		return code, nil
	}
	if err := count(ctx, tx, lettersTo(key)); err != nil {
		return "", err
	}
	return code, askOwner(ctx, tx, a.ID, a.Address)
}

// tellStaff writes to those who answer applications, when the first one waits.
func tellStaff(ctx context.Context, tx *db.Tx) error {
	staff, err := db.All(ctx, tx, db.One[viewer.ID], `SELECT id FROM accounts WHERE role IN ($1, $2) AND password IS NOT NULL AND suspended_at IS NULL ORDER BY id`,
		string(viewer.Moderator), string(viewer.Keeper))
	if err != nil {
		return fmt.Errorf("join: look for staff: %w", err)
	}
	for _, id := range staff {
		err := mail.Post(ctx, tx, mail.Letter{To: id, Kind: mail.Staff, Path: "/keep/applications", Subject: say.T(ctx, "Somebody would like to join"),
			Text: say.T(ctx, "An application waits for an answer. You get no further letter until all are answered.")})
		if err != nil {
			return err
		}
	}
	return nil
}

const applicationColumns = `SELECT id, name, address, words, state, answer, created_at, confirmed_at IS NOT NULL FROM applications `

func scanApplication(r *sql.Rows, a *application) error {
	return r.Scan(&a.ID, &a.Name, &a.Address, &a.Words, &a.State, &a.Answer, &a.At, &a.Confirmed)
}

// applicationOf finds the application of a code; fault NotFound when there is none.
func applicationOf(ctx context.Context, q db.Q, code string) (*application, error) {
	all, err := db.All(ctx, q, scanApplication, applicationColumns+`WHERE code_hash = $1`, hashOf(code))
	if err != nil {
		return nil, fmt.Errorf("join: look for an application: %w", err)
	}
	if len(all) == 0 {
		return nil, deadCode()
	}
	return &all[0], nil
}

// waitingApplications are those that nobody answered, the oldest first.
func waitingApplications(ctx context.Context, q db.Q) ([]application, error) {
	all, err := db.All(ctx, q, scanApplication, applicationColumns+`WHERE state = $1 ORDER BY id LIMIT $2`, stateWaiting, maxShown)
	if err != nil {
		return nil, fmt.Errorf("join: applications: %w", err)
	}
	return all, nil
}

// decide answers an application: once, whoever of the staff is first. The answer goes
// to an address that its owner has confirmed; it is on the applicant's page in any case.
func decide(ctx context.Context, tx *db.Tx, by viewer.ID, id int64, yes bool, answer string) error {
	answer = strings.TrimSpace(answer)
	if n := utf8.RuneCountInString(answer); n > maxAnswer {
		return fault.In("answer", "That is %d characters; %d is the most. Please shorten it.", n, maxAnswer)
	}
	state := stateDeclined
	if yes {
		state = stateAccepted
	}
	a := application{ID: id, Answer: answer}
	var hash []byte
	err := tx.QueryRowContext(ctx, `UPDATE applications SET state = $1, answer = $2, decided_at = $3, decided_by = $4 WHERE id = $5 AND state = $6
		RETURNING address, code_hash, confirmed_at IS NOT NULL`,
		state, answer, tx.Millis(), int64(by), id, stateWaiting).Scan(&a.Address, &hash, &a.Confirmed)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.Conflict, "This application was answered already.")
	}
	if err != nil {
		return fmt.Errorf("join: answer an application: %w", err)
	}
	if yes {
		if err := admit(ctx, tx, id, hash); err != nil {
			return err
		}
	}
	switch {
	case !a.Confirmed:
		return nil
	case yes:
		return tellAccepted(ctx, tx, a)
	}
	return tellDeclined(ctx, tx, a.Address, answer)
}

// tellAccepted writes to an applicant who may join, with a code of the letter's own:
// the one of their page is known to nobody here.
func tellAccepted(ctx context.Context, tx *db.Tx, a application) error {
	code, fresh := newCode()
	if err := admit(ctx, tx, a.ID, fresh); err != nil {
		return err
	}
	text := say.T(ctx, "Your application was accepted. The link below makes your account, once, within {days} days.", "days", lifeDays)
	if a.Answer != "" {
		text += "\n\n" + a.Answer
	}
	return mail.Post(ctx, tx, mail.Letter{Address: a.Address, Kind: mail.Application, Secret: path(code), Subject: say.T(ctx, "You can join {name}", "name", web.SiteOf(ctx).Name), Text: text})
}

// admit lets the holder of a code join for an application.
func admit(ctx context.Context, tx *db.Tx, id int64, hash []byte) error {
	if err := tx.Exec(ctx, `INSERT INTO invitations (application_id, code_hash, created_at, expires_at) VALUES ($1, $2, $3, $4)`, id, hash, tx.Millis(), tx.Now.Add(Life).UnixMilli()); err != nil {
		return fmt.Errorf("join: admit: %w", err)
	}
	return nil
}

func tellDeclined(ctx context.Context, tx *db.Tx, address, answer string) error {
	text := say.T(ctx, "Those who look after the archive have read what you wrote, and can’t give you an account now. Reading what is open to everyone needs none.")
	if answer != "" {
		text += "\n\n" + answer
	}
	return mail.Post(ctx, tx, mail.Letter{Address: address, Kind: mail.Application, Subject: say.T(ctx, "Your application to {name}", "name", web.SiteOf(ctx).Name), Text: text})
}
