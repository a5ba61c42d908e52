package download

// Written is the text of clean HTML, as downloads in plain text have it.
func Written(source string) string { return written(source, plainText) }
