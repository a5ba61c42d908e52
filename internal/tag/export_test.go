package tag

// Completing is the query of Autocomplete, for its plan.
func Completing(t Type, typed string, fandoms []ID) (string, []any) {
	return completing(t, typed, 12, fandoms)
}
