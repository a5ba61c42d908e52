//go:build unix

package blob

import (
	"fmt"
	"syscall"
)

// Room is how many bytes the disk under the store has left for us.
func (s *Store) Room() (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(s.root, &st); err != nil {
		return 0, fmt.Errorf("blob: %w", err)
	}
	return int64(st.Bavail) * int64(st.Bsize), nil //nolint:unconvert // types differ between systems
}
