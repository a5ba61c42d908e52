package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"github.com/ficstead/ficstead/internal/fault"
)

// Bounds of a password, in characters. Every character counts, however long it
// is; the upper bound only keeps forms small.
const (
	minPassword = 8
	maxPassword = 1000
)

// CheckPassword is the rule for a new password. There are no rules about which
// signs it must hold: those make people choose worse ones.
func CheckPassword(password, name, email string) error {
	n := utf8.RuneCountInString(password)
	if n < minPassword {
		return fault.In("password", "A password has at least %d characters. A few words in a row are good and easy to keep in mind.", minPassword)
	}
	if n > maxPassword {
		return fault.In("password", "A password has at most %d characters. Please choose a shorter one.", maxPassword)
	}
	if common(password, name, email) {
		return fault.In("password", "That password is among the first that a stranger would try. A few words in a row are better and easy to keep in mind.")
	}
	return nil
}

// cost is what one hash takes: KiB of memory, passes over it, and threads.
type cost struct {
	memory, passes uint32
	threads        uint8
}

// today is the cost of new hashes; older ones are made anew at the next log-in.
// It is among the settings that OWASP recommends, the one for small machines.
func today() cost { return cost{memory: 19 * 1024, passes: 2, threads: 1} }

const (
	saltLen = 16
	keyLen  = 32
)

// HashOf makes the hash of a password at today's cost, for New: it takes some
// hundredths of a second, which nobody need spend in a transaction.
func HashOf(password string) string { return today().hash(password) }

// hash makes the hash of a password in PHC's format, with a fresh salt.
func (c cost) hash(password string) string {
	salt := make([]byte, saltLen)
	rand.Read(salt)
	return c.phc(salt, c.key(password, salt))
}

func (c cost) key(password string, salt []byte) []byte {
	return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.threads, keyLen)
}

func (c cost) phc(salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.passes, c.threads, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// errHash never tells the hash: it may reach a log.
var errHash = errors.New("account: a stored password hash can't be read")

// parseHash takes a hash in PHC's format apart. It refuses costs that would
// bring the program down.
func parseHash(phc string) (c cost, salt, key []byte, err error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return cost{}, nil, nil, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.threads); err != nil {
		return cost{}, nil, nil, errHash
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	key, keyErr := base64.RawStdEncoding.DecodeString(parts[5])
	if saltErr != nil || keyErr != nil || len(key) != keyLen || c.memory > 256*1024 || c.passes < 1 || c.passes > 16 || c.threads < 1 || c.threads > 8 {
		return cost{}, nil, nil, errHash
	}
	return c, salt, key, nil
}

// matches reports whether password is the one that phc was made of, and whether
// the hash was made with another cost than c. An empty phc, for somebody who is
// not here, takes the same work and never matches.
func (c cost) matches(password, phc string) (ok, stale bool, err error) {
	if phc == "" {
		c.key(password, make([]byte, saltLen))
		return false, false, nil
	}
	made, salt, want, err := parseHash(phc)
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(made.key(password, salt), want) == 1
	return ok, made != c, nil
}

// gate lets a few hashes be made at a time: each takes its memory and a core,
// and a flood of log-ins must not take them all. The zero gate is ready.
type gate struct {
	once     sync.Once
	at, wait chan struct{}
}

// How many hashes are made at once, and how many requests may wait for that.
const (
	hashesAtOnce  = 2
	hashesWaiting = 64
)

// enter waits for a turn and returns what ends it. It refuses when too many wait
// already.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	g.once.Do(func() {
		g.at, g.wait = make(chan struct{}, hashesAtOnce), make(chan struct{}, hashesWaiting)
	})
	select {
	case g.wait <- struct{}{}:
	default:
		return nil, &fault.Error{Kind: fault.Unavailable, Wait: 5 * time.Second, Format: "Very many people are signing in just now. Please try again in a few seconds."}
	}
	defer func() { <-g.wait }()
	select {
	case g.at <- struct{}{}:
		return func() { <-g.at }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
