package browser

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"chengxin/policy"
	"chengxin/test/program"
)

// An office outside the system answers by letter: a handler who gave no signature on the
// file enters its number, date, signer and scan; who signed for the first office may not
// (domain, Repair).
func TestAnOutsideOfficesLetterIsEntered(t *testing.T) {
	src := bytes.Replace(policy.Builtin()[0].Data, []byte("joint_meeting: 济宁市社会信用体系建设联席会议办公室"),
		[]byte("joint_meeting: {organization: joint_meeting_office, external: true}"), 1)
	pack := filepath.Join(t.TempDir(), "jining.yaml")
	must(t, os.WriteFile(pack, src, 0o600))
	o := opened(t, program.StartWith(t, t.TempDir(), "--policy", pack))
	t.Cleanup(func() { o.close() })
	r := o.waiting(t, 40)
	o.decide(t, "leading_group.office_member1", r.number, "sign_off_leading_group", "signed", map[string]any{"reason": "整改到位"})
	o.asked(t, r.number, "sign_off_joint_meeting")

	handler := o.as(t, "rencheng.handler2")
	handler.open("/cases/" + r.number)
	handler.press("登记复函")
	handler.sees("联席会议办公室", "以复函签批", "没有在本件签批过的承办人录入", "整改到位")
	second := o.anew(t, "rencheng.handler2")
	second.open("/sign-off")
	second.sees(r.number, "待录入复函")
	second.open("/sign-off/file/" + r.number)
	handler.fill("choice", "signed")
	handler.fill("number", "济信联办函〔2026〕7号")
	handler.send("登记复函")
	handler.sees("填写不全", "复函日期：必填", "签发人：必填", "扫描件：必填")
	handler.look("letter-refused")
	handler.fill("date", "2099-01-01")
	handler.fill("signer", "联席会议办公室主任")
	handler.fill("scan", "扫描-2026-007")
	handler.press("登记复函")
	handler.press("确认：登记复函")
	handler.sees("缺少复函")
	handler.fill("choice", "refused")
	handler.fill("date", "2026-11-20")
	handler.press("登记复函")
	handler.sees("须照录复函所述理由")
	handler.fill("choice", "signed")
	handler.look("letter")
	handler.press("登记复函")
	handler.sees("请确认：登记复函", "济信联办函〔2026〕7号", "联席会议办公室主任")
	handler.press("确认：登记复函")
	handler.open("/sign-off/file/" + r.number)
	handler.sees("准予修复", "济信联办函〔2026〕7号", "扫描-2026-007", "承办人2")

	second.fill("choice", "signed")
	second.fill("number", "济信联办函〔2026〕8号")
	second.fill("date", "2026-11-20")
	second.fill("signer", "联席会议办公室主任")
	second.fill("scan", "扫描-2026-008")
	second.press("登记复函")
	second.sees("已有决定")
	member := o.as(t, "leading_group.office_member1")
	member.open("/sign-off/file/" + r.number)
	member.misses("登记复函")
}
