package work_test

import (
	"testing"

	"github.com/ficstead/ficstead/internal/account"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

func pseudOf(v viewer.Viewer) account.Pseud {
	return account.Pseud{ID: account.PseudID(v.ID), Account: v.ID, Name: v.Name, Login: v.Name}
}

func TestSortTitle(t *testing.T) {
	for in, want := range map[string]string{
		"The Lamplighter’s Ledger": "lamplighter’s ledger, the",
		"“A Hat”":                  "hat”, a",
		"Part 10":                  "part 00010",
		"The":                      "the",
		"123456 Steps":             "123456 steps",
		"Ángel":                    "ángel",
		"…and then":                "and then",
	} {
		if got := work.SortTitle(in); got != want {
			t.Errorf("%q sorts as %q, want %q", in, got, want)
		}
	}
}

func TestOnlyGeneralAndTeenAreOutsideTheGate(t *testing.T) {
	for _, r := range work.Ratings() {
		if want := r != work.General && r != work.Teen; r.Adult() != want {
			t.Errorf("%s behind the adult gate: %v", r, r.Adult())
		}
	}
}
