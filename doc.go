// Package anxin is the root of the module. It holds no code: its tests keep
// the shape of the whole repository, which package may import which
// (layers_test.go, from layers.txt) and how large a piece of source may grow
// (sizes_test.go).
package anxin
