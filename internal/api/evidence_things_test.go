package api_test

import (
	"bytes"
	"fmt"
	"maps"
	"strings"

	"github.com/anxin-desk/anxin/internal/evidence"
	"github.com/anxin-desk/anxin/internal/paper"
	"github.com/anxin-desk/anxin/stories/sample"
)

// evidenceWays are the rows of evidence among those of all operations.
var evidenceWays = map[string]way{
	"readEvidence":          {needs: "case"},
	"addEvidence":           {needs: "case", bytes: "png 4x4"},
	"takeEvidence":          {needs: "case", body: map[string]any{"file_ids": []any{"none"}}, status: 404, code: "db.not_found"},
	"waiveEvidence":         {needs: "case", body: map[string]any{"version": 0, "reason": "买家扔了"}, status: 409, code: "evidence.changed"},
	"askEvidence":           {needs: "case", body: map[string]any{"pieces": []any{map[string]any{"piece": "angles", "text": "破损处的照片"}}}},
	"shareEvidenceRequest":  {needs: "evidence request"},
	"revokeEvidenceRequest": {needs: "evidence request", body: map[string]any{"version": 0}},
	"fileEvidence":          {needs: "evidence", body: map[string]any{"version": 0, "piece": "box"}},
	"readEvidenceCustody":   {needs: "evidence"},
	"readEvidenceFile":      {needs: "evidence"},
	"readLiability":         {needs: "case"},
	"decideLiability":       {needs: "case", body: map[string]any{"n": 0, "issue": "quality.damaged", "party": "carrier", "grounds": "外箱压扁"}},
	"readLiabilityTally":    {needs: "shop"},
	"exportEvidence":        {needs: "case"},
	"listPapers":            {needs: "shop"},
	"addPaper":              {needs: "shop", bytes: "pdf", status: 422, code: "paper.kind_unknown"},
	"changePaper":           {needs: "paper", body: map[string]any{"version": 0, "kind": "purchase", "title": "进货单"}},
	"retirePaper":           {needs: "paper", body: map[string]any{"version": 0, "retired": true}},
	"readPaperFile":         {needs: "paper"},
	"listCasePapers":        {needs: "case"},
	"attachPaper":           {needs: "case", body: map[string]any{"paper": "none"}, status: 404, code: "db.not_found"},
	"listOutbound":          {needs: "shop"},
	"addOutbound":           {needs: "shop", bytes: "png 4x4", status: 201},
	"checkOutbound":         {needs: "shop", body: map[string]any{"sha256": strings.Repeat("0", 64), "folder": "", "name": "a.jpg"}},
	"rematchOutbound":       {needs: "shop"},
	"placeOutbound":         {needs: "outbound", body: map[string]any{"version": 0, "drop": true}},
	"readOutboundFile":      {needs: "outbound"},
	"listCaseOutbound":      {needs: "case"},
	"attachOutbound":        {needs: "case", body: map[string]any{"photo": "none"}, status: 404, code: "db.not_found"},
	"readGiving":            {},
	"beginGiving":           {body: map[string]any{"piece": "angles", "name": "a.jpg", "size": 100}},
	"readGivingUpload":      {needs: "evidence"},
	"appendGiving":          {needs: "evidence", bytes: "png 4x4"},
	"readGiven":             {needs: "evidence"},
}

func init() { maps.Copy(ways, evidenceWays) }

// makeEvidence adds a photo to a case of a shop, or asks its buyer for one.
func (m *matrix) makeEvidence(kind string, s side) (id string, version int64) {
	of, _ := m.makeCase("case", s)
	if kind == "evidence request" {
		r, _ := m.askEvidence(of)
		return r.ID, r.Version
	}
	photo, err := sample.File("jpeg 20x20")
	m.must(err)
	if kind == "outbound" {
		m.keys++
		shot, err := sample.File(fmt.Sprintf("png %dx3", m.keys%2000+1))
		m.must(err)
		p, _, err := m.w.Services.Outbound.Add(m.root, m.shop(s), "", fmt.Sprintf("%d.png", m.keys), bytes.NewReader(shot))
		m.must(err)
		return p.ID, p.Version
	}
	if kind == "paper" {
		m.keys++
		p, err := m.w.Services.Papers.Add(m.root, m.shop(s), paper.Draft{Kind: paper.Inspection, Title: fmt.Sprintf("检测报告 %d", m.keys)}, "a.pdf", strings.NewReader(fmt.Sprintf("%%PDF-1.7 %d", m.keys)))
		m.must(err)
		return p.ID, p.Version
	}
	i, err := m.w.Services.Evidence.Add(m.root, of, "angles", "a.jpg", bytes.NewReader(photo))
	m.must(err)
	return i.ID, i.Filings
}

func (m *matrix) askEvidence(caseID string) (evidence.Request, string) {
	r, address, err := m.w.Services.Evidence.Ask(m.root, caseID, fmt.Sprintf("evidence-%06d", m.keys), evidence.Ask{Pieces: []evidence.Asked{{Piece: "angles", Text: "照片"}}})
	m.must(err)
	return r, address
}

// giver is somebody with a link that asks for evidence.
func (m *matrix) giver(s side) actor {
	a := actor{name: "giver " + string(s), giver: true, shop: m.shop(s)}
	m.keys++
	id, _ := m.makeCase("case", s)
	_, address := m.askEvidence(id)
	_, token, _ := strings.Cut(address, "#")
	m.w.Hold(a.name, token)
	return a
}
