package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// tokenLen is how many random bytes a token has: sessions, devices, links.
const tokenLen = 32

// newToken makes a token, and its hash, which alone is stored: who reads the
// database can't use it.
func newToken() (token string, hash []byte) {
	b := make([]byte, tokenLen)
	rand.Read(b)
	token = base64.RawURLEncoding.EncodeToString(b)
	return token, hashToken(token)
}

func hashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
