// Package account has the people of the archive: accounts and pseuds, signing in
// and out, sessions, and how each of them likes to read.
package account
