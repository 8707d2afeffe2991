package browser

import (
	"net/http"
	"testing"

	"chengxin/models"
)

// The window clerk registers a person, shows the number for a stated purpose, prints the
// copy the person asked for, and corrects the address; the head erases what was
// registered by mistake.
func TestPersonalData(t *testing.T) {
	o := office(t)
	clerk := o.anew(t, "rencheng.window_clerk1")
	clerk.open("/subjects/new")
	clerk.fill("kind", models.NaturalPerson)
	clerk.fill("name", "示例当事人")
	clerk.fill("id_number", "370811199003070010")
	clerk.fill("address", "示例小区1号楼101室")
	clerk.press("登记")
	clerk.sees("示例当事人已登记", "主体信息")
	clerk.misses("370811199003070010")
	clerk.press("主体信息")
	clerk.sees("查看号码全文", "个人信息副本", "更正")
	clerk.misses("删除个人信息")
	clerk.unfold("查看号码全文")
	clerk.fill("purpose", "送达文书")
	clerk.press("查看号码全文")
	clerk.sees("370811199003070010", "已连同用途记录")
	clerk.look("personal-number")
	id := clerk.js(`[...document.querySelectorAll("dd")].map(d => d.innerText).find(t => t.includes("-S-"))`)
	clerk.open("/subjects/" + id + "/personal")
	clerk.misses("370811199003070010")
	clerk.unfold("更正")
	clerk.fill("address", "示例小区2号楼202室")
	clerk.fill("basis", "本人申请")
	clerk.fill("evidence[0].title", "更正申请书")
	clerk.press("更正")
	clerk.sees("已更正", "示例小区2号楼202室")
	clerk.unfold("个人信息副本")
	clerk.fill("purpose", "本人申请")
	clerk.press("生成副本")
	clerk.sees("个人信息副本", "370811199003070010", "示例小区2号楼202室", "公民身份号码全文", "送达文书")
	clerk.look("personal-copy")

	head := o.anew(t, "rencheng.approver1")
	head.open("/subjects/" + id + "/personal")
	head.unfold("删除个人信息")
	head.fill("basis", "登记错误，本人申请删除")
	head.fill("sure", "别的编号")
	head.fill("evidence[0].title", "删除申请书")
	head.press("删除个人信息")
	head.sees("请确认", "不能恢复")
	head.look("personal-erase")
	head.fill("sure", id)
	head.press("删除个人信息")
	head.sees("个人信息已删除", "依法删除")
	head.misses("示例当事人")
	head.look("personal-erased")
	if status := clerk.open("/subjects/" + id); status != http.StatusOK {
		t.Errorf("the file answers %d", status)
	}
	clerk.misses("示例当事人", "示例小区")
}
