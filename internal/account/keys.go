package account

import (
	"context"

	"github.com/a-h/templ"

	"github.com/ficstead/ficstead/internal/say"
)

// confirmAction is where the page that asks for a proof sends it: to itself, or to
// the form that was sent.
func confirmAction(q question) templ.SafeURL {
	if q.form {
		return templ.SafeURL(q.next)
	}
	return "/account/confirm"
}

func passkeyWords(ctx context.Context, n int) string {
	if n == 0 {
		return say.T(ctx, "None yet. With one you sign in by your finger, your face or a PIN, and no stranger’s page can trick you out of it.")
	}
	return say.N(ctx, n, "{n} passkey", "{n} passkeys")
}

func providerWords(ctx context.Context, n int) string {
	if n == 0 {
		return say.T(ctx, "None linked yet.")
	}
	return say.N(ctx, n, "{n} account linked", "{n} accounts linked")
}

// secondWords says which second step an account has.
func secondWords(ctx context.Context, w ways) string {
	switch {
	case w.App && w.Passkeys > 0:
		return say.T(ctx, "authenticator app and passkeys")
	case w.App:
		return say.T(ctx, "authenticator app")
	case w.Passkeys > 0:
		return say.T(ctx, "passkeys")
	}
	return say.T(ctx, "none")
}

// PasskeyFailed is said when a device gave no passkey.
func PasskeyFailed(ctx context.Context) string {
	return say.T(ctx, "Your device gave no passkey: it was cancelled, or there is none for this archive. You can try again, or use another way.")
}

// PasskeyUnable is said in browsers that have no passkeys.
func PasskeyUnable(ctx context.Context) string {
	return say.T(ctx, "This browser can’t use passkeys here. Please use another way.")
}
