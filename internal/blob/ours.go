package blob

import (
	"bytes"
	"encoding/binary"
	"path"

	"github.com/ficstead/ficstead/internal/fault"
)

// Ours gives a picture that an archive made safe before, as it is: making it anew
// would lose a little each time. Only bytes that are exactly as Remake writes them
// pass; whatever else may hide in a picture is refused, and so is one whose name is
// not that of its bytes.
func Ours(b []byte, name string) (Picture, error) {
	if len(b) > MaxPictureBytes {
		return Picture{}, tooHeavy(int64(len(b)))
	}
	if Sum(b)+path.Ext(name) != name {
		return Picture{}, fault.New(fault.Invalid, "A picture is not what its name says: it was changed since it was kept.")
	}
	p, err := Remake(b)
	if err != nil || p.Name == name {
		return p, err
	}
	if path.Ext(name) != ".jpg" || !plainJPEG(b) {
		return Picture{}, fault.New(fault.Invalid, "A picture was not made safe by an archive; send it to the work by hand.")
	}
	p.Name, p.bytes = name, b
	return p, nil
}

// plainJPEG reports whether b is a JPEG with nothing in it but what is needed to
// draw it: tables, one frame, one scan, and its end at the end (ITU T.81, annex B).
func plainJPEG(b []byte) bool {
	const quantization, baseline, huffman, scan = 0xDB, 0xC0, 0xC4, 0xDA
	rest, found := bytes.CutPrefix(b, []byte{0xFF, 0xD8})
	for found && len(rest) >= 4 && rest[0] == 0xFF {
		kind, size := rest[1], int(binary.BigEndian.Uint16(rest[2:4]))
		if size < 2 || len(rest) < 2+size {
			return false
		}
		rest = rest[2+size:]
		switch kind {
		case quantization, baseline, huffman:
		case scan:
			return endsAsJPEG(rest)
		default:
			return false
		}
	}
	return false
}

// endsAsJPEG reports whether the data of a scan is followed by the end of the picture
// and nothing else.
func endsAsJPEG(data []byte) bool {
	for i := 0; i+1 < len(data); i++ {
		if data[i] == 0xFF && data[i+1] != 0x00 {
			return data[i+1] == 0xD9 && i+2 == len(data)
		}
	}
	return false
}
