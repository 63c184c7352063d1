// Package torture kills the real program while people use it, and holds what
// is left against a ledger that was kept outside.
//
// Buyers and agents send messages and make commitments over HTTP, through lines
// that are cut at random; every request carries an idempotency key and is sent
// again until it is acknowledged. An acknowledgement goes into the ledger, which
// is on disk before the next request goes out. Screens follow the conversations
// over WebSockets. After every kill, and in the end, the database must hold what
// the ledger says, once, and the screens must show what the database holds.
//
// The tests run a short form by default. ANXIN_TORTURE is the number of kills,
// or "full" for the long form; ANXIN_TORTURE_SEED repeats a run's choices.
package torture
