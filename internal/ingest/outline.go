package ingest

import "github.com/ficstead/ficstead/internal/decode"

// Piece is a part of a work as its file is cut, and as a person cut it besides. Its
// Number is that of the chapter in which it comes into the archive.
type Piece struct {
	decode.Part
	Chapter int  `json:"chapter"`          // its number as the file is cut, from 1
	Block   int  `json:"block,omitempty"`  // where in that chapter it begins; 0 for its beginning
	Joined  bool `json:"joined,omitempty"` // it belongs to the piece before
}

// outline shows the pieces of a manuscript in which nothing is joined yet.
func outline(m *decode.Manuscript, pieces []Piece) []Piece {
	number := 0
	for i, p := range decode.Outline(m) {
		if !pieces[i].Joined {
			number++
		}
		p.Number = number
		pieces[i].Part = p
	}
	return pieces
}

// join lays pieces to those before them.
func join(m *decode.Manuscript, pieces []Piece) {
	var numbers []int
	for i, p := range pieces {
		if p.Joined {
			numbers = append(numbers, i+1)
		}
	}
	if len(numbers) > 0 {
		m.Join(numbers)
	}
}
