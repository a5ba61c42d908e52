package job

import "time"

// SignEvery has q give signs of life as often as that.
func (q *Queue) SignEvery(d time.Duration) { q.signEvery = d }
