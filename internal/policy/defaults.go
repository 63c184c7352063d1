package policy

// Defaults are the tables that a shop begins with: modest, and something for every
// scenario.
func Defaults() []Table {
	var all []Table
	if err := load("default", &all); err != nil {
		panic(err)
	}
	for i := range all {
		t := &all[i]
		for j := range t.Rows {
			r := &t.Rows[j]
			for len(r.Cells) < len(t.Columns) { // cells at the end that say nothing are left out
				r.Cells = append(r.Cells, "-")
			}
		}
	}
	return all
}
