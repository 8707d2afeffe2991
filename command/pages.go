package command

import (
	"strings"

	"chengxin/api"
	"chengxin/web"
)

// pages stand beside the JSON resources on one server: the same rules at the door, and
// refusals that read as pages.
func pages(s *api.Server) error {
	site, err := web.New(web.Options{Cases: s.Cases, Gate: s.Gate, Version: s.Version, Trial: s.Trial, PublicURL: strings.TrimSuffix(s.PublicURL, "/"), Mail: s.Mail, Jobs: s.Jobs})
	if err != nil {
		return err
	}
	s.PageRefused = site.Refused
	site.Mount(s)
	return nil
}
