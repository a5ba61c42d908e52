package blob

import (
	"encoding/binary"
	"errors"
	"image"
	"image/color"
)

// decoded is how many bytes a picture takes in memory while it is decoded, told
// from its headers alone.
func decoded(b []byte, format string, c image.Config) (int64, error) {
	pixels := int64(c.Width) * int64(c.Height)
	switch format {
	case "gif":
		n, err := gifPixels(b)
		return n + 4*pixels, err // with the first frame on its canvas
	case "jpeg":
		n := jpegBytes(b, pixels)
		if orientation(b) != 1 { // it is drawn once more to stand upright
			n += 4 * pixels
		}
		return n, nil
	case "png":
		n := pixels * pngPixel(c.ColorModel)
		if len(b) > 28 && b[28] == 1 { // interlaced: each pass has a picture of its own
			n *= 2
		}
		return n, nil
	}
	return 5 * pixels, nil // WebP: red, green, blue, alpha, and what it was made from
}

func pngPixel(m color.Model) int64 {
	switch m {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	return 4
}

// jpegBytes reads the frame header of a JPEG (ITU T.81, B.2.2): each component
// takes a byte for each of its samples, and one that comes progressively four more
// until it is complete.
func jpegBytes(b []byte, pixels int64) int64 {
	const most = 4 * 5 // bytes for each pixel, at the worst
	for b = b[min(2, len(b)):]; len(b) >= 4; {
		if b[0] != 0xff {
			return most * pixels
		}
		if b[1] == 0xff { // padding
			b = b[1:]
			continue
		}
		size := int(binary.BigEndian.Uint16(b[2:])) + 2
		if size > len(b) || b[1] == 0xda {
			return most * pixels
		}
		if b[1] >= 0xc0 && b[1] <= 0xc2 {
			return frameBytes(b[4:size], b[1] == 0xc2, pixels)
		}
		b = b[size:]
	}
	return most * pixels
}

func frameBytes(f []byte, progressive bool, pixels int64) int64 {
	var area, h, v int64
	for i := 6; i+3 <= len(f); i += 3 {
		across, down := int64(f[i+1]>>4), int64(f[i+1]&15)
		area, h, v = area+across*down, max(h, across), max(v, down)
	}
	if h*v == 0 {
		return 20 * pixels
	}
	n := pixels * area / (h * v)
	if progressive {
		n *= 5
	}
	return n
}

// maxFrames is how many pictures a GIF may be made of.
const maxFrames = 500

// gifPixels walks over the blocks of a GIF (GIF89a, 17 to 26) and sums up the
// pixels of its frames, each of which takes a byte.
func gifPixels(b []byte) (int64, error) {
	cut := errors.New("cut off")
	if len(b) < 13 {
		return 0, cut
	}
	b = skip(b, 13+table(b[10]))
	var pixels int64
	for frames := 0; len(b) > 0; {
		switch b[0] {
		case 0x21: // an extension
			b = blocks(skip(b, 2))
		case 0x2c: // a frame
			if len(b) < 10 {
				return 0, cut
			}
			if frames++; frames > maxFrames {
				return 0, errors.New("too many frames")
			}
			pixels += int64(binary.LittleEndian.Uint16(b[5:])) * int64(binary.LittleEndian.Uint16(b[7:]))
			b = blocks(skip(b, 11+table(b[9])))
		default: // the end, or what no reader goes on after
			return pixels, nil
		}
	}
	return pixels, nil
}

// table is how many bytes a table of colours takes that flags announce.
func table(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// blocks is what comes after a row of data blocks.
func blocks(b []byte) []byte {
	for len(b) > 0 && b[0] != 0 {
		b = skip(b, 1+int(b[0]))
	}
	return skip(b, 1)
}

func skip(b []byte, n int) []byte { return b[min(n, len(b)):] }
