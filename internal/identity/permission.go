package identity

import "slices"

// Permission is one thing that a role may allow. Its text is kept in roles and
// shown in settings, and therefore never changes its meaning.
type Permission string

const (
	// ConversationRead is to see conversations, their messages and buyers.
	ConversationRead Permission = "conversation.read"
	// ConversationReply is to write to buyers, and to say what was read.
	ConversationReply Permission = "conversation.reply"
	// ConversationAssign is to take a conversation, or give it to a colleague.
	ConversationAssign Permission = "conversation.assign"
	// ConversationMerge is to say that two conversations are with the same buyer,
	// who then sees both, and to take that back.
	ConversationMerge Permission = "conversation.merge"

	// CustomerRead is to see what is known of customers, personal data masked.
	CustomerRead Permission = "customer.read"
	// CustomerWrite is to say what is known of customers, and who is one person.
	CustomerWrite Permission = "customer.write"
	// CustomerReveal is to look at a value that is masked, with a reason.
	CustomerReveal Permission = "customer.reveal"
	// CustomerErase is to hand a customer all that is known of them, or to erase it.
	CustomerErase Permission = "customer.erase"

	// CaseRead is to see cases and what happened in them.
	CaseRead Permission = "case.read"
	// CaseWrite is to open cases, move them on, and ask the buyer for the outcome.
	CaseWrite Permission = "case.write"
	// CaseCloseWithReason is to close a case that the buyer has not confirmed.
	CaseCloseWithReason Permission = "case.close_with_reason"

	// CommitmentRead is to see what we said we would do.
	CommitmentRead Permission = "commitment.read"
	// CommitmentWrite is to make commitments, keep them and replace them in time.
	CommitmentWrite Permission = "commitment.write"
	// CommitmentWaive is to settle a commitment without keeping it.
	CommitmentWaive Permission = "commitment.waive"

	// OrderRead is to see orders and products, personal data masked, and to ask for
	// the receiver of one order, which is recorded.
	OrderRead Permission = "order.read"
	// OrderWrite is to import, push and correct orders and products.
	OrderWrite Permission = "order.write"
	// DisputeRead is to see what buyers have brought before somebody outside.
	DisputeRead Permission = "dispute.read"
	// DisputeWrite is to register outside disputes, to answer them, and to hand out
	// the pack of evidence.
	DisputeWrite Permission = "dispute.write"
	// DisputeSettings is to say by when which disputes have to be answered.
	DisputeSettings Permission = "dispute.settings"
	// TicketRead is to see tickets: of all departments of a shop, or, where it is
	// granted for a department, of that one; see [Actor.Places].
	TicketRead Permission = "ticket.read"
	// TicketWork is to take tickets, finish them and hand them back.
	TicketWork Permission = "ticket.work"
	// TicketWrite is to hand work of a case to departments, and to take it back.
	TicketWrite Permission = "ticket.write"

	// CompensationRead is to see what buyers are to get and have got.
	CompensationRead Permission = "compensation.read"
	// CompensationClaim is to ask for a compensation, to change and to withdraw it.
	CompensationClaim Permission = "compensation.claim"
	// CompensationApprove is to approve up to the limit of one's role, or refuse.
	CompensationApprove Permission = "compensation.approve"
	// CompensationPay is to pay what was approved, and say what became of it.
	CompensationPay Permission = "compensation.pay"
	// CompensationManage is to set limits and budgets, and the ways of paying.
	CompensationManage Permission = "compensation.manage"

	// FileRead is to see files of conversations.
	FileRead Permission = "file.read"
	// FileUpload is to add files to conversations.
	FileUpload Permission = "file.upload"

	// TeamSupervise is to see how a team is doing: who waits, what is late, who is there.
	TeamSupervise Permission = "team.supervise"

	// RuleManage is to change the rules by which a shop's replies are checked: its
	// packs, its words, and what it does without.
	RuleManage Permission = "rule.manage"
	// PlaybookManage is to write and publish the playbooks of a shop, and to switch
	// them off.
	PlaybookManage Permission = "playbook.manage"

	// NoticeRead is to see one's own notices.
	NoticeRead Permission = "notice.read"

	// UserManage is to add colleagues, let them in and shut them out, and grant
	// them roles that one could hold oneself.
	UserManage Permission = "user.manage"
	// RoleManage is to say what a role allows. It counts when held for all shops.
	RoleManage Permission = "role.manage"
	// ShopManage is to change shops and departments; held for all shops, also to add one.
	ShopManage Permission = "shop.manage"
	// JobsManage is to see failed jobs and to try them again. It counts when held
	// for all shops.
	JobsManage Permission = "jobs.manage"
	// AuditRead is to see who did what.
	AuditRead Permission = "audit.read"

	// BuyerUse is what a buyer may do with their own conversation, cases, files
	// and commitments. No role holds it.
	BuyerUse Permission = "buyer.use"
	// ProgressUse is to see how one's own case is getting on, to say whether it
	// is solved and how it went. Buyers hold it, and for one case whoever holds
	// its progress link. No role holds it.
	ProgressUse Permission = "progress.use"
	// TaskUse is to work on the one ticket that somebody holds a link to. No role holds it.
	TaskUse Permission = "task.use"
	// EvidenceGive is to give what a link asks for, in one case. No role holds it.
	EvidenceGive Permission = "evidence.give"
)

// Grantable returns the permissions that a role may hold.
func Grantable() []Permission {
	return []Permission{
		ConversationRead, ConversationReply, ConversationAssign, ConversationMerge,
		CustomerRead, CustomerWrite, CustomerReveal, CustomerErase,
		CaseRead, CaseWrite, CaseCloseWithReason,
		CommitmentRead, CommitmentWrite, CommitmentWaive,
		OrderRead, OrderWrite,
		DisputeRead, DisputeWrite, DisputeSettings,
		TicketRead, TicketWork, TicketWrite,
		CompensationRead, CompensationClaim, CompensationApprove, CompensationPay, CompensationManage,
		FileRead, FileUpload, NoticeRead, TeamSupervise, RuleManage, PlaybookManage,
		UserManage, RoleManage, ShopManage, JobsManage, AuditRead,
	}
}

// Known tells whether p is a permission that a role may hold.
func (p Permission) Known() bool { return slices.Contains(Grantable(), p) }
