package write

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strconv"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/fault"
	"github.com/ficstead/ficstead/internal/say"
	"github.com/ficstead/ficstead/internal/web"
)

// scripted makes h answer the script of who is signed in: what goes wrong is JSON too.
func scripted(h web.Handler) web.Handler {
	return inJSON(func(w http.ResponseWriter, r *http.Request) error {
		if err := signedIn(r); err != nil {
			return err
		}
		return h(w, r)
	})
}

// inJSON makes h tell a script what goes wrong.
func inJSON(h web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err, _ := db.Trouble(h(w, r))
		if kind := fault.KindOf(err); err == nil || kind == fault.Internal {
			return err
		}
		return refuse(w, r, fault.As(err))
	}
}

// refuse tells a script what is wrong, and with what field.
func refuse(w http.ResponseWriter, r *http.Request, e *fault.Error) error {
	tellWait(w, e)
	return answer(w, web.Status(e.Kind), struct {
		Error string `json:"error"`
		Field string `json:"field,omitempty"`
	}{say.F(r.Context(), e.Format, e.Args...), e.Field})
}

// tellWait tells a browser or a script how long to stay away, where err does.
func tellWait(w http.ResponseWriter, err error) {
	if wait := fault.WaitOf(err); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
	}
}

// answer sends v as JSON, which nobody keeps.
func answer(w http.ResponseWriter, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(status)
	_, _ = w.Write(b) // a reader who left is no error of ours
	return nil
}

// isJSON reports whether JSON was sent.
func isJSON(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "application/json"
}

// read reads the JSON that was sent into v.
func read(r *http.Request, v any) error {
	if !isJSON(r) {
		return fault.New(fault.Invalid, "This address takes application/json.")
	}
	err := json.NewDecoder(r.Body).Decode(v)
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooMuch(err)
	}
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "What was sent is no JSON that this address takes.")
	}
	return nil
}

func tooMuch(err error) error {
	return fault.Wrap(fault.TooLarge, err, "That is more than one chapter can hold. Please cut it into several; what you typed is still on your page.")
}
