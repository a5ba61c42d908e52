package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"strconv"
)

// Mail is the server that takes the archive's letters; without a host none go by mail.
type Mail struct {
	Host     string `help:"Mail server that takes the archive's letters; without one they are in people's inboxes only." env:"FICSTEAD_SMTP_HOST" placeholder:"HOST"`
	Port     int    `help:"Port of the mail server (default: 587, or 465 with TLS from the start)." env:"FICSTEAD_SMTP_PORT" placeholder:"N"`
	TLS      string `name:"tls" help:"How the connection is kept secret: starttls, tls (from the start), or none." enum:"starttls,tls,none" default:"starttls" env:"FICSTEAD_SMTP_TLS"`
	User     string `help:"Name to sign in to the mail server with." env:"FICSTEAD_SMTP_USER" placeholder:"NAME"`
	Password string `help:"Password for the mail server; better in the file or the environment, where other users of the machine can't see it." env:"FICSTEAD_SMTP_PASSWORD" placeholder:"SECRET"`
	From     string `help:"Address that letters come from, such as archive@stories.example." env:"FICSTEAD_SMTP_FROM" placeholder:"ADDR"`
}

// Ready reports whether there is a mail server.
func (m Mail) Ready() bool { return m.Host != "" }

// Address is the server's host and port.
func (m Mail) Address() string { return net.JoinHostPort(m.Host, strconv.Itoa(m.PortNumber())) }

// PortNumber is the port that was set, or the usual one.
func (m Mail) PortNumber() int {
	switch {
	case m.Port != 0:
		return m.Port
	case m.TLS == "tls":
		return 465
	}
	return 587
}

// Check says what is wrong with the settings.
func (m Mail) Check() error {
	if !m.Ready() {
		return nil
	}
	if a, err := mail.ParseAddress(m.From); err != nil || a.Address != m.From {
		return fmt.Errorf("--smtp-from %q is not an e-mail address such as archive@stories.example, which --smtp-host needs", m.From)
	}
	if m.Port < 0 || m.Port > 65535 {
		return fmt.Errorf("--smtp-port %d is no port", m.Port)
	}
	if m.Password != "" && m.TLS == "none" && !loopback(m.Host) {
		return errors.New("--smtp-tls none would send the password of the mail server so that others can read it; use starttls or tls")
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// LogValue shows the settings without the password.
func (m Mail) LogValue() slog.Value {
	if !m.Ready() {
		return slog.StringValue("none")
	}
	return slog.GroupValue(slog.String("server", m.Address()), slog.String("tls", m.TLS), slog.String("from", m.From))
}
