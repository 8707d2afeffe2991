package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"chengxin/models"
)

type passwordForm struct {
	Form  form
	First bool // somebody else chose the present password
}

func (s *Site) passwordPage(c *gin.Context) error {
	return s.show(c, http.StatusOK, "password", "修改密码", passwordForm{passwordFields(), me(c).MustChange})
}

func passwordFields() form {
	return form{
		Action: "/password", Submit: "修改密码",
		Groups: []group{{Fields: []field{
			{Name: "present", Label: "现用密码", Kind: "password", Required: true, Wide: true, Auto: "current-password"},
			{Name: "wanted", Label: "新密码", Kind: "password", Required: true, Wide: true, Auto: "new-password", Hint: "至少10个字符，可以是一句自己记得住的话"},
			{Name: "again", Label: "再次输入新密码", Kind: "password", Required: true, Wide: true, Auto: "new-password"},
		}}},
	}
}

// changePassword gives the actor a new password and signs their other browsers out.
func (s *Site) changePassword(c *gin.Context) error {
	in, err := posted(c)
	if err != nil {
		return err
	}
	if in.Get("wanted") != in.Get("again") {
		err = models.Refuse(models.Invalid, "access.password_differs", "两次输入不一致", "两次输入的新密码不一致，请重新输入。").
			Where(models.Field{Field: "again", Message: "与上面输入的新密码不一致"})
	} else {
		err = s.Gate.ChangePassword(c.Request.Context(), me(c), in.Get("present"), in.Get("wanted"), c.ClientIP())
	}
	if err == nil {
		return s.told(c, "/", "密码已修改，其他浏览器上的登录已退出。")
	}
	p, ok := refused(err)
	if !ok || p.Class != models.Invalid && p.Class != models.TooMany {
		return err
	}
	f := passwordFields()
	f.explain(p)
	return s.show(c, http.StatusUnprocessableEntity, "password", "修改密码", passwordForm{f, me(c).MustChange})
}
