package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/anxin-desk/anxin/internal/api"
	"github.com/anxin-desk/anxin/internal/platform/db"
	"github.com/anxin-desk/anxin/internal/platform/db/dbtest"
	"github.com/anxin-desk/anxin/stories/storytest"
)

// way says how the matrix uses an operation. What must come of it follows from
// the access that the document states.
type way struct {
	needs  string         // kind of the thing whose id it takes; see things.make
	inBody string         // field of the body that takes the id; else {id} of the path
	body   map[string]any // other fields; "version" gets that of the thing, # a new number
	bytes  string         // the body is this sample of a file

	everywhere bool   // counts only for who holds the permission for all shops
	status     int    // of who may, if not the documented success
	code       string // of that
	last       bool   // it ends the session, and is therefore tried last
}

// ways has a row for every operation of the document. A new operation without
// one fails this test.
var ways = map[string]way{
	"signIn":            {body: map[string]any{"login": "ghost#", "password": "x"}, status: 401, code: "identity.wrong_login"},
	"readSetup":         {status: 404, code: "identity.setup_link_over"},
	"setUp":             {body: map[string]any{"token": "x", "shop_name": "x", "name": "x", "login": "x", "password": storytest.Password}, status: 404, code: "identity.setup_link_over"},
	"beginVisit":        {body: map[string]any{"shop_key": "nowhere"}, status: 404, code: "shop.unknown"},
	"readMe":            {},
	"changePassword":    {body: map[string]any{"current": "wrong", "new": storytest.Password}, status: 422, code: "identity.wrong_password"},
	"signOut":           {last: true},
	"signOutEverywhere": {last: true},

	"readQueue":          {},
	"readConversation":   {needs: "talk"},
	"readMessages":       {needs: "talk"},
	"sendMessage":        {needs: "talk", body: map[string]any{"text": "您好"}},
	"markRead":           {needs: "talk", body: map[string]any{"seq": 1}},
	"assignConversation": {needs: "talk", body: map[string]any{"version": 0, "assignee_id": ""}},
	"uploadFile":         {needs: "talk", bytes: "png 4x4"},

	"snoozeConversation":   {needs: "talk", body: map[string]any{"version": 0, "until": "2026-03-05T00:00:00Z"}},
	"unsnoozeConversation": {needs: "talk", body: map[string]any{"version": 0}},
	"assignMany":           {body: map[string]any{"assignee_id": "", "items": []any{map[string]any{"id": "none", "version": 1, "head_seq": 1}}}},
	"snoozeMany":           {body: map[string]any{"until": "2026-03-05T00:00:00Z", "items": []any{map[string]any{"id": "none", "version": 1, "head_seq": 1}}}},
	"markManyRead":         {body: map[string]any{"items": []any{map[string]any{"id": "none", "version": 1, "head_seq": 1}}}},
	"adviseReply":          {needs: "talk", body: map[string]any{"text": "尽快处理"}},
	"reactToAdvice":        {needs: "talk", body: map[string]any{"items": []any{map[string]any{"rule": "vague_promise.soon", "version": 1, "response": "applied"}}}},
	"readReplyRules":       {},
	"tryReplyRules":        {body: map[string]any{"reply": "尽快处理"}},
	"readSavedViews":       {},
	"createSavedView":      {body: map[string]any{"name": "急的", "query": map[string]any{"view": "all", "filter": map[string]any{}}}},
	"updateSavedView":      {needs: "view", body: map[string]any{"version": 0, "name": "更急的", "query": map[string]any{"view": "all", "filter": map[string]any{}}}},
	"removeSavedView":      {needs: "view", body: map[string]any{"version": 0}},

	"search":          {},
	"searchFirst":     {},
	"readSearchState": {everywhere: true},

	"readFile": {needs: "file"},

	"writeNote":       {needs: "talk", body: map[string]any{"text": "先查物流"}},
	"recallMessage":   {needs: "own message", body: map[string]any{"seq": "$seq"}},
	"readDraft":       {needs: "talk"},
	"saveDraft":       {needs: "talk", body: map[string]any{"text": "您好，"}},
	"readLater":       {needs: "talk"},
	"sendLater":       {needs: "talk", body: map[string]any{"text": "早上好", "send_at": "2026-03-05T01:00:00Z"}},
	"editLater":       {needs: "later", body: map[string]any{"version": 0, "text": "晚上好", "send_at": "2026-03-05T02:00:00Z"}},
	"cancelLater":     {needs: "later", body: map[string]any{"version": 0}},
	"sendLaterNow":    {needs: "later", body: map[string]any{"version": 0}},
	"showPresence":    {needs: "talk", body: map[string]any{"doing": "typing"}},
	"showBuyerTyping": {},

	"openCase":         {needs: "talk", body: map[string]any{"scenario": "quality.damaged", "severity": "low"}},
	"readCase":         {needs: "case"},
	"correctCase":      {needs: "case", body: map[string]any{"version": 0, "scenario": "quality.damaged", "severity": "high"}},
	"askOutcome":       {needs: "case", body: map[string]any{"version": 0, "text": "解决了吗"}},
	"moveCase":         {needs: "case", body: map[string]any{"version": 0, "stage": "investigating"}},
	"sendRestatement":  {needs: "case", body: map[string]any{"version": 0, "text": "杯子碎了，想补发"}},
	"markRestatement":  {needs: "case", body: map[string]any{"version": 0, "seq": 9999, "confirmed": true}, status: 422, code: "case.not_a_buyers_message"},
	"propose":          {needs: "case", body: map[string]any{"version": 0, "text": "补发一只"}},
	"agree":            {needs: "case", body: map[string]any{"version": 0, "note": "电话里同意"}, status: 409, code: "case.needs_proposal"},
	"takeFastLane":     {needs: "case", body: map[string]any{"version": 0, "restatement": "杯子碎了", "seq": 9999, "result": "补发了"}, status: 422, code: "case.not_a_buyers_message"},
	"handOverCase":     {needs: "case", body: map[string]any{"version": 0, "to": "nobody", "reason": "下班了"}, status: 422, code: "case.cannot_own"},
	"escalateCase":     {needs: "case", body: map[string]any{"version": 0, "reason": "stuck"}},
	"acceptCase":       {needs: "case", body: map[string]any{"version": 0}, status: 409, code: "case.not_escalated"},
	"mergeCase":        {needs: "case", body: map[string]any{"version": 0, "into": "nothing"}, status: 404},
	"splitCase":        {needs: "case", body: map[string]any{"version": 0}, status: 409, code: "case.not_merged"},
	"markOutcome":      {needs: "case", body: map[string]any{"version": 0, "seq": 9999, "solved": true}, status: 422, code: "case.not_a_buyers_message"},
	"closeVerified":    {needs: "case", body: map[string]any{"version": 0, "note": "退款已到账"}},
	"closeWithReason":  {needs: "case", body: map[string]any{"version": 0, "note": "买家重复投诉"}},
	"reopenCase":       {needs: "case", body: map[string]any{"version": 0, "reason": "漏了一件"}, status: 409, code: "case.not_closed"},
	"makeCommitment":   {needs: "case", body: map[string]any{"text": "明天", "due_at": "2026-03-05T00:00:00Z"}},
	"keepCommitment":   {needs: "commitment", body: map[string]any{"version": 0}},
	"updateCommitment": {needs: "commitment", body: map[string]any{"version": 0, "text": "后天", "due_at": "2026-03-06T00:00:00Z"}},
	"waiveCommitment":  {needs: "commitment", body: map[string]any{"version": 0, "reason": "不需要了"}},

	"readCommitments": {},
	"readRegister":    {},
	"previewBulk":     {needs: "shop", inBody: "shop_id", body: map[string]any{"text": "{what}：改到 {due}", "hours": 24}},
	"startBulk": {needs: "shop", inBody: "shop_id", body: map[string]any{"text": "{what}", "hours": 24, "as_of": "2026-03-04T04:00:00Z", "items": []any{}},
		status: 422, code: "bulk.items_range"},
	"readBulk":            {needs: "bulk"},
	"readMergings":        {needs: "talk"},
	"findMergeCandidates": {needs: "talk"},
	"mergeConversation":   {needs: "talk", inBody: "source_id", body: map[string]any{"version": 0, "source_version": 0}, status: 422, code: "merging.itself"},
	"undoMerging":         {needs: "merging", body: map[string]any{"version": 0}},

	"readOrders":             {},
	"readOrder":              {needs: "order"},
	"pushOrder":              {needs: "shop", inBody: "shop_id", body: map[string]any{"status_words": "已发货", "items": []any{map[string]any{"title": "台灯", "quantity": 1}}}},
	"changeOrder":            {needs: "order", body: map[string]any{"version": 0, "nick": "小林#"}},
	"revealOrder":            {needs: "order"},
	"readConversationOrders": {needs: "talk"},
	"readProducts":           {needs: "shop"},
	"saveProduct":            {needs: "shop", body: map[string]any{"code": "TD-#", "name": "台灯", "warranty_months": 12, "first": true}},
	"uploadOrders":           {needs: "shop", bytes: "orders"},
	"readOrderImports":       {},
	"readOrderImport":        {needs: "order import"},
	"mapOrderImport":         {needs: "order import", body: map[string]any{"version": 0, "platform": "jd", "columns": map[string]any{"number": "订单号"}}},
	"startOrderImport":       {needs: "order import", body: map[string]any{"version": 0}},
	"dropOrderImport":        {needs: "order import", body: map[string]any{"version": 0}},
	"readOrderImportReport":  {needs: "order import"},
	"saveOrderMapping":       {needs: "shop", body: map[string]any{"name": "聚水潭#", "platform": "jd", "columns": map[string]any{"number": "订单号"}}},
	"removeOrderMapping":     {needs: "order mapping", body: map[string]any{"version": 0}},

	"readCustomers":     {},
	"readCustomer":      {needs: "customer"},
	"readCustomerCases": {needs: "customer"},
	"updateCustomer":    {needs: "customer", body: map[string]any{"version": 0, "name": "林婉清", "address_as": "林女士", "level": "vip", "quiet_from": 1320, "quiet_to": 480}},
	"tagCustomer":       {needs: "customer", body: map[string]any{"version": 0, "names": []any{"老客"}}},
	"readCustomerTags":  {},
	"updateCustomerTag": {needs: "customer tag", body: map[string]any{"version": 0, "name": "t#", "colour": "blue"}},
	"recordConsent":     {needs: "customer", body: map[string]any{"version": 0, "kind": "phone", "agreed": true, "how": "chat"}},
	"addMemory":         {needs: "customer", body: map[string]any{"version": 0, "kind": "likes", "text": "喜欢顺丰", "source": "told"}},
	"removeMemory":      {needs: "customer", body: map[string]any{"version": 0, "memory_id": "none"}, status: 404},
	"addHandle":         {needs: "customer", body: map[string]any{"version": 0, "kind": "nick", "platform": "taobao", "value": "n#"}},
	"dismissHandle":     {needs: "customer", body: map[string]any{"version": 0, "kind": "phone", "value": "13800138000"}},
	"detachHandle":      {needs: "customer", body: map[string]any{"version": 0, "handle_id": "none"}, status: 404},
	"revealHandle":      {needs: "customer", body: map[string]any{"handle_id": "none", "reason": "回电"}, status: 404},
	"joinCustomers":     {needs: "customer", inBody: "source_id", body: map[string]any{"version": 0, "source_version": 1}, status: 422, code: "customer.join_itself"},
	"undoJoining":       {needs: "joining", body: map[string]any{"version": 0}},
	"exportCustomer":    {needs: "customer", body: map[string]any{"reason": "本人申请"}},
	"eraseCustomer":     {needs: "customer", body: map[string]any{"version": 0, "reason": "本人申请"}},
	"readDelights":      {needs: "shop"},
	"setDelightBudget":  {needs: "shop", body: map[string]any{"version": 0, "budget_fen": 50000}, status: 409, code: "delight.budget_changed"},
	"addDelight":        {needs: "shop", body: map[string]any{"title": "贺卡#", "cost_fen": 500, "occasion": "vip"}},
	"removeDelight":     {needs: "delight", body: map[string]any{"version": 0}},
	"giveDelight":       {needs: "customer", body: map[string]any{"delight_id": "none", "budget_version": 0}, status: 404},

	"readNotices":     {},
	"markNoticesRead": {needs: "notice", inBody: "up_to"},
	"readDeadJobs":    {everywhere: true},
	"retryJob":        {needs: "dead job", everywhere: true},
	"readRecord":      {everywhere: true},

	"readUsers":       {},
	"createUser":      {body: map[string]any{"name": "x", "login": "new#", "password": "x", "grants": []any{}}, status: 422, code: "identity.password_short"},
	"renameUser":      {needs: "user", body: map[string]any{"version": 0, "name": "小李"}},
	"disableUser":     {needs: "user", body: map[string]any{"version": 0}},
	"enableUser":      {needs: "user", body: map[string]any{"version": 0}, status: 409, code: "identity.not_disabled"},
	"signUserOut":     {needs: "user", body: map[string]any{"version": 0}},
	"setUserPassword": {needs: "user", body: map[string]any{"version": 0, "password": storytest.Password}},
	"grantRole":       {needs: "user", body: map[string]any{"version": 0, "role_id": "none", "shop_id": ""}, status: 404, code: "identity.role_unknown"},
	"revokeRole":      {needs: "user", body: map[string]any{"version": 0, "role_id": "none", "shop_id": "$shop"}, status: 404, code: "identity.grant_unknown"},
	"readRoles":       {},
	"createRole":      {body: map[string]any{"name": "夜班", "permissions": []any{}}, everywhere: true},
	"updateRole":      {needs: "role", body: map[string]any{"version": 0, "name": "夜班", "permissions": []any{}}, everywhere: true},

	"previewHours": {body: map[string]any{"hours": map[string]any{"zone": "Asia/Shanghai", "week": map[string]any{}, "holidays": false},
		"from": "2026-03-01", "days": 1, "at": "2026-03-01T00:00:00Z", "answer_minutes": 3, "workdays": 3}},

	"readShops":        {},
	"readShop":         {needs: "shop"},
	"createShop":       {body: map[string]any{"name": "分店"}, everywhere: true},
	"updateShop":       {needs: "shop", body: map[string]any{"version": 0, "name": "老店"}},
	"readDepartments":  {needs: "shop"},
	"createDepartment": {needs: "shop", body: map[string]any{"name": "部门#"}},
	"updateDepartment": {needs: "department", body: map[string]any{"version": 0, "name": "部门#"}},

	"readMyState":  {},
	"setMyState":   {body: map[string]any{"state": "online"}},
	"readTeam":     {},
	"readOverview": {},

	"readThread":        {},
	"say":               {body: map[string]any{"text": "在吗"}},
	"uploadBuyerFile":   {bytes: "png 4x4"},
	"markBuyerRead":     {body: map[string]any{"seq": 1}},
	"answerRestatement": {needs: "asked case", body: map[string]any{"confirmed": true}, status: 409, code: "case.not_restated"},
	"reopenOwnCase":     {needs: "asked case", body: map[string]any{}, status: 409, code: "case.not_closed"},
	"answerOutcome":     {needs: "asked case", body: map[string]any{"solved": true}},
	"returnWithCode":    {body: map[string]any{"shop_key": "shop-a", "code": "0000-0000-0000"}, status: 422, code: "progress.code_unknown"},
	"readMyCases":       {},
	"rateMyCase":        {needs: "closed case", body: map[string]any{"score": 4}},

	"lookUpProgress":            {body: map[string]any{"number": "A#", "code": "0000-0000-0000"}, status: 404, code: "progress.no_match"},
	"readProgress":              {},
	"answerProgress":            {body: map[string]any{"solved": true}, status: 409, code: "case.not_asked"},
	"answerProgressRestatement": {body: map[string]any{"confirmed": true}, status: 409, code: "case.not_restated"},
	"reopenProgress":            {body: map[string]any{}, status: 409, code: "case.not_closed"},
	"rateProgress":              {body: map[string]any{"score": 4}, status: 409, code: "rating.case_open"},

	"readFollowUp":     {needs: "case"},
	"shareProgress":    {needs: "case", body: map[string]any{"send": true}},
	"revokeProgress":   {needs: "case"},
	"renewServiceCode": {needs: "case"},
	"markRating":       {needs: "closed case", body: map[string]any{"version": 0, "seq": 1, "score": 4}, status: 422, code: "case.not_a_buyers_message"},
}

// described is an operation of the document.
type described struct {
	*huma.Operation
	access string
}

// operations returns those of the document by id.
func operations(t testing.TB) map[string]described {
	t.Helper()
	all := map[string]described{}
	for path, item := range api.Document("test").Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete, item.Head, item.Options} {
			if op == nil {
				continue
			}
			if all[op.OperationID].Operation != nil {
				t.Errorf("two operations are called %s", op.OperationID)
			}
			op.Path = path
			access, _ := op.Extensions["x-access"].(string)
			all[op.OperationID] = described{op, access}
		}
	}
	return all
}

// success is the documented status of who may and asks well.
func (d described) success() int {
	for status := range d.Responses {
		if n := 0; len(status) == 3 && status[0] == '2' {
			fmt.Sscan(status, &n)
			return n
		}
	}
	return http.StatusOK
}

func TestEveryOperationHasItsRow(t *testing.T) {
	all := operations(t)
	for id := range all {
		if _, ok := ways[id]; !ok {
			t.Errorf("operation %s has no row in ways: say how the matrix uses it", id)
		}
	}
	for id := range ways {
		if _, ok := all[id]; !ok {
			t.Errorf("there is no operation %s", id)
		}
	}
}

// TestNobodyReadsWhatIsNotTheirs asks every operation, as everybody, about what
// is theirs, what is somebody else's, and what does not exist. The last two
// must not be told apart.
func TestNobodyReadsWhatIsNotTheirs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		m := newMatrix(t, d)
		all := operations(t)
		for _, last := range []bool{false, true} {
			for id, op := range all {
				if way := ways[id]; way.last == last {
					for _, a := range m.actors {
						m.try(a, op, way)
					}
				}
			}
		}
		t.Logf("%d cells", m.cells)
	})
}

// try asks one operation as one actor, about each side's thing.
func (m *matrix) try(a actor, op described, w way) {
	sides := []side{none}
	if w.needs != "" {
		sides = []side{inA, inB, unknown}
	}
	if w.last {
		defer m.back(a)
	}
	answers := map[side]storytest.Answer{}
	for _, s := range sides {
		th := m.make(w.needs, s, a)
		got := m.ask(a, op, w, th)
		answers[s] = got
		m.cells++
		status, code := want(a, op, w, th)
		if got.Status != status || code != "" && got.Text("code") != code {
			m.t.Errorf("%s (%s) as %s, thing %s: got %d %s, want %d %s", op.OperationID, op.access, a.name, s, got.Status, got.Body, status, code)
		}
	}
	if w.needs == "" || a.all || answers[unknown].Status != http.StatusNotFound {
		return
	}
	foreign := inB
	if a.shop == m.shopB {
		foreign = inA
	}
	if got, none := answers[foreign], answers[unknown]; got.Status != none.Status || !bytes.Equal(got.Body, none.Body) {
		m.t.Errorf("%s as %s tells what is somebody else's from what does not exist: %d %s, %d %s",
			op.OperationID, a.name, got.Status, got.Body, none.Status, none.Body)
	}
}

// want is what must come of it.
func want(a actor, op described, w way, th thing) (status int, code string) {
	okay, okayCode := w.status, w.code
	if okay == 0 {
		okay = op.success()
	}
	may := false
	switch access := strings.TrimSuffix(op.access, " or permission"); access {
	case "public":
		return okay, okayCode
	case "signed in":
		may = a.user
	case "visitor":
		may = a.buyer
	case "progress link":
		if !a.holder {
			return http.StatusUnauthorized, "progress.link_over"
		}
		may = true
	case "signed link":
		may = a.may["file.read"]
	default:
		may = a.may[access] && (a.all || !w.everywhere)
	}
	switch {
	case !a.user && !may:
		return http.StatusUnauthorized, "identity.signed_out"
	case a.user && op.access == "visitor":
		return http.StatusUnauthorized, "identity.signed_out"
	case !may:
		return http.StatusForbidden, "identity.denied"
	case w.needs != "" && !a.sees(th):
		return http.StatusNotFound, ""
	}
	return okay, okayCode
}

// ask sends the request.
func (m *matrix) ask(a actor, op described, w way, th thing) storytest.Answer {
	m.keys++
	r := storytest.Request{Method: op.Method, Path: strings.NewReplacer("{id}", th.id, "{number}", fmt.Sprintf("N%08d", m.keys)).Replace(op.Path), Header: http.Header{}}
	if op.OperationID == "readSetup" {
		r.Path += "?token=x"
	}
	r.Header.Set("Idempotency-Key", fmt.Sprintf("matrix-%06d", m.keys))
	switch {
	case w.bytes != "":
		content, err := storytest.Sample(w.bytes)
		if err != nil {
			m.t.Fatal(err)
		}
		r.Body = content
	case w.body != nil || w.inBody != "":
		r.Body = bytes.ReplaceAll(storytest.JSON(fill(w, th)), []byte("#"), fmt.Append(nil, m.keys))
	}
	return m.w.Send(a.name, r)
}

func fill(w way, th thing) map[string]any {
	body := map[string]any{}
	for name, value := range w.body {
		switch value {
		case "$shop":
			value = th.shop
		case "$seq":
			value = th.seq
		}
		body[name] = value
	}
	if _, fresh := body["first"]; fresh {
		delete(body, "first")
		body["version"] = 0
	} else if _, versioned := body["version"]; versioned {
		body["version"] = th.version
	}
	if w.inBody != "" {
		body[w.inBody] = th.id
	}
	return body
}
