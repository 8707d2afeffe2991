package web

// consequence is what cannot be undone of a choice; who makes it is asked once more.
type consequence struct{ kind, step, choice, text string }

var consequences = []consequence{
	{"violation", "filing", "declined", "不予立案后案件即办结，以后发现新的事实须重新上报。"},
	{"violation", "filing", "merged", "并案后本案即办结，在并入的案件中继续办理。"},
	{"violation", "dispatch", "transferred_criminal", "移送司法机关后本案即办结，不扣分。"},
	{"violation", "verification", "minor_corrected", "轻微并已改正的不予记录，案件即办结。"},
	{"violation", "recognition", "no_record", "不予记录后案件即办结，不扣分。"},
	{"violation", "review", "dropped", "撤销原意见后案件即办结，不扣分。"},
	{"violation", "approval", "approved", "批准后即制作失信行为认定决定书，此后只能经异议、撤销程序改变。"},
	{"violation", "approval", "refused", "不予批准后案件即办结，不扣分。"},
	{"violation", "service", "served", "扣分自送达之日起生效并计入本计分周期；达到标准的即产生拟列入名单。"},
	{"listing", "review", "dropped", "撤销原意见后不列入名单，案件即办结。"},
	{"listing", "approval", "approved", "批准后即制作列入决定书；较轻的名单随之被吸收。"},
	{"listing", "approval", "refused", "不予批准后不列入名单，案件即办结。"},
	{"listing", "publication", "published", "公布后任何人可以查询；最短公示期自公布之日起算。"},
	{"dispute", "acceptance", "not_ours", "异议即办结，并告知申请人。"},
	{"dispute", "acceptance", "referred", "异议即办结，并告知申请人应向哪一机关提出。"},
	{"dispute", "supplement", "abandoned", "视为放弃后异议即办结。"},
	{"dispute", "investigation", "upheld", "异议成立的，相关扣分、名单和公布随本决定一并撤销。"},
	{"dispute", "investigation", "partly_upheld", "扣分随本决定调整，相关名单重新评估。"},
	{"dispute", "investigation", "rejected", "异议不成立的，异议即办结，并告知救济途径。"},
	{"breach", "verification", "unfounded", "查无实据的，案件即办结。"},
	{"breach", "recognition", "recognised", "认定违诺后记入档案，在修复前不得适用告知承诺。"},
	{"breach", "recognition", "unfounded", "查无实据的，案件即办结。"},
	{"repair", "acceptance", "declined", "不予受理的，申请即办结，可以补正后再次申请。"},
	{"repair", "supplement", "abandoned", "视为放弃后申请即办结。"},
	{"repair", "verification", "not_corrected", "未改正的不予修复，申请即办结，改正后可以再次申请。"},
	{"repair", "sign_off", "signed", "签批不能撤回；签批齐备后即移出名单、停止公布。"},
	{"repair", "sign_off", "refused", "不同意修复的，申请即办结，改正后可以再次申请。"},
	{"repair", "sign_off", "sent_back", "退回后重新核查整改情况，已有的签批须重新作出。"},
	{"revocation", "confirmation", "confirmed", "以该文书为依据的扣分、名单和公布随即全部撤销。"},
	{"revocation", "confirmation", "not_revoked", "不予撤销的，案件即办结，原认定不变。"},
}

// consequenceOf finds what cannot be undone of a choice; empty where it leads only to
// the next question.
func consequenceOf(kind, step, choice string) string {
	for _, c := range consequences {
		if c.kind == kind && isStep(c.step, step) && c.choice == choice {
			return c.text
		}
	}
	return ""
}
