import type { components } from './schema.gen';

// The shapes that cross the border to the server, by the names used here. They
// come from the server's document, which does not say of a nested object that
// it may be missing; that is added below.

export type { paths } from './schema.gen';

type Schemas = components['schemas'];
type Optional<T, Names extends keyof T> = Omit<T, Names> & { [Name in Names]: T[Name] | null };

export type Me = Schemas['Me'];
export type Problem = Schemas['Problem'];

export type View = Schemas['QueueQuery']['view'];
export type QueueItem = Optional<Schemas['QueueItem'], 'assignee' | 'case' | 'next_due' | 'heard'>;
export type QueueHeard = Schemas['QueueHeard'];
export type QueuePage = Omit<Schemas['Queue'], 'items'> & { items: QueueItem[] };

export type QueueQuery = Schemas['QueueQuery'];
export type QueueOrder = NonNullable<QueueQuery['order']>;
export type SavedView = Schemas['SavedView'];
export type TransferDraft = Omit<Schemas['AssignInputBody'], 'version'>;
export type BulkItem = Schemas['BulkItem'];
export type BulkResult = Schemas['BulkResult'];

export type ParcelLine = Optional<Schemas['ParcelLine'], 'by'>;
export type ParcelQueue = Omit<Schemas['ParcelQueue'], 'items'> & { items: ParcelLine[] };
export type ParcelTrouble = Optional<Schemas['ParcelTrouble'], 'by'>;
export type Parcel = Omit<Schemas['Parcel'], 'troubles'> & { troubles: ParcelTrouble[] };
export type ParcelList = { items: Parcel[] };
export type ParcelRules = Schemas['ParcelRules'];
export type TrackingAccount = Schemas['TrackingAccount'];
export type TrackingDraft = Schemas['TrackingInputBody'];

export type Conversation = Optional<Schemas['Conversation'], 'assignee'>;
export type FileInfo = Schemas['File'];
export type Message = Optional<Schemas['Message'], 'card' | 'event'>;
export type MessagePage = Omit<Schemas['MessagePage'], 'messages'> & { messages: Message[] };

export type Later = Schemas['Later'];

export type Duty = Schemas['Duty'];
export type Purchases = Schemas['Purchases'];

export type Heard = Schemas['Heard'];
export type HeardTurn = Schemas['HeardTurn'];
export type HeardRisk = Schemas['HeardRisk'];
export type HeardFact = Schemas['HeardFact'];
export type HeardSense = Schemas['HeardSense'];
export type Correction = Schemas['Correction'];
export type PartingCheck = Schemas['PartingCheck'];

export type Merging = Schemas['Merging'];
export type Mergings = Optional<Schemas['Mergings'], 'into'>;
export type MergeCandidate = Optional<Schemas['MergeCandidate'], 'assignee' | 'case' | 'next_due'>;

export type Robot = Schemas['Robot'];
export type RobotLine = Schemas['RobotLine'];

export type Claim = Optional<Schemas['Claim'], 'policy' | 'decided_by' | 'payout'>;
export type ClaimPage = Omit<Schemas['ClaimPage'], 'items'> & { items: Claim[] };
export type ClaimDraft = Omit<Schemas['ClaimDraft'], '$schema'>;
export type ClaimRoom = Optional<Schemas['ClaimRoom'], 'policy'>;
export type ClaimRooms = Optional<Omit<Schemas['ClaimRooms'], 'items' | 'unasked'>, 'paid_fen'> & { items: ClaimRoom[]; unasked: ClaimRoom };
export type ManyApproved = Schemas['ManyApproved'];
export type CompensationRules = Schemas['CompensationRules'];
export type CouponPool = Schemas['CouponPool'];
export type CouponsAdded = Schemas['CouponsAdded'];
export type PayoutSystem = Schemas['PayoutSystem'];
export type Deputy = Schemas['Deputy'];
export type Proof = Schemas['Proof'];

export type Ticket = Optional<Schemas['Ticket'], 'worker'>;
export type TicketPage = Omit<Schemas['TicketPage'], 'items'> & { items: Ticket[] };
export type TicketDraft = Omit<Schemas['TicketDraft'], '$schema'>;
export type TicketField = Schemas['TicketField'];
export type TicketType = Schemas['TicketType'];
export type TicketTypes = Omit<Schemas['TicketTypes'], '$schema'>;

export type MyState = Schemas['MyState'];
export type PersonState = MyState['state'];
export type Overview = Schemas['Overview'];
export type TeamMember = Schemas['TeamMember'];

export type Escalation = Optional<Schemas['Escalation'], 'to' | 'accepted_by'>;
export type Case = Omit<Optional<Schemas['Case'], 'closing' | 'restatement' | 'agreement' | 'reopened'>, 'escalation'> & {
  escalation: Escalation | null;
};
export type CaseNext = Schemas['CaseNext'];
export type Severity = Case['severity'];
export type Stage = Case['stage'];
export type CaseFacts = Pick<Case, 'scenario' | 'severity' | 'demands' | 'order_no' | 'summary'>;
export type TimelineEntry = Schemas['Happening'];

export type Rating = Schemas['Rating'];
export type FollowUp = Schemas['FollowUp'];

export type Commitment = Schemas['Commitment'];
export type WallItem = Schemas['WallItem'];
export type WallPage = Schemas['Wall'];
export type Register = Schemas['Register'];
export type KeptBy = Schemas['KeptBy'];
export type KeptCounts = Schemas['KeptCounts'];
export type BulkPlan = Omit<Schemas['PreviewBulkInputBody'], 'filter' | '$schema'>;
export type BulkRow = Optional<Schemas['BulkRow'], 'problem'>;
export type BulkPreview = Omit<Schemas['BulkPreview'], 'items'> & { items: BulkRow[] };
export type Bulk = Schemas['Bulk'];

export interface ConversationDetail {
  conversation: Conversation;
  messages: Message[];
  has_earlier: boolean;
  cases: Case[];
  commitments: Commitment[];
}

export type Hit = Schemas['Hit'];
export type HitPage = Schemas['HitPage'];
export type SearchState = Schemas['SearchState'];
export type OrderRow = Schemas['OrderRow'];
export type OrderTerm = Schemas['OrderTerm'];
export type OrderItem = Optional<Schemas['OrderItem'], 'product'>;
export type Order = Omit<Schemas['Order'], 'items'> & { items: OrderItem[] };
export type OrderChange = Omit<Schemas['ChangeOrderInputBody'], 'version'>;
export type OrderMapping = Schemas['OrderMapping'];
export type OrderImport = Optional<Schemas['OrderImport'], 'failure'>;
export type OrderImportPage = Omit<Schemas['OrderImports'], 'items'> & { items: OrderImport[] };
export type OrderPreview = Schemas['OrderPreview'];
export type OrderImportDetail = Omit<Optional<Schemas['OrderImportDetail'], 'preview'>, 'import'> & { import: OrderImport };
export type Product = Schemas['Product'];
export type ProductPage = Schemas['Products'];
export type ReturnRule = Optional<Schemas['ReturnRule'], 'days'>;
export type WordMeaning = Schemas['WordMeaning'];

export type CustomerCard = Schemas['CustomerCard'];
export type CustomerRow = Schemas['CustomerRow'];
export type CustomerHandle = Schemas['CustomerHandle'];
export type CustomerAlike = Schemas['CustomerAlike'];
export type CustomerTag = Schemas['CustomerTag'];
export type Delight = Schemas['Delight'];
export type ShopDelights = Schemas['ShopDelights'];

export type Shift = Schemas['Shift'];
export type ShiftDraft = Schemas['ShiftDraft'];
export type RosterEntry = Schemas['RosterEntry'];
export type RosterWeek = Schemas['RosterWeek'];
export type Handover = Schemas['Handover'];
export type HandoverItem = Schemas['HandoverItem'];
export type HandoverStock = Schemas['HandoverStock'];
export type HandoverCase = Schemas['HandoverCase'];
export type HandoverTaker = Schemas['HandoverTaker'];
export type HandoverDraft = Schemas['HandoverDraft'];
export type Briefing = Schemas['Briefing'];
export type Bulletin = Schemas['Bulletin'];
export type BulletinDraft = Schemas['BulletinDraft'];

export type Recall = Schemas['Recall'];
export type RecallBuyer = Schemas['RecallBuyer'];
export type RecallBuyers = Schemas['RecallBuyers'];
export type RecallDraft = Schemas['RecallDraft'];
export type RecallList = Schemas['RecallList'];
export type RecallOfCase = Schemas['RecallOfCase'];
export type Stance = Schemas['Stance'];
export type StanceBasis = Schemas['StanceBasis'];
export type StanceFeature = Schemas['StanceFeature'];
export type StanceOfCase = Schemas['StanceOfCase'];
export type StanceOffered = Schemas['StanceOffered'];
export type StanceSource = Schemas['StanceSource'];
export type StanceStep = Schemas['StanceStep'];
export type OptionCard = Schemas['OptionCard'];
export type OptionCards = Schemas['OptionCards'];
export type OptionDraft = Schemas['OptionDraft'];
export type OptionFollow = Schemas['OptionFollow'];
export type OptionFound = Schemas['OptionFound'];
export type OptionsFound = Schemas['OptionsFound'];
export type PolicyBook = Schemas['PolicyBook'];
export type PolicyCheck = Schemas['PolicyCheck'];
export type PolicyCoverage = Schemas['Coverage'];
export type PolicyDecision = Schemas['Decision'];
export type PolicyEdition = Schemas['PolicyEdition'];
export type PolicyExample = Schemas['Example'];
export type PolicyFact = Schemas['PolicyFact'];
export type PolicyOffer = Schemas['Offer'];
export type PolicyProblem = Schemas['PolicyProblem'];
export type PolicyRow = Schemas['PolicyRow'];
export type PolicyRule = Schemas['PolicyRule'];
export type PolicySimulation = Schemas['PolicySimulation'];
export type PolicyTable = Schemas['PolicyTable'];
export type PolicyTerms = Schemas['PolicyTerms'];
export type PolicyWeighed = Schemas['PolicyWeighed'];
export type Automation = Schemas['Automation'];
export type AutomationDraft = Schemas['AutomationDraft'];
export type AutomationCondition = Schemas['AutomationCondition'];
export type AutomationAct = Schemas['AutomationAct'];
export type DryRun = Schemas['DryRun'];
export type AssignmentPlan = Schemas['AssignmentPlan'];
export type AssignmentSkill = Schemas['AssignmentSkill'];
export type AssignmentSetting = Schemas['AssignmentSetting'];
export type AssignmentChoice = Schemas['AssignmentChoice'];
export type AssignmentVerdict = Schemas['AssignmentVerdict'];
export type Assignee = Schemas['Assignee'];

export type Notice = Schemas['Notice'];
export type DeadJob = Schemas['DeadJob'];

export type RecordEntry = Schemas['RecordEntry'];
export type User = Schemas['User'];
export type UserGrant = Schemas['UserGrant'];
export type Role = Schemas['Role'];
export type Shop = Schemas['Shop'];
export type ShopSettings = Schemas['ShopSettings'];
export type Department = Schemas['Department'];
export type Plan = Schemas['Plan'];
export type Interval = Schemas['Interval'];
export type HoursDay = Schemas['HoursDay'];
export type HoursPreview = Schemas['HoursPreview'];

export type Dispute = Schemas['Dispute'];
export type DisputePage = Schemas['DisputePage'];
export type DisputeDetail = Schemas['DisputeDetail'];
export type DisputeMove = Schemas['DisputeMove'];
export type DisputeItem = Schemas['DisputeItem'];
export type DisputeReport = Schemas['DisputeReport'];
export type DisputeTally = Schemas['DisputeTally'];
export type DisputeClock = Schemas['DisputeClock'];
export type DisputeClocks = Schemas['DisputeClocks'];
export type RegisteredDispute = Schemas['RegisteredDispute'];

export type Evidence = Schemas['Evidence'];
export type EvidencePiece = Schemas['EvidencePiece'];
export type EvidenceItem = Schemas['EvidenceItem'];
export type EvidenceRequest = Schemas['EvidenceRequest'];
export type EvidenceAsked = Schemas['EvidenceAsked'];
export type EvidenceEntry = Schemas['EvidenceEntry'];
export type EvidenceGiver = Schemas['EvidenceGiver'];
export type QuickReply = Schemas['QuickReply'];
export type QuickReplyDraft = Omit<Schemas['AddQuickReplyInputBody'], 'own'>;
export type ListedQuickReply = Optional<Schemas['ListedQuickReply'], 'starts_at' | 'ends_at' | 'review_at'>;
export type QuickReplies = Omit<Schemas['QuickReplies'], 'items'> & { items: ListedQuickReply[] };
export type QuickReplyOffer = Schemas['QuickReplyOffer'];
export type QuickReplyOffers = Schemas['QuickReplyOffers'];
export type QuickRepliesAdded = Schemas['QuickRepliesAdded'];

export type Paper = Schemas['Paper'];
export type PaperPage = Schemas['PaperPage'];
export type OfferedPaper = Schemas['OfferedPaper'];
export type OutboundPhoto = Schemas['OutboundPhoto'];
export type OutboundPage = Schemas['OutboundPage'];
export type OutboundAdded = Schemas['OutboundAdded'];
export type CaseOutboundPhoto = Schemas['CaseOutboundPhoto'];
export type Liability = Schemas['Liability'];
export type LiabilityFinding = Schemas['LiabilityFinding'];
export type LiabilityTally = Schemas['LiabilityTally'];
export type AskedEvidence = Schemas['AskedEvidence'];

export type Advice = Schemas['Advice'];
export type Finding = Schemas['Finding'];
export type Proposal = Schemas['Proposal'];
export type ReplyRule = Schemas['ReplyRule'];
export type RuleShelf = Schemas['RuleShelf'];
export type RuleChoices = Schemas['RuleChoices'];
export type RuleWord = Schemas['RuleWord'];
export type RulePack = Schemas['RulePack'];
export type BothTexts = Schemas['BothTexts'];
export type Playbook = Schemas['Playbook'];
export type PlaybookShelf = Schemas['PlaybookShelf'];
export type PlaybookDetail = Schemas['PlaybookDetail'];
export type PlaybookEdition = Schemas['PlaybookEdition'];
export type PlaybookForm = Schemas['PlaybookForm'];
export type PlaybookStep = Schemas['PlaybookStep'];
export type PlaybookFact = Schemas['PlaybookFact'];
export type PlaybookReport = Schemas['PlaybookReport'];
export type PlaybookTrial = Schemas['PlaybookTrial'];
export type PlaybookProposal = Schemas['PlaybookProposal'];
export type PlaybookChoice = Schemas['PlaybookChoice'];
export type PlaybookGuide = Schemas['PlaybookGuide'];
export type PlaybookRun = Schemas['PlaybookRun'];
export type GuideStep = Schemas['GuideStep'];
export type GuideFact = Schemas['GuideFact'];
export type RunFact = Schemas['RunFact'];
export type RunStep = Schemas['RunStep'];
export type RulePackDetail = Schemas['RulePackDetail'];
export type RuleDraft = Schemas['RuleDraft'];
export type RuleEdition = Schemas['RuleEdition'];
export type RuleTrial = Schemas['RuleTrial'];
export type RuleProblem = Schemas['RuleProblem'];
export type RuleChange = Schemas['RuleChange'];

export type PasteDraft = Schemas['PasteDraft'];
export type PastePreview = Schemas['PastePreview'];
export type PasteMessage = Schemas['PasteMessage'];
export type PasteKept = Schemas['PasteKept'];
