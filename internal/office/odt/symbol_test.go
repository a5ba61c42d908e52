package odt

import "testing"

// The last sign of each run stands where the font has it, so none before it is missing.
func TestSignTables(t *testing.T) {
	for at, want := range map[rune]rune{0x32: '📄', 0x38: '🖱', 0x54: '❄', 0x69: '♓', 0x6C: '●', 0x7E: '❞', 0x9D: '🙟', 0xAB: '★', 0xC2: '🕛', 0xD8: '➢', 0xE0: '→', 0xFE: '☑'} {
		if got := wingdingSigns[at]; got != want {
			t.Errorf("wingdings %#x is %c, want %c", at, got, want)
		}
	}
	for at, want := range map[rune]rune{0x5A: 'Ζ', 0x7A: 'ζ', 0xBC: '…', 0xD5: '∏', 0xE1: '〈', 0xF2: '∫'} {
		if got := symbolSigns[at]; got != want {
			t.Errorf("symbol %#x is %c, want %c", at, got, want)
		}
	}
}
