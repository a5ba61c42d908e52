//go:build !linux

package facet

// stepAside does nothing: elsewhere a thread has no priority of its own.
func stepAside() {}
