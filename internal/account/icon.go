package account

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/image/draw"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/web"
)

// maxIcon is how many bytes the picture for an icon may have when it is sent.
const maxIcon = 500 << 10

// The shelves of icons, by the length of a side in px. Both copies of an icon have
// the same name, since they are made of the same picture.
const (
	largeIcons blob.Kind = "icons-200"
	smallIcons blob.Kind = "icons-100"
)

// Icon is the square picture beside a pseud; the zero Icon is none.
type Icon struct {
	Name string // "SHA256.jpg"
	Alt  string // in words, for who doesn't see it
}

// Path is the address of the icon in a size of 100 or 200 px.
func (i Icon) Path(px int) string { return fmt.Sprintf("/icons/%d/%s", px, i.Name) }

// checkAlt makes the words for an icon one line, or says that they are too long.
func checkAlt(alt string) (string, error) {
	alt = oneLine(alt)
	if n := utf8.RuneCountInString(alt); n > maxIconAlt {
		return "", fault.In("alt", "The description of the picture has %d characters; %d is the most.", n, maxIconAlt)
	}
	return alt, nil
}

// takeIcon makes an icon of a picture that was sent: made anew, so that nothing but
// what is seen is kept, and cut to its middle square.
func (p *Pages) takeIcon(ctx context.Context, h *multipart.FileHeader) (name string, err error) {
	if h.Size > maxIcon {
		return "", fault.In("icon", "That picture has %d KB; %d KB is the most. Please send a smaller one: it is shown at 200 by 200 pixels.", (h.Size+1023)>>10, maxIcon>>10)
	}
	f, err := h.Open()
	if err != nil {
		return "", fmt.Errorf("account: icon: %w", err)
	}
	defer f.Close()
	made, err := p.Blob.Remake(ctx, io.LimitReader(f, maxIcon+1))
	if err != nil {
		if e := fault.As(err); e != nil && fault.KindOf(err) != fault.Internal {
			there := *e
			there.Field = "icon"
			return "", &there
		}
		return "", err
	}
	img, _, err := image.Decode(bytes.NewReader(made.Bytes())) // of a picture that moves, the first
	if err != nil {
		return "", fmt.Errorf("account: icon: %w", err)
	}
	ending := path.Ext(made.Name)
	if ending == ".gif" {
		ending = ".png"
	}
	large, err := squared(img, 200, ending)
	if err != nil {
		return "", err
	}
	small, err := squared(img, 100, ending)
	if err != nil {
		return "", err
	}
	name = blob.Sum(large) + ending
	if err := p.Blob.Put(ctx, largeIcons, name, large); err != nil {
		return "", err
	}
	return name, p.Blob.Put(ctx, smallIcons, name, small)
}

// squared draws the middle square of img with sides of px, as a JPEG or a PNG.
func squared(img image.Image, px int, ending string) ([]byte, error) {
	b := img.Bounds()
	side := min(b.Dx(), b.Dy())
	from := image.Pt(b.Min.X+(b.Dx()-side)/2, b.Min.Y+(b.Dy()-side)/2)
	square := image.NewNRGBA(image.Rect(0, 0, px, px))
	draw.CatmullRom.Scale(square, square.Bounds(), img, image.Rectangle{Min: from, Max: from.Add(image.Pt(side, side))}, draw.Src, nil)
	var out bytes.Buffer
	var err error
	if ending == ".jpg" {
		err = jpeg.Encode(&out, square, &jpeg.Options{Quality: 85})
	} else {
		err = png.Encode(&out, square)
	}
	if err != nil {
		return nil, fmt.Errorf("account: icon: %w", err)
	}
	return out.Bytes(), nil
}

// IconRoutes adds the route of icons alone, for a host that has nothing else.
func (p *Pages) IconRoutes(m *web.Mux) { m.Handle("GET /icons/{size}/{name}", web.Anyone, p.icon) }

// icon serves an icon that some pseud has. What it shows never changes under its name.
func (p *Pages) icon(w http.ResponseWriter, r *http.Request) error {
	shelf, name := largeIcons, r.PathValue("name")
	switch r.PathValue("size") {
	case "200":
	case "100":
		shelf = smallIcons
	default:
		return noSuchIcon()
	}
	var there bool
	if err := p.DB.QueryRowContext(r.Context(), `SELECT EXISTS (SELECT 1 FROM pseuds WHERE icon = $1 AND icon <> '')`, name).Scan(&there); err != nil {
		return fmt.Errorf("account: icon: %w", err)
	}
	if !there {
		return noSuchIcon()
	}
	f, _, err := p.Blob.Get(r.Context(), shelf, name)
	if err != nil {
		return err
	}
	defer f.Close()
	kind := "image/png"
	if strings.HasSuffix(name, ".jpg") {
		kind = "image/jpeg"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", web.Forever)
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}

func noSuchIcon() error { return fault.New(fault.NotFound, "There is no such picture here.") }
