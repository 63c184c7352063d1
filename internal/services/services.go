// Package services wires the parts of the program that do the work. It knows
// nothing of HTTP, so that a test of a noun needs no more than what it calls.
package services

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/anxin-desk/anxin/internal/assignment"
	"github.com/anxin-desk/anxin/internal/assist"
	"github.com/anxin-desk/anxin/internal/audit"
	"github.com/anxin-desk/anxin/internal/automation"
	"github.com/anxin-desk/anxin/internal/bulk"
	"github.com/anxin-desk/anxin/internal/bulletin"
	"github.com/anxin-desk/anxin/internal/commitment"
	"github.com/anxin-desk/anxin/internal/compensation/payout"
	"github.com/anxin-desk/anxin/internal/complaint"
	"github.com/anxin-desk/anxin/internal/complaint/owed"
	"github.com/anxin-desk/anxin/internal/conversation"
	"github.com/anxin-desk/anxin/internal/conversation/drafts"
	"github.com/anxin-desk/anxin/internal/conversation/many"
	"github.com/anxin-desk/anxin/internal/conversation/paste"
	"github.com/anxin-desk/anxin/internal/conversation/presence"
	"github.com/anxin-desk/anxin/internal/conversation/recorded"
	"github.com/anxin-desk/anxin/internal/conversation/webchat"
	"github.com/anxin-desk/anxin/internal/customer"
	"github.com/anxin-desk/anxin/internal/customer/delight"
	"github.com/anxin-desk/anxin/internal/customer/profile"
	"github.com/anxin-desk/anxin/internal/desk"
	"github.com/anxin-desk/anxin/internal/desk/briefing"
	"github.com/anxin-desk/anxin/internal/desk/purchase"
	"github.com/anxin-desk/anxin/internal/desk/wall"
	"github.com/anxin-desk/anxin/internal/dispatch"
	"github.com/anxin-desk/anxin/internal/dispute"
	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/evidence/pack"
	"github.com/anxin-desk/anxin/internal/find"
	"github.com/anxin-desk/anxin/internal/handover"
	"github.com/anxin-desk/anxin/internal/hearing"
	"github.com/anxin-desk/anxin/internal/identity"
	"github.com/anxin-desk/anxin/internal/liability"
	"github.com/anxin-desk/anxin/internal/merging"
	"github.com/anxin-desk/anxin/internal/notice"
	"github.com/anxin-desk/anxin/internal/order"
	"github.com/anxin-desk/anxin/internal/order/intake"
	"github.com/anxin-desk/anxin/internal/outbound"
	"github.com/anxin-desk/anxin/internal/paper"
	"github.com/anxin-desk/anxin/internal/parting"
	"github.com/anxin-desk/anxin/internal/platform/blob"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/jobs"
	"github.com/anxin-desk/anxin/internal/platform/outgoing"
	"github.com/anxin-desk/anxin/internal/platform/seal"
	"github.com/anxin-desk/anxin/internal/platform/search"
	"github.com/anxin-desk/anxin/internal/playbook"
	"github.com/anxin-desk/anxin/internal/playbook/run"
	"github.com/anxin-desk/anxin/internal/policy/rulebook"
	"github.com/anxin-desk/anxin/internal/progress"
	"github.com/anxin-desk/anxin/internal/quickreply"
	"github.com/anxin-desk/anxin/internal/rating"
	"github.com/anxin-desk/anxin/internal/recall"
	"github.com/anxin-desk/anxin/internal/register"
	"github.com/anxin-desk/anxin/internal/robot"
	"github.com/anxin-desk/anxin/internal/roster"
	"github.com/anxin-desk/anxin/internal/rulepack"
	"github.com/anxin-desk/anxin/internal/savedview"
	"github.com/anxin-desk/anxin/internal/shipment"
	"github.com/anxin-desk/anxin/internal/shipment/tracking"
	"github.com/anxin-desk/anxin/internal/shop"
	"github.com/anxin-desk/anxin/internal/stance"
	"github.com/anxin-desk/anxin/internal/stance/appeal"
	"github.com/anxin-desk/anxin/internal/tasklink"
)

// Set is all of them, on one database.
type Set struct {
	payout.Parts
	recall.Remedies
	run.Guides
	DB            *db.DB
	Queue         *jobs.Queue
	Sealer        *audit.Sealer
	Identity      *identity.Service
	Shops         *shop.Service
	Customers     *customer.Service
	Profiles      *profile.Service
	Delights      *delight.Service
	Conversations *conversation.Service
	Many          *many.Service
	Drafts        *drafts.Service
	WebChat       *webchat.Service
	Pastes        *paste.Service
	Commitments   *commitment.Service
	Complaints    *complaint.Service
	Tickets       *dispatch.Service
	Disputes      *dispute.Service
	Evidence      *evidence.Service
	Packs         *pack.Service
	Liabilities   *liability.Service
	Papers        *paper.Service
	Outbound      *outbound.Service
	Robots        *robot.Service
	TaskLinks     *tasklink.Service
	Assignments   *assignment.Service
	Automations   *automation.Service
	Rulebooks     *rulebook.Service
	Bulks         *bulk.Service
	Progress      *progress.Service
	Ratings       *rating.Service
	Notices       *notice.Service
	Rosters       *roster.Service
	Handovers     *handover.Service
	Bulletins     *bulletin.Service
	Briefings     *briefing.Service
	Mergings      *merging.Service
	Orders        *order.Service
	Imports       *intake.Service
	Shipments     *shipment.Service
	Tracking      *tracking.Service
	Presence      *presence.Service
	Desk          *desk.Service
	Wall          *wall.Service
	Purchases     *purchase.Service
	SavedViews    *savedview.Service
	QuickReplies  *quickreply.Service
	Index         *search.Index
	Find          *find.Service
	RulePacks     *rulepack.Service
	Assist        *assist.Service
	Hearing       *hearing.Service
	Stances       *stance.Service
	Appeals       *appeal.Service
	Partings      *parting.Service
	LinkKey       []byte // signs what opens without a session

	blobs io.Closer
}

// Outside is what the services take from the world around them.
type Outside struct {
	Now     func() time.Time
	NewID   func() string
	Log     *slog.Logger
	Hint    func(topic string, hint any) // to open screens
	Revoked func(userID string)          // all sessions of a user have ended
	Public  string                       // address of the server, without a slash at the end
	Sender  robot.Sender                 // carries messages outside; to public addresses only if nil
}

// Real is the world of a running program.
func Real(log *slog.Logger) Outside {
	return Outside{Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Log: log,
		Hint: func(string, any) {}, Revoked: func(string) {}}
}

// Build wires the services onto a migrated database and a data directory.
func Build(d *db.DB, dir string, o Outside) (*Set, error) {
	blobs, partial, err := openFiles(dir)
	if err != nil {
		return nil, err
	}
	auditKey, err := audit.LoadKey(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the audit key: %w", err)
	}
	linkKey, err := seal.Secret(filepath.Join(dir, "link.key"))
	if err != nil {
		return nil, fmt.Errorf("reading the key of links: %w", err)
	}
	s := &Set{DB: d, LinkKey: linkKey, blobs: blobs}
	s.Queue = jobs.New(d, jobs.Options{Now: o.Now, NewID: o.NewID, Log: o.Log})
	s.Sealer = &audit.Sealer{DB: d, Key: auditKey, Dir: dir, Now: o.Now, Log: o.Log}
	s.Identity = identity.New(d, identity.Options{Now: o.Now, NewID: o.NewID, Queue: s.Queue, OnRevoked: o.Revoked, Hint: o.Hint})
	s.Shops = &shop.Service{DB: d, Now: o.Now, NewID: o.NewID}
	s.Customers = &customer.Service{DB: d, Now: o.Now, NewID: o.NewID, NewToken: rand.Text, CodeKey: linkKey}
	s.Notices = &notice.Service{DB: d, Now: o.Now, NewID: o.NewID, Hint: o.Hint}
	s.Rosters = &roster.Service{DB: d, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Notices: s.Notices}
	s.Profiles = &profile.Service{DB: d, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Customers: s.Customers, Notices: s.Notices}
	s.Delights = &delight.Service{DB: d, Now: o.Now, NewID: o.NewID, Hint: o.Hint}
	s.Conversations = &conversation.Service{DB: d, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint,
		Blobs: blobs, Intake: blob.NewIntake(blobs, blob.Options{}), Notices: s.Notices}
	s.Many = &many.Service{Conversations: s.Conversations}
	s.Drafts = &drafts.Service{DB: d, Now: o.Now, Hint: o.Hint}
	s.WebChat = &webchat.Service{DB: d, Now: o.Now, Shops: s.Shops, Customers: s.Customers, Conversations: s.Conversations}
	s.Pastes = &paste.Service{DB: d, Now: o.Now, NewID: o.NewID, Profiles: s.Profiles, Conversations: s.Conversations}
	s.Commitments = &commitment.Service{DB: d, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint}
	s.Complaints = &complaint.Service{DB: d, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Conversations: s.Conversations, Commitments: s.Commitments, Owed: owed.NewCarrier(s.Commitments, o.Now), Notices: s.Notices}
	s.Tickets = &dispatch.Service{DB: d, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Conversations: s.Conversations, Complaints: s.Complaints, Notices: s.Notices, Blobs: blobs, Intake: s.Conversations.Intake}
	if o.Sender == nil {
		o.Sender = outgoing.New(outgoing.Allowed{}, 0)
	}
	s.TaskLinks = &tasklink.Service{DB: d, Now: o.Now, NewID: o.NewID, Key: linkKey, Public: o.Public}
	s.Robots = &robot.Service{DB: d, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Box: seal.New(linkKey, "robots"), Sender: o.Sender, Notices: s.Notices, Links: s.TaskLinks}
	s.Handovers = &handover.Service{DB: d, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint,
		Conversations: s.Conversations, Complaints: s.Complaints, Notices: s.Notices}
	s.Bulletins = &bulletin.Service{DB: d, Now: o.Now, NewID: o.NewID, Hint: o.Hint}
	s.Briefings = &briefing.Service{DB: d, Now: o.Now}
	s.Assignments = &assignment.Service{DB: d, Queue: s.Queue, Now: o.Now, Conversations: s.Conversations}
	s.Bulks = &bulk.Service{DB: d, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Complaints: s.Complaints}
	s.Ratings = &rating.Service{DB: d, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Conversations: s.Conversations, Notices: s.Notices}
	s.Progress = &progress.Service{DB: d, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Key: linkKey, Public: o.Public, Shops: s.Shops,
		Customers: s.Customers, Conversations: s.Conversations, Complaints: s.Complaints, Notices: s.Notices}
	s.Presence = &presence.Service{Now: o.Now, Hint: o.Hint, Conversations: s.Conversations}
	s.Mergings = &merging.Service{DB: d, Now: o.Now, NewID: o.NewID, Kick: o.Revoked, Customers: s.Customers, Conversations: s.Conversations, Complaints: s.Complaints, Notices: s.Notices}
	s.ship(o, linkKey)
	s.Imports = &intake.Service{DB: d, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Blobs: blobs, Orders: s.Orders, Others: s.matters(o)}
	s.Disputes = &dispute.Service{DB: d, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Conversations: s.Conversations, Orders: s.Orders, Notices: s.Notices, Blobs: blobs, Intake: s.Conversations.Intake}
	s.gather(o, blobs, partial, linkKey)
	s.Parts = payout.New(payout.World{Now: o.Now, NewID: o.NewID, Hint: o.Hint, Conversations: s.Conversations, Complaints: s.Complaints, Key: linkKey, Out: o.Sender})
	s.Automations = s.automations(o)
	s.Rulebooks = &rulebook.Service{DB: s.DB, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Orders: s.Orders}
	s.Remedies = recall.NewRemedies(recall.World{Now: o.Now, NewID: o.NewID, Hint: o.Hint, Conversations: s.Conversations, Complaints: s.Complaints, Rulebooks: s.Rulebooks})
	s.look(dir, o)
	s.register(o.Revoked)
	return s, nil
}

// openFiles opens the places of files and of uploads that are not whole yet.
func openFiles(dir string) (blobs *blob.Dir, partial *blob.Partial, err error) {
	if blobs, err = blob.OpenDir(filepath.Join(dir, "files")); err != nil {
		return nil, nil, fmt.Errorf("opening the files: %w", err)
	}
	if partial, err = blob.OpenPartial(filepath.Join(dir, "uploads")); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("opening the place of uploads: %w", err), blobs.Close())
	}
	return blobs, partial, nil
}

// ship makes what keeps orders and watches their parcels, and what asks a service about
// them.
func (s *Set) ship(o Outside, key []byte) {
	s.Orders = &order.Service{DB: s.DB, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint}
	s.Shipments = &shipment.Service{DB: s.DB, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Conversations: s.Conversations, Complaints: s.Complaints}
	sender, ok := o.Sender.(tracking.Sender)
	if !ok { // one that takes only the messages of robots
		sender = outgoing.New(outgoing.Allowed{}, 0)
	}
	s.Tracking = &tracking.Service{DB: s.DB, Queue: s.Queue, Now: o.Now, Box: seal.New(key, "tracking"), Sender: sender, Public: o.Public, Shipments: s.Shipments}
	s.Shipments.Register()
	s.Tracking.Register()
}

// gather makes what keeps evidence. One file may be larger there than in the chat.
func (s *Set) gather(o Outside, blobs blob.Store, partial *blob.Partial, key []byte) {
	s.Evidence = &evidence.Service{DB: s.DB, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Key: key, Public: o.Public, Conversations: s.Conversations,
		Notices: s.Notices, Blobs: blobs, Intake: blob.NewIntake(blobs, blob.Options{MaxBytes: evidence.MaxFile}), Partial: partial, Playbook: s.playbookOf}
	s.Packs = &pack.Service{DB: s.DB, Now: o.Now, NewID: o.NewID, Blobs: blobs, Evidence: s.Evidence, Conversations: s.Conversations}
	s.Papers = &paper.Service{DB: s.DB, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Blobs: blobs, Intake: s.Evidence.Intake, Notices: s.Notices, Evidence: s.Evidence}
	s.Outbound = &outbound.Service{DB: s.DB, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Blobs: blobs,
		Intake: blob.NewIntake(blobs, blob.Options{Pictures: true}), Evidence: s.Evidence}
	s.Liabilities = &liability.Service{DB: s.DB, Now: o.Now, Hint: o.Hint, Evidence: s.Evidence}
}

// playbookOf is by which playbook a case is handled; runs are wired later than evidence.
func (s *Set) playbookOf(q db.Queryer, c complaint.Case) (*playbook.Playbook, error) {
	return s.Runs.PlaybookIn(q, c)
}

// look makes what shows, finds and proposes, and decides nothing.
func (s *Set) look(dir string, o Outside) {
	s.Desk = &desk.Service{DB: s.DB, Now: o.Now}
	s.Wall = &wall.Service{DB: s.DB, Now: o.Now}
	s.Purchases = &purchase.Service{DB: s.DB}
	s.QuickReplies = &quickreply.Service{DB: s.DB, Now: o.Now, NewID: o.NewID, Hint: o.Hint}
	s.SavedViews = &savedview.Service{DB: s.DB, Now: o.Now, NewID: o.NewID}
	s.Index = &search.Index{DB: s.DB, Now: o.Now, Log: o.Log}
	s.Find = &find.Service{DB: s.DB, Index: s.Index}
	s.RulePacks = &rulepack.Service{DB: s.DB, Now: o.Now, NewID: o.NewID, Hint: o.Hint}
	s.Assist = &assist.Service{DB: s.DB, Now: o.Now, Conversations: s.Conversations, Packs: s.RulePacks, Replies: s.QuickReplies}
	s.Hearing = &hearing.Service{DB: s.DB, Now: o.Now, NewID: o.NewID, Log: o.Log, Hint: o.Hint, Reader: hearing.Learnt(dir, o.Log), Conversations: s.Conversations, Notices: s.Notices}
	s.Stances = &stance.Service{DB: s.DB, Now: o.Now, NewID: o.NewID, Log: o.Log, Hint: o.Hint, Conversations: s.Conversations, Notices: s.Notices,
		Hearing: s.Hearing, Options: s.Options, Evidence: s.Evidence, Rulebooks: s.Rulebooks}
	s.Appeals = &appeal.Service{DB: s.DB, Stances: s.Stances, Packs: s.Packs}
	s.Partings = &parting.Service{DB: s.DB, Hearing: s.Hearing}
	s.Guides = run.New(run.World{DB: s.DB, Now: o.Now, NewID: o.NewID, Hint: o.Hint, Packs: s.RulePacks, Hearing: s.Hearing, Orders: s.Orders})
}

// automations is what happens by itself.
func (s *Set) automations(o Outside) *automation.Service {
	return &automation.Service{DB: s.DB, Queue: s.Queue, Now: o.Now, NewID: o.NewID, Conversations: s.Conversations, Complaints: s.Complaints,
		Tickets: s.Tickets, Profiles: s.Profiles, Orders: s.Orders, Notices: s.Notices, Assignments: s.Assignments}
}

// matters are what files may be about besides orders and products.
func (s *Set) matters(o Outside) []intake.Matter {
	past := &register.Service{DB: s.DB, Now: o.Now, NewID: o.NewID, Customers: s.Customers, Profiles: s.Profiles,
		Recorded: &recorded.Service{Now: o.Now, NewID: o.NewID, Conversations: s.Conversations}}
	return []intake.Matter{past.Matter()}
}

// sweep is the hourly cleaning of what has expired.
type sweep struct{}

func (sweep) Kind() string { return "identity.sweep" }

// register tells the queue who does which job.
func (s *Set) register(revoked func(userID string)) {
	s.Rosters.Register()
	s.Conversations.Register()
	s.Drafts.Register(s.Queue)
	s.Commitments.Register()
	s.Complaints.Register(s.Queue)
	s.Tickets.Register()
	s.Disputes.Wire()
	s.Robots.Register()
	s.Handovers.Register()
	s.Assignments.Register()
	s.Automations.Register()
	s.Bulks.Register()
	s.Imports.Register()
	s.Progress.Register(s.Queue)
	s.Find.Register()
	s.Papers.Register()
	s.Outbound.Register()
	// The command line ends sessions too; its announcement reaches the server here.
	jobs.Subscribe(s.Queue, "sockets", func(tx *db.Tx, e identity.Revoked) error {
		tx.AfterCommit(func() { revoked(e.UserID) })
		return nil
	})
	jobs.Handle(s.Queue, func(ctx context.Context, _ sweep) error {
		return errors.Join(s.Identity.Sweep(ctx), s.Customers.Sweep(ctx), s.Progress.Sweep(ctx), s.Imports.Sweep(ctx), s.Robots.Sweep(ctx), s.TaskLinks.Sweep(ctx), s.Evidence.Sweep(ctx))
	})
	jobs.Every(s.Queue, sweep{}, time.Hour)
}

// Close releases what the services hold besides the database.
func (s *Set) Close() error { return errors.Join(s.blobs.Close(), s.Evidence.Partial.Close()) }
