package account

import (
	"context"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
)

// CheckNewName says as a fault why somebody who comes anew can't have a name: it is
// no name, somebody has it, or it is kept for an author.
func CheckNewName(ctx context.Context, q db.Q, name string) error {
	id, err := claimable(ctx, q, name)
	if err == nil && id != 0 {
		return keptName()
	}
	if err != nil {
		return err
	}
	return freshName(ctx, q, name)
}

// CheckAddress gives an e-mail address as it is kept, and the key by which
// addresses are compared; a fault for what is none. Nothing at all is no address.
func CheckAddress(typed string) (address, key string, err error) { return checkEmail(typed) }

// AskAddress asks for an address to be an account's own: it is once its owner has
// opened the link that is mailed to it. Nobody is told whether it is somebody
// else's already but them.
func AskAddress(ctx context.Context, tx *db.Tx, id viewer.ID, typed string) error {
	return changeAddress(ctx, tx, id, typed)
}

// Network is the network of a visitor's address, whose people share limits.
func Network(address string) string { return network(address) }
