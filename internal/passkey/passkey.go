// Package passkey signs people in with passkeys (WebAuthn), and keeps theirs.
package passkey

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/viewer"
)

// ID is a passkey's key.
type ID int64

// Passkey is one that an account has.
type Passkey struct {
	ID        ID
	Name      string // as its owner calls it
	CreatedAt time.Time
	UsedAt    time.Time // zero for never
}

const (
	// most is how many passkeys an account may have.
	most = 20
	// maxName is how many characters a passkey's name may have.
	maxName = 60
	// patience is how long an answer to a question may take.
	patience = 10 * time.Minute
)

// Possible reports whether an archive at that address can have passkeys: browsers
// bind them to a name, which an address of numbers alone is not, and to https.
func Possible(base string) bool {
	u, err := url.Parse(base)
	if err != nil || u.Hostname() == "" {
		return false
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return false
	}
	return u.Scheme == "https" || u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost")
}

// party is the archive as passkeys know it: they work for its host alone, and on
// pages of its address alone.
func party(base, name string) (*webauthn.WebAuthn, error) {
	if !Possible(base) {
		return nil, fault.New(fault.Unavailable, "This archive can’t have passkeys: it needs an address with a name, by https. Its keeper can give it one.")
	}
	u, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("passkey: the archive's address: %w", err)
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: name, RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference:  protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired},
	})
	if err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	return w, nil
}

// owner is an account as the library asks about it.
type owner struct {
	id   viewer.ID
	name string
	keys []webauthn.Credential
}

// WebAuthnID is what passkeys keep of the account; it tells nobody who it is.
func (o owner) WebAuthnID() []byte { return handle(o.id) }

// WebAuthnName is what the device shows.
func (o owner) WebAuthnName() string { return o.name }

// WebAuthnDisplayName is the same: people are known by their names here.
func (o owner) WebAuthnDisplayName() string { return o.name }

// WebAuthnCredentials are the account's passkeys.
func (o owner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

// known are its passkeys, for a device that shall not make a second one.
func (o owner) known() []protocol.CredentialDescriptor {
	all := make([]protocol.CredentialDescriptor, len(o.keys))
	for i, k := range o.keys {
		all[i] = k.Descriptor()
	}
	return all
}

// handle is the name under which passkeys know an account.
func handle(id viewer.ID) []byte { return binary.BigEndian.AppendUint64(nil, uint64(id)) }

// fromHandle is the account of a handle, 0 for none.
func fromHandle(h []byte) viewer.ID {
	if len(h) != 8 {
		return 0
	}
	return viewer.ID(binary.BigEndian.Uint64(h))
}

// wrong is said of every passkey that does not open an account: which of its parts
// did not fit helps only those who try.
func wrong() error {
	return fault.New(fault.Invalid, "That passkey does not open an account here. Please try another, or sign in with your password.")
}
