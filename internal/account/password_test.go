package account

import (
	"context"
	"runtime"
	"strings"
	"testing"

	"github.com/ficstead/ficstead/internal/fault"
)

// weak is a cost at which tests can try many passwords.
func weak() cost { return cost{memory: 64, passes: 1, threads: 1} }

func TestHash(t *testing.T) {
	for _, password := range []string{goodPassword, " blanks around ", "emoji 👩‍💻 and ümläuts", strings.Repeat("x", 200), "nul\x00in the middle", "bad \xff byte"} {
		h := weak().hash(password)
		if ok, stale, err := weak().matches(password, h); !ok || stale || err != nil {
			t.Errorf("%q: %v %v %v", password, ok, stale, err)
		}
		for _, other := range []string{password + "x", password[:len(password)-1], strings.TrimSpace(password) + " ", ""} {
			if ok, _, _ := weak().matches(other, h); ok {
				t.Errorf("%q matches the hash of %q", other, password)
			}
		}
	}
	// Every character counts, also far behind and after a NUL.
	long := strings.Repeat("x", 100)
	if ok, _, _ := weak().matches(long+"b", weak().hash(long+"a")); ok {
		t.Error("the end of a long password does not count")
	}
	if ok, _, _ := weak().matches("nul\x00a", weak().hash("nul\x00b")); ok {
		t.Error("what stands after a NUL does not count")
	}
	if first, second := weak().hash(goodPassword), weak().hash(goodPassword); first == second {
		t.Error("two hashes have the same salt")
	}
}

func TestHashFormat(t *testing.T) {
	h := today().hash(goodPassword)
	if !strings.HasPrefix(h, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Error(h)
	}
	// Made by the reference program: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32
	const known = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if ok, stale, err := today().matches("password", known); !ok || !stale || err != nil {
		t.Errorf("the reference program's hash: %v %v %v", ok, stale, err)
	}
	if ok, stale, err := today().matches(goodPassword, ""); ok || stale || err != nil {
		t.Errorf("nobody's hash: %v %v %v", ok, stale, err)
	}
	// The same work for nobody as for somebody, told by its memory.
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	today().matches(goodPassword, "")
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took < 19<<20 {
		t.Errorf("a name that nobody has takes %d bytes of work", took)
	}
	for _, bad := range []string{"x", "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$", "$2a$10$abc",
		"$argon2id$v=18$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"} {
		if _, _, err := today().matches("x", bad); err == nil || strings.Contains(err.Error(), "$") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestPasswordRule(t *testing.T) {
	for _, p := range []string{
		goodPassword, "correct horse battery", strings.Repeat("long enough ", 12), "        ¿8 blanks", "žluťoučký", "密码很长但是很好啊", "x9$kLm2!", "plum-kettle-vane", "Twelve1nights",
		"mysunshineday tripper", "abc is not enough here",
	} {
		if err := CheckPassword(p, "ana", "ana@example.org"); err != nil {
			t.Errorf("%q is refused: %v", p, err)
		}
	}
	for _, p := range []string{
		"", "seven77", "短い密码七个字", strings.Repeat("x", maxPassword+1),
		"password", "Password1", "password1234", "P@ssw0rd!", "passw0rd", "12345678", "123456789", "1234567890", "87654321", "11111111", "abcdefgh", "abcd1234", "qwertyui", "qwerty123",
		"1q2w3e4r", "1qaz2wsx", "zaq12wsx", "asdfghjk", "asdf1234", "iloveyou", "ILoveYou2", "sunshine1", "football", "trustno1", "letmein!!", "welcome123", "aaaaaaaa", "abababab", "abcabcabc",
		"19871224", "24.12.1987", "2001-01-01", "monkeymonkey", "fanfiction", "qazwsxedc", "йцукенгш", "q1w2e3r4", "starwars", "princess", "superman1", "michael1", "11223344", "00000000",
		"ana@example.org", "ana12345",
	} {
		if err := CheckPassword(p, "ana", "ana@example.org"); fault.FieldOf(err) != "password" {
			t.Errorf("%q is taken", p)
		}
	}
}

func TestGate(t *testing.T) {
	var g gate
	var leave []func()
	for range hashesAtOnce {
		l, err := g.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, l)
	}
	ctx, cancel := context.WithCancel(t.Context())
	waiting := make(chan error)
	for range hashesWaiting {
		go func() {
			_, err := g.enter(ctx)
			waiting <- err
		}()
	}
	for len(g.wait) < hashesWaiting { // until all of them wait
		runtime.Gosched()
		select {
		case err := <-waiting:
			t.Fatalf("one did not wait: %v", err)
		default:
		}
	}
	if _, err := g.enter(t.Context()); fault.KindOf(err) != fault.Unavailable || fault.WaitOf(err) == 0 {
		t.Errorf("one too many: %v", err)
	}
	cancel()
	for range hashesWaiting {
		if err := <-waiting; err != context.Canceled {
			t.Errorf("one that gave up: %v", err)
		}
	}
	for _, l := range leave {
		l()
	}
	l, err := g.enter(t.Context())
	if err != nil {
		t.Fatalf("after all have left: %v", err)
	}
	l()
}

func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"203.0.113.77": "203.0.113.0/24", "::ffff:203.0.113.9": "203.0.113.0/24", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"fe80::1%eth0": "fe80::/64", "": "unknown", "not an address": "unknown",
	} {
		if got := network(address); got != want {
			t.Errorf("%q: %q", address, got)
		}
	}
}

func TestDeviceWords(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                             "Firefox on Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0":          "Edge on Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/": "Safari on iPhone",
		"Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":              "Chrome on Android",
		"curl/8.9.1": "curl", "": "A browser or program that doesn’t say what it is",
	} {
		if got := deviceWords(t.Context(), agent); got != want {
			t.Errorf("%q: %q", agent, got)
		}
	}
}
