package passkey

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// device is something that keeps a passkey and answers questions, as a telephone does.
type device struct {
	t      *testing.T
	origin string // of the page that asks
	id     []byte
	key    *ecdsa.PrivateKey
	handle []byte
	count  uint32 // of answers
}

func newDevice(t *testing.T, origin string) *device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := &device{t: t, origin: origin, id: make([]byte, 16), key: key}
	rand.Read(d.id)
	return d
}

// said is what a page was told to give to the device, with the address of the page.
func (d *device) said(kind string, challenge []byte) []byte {
	b, err := json.Marshal(map[string]any{"type": kind, "challenge": base64.RawURLEncoding.EncodeToString(challenge), "origin": d.origin})
	if err != nil {
		d.t.Fatal(err)
	}
	return b
}

// data is what the device signs besides: for whom, that somebody was there and was
// known to it, and how often it answered.
func (d *device) data(host string, more ...byte) []byte {
	d.count++
	sum := sha256.Sum256([]byte(host))
	flags := byte(protocol.FlagUserPresent | protocol.FlagUserVerified)
	if len(more) > 0 {
		flags |= byte(protocol.FlagAttestedCredentialData)
	}
	return append(binary.BigEndian.AppendUint32(append(sum[:], flags), d.count), more...)
}

// make answers a question for a new passkey.
func (d *device) make(q *protocol.CredentialCreation) *protocol.ParsedCredentialCreationData {
	d.t.Helper()
	d.handle = q.Response.User.ID.(protocol.URLEncodedBase64)
	at, err := d.key.PublicKey.Bytes() // 4, then the two numbers
	if err != nil {
		d.t.Fatal(err)
	}
	public, err := webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: at[1:33], -3: at[33:]})
	if err != nil {
		d.t.Fatal(err)
	}
	made := append(make([]byte, 16), 0, byte(len(d.id)))
	made = append(append(made, d.id...), public...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": d.data(q.Response.RelyingParty.ID, made...)})
	if err != nil {
		d.t.Fatal(err)
	}
	p, err := protocol.ParseCredentialCreationResponseBytes(d.answer(map[string][]byte{"clientDataJSON": d.said("webauthn.create", q.Response.Challenge), "attestationObject": object}))
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

// sign answers a question for the passkey that the device has.
func (d *device) sign(q *protocol.CredentialAssertion) *protocol.ParsedCredentialAssertionData {
	d.t.Helper()
	said, data := d.said("webauthn.get", q.Response.Challenge), d.data(q.Response.RelyingPartyID)
	told := sha256.Sum256(said)
	sum := sha256.Sum256(append(bytes.Clone(data), told[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, sum[:])
	if err != nil {
		d.t.Fatal(err)
	}
	p, err := protocol.ParseCredentialRequestResponseBytes(d.answer(map[string][]byte{"clientDataJSON": said, "authenticatorData": data, "signature": signature, "userHandle": d.handle}))
	if err != nil {
		d.t.Fatal(err)
	}
	return p
}

func (d *device) answer(parts map[string][]byte) []byte {
	response := map[string]string{}
	for name, part := range parts {
		response[name] = base64.RawURLEncoding.EncodeToString(part)
	}
	id := base64.RawURLEncoding.EncodeToString(d.id)
	b, err := json.Marshal(map[string]any{"id": id, "rawId": id, "type": "public-key", "response": response})
	if err != nil {
		d.t.Fatal(err)
	}
	return b
}
