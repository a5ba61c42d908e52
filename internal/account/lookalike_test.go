package account

import (
	"testing"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/db/dbtest"
)

func TestNamesOfOneScript(t *testing.T) {
	for name, mixes := range map[string]bool{
		"alice2": false, "аlice2": true, "алиса": false, "ἀλίκη": false, "αlice": true, "李Li": false, "さくらサクラ桜sakura": false,
		"지우jiwoo": false, "Жук_1": false, "1234": false, "Zoë-Ångström": false, "שרהsara": true,
	} {
		if got := mixesScripts(name); got != mixes {
			t.Errorf("mixesScripts(%q) = %v", name, got)
		}
		if err := checkName(name); (err != nil) != mixes {
			t.Errorf("checkName(%q): %v", name, err)
		}
	}
}

// Somebody joined as "аlice" with a Cyrillic а, and was taken for Alice.
func TestNobodyJoinsAsSomebodyElse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			for _, name := range []string{"space", "copper"} {
				if _, err := Create(t.Context(), tx, New{Name: name, Email: name + "@example.org", Password: "seven lanterns by the quay"}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for name, refused := range map[string]bool{"ѕрасе": true, "сорреr": true, "осока": false, "admin": true, "Orphan_Account": true, "harbour": false} {
			err := CheckNewName(t.Context(), d, name)
			if (err != nil) != refused {
				t.Errorf("joining as %s: %v", name, err)
			}
		}
	})
}
