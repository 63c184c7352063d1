//go:build !race

package realtime

const raceDetector = false
