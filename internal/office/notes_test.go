package office

import "testing"

func TestNotesAreCounted(t *testing.T) {
	w := &Writer{}
	for range MaxNotes {
		w.NoteRef("1", "")
	}
	if w.Full() != nil {
		t.Fatal(w.Full())
	}
	w.NoteRef("1", "")
	if w.Full() != ErrNotes {
		t.Errorf("%v", w.Full())
	}
}
