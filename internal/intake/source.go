package intake

import (
	"context"
	"errors"

	"github.com/ficstead/ficstead/internal/blob"
	"github.com/ficstead/ficstead/internal/decode"
)

// source opens files that wait on the shelf. Of the zip that was opened last it
// knows what lies where, so that its files are found without looking through it
// for each.
type source struct {
	store *blob.Store
	lim   decode.Limits
	zip   string
	items map[string]decode.Item
}

// open opens a file; the error is a *decode.Problem where the file is to blame.
func (s *source) open(ctx context.Context, f *file) (*decode.File, error) {
	path, err := s.store.Path(blob.Incoming, f.Lies)
	if err != nil {
		return nil, err
	}
	if f.Zip == 0 {
		for item, err := range decode.WalkFile(ctx, f.Name, path, s.lim) {
			if err != nil {
				return nil, err
			}
			return item.File(s.lim)
		}
		return nil, gone(f)
	}
	if s.zip != f.Lies {
		s.zip, s.items = f.Lies, map[string]decode.Item{}
		for item, err := range decode.WalkFile(ctx, f.ZipName, path, s.lim) {
			if err == nil {
				s.items[item.Path] = item
			} else if ctx.Err() != nil {
				s.zip = ""
				return nil, ctx.Err()
			}
		}
	}
	item, ok := s.items[f.Name]
	if !ok {
		return nil, gone(f)
	}
	return item.File(s.lim)
}

func gone(f *file) error {
	return &decode.Problem{Path: f.Name, Kind: decode.Unreadable, Say: "“" + f.Name + "” is not there any more; bring it again."}
}

// blames reports whether err tells what is wrong with a file, not with us.
func blames(err error) (*decode.Problem, bool) { return errors.AsType[*decode.Problem](err) }
