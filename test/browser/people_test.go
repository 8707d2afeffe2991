package browser

import (
	"net/http"
	"testing"
)

// The city's administrator opens an account, hands over the first password, gives and
// ends posts; the new colleague changes the password before anything else.
func TestPeople(t *testing.T) {
	o := office(t)
	admin := o.as(t, "jining.administrator1")
	admin.sees("人员", "开通账号")
	admin.look("people")
	admin.press("开通账号")
	admin.send("开通账号")
	admin.sees("填写不全", "用户名：必填", "职责：必填")
	admin.fill("username", "New.Handler")
	admin.fill("name", "新任承办人")
	admin.fill("role", "handler")
	admin.fill("organization", "jining/qufu_bureau")
	admin.look("person-new")
	admin.press("开通账号")
	admin.sees("初始密码", "只显示这一次", "曲阜市城市管理局", "在任")
	password := admin.js(`document.querySelector(".cx-secret").innerText`)
	admin.look("person-opened")

	fresh := o.stranger(t)
	fresh.name = "new.handler"
	fresh.open("/")
	fresh.fill("username", "new.handler")
	fresh.fill("password", password)
	fresh.press("登录")
	fresh.sees("修改密码", "您的密码由他人设定")
	if status := fresh.open("/cases"); status != http.StatusForbidden {
		fresh.sees("修改密码")
	}
	fresh.open("/password")
	fresh.fill("present", password)
	fresh.fill("wanted", "一句自己记得住的话")
	fresh.fill("again", "一句自己记得住的话")
	fresh.press("修改密码")
	fresh.sees("不得少于10个字符")
	fresh.fill("present", password)
	fresh.fill("wanted", "一句只有自己记得住的话")
	fresh.fill("again", "一句只有自己记得住的话")
	fresh.press("修改密码")
	fresh.sees("密码已修改", "待办")

	admin.open("/people?name=新任")
	admin.press("新任承办人")
	admin.misses(password)
	admin.unfold("赋予职责")
	admin.fill("role", "handler")
	admin.fill("organization", "jining/qufu_bureau")
	admin.press("赋予职责")
	admin.sees("已任该职", "任期重叠")
	admin.look("person-refused")
	admin.fill("role", "reviewer")
	admin.press("赋予职责")
	admin.sees("已赋予审核人")
	admin.unfold("停用账号")
	admin.fill("sure", "true")
	admin.press("停用账号")
	admin.sees("账号已停用", "恢复账号")
	fresh.open("/")
	fresh.sees("登录城信")

	admin.open("/people?name=zoucheng.legal_r") // an underscore is no wildcard, and is found
	admin.sees("法制审核人员1")
	admin.open("/people?name=zoucheng_legal")
	admin.sees("没有符合条件的账号")
	admin.open("/people?name=系统管理员1")
	admin.press("济宁市城市管理局·系统管理员1")
	admin.sees("由另一名系统管理员办理")
	admin.misses("停用账号")
	supervisor := o.as(t, "jining.supervisor1")
	supervisor.misses("开通账号")
	if status := supervisor.open("/people"); status != http.StatusForbidden {
		t.Errorf("a supervisor opens accounts: %d", status)
	}
}
