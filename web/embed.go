// Package web carries the built user interfaces inside the binary: the console for people who
// answer complaints and the customer side (widget, its loader and the demo storefront).
//
// dist is filled by the npm builds. A checkout without Node holds only dist/README; the package
// then still compiles and the trees are empty.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Console returns the built console, index.html at its root.
func Console() fs.FS { return tree("console") }

// Customer returns the built customer side: widget.js, w/ and storefront/.
func Customer() fs.FS { return tree("customer") }

func tree(name string) fs.FS {
	sub, err := fs.Sub(dist, "dist/"+name)
	if err != nil {
		panic(err) // only an invalid path fails, and ours are constant
	}
	return sub
}
