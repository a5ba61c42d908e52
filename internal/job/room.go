package job

import "runtime"

// aside is how many goroutines may compute at length beside those of readers.
const aside = 2

// MakeRoom lets what computes in the background run beside readers. Go's scheduler lets
// a goroutine go on for ten milliseconds before another gets its processor, and on two
// of them two jobs at once, such as the one that writes filters anew and the catalogue
// that takes them in, had readers wait for many such turns: 180 to 730 ms for a list that
// takes one. With two processors more for the scheduler than it was given, there is
// always a thread to wake for who only came to read, and the system's scheduler, which
// gives whoever has slept the turn at once, shares the machine out. The server calls it
// when it begins, and what it returns when it ends.
func MakeRoom() (putBack func()) {
	was := runtime.GOMAXPROCS(0)
	runtime.GOMAXPROCS(was + aside)
	return func() { runtime.GOMAXPROCS(was) }
}
