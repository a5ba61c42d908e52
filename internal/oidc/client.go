package oidc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"github.com/ficstead/ficstead/internal/config"
	"github.com/ficstead/ficstead/internal/fault"
)

// provider is a provider as the archive asks it. What it says of itself is read when
// it is needed first, and kept.
type provider struct {
	config.Provider
	client *http.Client

	mu   sync.Mutex
	made *oidc.Provider
}

func newProvider(c config.Provider) *provider {
	p := &provider{Provider: c}
	hosts := slices.Clone(c.Hosts)
	if u, err := url.Parse(c.Issuer); err == nil {
		hosts = append(hosts, u.Host)
	}
	p.client = &http.Client{
		Timeout:   10 * time.Second,
		Transport: narrow{hosts: hosts, by: &http.Transport{Proxy: http.ProxyFromEnvironment, TLSHandshakeTimeout: 5 * time.Second, MaxResponseHeaderBytes: 64 << 10}},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return errors.New("oidc: the provider leads elsewhere, where the archive does not go")
		},
	}
	return p
}

// narrow asks the hosts of one provider and no others, however its answers try to
// lead elsewhere, and reads no more than an answer may have.
type narrow struct {
	hosts []string
	by    http.RoundTripper
}

// maxAnswer is how many bytes an answer of a provider may have.
const maxAnswer = 1 << 20

// RoundTrip implements http.RoundTripper.
func (n narrow) RoundTrip(r *http.Request) (*http.Response, error) {
	if !slices.Contains(n.hosts, r.URL.Host) {
		return nil, fmt.Errorf("oidc: the provider names the host %s, which its settings do not: add it to hosts if it is right", r.URL.Host)
	}
	res, err := n.by.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(res.Body, maxAnswer), res.Body}
	return res, nil
}

// asking is ctx in which the libraries ask by the provider's own client.
func (p *provider) asking(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, p.client)
}

// find gives what the provider says of itself.
func (p *provider) find(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made != nil {
		return p.made, nil
	}
	// The keys are fetched later too, when no request is under way.
	made, err := oidc.NewProvider(p.asking(context.WithoutCancel(ctx)), p.Issuer)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "%s does not answer at the moment. Please try again later, or sign in another way.", p.Label)
	}
	p.made = made
	return made, nil
}
