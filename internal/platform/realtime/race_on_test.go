//go:build race

package realtime

const raceDetector = true
