package app_test

import "net/url"

// backupRows: a backup is of whoever asks for it.
func backupRows(*library) []row {
	return []row{
		{"GET /account/backup", "/account/backup", nil, members(200)},
		{"POST /account/backup/stop", "/account/backup/stop", url.Values{}, members(303)},
		{"POST /account/backup/monthly", "/account/backup/monthly", url.Values{}, members(303)},
		{"GET /account/backup/file", "/account/backup/file", nil, members(404)},
		{"POST /account/backup/take", "/account/backup/take", url.Values{}, members(422)},
		{"POST /account/backup", "/account/backup", url.Values{}, members(303)},
	}
}
