package sheet

import "strings"

// Inert is a cell of a table that we write, so that a spreadsheet shows it and
// never computes it.
func Inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
