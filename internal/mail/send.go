package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/web"
)

// Deliver is the job that sends what waits; see Sender.Run.
type Deliver struct{}

// Kind names the job.
func (Deliver) Kind() string { return "mail.deliver" }

// Every is how often the outbox is looked into.
const Every = 5 * time.Second

// Limit is how long one look may take.
const Limit = 10 * time.Minute

// patience is how long a mail server may take for one letter, and longest how long
// a batch may take: less than its lease.
const (
	patience = 30 * time.Second
	longest  = 2 * time.Minute
)

// Sender takes letters from the outbox to the mail server.
type Sender struct {
	DB     *db.DB
	Server config.Mail
	// Site is the archive that the letters come from.
	Site web.SiteInfo
	// Log takes what does not go; nil drops it.
	Log *slog.Logger
	// Patience is how long the server may take for one letter; 0 is half a minute.
	Patience time.Duration

	key []byte // of links in letters
}

// Run sends until nothing waits that could go now. What does not go is tried again
// later, so trouble with the mail server is no error. Several may run at once, on
// one machine or many: each letter is with one of them.
func (s *Sender) Run(ctx context.Context) error {
	if !s.Server.Ready() {
		return s.DB.Tx(ctx, func(tx *db.Tx) error { return stayInside(ctx, tx) })
	}
	if err := s.DB.Tx(ctx, func(tx *db.Tx) error { return dropSecrets(ctx, tx) }); err != nil {
		return err
	}
	var err error
	if s.key, err = linkKey(ctx, s.DB); err != nil {
		return err
	}
	for ctx.Err() == nil {
		waits, err := s.waits(ctx)
		if err != nil || !waits {
			return err
		}
		var all []*outgoing
		settled := 0
		if err := s.DB.Tx(ctx, func(tx *db.Tx) (err error) { all, settled, err = take(ctx, tx); return err }); err != nil {
			return err
		}
		if len(all) == 0 {
			if settled == 0 {
				return nil
			}
			continue
		}
		goOn, err := s.deliver(ctx, all)
		if err != nil || !goOn {
			return err
		}
	}
	return nil
}

// waits reports whether a letter could go now; it locks nothing.
func (s *Sender) waits(ctx context.Context) (bool, error) {
	var any bool
	err := s.DB.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM letters WHERE state = $1 AND next_at <= $2)`, stateWaiting, s.DB.Now().UnixMilli()).Scan(&any)
	if err != nil {
		return false, fmt.Errorf("mail: look into the outbox: %w", err)
	}
	return any, nil
}

// deliver sends letters over one connection; goOn is false when the server should
// be left alone for now.
func (s *Sender) deliver(ctx context.Context, all []*outgoing) (goOn bool, err error) {
	c, err := s.client()
	if err == nil {
		err = c.DialWithContext(ctx)
	}
	if err != nil {
		return false, s.putOff(ctx, all, err)
	}
	defer c.Close()
	end := time.Now().Add(longest)
	for i, o := range all {
		if time.Now().After(end) || ctx.Err() != nil {
			return true, s.write(ctx, func(ctx context.Context, tx *db.Tx) error { return release(ctx, tx, all[i:]) })
		}
		went := outcomeOf(s.send(c, o))
		if err := s.note(ctx, o, went); err != nil {
			return false, err
		}
		if went.broken {
			return false, s.write(ctx, func(ctx context.Context, tx *db.Tx) error { return release(ctx, tx, all[i+1:]) })
		}
	}
	return true, nil
}

func (s *Sender) send(c *gomail.Client, o *outgoing) error {
	m, err := s.compose(o)
	if err != nil {
		return err
	}
	return c.Send(m)
}

// write runs f in a transaction, also when the program is told to stop: what the
// server has taken must be noted.
func (s *Sender) write(ctx context.Context, f func(context.Context, *db.Tx) error) error {
	ctx = context.WithoutCancel(ctx)
	return s.DB.Tx(ctx, func(tx *db.Tx) error { return f(ctx, tx) })
}

// putOff counts a try of every letter while the server can't be reached at all.
func (s *Sender) putOff(ctx context.Context, all []*outgoing, cause error) error {
	for _, o := range all {
		if err := s.note(ctx, o, outcome{trouble: cause.Error()}); err != nil {
			return err
		}
	}
	return nil
}

// outcome is what became of one try.
type outcome struct {
	sent    bool
	final   bool // the server will not have this letter, ever
	refused bool // because of the address
	broken  bool // the connection can't be used any more
	trouble string
}

// outcomeOf tells what a server said. Only a refusal of the address or of the letter
// itself is final; one of the sender may be a mistake in the settings, which a
// keeper mends.
func outcomeOf(err error) outcome {
	if err == nil {
		return outcome{sent: true}
	}
	o := outcome{trouble: err.Error()}
	se, ok := errors.AsType[*gomail.SendError](err)
	if !ok {
		o.final = true // it could not even be written
		return o
	}
	code := se.ErrorCode()
	o.broken = code == 0 || code == 421
	if code >= 500 && code < 600 {
		o.refused = se.Reason == gomail.ErrSMTPRcptTo
		o.final = o.refused || se.Reason == gomail.ErrSMTPDataClose
	}
	return o
}

// maxTrouble is how much of what a server said is kept, in characters.
const maxTrouble = 300

// note writes down what became of a try, and when the next one is.
func (s *Sender) note(ctx context.Context, o *outgoing, went outcome) error {
	state, next := stateWaiting, s.DB.Now().Add(pause(o.tries))
	switch {
	case went.sent:
		state = stateSent
	case went.final || o.tries >= maxTries:
		state = stateFailed
	}
	if !went.sent && s.Log != nil {
		s.Log.WarnContext(ctx, "a letter did not go", "letter", o.id, "kind", string(o.kind), "try", o.tries, "given up", state == stateFailed, "address refused", went.refused)
	}
	trouble := []rune(line(went.trouble))
	return s.write(ctx, func(ctx context.Context, tx *db.Tx) error {
		return settle(ctx, tx, o, state, string(trouble[:min(len(trouble), maxTrouble)]), next, went.refused)
	})
}

// client is a connection to be made to the server as the settings have it.
func (s *Sender) client() (*gomail.Client, error) {
	wait := s.Patience
	if wait == 0 {
		wait = patience
	}
	o := []gomail.Option{gomail.WithPort(s.Server.PortNumber()), gomail.WithTimeout(wait)}
	switch s.Server.TLS {
	case "tls":
		o = append(o, gomail.WithSSL())
	case "none":
		o = append(o, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		o = append(o, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.Server.User != "" {
		o = append(o, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.Server.User), gomail.WithPassword(s.Server.Password))
	}
	c, err := gomail.NewClient(s.Server.Host, o...)
	if err != nil {
		return nil, fmt.Errorf("mail: settings of the mail server: %w", err)
	}
	return c, nil
}
