//go:build !unix

package blob

import "math"

// Room is how many bytes the disk under the store has left for us; this system
// doesn't tell, so a full disk is noticed only when it is.
func (s *Store) Room() (int64, error) { return math.MaxInt64, nil }
