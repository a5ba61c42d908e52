package intake

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/viewer"
)

// delivery is what came of a request that brought files.
type delivery struct {
	Import ID
	Files  int // that are in the import now
	Same   int // that were in it already
	// Err is why the rest did not come; the files counted are there all the same.
	Err error
}

// silence is how long a sender may send nothing before the connection is given up.
const silence = 2 * time.Minute

// receive takes the files of a multipart request, one after the other, each as
// soon as it is whole. With into 0 the first of them begins an import.
func (d *Desk) receive(w http.ResponseWriter, r *http.Request, into ID) delivery {
	out := delivery{Import: into}
	r.Body = &patient{ReadCloser: r.Body, control: http.NewResponseController(w)}
	parts, err := r.MultipartReader()
	if err != nil {
		out.Err = fault.Wrap(fault.Invalid, err, "What was sent is no form that can be read. Please send it again from the page.")
		return out
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			out.Err = cutOff(err)
			return out
		}
		name, ok := fileName(part)
		if !ok {
			continue
		}
		if out.Files+out.Same == maxAtOnce {
			out.Err = fault.New(fault.TooLarge, "Up to %d files fit into one go, and these came. Please send the others now.", maxAtOnce)
			return out
		}
		if err := d.receiveOne(r.Context(), &out, name, part); err != nil {
			out.Err = err
			return out
		}
	}
	if out.Files+out.Same == 0 {
		out.Err = fault.In("files", "Please choose at least one file.")
	}
	return out
}

// receiveOne takes one file. What is wrong with it is an error with a sentence.
func (d *Desk) receiveOne(ctx context.Context, out *delivery, name string, r io.Reader) error {
	v := viewer.From(ctx)
	if err := d.room(ctx, v.ID); err != nil {
		return err
	}
	got, err := d.Blob.Receive(ctx, r, maxFile)
	if fault.KindOf(err) == fault.TooLarge {
		return fault.Wrap(fault.TooLarge, err, "“%s” is larger than %d MB, the most for one file. Please cut it into several.", name, maxFile>>20)
	}
	if err != nil {
		return cutOff(err)
	}
	// From here on the file is whole: it is kept also if its sender is gone.
	ctx = context.WithoutCancel(ctx)
	added := false
	err = d.DB.Tx(ctx, func(tx *db.Tx) error {
		id := out.Import
		if id == 0 {
			var err error
			if id, err = begin(ctx, tx, v.ID); err != nil {
				return err
			}
		}
		if err := d.goOn(ctx, tx, id); err != nil {
			return err
		}
		var err error
		added, err = add(ctx, tx, file{Import: id, Name: name, SHA256: got.SHA256, Size: got.Size, Lies: got.Name})
		if err == nil {
			tx.After(func() { out.Import = id })
		}
		return err
	})
	if err != nil || !added {
		d.remove(ctx, []string{got.Name})
	}
	switch {
	case err != nil:
		return err
	case added:
		out.Files++
	default:
		out.Same++
	}
	return nil
}

// room checks that there is room for one more file, on the disk and in what one
// person may have waiting.
func (d *Desk) room(ctx context.Context, by viewer.ID) error {
	left, err := d.Blob.Room()
	if err != nil {
		return err
	}
	if left < minRoom {
		return fault.New(fault.Unavailable, "The archive’s disk is nearly full, so no more files are taken for now. What came is kept. Please tell the archive’s keeper.")
	}
	files, bytes, err := waiting(ctx, d.DB, by)
	switch {
	case err != nil:
		return err
	case files >= maxFiles:
		return fault.New(fault.TooLarge, "You have %d files waiting, the most there may be. Accept or discard some, then bring the others.", files)
	case bytes >= maxWaiting:
		return fault.New(fault.TooLarge, "Your files that wait weigh %d GB, the most they may. Accept or discard some, then bring the others.", maxWaiting>>30)
	}
	return nil
}

// cutOff is the error of a request that ended in the middle.
func cutOff(err error) error {
	if told, ok := db.Trouble(err); ok {
		return told
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.Wrap(fault.TooLarge, err, "That is more than fits into one go. What came whole is here; please send the others now.")
	}
	return fault.Wrap(fault.Invalid, err, "The connection broke off. What came whole is here; please send the others again.")
}

// longestName is how many bytes of a file's name are kept.
const longestName = 400

// fileName is the name of a file in a form as people may see it, with the folders
// it was dropped with; false for a part that is no file.
func fileName(p *multipart.Part) (string, bool) {
	_, params, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	if err != nil || params["filename"] == "" || p.FormName() != "files" {
		return "", false
	}
	name := strings.ReplaceAll(strings.ToValidUTF8(params["filename"], "\uFFFD"), `\`, "/")
	name = strings.TrimPrefix(path.Clean("/"+visible(name)), "/")
	for len(name) > longestName {
		_, rest, ok := strings.Cut(name, "/")
		if !ok {
			ext := path.Ext(name)
			if len(ext) > 10 {
				ext = ""
			}
			rest = strings.ToValidUTF8(name[:longestName-len(ext)], "") + ext
		}
		name = rest
	}
	return name, name != ""
}

// visible is a line without control characters and without those that turn the
// direction of what stands behind it: with them a name could pass for another.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// patient gives up a body whose sender is silent, and no other, however long it takes.
type patient struct {
	io.ReadCloser
	control *http.ResponseController
	until   time.Time
}

func (p *patient) Read(b []byte) (int, error) {
	if now := time.Now(); p.until.Sub(now) < silence/2 {
		p.until = now.Add(silence)
		_ = p.control.SetReadDeadline(p.until) // a server that has none needs none
	}
	return p.ReadCloser.Read(b)
}

// said tells in a sentence what came.
func (d delivery) said(ctx context.Context) string {
	out := say.N(ctx, d.Files, "{n} file came.", "{n} files came.")
	if d.Same > 0 {
		out += " " + say.N(ctx, d.Same, "{n} was here already.", "{n} were here already.")
	}
	return out
}
