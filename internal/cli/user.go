package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

type user struct {
	Create userCreate `cmd:"" help:"Make an account, or give somebody the account kept for their imported works."`
	Reset  userReset  `cmd:"" help:"Print a link, good once and for an hour, by which somebody sets a new password."`
	List   userList   `cmd:"" help:"List the accounts."`
}

type userCreate struct {
	config.Archive
	Name         string `arg:"" help:"Name to sign in with."`
	Email        string `required:"" help:"E-mail address; it is shown to nobody." placeholder:"E"`
	Role         string `help:"What the account may do: member, moderator or keeper." enum:"member,moderator,keeper" default:"member"`
	PasswordFile string `required:"" help:"File whose first line is the password; - reads it from standard input." placeholder:"FILE|-"`
}

// Run makes the account and prints it as JSON.
func (u *userCreate) Run(ctx context.Context, std IO) (err error) {
	password, err := firstLine(u.PasswordFile, std.In)
	if err != nil {
		return err
	}
	a, err := app.New(ctx, u.Archive, logger(std.Err, u.Log))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	var made *account.Account
	err = a.DB.Tx(ctx, func(tx *db.Tx) error {
		var err error
		made, err = account.Create(ctx, tx, account.New{Name: u.Name, Email: u.Email, Password: password, Role: viewer.Role(u.Role)})
		return err
	})
	if err != nil {
		return err
	}
	return json.NewEncoder(std.Out).Encode(map[string]any{"id": made.ID, "name": made.Name, "email": u.Email, "role": made.Role})
}

// firstLine reads a password: the first line of a file, or of in for "-".
func firstLine(name string, in io.Reader) (string, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return "", fmt.Errorf("can't read the password: %w", err)
		}
		defer f.Close()
		in = f
	}
	line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("can't read the password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}
