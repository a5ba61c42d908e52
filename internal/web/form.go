package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/ficstead/ficstead/internal/fault"
)

// Form reads a form of at most most bytes: with the line ends that people see, and
// nothing that no database keeps.
func Form(w http.ResponseWriter, r *http.Request, most int64) (url.Values, error) {
	r.Body = http.MaxBytesReader(w, r.Body, most)
	err := r.ParseForm()
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, fault.Wrap(fault.TooLarge, err, "That is more than this form takes. Please go back, shorten it and send it again.")
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "What you sent could not be read whole. Go back and send it again.")
	}
	tidy := strings.NewReplacer("\r\n", "\n", "\x00", "")
	for _, all := range r.PostForm {
		for i := range all {
			all[i] = tidy.Replace(strings.ToValidUTF8(all[i], ""))
		}
	}
	return r.PostForm, nil
}

// See answers a form that did what it should: the browser goes on to a page of ours.
func See(w http.ResponseWriter, r *http.Request, path string) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}
