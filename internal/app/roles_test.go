package app_test

import "slices"

// featureRows are the rows of features that keep theirs in a file of their own,
// roles_FEATURE_test.go.
func featureRows(l *library) []row {
	return slices.Concat(
		alikeRows(l),
		blockRows(l),
		keyRows(l),
		letterRows(l),
		peopleRows(l),
		pictureRows(l),
		publishRows(l),
		statsRows(l),
		backupRows(l),
		workskinRows(l),
		writeRows(l),
		deskRows(l),
		leaveRows(l),
		seriesRows(l),
		togetherRows(l),
		browseRows(l),
		wrangleRows(l),
		rememberRows(l),
		askRows(l),
		historyRows(l),
	)
}
