package identity

// Automation is the kind of actor that does what a shop has said shall be done by
// itself.
const Automation ActorKind = "automation"

// AutomationID is its id, in the audit record say.
const AutomationID = "automation"

// NewAutomation is the actor for the automations of a shop: what they may do there
// is what their acts need.
func NewAutomation(shopID, name string) Actor {
	a := Actor{ID: AutomationID, Name: name, Kind: Automation, held: map[string]permissions{}}
	for _, p := range []Permission{ConversationRead, CaseRead, CaseWrite, TicketRead, TicketWrite, CustomerRead, CustomerWrite, OrderRead} {
		a.hold(shopID, p)
	}
	return a
}
