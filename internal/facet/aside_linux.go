package facet

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// stepAside lets the threads of readers go before the caller's goroutine, which keeps a
// thread of its own from then on: that thread ends with it. With 10 the merge gets a
// tenth of a processor that a reader wants too, and all of one that is idle.
func stepAside() {
	runtime.LockOSThread()
	_ = unix.Setpriority(unix.PRIO_PROCESS, unix.Gettid(), 10) // refused, it is only slower for readers
}
