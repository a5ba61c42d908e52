package stats

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/ficstead/ficstead/internal/work"
)

// writeCSV writes counts as a table: a row for each day, work and kind. Numbers that
// are too small to tell are "<5".
func writeCSV(w io.Writer, works []Owned, rows []Row) error {
	title := make(map[work.ID]string, len(works))
	for _, x := range works {
		title[x.ID] = x.Title
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180
	if err := out.Write([]string{"day", "work", "title", "what", "number"}); err != nil {
		return err
	}
	for _, r := range rows {
		n := strconv.Itoa(r.N)
		if r.N > 0 && r.N < Blur {
			n = "<" + strconv.Itoa(Blur)
		}
		if err := out.Write([]string{r.Day.Time().Format("2006-01-02"), strconv.FormatInt(int64(r.Work), 10), cell(title[r.Work]), string(r.Kind), n}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// cell keeps spreadsheets from taking a title for a formula (OWASP, CSV injection).
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
