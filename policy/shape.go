package policy

// shape is what the code of a process relies on: a pack fills in who, by when and
// on what authority, but can neither leave out a question nor invent an answer
// that nobody would act upon.
type shape struct {
	key    string
	name   string
	from   Event // from which the whole-case limit runs where the pack does not say
	steps  []stepShape
	chain  *stepShape // approval: one or more of these, one after the other
	before string     // the step the chain comes before; "" = after all
}

// stepShape is one question of a process.
type stepShape struct {
	key   string
	words string // under which standard words are kept; "" = under key
	name  string // in forms and worklists, where the pack gives none
	role  Role   // where the pack gives none

	choices  []string // every one of them must be offered
	optional []string // a pack may offer these too
	lapse    string   // the only answer a deadline may give by itself
	from     Event    // of the step's term, where the pack does not say

	// assumed: a pack that is silent has it all the same, as the shape says.
	assumed bool
	// together: several may answer it (会签); its choices need no content of their own.
	together bool

	// never names those who may not decide: a pack may add to them, not take away
	// (审办分离; 行政处罚法 42, 43).
	never []string
}

// decidedTheMatter stands in Not for whoever decided what is now disputed.
const decidedTheMatter = "decided_the_matter"

var violationShape = shape{
	key: "violation", name: "失信行为认定", from: Filed, before: "service",
	steps: []stepShape{
		{key: "filing", name: "立案审批", role: Reviewer, choices: []string{"filed", "declined"}, optional: []string{"emergency", "merged"}, from: Received},
		{key: "dispatch", name: "任务派遣", role: Dispatcher, choices: []string{"dispatched"}, optional: []string{"transferred_criminal"}},
		{key: "criminal_return", name: "登记司法机关处理结果", role: Handler, choices: []string{"returned_by_court", "taken_over"}, assumed: true},
		{key: "handling", name: "问题处置", role: Handler, choices: []string{"handled"}},
		{key: "verification", name: "现场核查", role: Inspector, choices: []string{"passed", "failed", "minor_corrected"}},
		{key: "recognition", name: "提出认定意见", role: Handler, choices: []string{"proposed", "no_record"}},
		{key: "notice", name: "送达认定事先告知书", role: Handler, choices: []string{"served"}},
		{key: "statement", name: "陈述申辩", role: Handler, choices: []string{"stated", "none"}, lapse: "none", from: Served},
		{key: "review", name: "复核", role: Reviewer, choices: []string{"maintained", "lighter", "heavier", "dropped"}, never: []string{"recognition"}},
		{key: "legal_review", name: "法制审核", role: LegalReviewer, choices: []string{"passed", "objected"}, together: true, never: []string{"recognition", "review"}},
		{key: "service", name: "送达失信行为认定决定书", role: Handler, choices: []string{"served"}},
	},
	chain: &stepShape{key: "approval", words: "approval", name: "负责人审批", role: Approver, choices: []string{"approved", "refused"}, together: true, never: []string{"recognition", "review"}},
}

var listingShape = shape{
	key: "listing", name: "列入名单", before: "service",
	steps: []stepShape{
		{key: "notice", name: "送达列入事先告知书", role: Handler, choices: []string{"served"}},
		{key: "statement", name: "陈述申辩", role: Handler, choices: []string{"stated", "none"}, lapse: "none", from: Served},
		{key: "review", name: "复核", role: Reviewer, choices: []string{"maintained", "dropped"}},
		{key: "service", name: "送达列入决定书", role: Handler, choices: []string{"served"}},
		{key: "publication", name: "公布", role: Handler, choices: []string{"published"}},
	},
	chain: &stepShape{key: "approval", words: "approval", name: "列入审批", role: Approver, choices: []string{"approved", "refused"}, together: true, never: []string{"review"}},
}

var disputeShape = shape{
	key: "dispute", name: "异议处理", from: Complete,
	steps: []stepShape{
		{key: "acceptance", name: "异议受理", role: Handler, choices: []string{"accepted", "incomplete", "not_ours", "referred"}, from: Received},
		{key: "supplement", name: "补正材料", role: WindowClerk, choices: []string{"supplied", "abandoned"}, lapse: "abandoned", from: Served},
		{key: "investigation", name: "异议核查", role: Handler, choices: []string{"upheld", "partly_upheld", "rejected"}, never: []string{decidedTheMatter}, from: Complete},
	},
}

var breachShape = shape{
	key: "breach", name: "违诺认定", from: Received,
	steps: []stepShape{
		{key: "verification", name: "违诺核查", role: Inspector, choices: []string{"found", "unfounded"}},
		{key: "notice", name: "送达违诺认定告知书", role: Handler, choices: []string{"served"}},
		{key: "statement", name: "陈述申辩", role: Handler, choices: []string{"stated", "none"}, lapse: "none", from: Served},
		{key: "recognition", name: "违诺认定", role: Approver, choices: []string{"recognised", "unfounded"}, together: true, never: []string{"verification"}},
	},
}

var repairShape = shape{
	key: "repair", name: "信用修复", from: Received,
	steps: []stepShape{
		{key: "acceptance", name: "修复受理", role: Handler, choices: []string{"accepted", "declined", "supplement"}, from: Received},
		{key: "supplement", name: "补正材料", role: WindowClerk, choices: []string{"supplied", "abandoned"}, lapse: "abandoned", from: Served},
		{key: "verification", name: "整改核查", role: Inspector, choices: []string{"corrected", "not_corrected"}},
	},
}

// signOffShape is one office's signature on a repair (JN-9). Whoever checked the
// correction does not sign it off, and nobody signs twice.
var signOffShape = stepShape{
	words: "sign_off", name: "签批", role: OfficeMember,
	choices: []string{"signed", "refused", "sent_back"}, together: true, never: []string{"verification"},
}

var revocationShape = shape{
	key: "revocation", name: "撤销更正", from: Received,
	steps: []stepShape{
		{key: "confirmation", name: "撤销确认", role: Approver, choices: []string{"confirmed", "not_revoked"}, together: true},
	},
}

// step finds a step's shape, or the chain's.
func (s shape) step(key string) (stepShape, bool) {
	for _, st := range s.steps {
		if st.key == key {
			return st, true
		}
	}
	return stepShape{}, false
}

func (s shape) keys() []string {
	keys := make([]string, len(s.steps))
	for i, st := range s.steps {
		keys[i] = st.key
	}
	return keys
}
