package cases

import (
	"net/mail"
	"strings"
)

// mailAddress reads one address without a name; empty is none.
func mailAddress(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", true
	}
	a, err := mail.ParseAddress(text)
	if err != nil || a.Name != "" || a.Address != text || len(text) > 254 || strings.ContainsAny(text, "\r\n") {
		return "", false
	}
	return a.Address, true
}
