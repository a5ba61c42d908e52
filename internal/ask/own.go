package ask

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/ficstead/ficstead/internal/db"
	"github.com/ficstead/ficstead/internal/viewer"
	"github.com/ficstead/ficstead/internal/work"
)

// OwnSuggestion is a suggestion for somebody else's request.
type OwnSuggestion struct {
	Suggestion
	Subject string // of the request
	Asker   string // who asks, by name
	Asked   time.Time
}

// Own is all that a member asks and has suggested, the oldest first, with the works as
// they are shown to them: for their backup.
func Own(ctx context.Context, q db.Q, who viewer.ID) ([]Request, []OwnSuggestion, error) {
	v := viewer.Viewer{ID: who, Role: viewer.Member}
	asked, err := db.All(ctx, q, scan, `SELECT `+columns+` FROM asks r JOIN accounts a ON a.id = r.account_id WHERE r.account_id = $1 ORDER BY r.id`, int64(who))
	if err != nil {
		return nil, nil, fmt.Errorf("ask: of %d: %w", who, err)
	}
	for i := range asked { // one by one: there may be more than a statement takes
		if err := complete(ctx, q, v, asked[i:i+1]); err != nil {
			return nil, nil, err
		}
	}
	all, err := db.All(ctx, q, func(r *sql.Rows, s *OwnSuggestion) error {
		var made, asked db.Time
		err := r.Scan(&s.ID, &s.work, &s.Title, &s.Said, &made, &s.Subject, &asked, &s.Asker)
		s.At, s.Asked = made.Time, asked.Time
		return err
	}, `SELECT s.id, COALESCE(s.work_id, 0), s.title, s.said, s.made_at, r.subject, r.asked_at, a.name FROM ask_suggestions s JOIN asks r ON r.id = s.ask_id
		JOIN accounts a ON a.id = r.account_id
		WHERE s.account_id = $1 AND (r.hidden_at IS NULL OR r.account_id = $1) ORDER BY s.id`, int64(who))
	if err != nil {
		return nil, nil, fmt.Errorf("ask: suggestions of %d: %w", who, err)
	}
	out := all[:0]
	for _, s := range all {
		if s.work != 0 {
			works, err := listedWorks(ctx, q, v, []work.ID{s.work})
			if err != nil {
				return nil, nil, err
			}
			if works[s.work] == nil {
				continue
			}
			s.Work, s.Title = works[s.work], works[s.work].Name()
		}
		out = append(out, s)
	}
	return asked, out, nil
}
