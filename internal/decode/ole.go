package decode

import (
	"encoding/binary"
	"unicode/utf16"
)

// sniffOLE tells what lies in one of Microsoft's old compound files ([MS-CFB]):
// a Word document of before 2007, or a document of today that is locked with a
// password, which Word wraps in one.
func sniffOLE(f *File, head []byte) fileKind {
	for _, name := range oleNames(f, head) {
		switch name {
		case "EncryptedPackage":
			return kindLocked
		case "WordDocument":
			return kindOldWord
		}
	}
	return kindOldOffice
}

// oleNames gives the names in the first sectors of a compound file's directory.
func oleNames(f *File, head []byte) []string {
	if len(head) < 512 {
		return nil
	}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift != 9 && shift != 12 {
		return nil
	}
	size := int64(1) << shift
	directory := make([]byte, 8*size)
	n, _ := f.at.ReadAt(directory, (int64(binary.LittleEndian.Uint32(head[48:]))+1)*size) // what is there is enough
	var names []string
	for entry := directory[:n]; len(entry) >= 128; entry = entry[128:] {
		length := min(int(binary.LittleEndian.Uint16(entry[64:])), 64)
		units := make([]uint16, 0, 32)
		for i := 0; i+1 < length; i += 2 {
			if u := binary.LittleEndian.Uint16(entry[i:]); u != 0 {
				units = append(units, u)
			}
		}
		names = append(names, string(utf16.Decode(units)))
	}
	return names
}
