package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/app"
	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/viewer"
)

type userList struct {
	config.Archive
	JSON bool `name:"json" help:"One JSON object a line: name, email, role, works, and claimed, which is false for a place kept for an author."`
}

// listed is how many accounts are read at once.
const listed = 500

// Run writes every account, in the order in which they were made.
func (u *userList) Run(ctx context.Context, std IO) (err error) {
	a, err := app.New(ctx, u.Archive, logger(std.Err, u.Log))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	out := bufio.NewWriter(std.Out)
	defer func() { err = errors.Join(err, out.Flush()) }()
	for after := viewer.ID(0); ; {
		all, err := account.List(ctx, a.DB, after, listed)
		if err != nil || len(all) == 0 {
			return err
		}
		for _, l := range all {
			if err := u.write(out, l); err != nil {
				return err
			}
		}
		after = all[len(all)-1].ID
	}
}

func (u *userList) write(out *bufio.Writer, l account.Listed) error {
	if u.JSON {
		return json.NewEncoder(out).Encode(struct {
			Name    string      `json:"name"`
			Email   string      `json:"email"`
			Role    viewer.Role `json:"role"`
			Works   int         `json:"works"`
			Claimed bool        `json:"claimed"`
		}{l.Name, l.Email, l.Role, l.Works, l.Claimed})
	}
	role := string(l.Role)
	if !l.Claimed {
		role = "kept"
	}
	_, err := fmt.Fprintf(out, "%s %-9s %6d  %s\n", pad(l.Name, 40), role, l.Works, l.Email)
	return err
}
