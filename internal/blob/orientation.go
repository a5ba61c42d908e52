package blob

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
)

// orientation reads the Exif orientation of a JPEG, 1 to 8; 1 when there is none.
// Exif 2.32, 4.6.4, tag 0x0112.
func orientation(b []byte) int {
	for b = b[min(2, len(b)):]; len(b) >= 4 && b[0] == 0xff; {
		size := int(binary.BigEndian.Uint16(b[2:])) + 2
		if size > len(b) || b[1] == 0xda {
			break
		}
		if tiff, ok := bytes.CutPrefix(b[4:size], []byte("Exif\x00\x00")); ok && b[1] == 0xe1 {
			return tiffOrientation(tiff)
		}
		b = b[size:]
	}
	return 1
}

func tiffOrientation(t []byte) int {
	if len(t) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if t[0] == 'M' {
		order = binary.BigEndian
	}
	at := int(order.Uint32(t[4:]))
	if at < 0 || at+2 > len(t) {
		return 1
	}
	for i := range int(order.Uint16(t[at:])) {
		e := at + 2 + 12*i
		if e+12 > len(t) {
			break
		}
		if order.Uint16(t[e:]) == 0x0112 {
			if n := int(order.Uint16(t[e+8:])); n >= 1 && n <= 8 {
				return n
			}
		}
	}
	return 1
}

// turned sets a picture upright. Orientations from 5 on lie on their side.
func turned(img image.Image, o int) image.Image {
	if o == 1 {
		return img
	}
	r := img.Bounds()
	w, h := r.Dx(), r.Dy()
	size := image.Rect(0, 0, w, h)
	if o >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	band := image.NewRGBA(image.Rect(0, 0, w, 64)) // a few rows at a time, so that memory holds the picture twice, not three times
	for top := 0; top < h; top += 64 {
		draw.Draw(band, band.Bounds(), img, r.Min.Add(image.Pt(0, top)), draw.Src)
		for y := top; y < min(top+64, h); y++ {
			for x := range w {
				tx, ty := place(o, x, y, w, h)
				out.SetRGBA(tx, ty, band.RGBAAt(x, y-top))
			}
		}
	}
	return out
}

// place is where a stored pixel goes in the upright picture.
func place(o, x, y, w, h int) (int, int) {
	switch o {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	}
	return y, w - 1 - x
}
