package policy

import "slices"

// organizationKinds name what an organization is, in codes and in words.
var organizationKinds = map[string]string{
	"government": "人民政府或者管委会", "bureau": "主管部门", "district_bureau": "区县主管部门",
	"street": "街道办事处、镇人民政府", "grid": "网格", "team": "执法队伍", "office": "办公室", "service_point": "服务点",
	"department": "部门", "company": "企业", "community": "社区",
}

// OrganizationKinds are the kinds of organizations, from the highest down.
func OrganizationKinds() []string {
	return []string{"government", "bureau", "district_bureau", "street", "grid", "team", "office", "service_point", "department", "company", "community"}
}

// OrganizationKind says a kind in words; empty for one that does not exist.
func OrganizationKind(kind string) string { return organizationKinds[kind] }

// organizations reads the bodies of a jurisdiction, keyed by name. That parents
// exist and lead nowhere in a circle is checked when all are known.
func (v value) organizations() []Organization {
	var list []Organization
	for _, e := range v.entries() {
		f := e.fields("name", "kind", "region", "parent", "manager", "word")
		list = append(list, Organization{
			Key:     e.name(),
			Name:    f.required("name", "机构名称").text(),
			Kind:    oneOf(f.required("kind", "机构类别"), "机构类别", OrganizationKinds()),
			Region:  f.optional("region").regionCode(true),
			Parent:  f.optional("parent").key(),
			Manager: f.optional("manager").key(),
			Word:    f.optional("word").numberWord(),
		})
	}
	if len(list) == 0 && !v.missing() {
		v.wrong("没有写任何机构。至少应有一个主管部门")
	}
	return list
}

// offices reads who signs. A single text names the organization, by key or name.
func (v value) offices(organizations []Organization) []Office {
	var list []Office
	for _, e := range v.entries() {
		o := Office{Key: e.name()}
		named := e.value
		if !e.scalar() {
			f := e.fields("organization", "external")
			named = f.required("organization", "办公室所在机构")
			o.External = f.optional("external").boolean()
		}
		o.Organization = named.organization(organizations)
		list = append(list, o)
	}
	return list
}

// organization reads a reference to an organization by its key or its full name.
func (v value) organization(organizations []Organization) string {
	s := v.text()
	if s == "" {
		return ""
	}
	var keys []string
	for _, o := range organizations {
		if s == o.Key || s == o.Name {
			return o.Key
		}
		keys = append(keys, o.Key)
	}
	if len(keys) > 0 { // without any, that is the mistake
		v.wrong("没有机构%s。%s", quote(s), instead(s, keys))
	}
	return s
}

// checkOrganizations compares what organizations say of each other: both trees,
// of leading and of daily management, must end at a top (双重领导).
func (r *reader) checkOrganizations(p *Pack) {
	byKey := map[string]Organization{}
	byName := map[string]string{}
	for _, o := range p.Organizations {
		byKey[o.Key] = o
		path := "organizations." + o.Key
		if other, ok := byName[o.Name]; ok && o.Name != "" {
			r.on(path+".name", "机构名称与%s相同。公文上无法区分，请写全称", quote(other))
		}
		byName[o.Name] = o.Key
		if o.Region != "" && p.Jurisdiction.Code != "" && !p.Jurisdiction.has(o.Region) {
			r.on(path+".region", "区划代码%s不在本管辖区内。请写市级代码或者districts中的代码", quote(o.Region))
		}
		if o.Manager != "" && o.Manager == o.Parent {
			r.on(path+".manager", "日常管理机构与上级机构相同。双重领导才需填写manager，请删除")
		}
	}
	for _, o := range p.Organizations {
		path := "organizations." + o.Key
		for _, above := range []struct{ field, key string }{{"parent", o.Parent}, {"manager", o.Manager}} {
			if _, ok := byKey[above.key]; above.key != "" && !ok {
				r.on(path+"."+above.field, "没有机构%s。%s", quote(above.key), instead(above.key, organizationKeys(p)))
			}
		}
	}
	above := func(key string) []string { return []string{byKey[key].Parent, byKey[key].Manager} }
	for _, key := range Circles(organizationKeys(p), above) {
		r.on("organizations."+key, "机构的上级或日常管理关系绕回了自身。请改正parent或manager，使每个机构最终有顶层机构")
	}
}

func organizationKeys(p *Pack) []string {
	keys := make([]string, len(p.Organizations))
	for i, o := range p.Organizations {
		keys[i] = o.Key
	}
	return keys
}

// Circles names one organization of every circle that the trees above the given ids
// form together, in the order of the ids.
func Circles(ids []string, above func(id string) []string) []string {
	const open, done = 1, 2
	state := map[string]int{}
	var found []string
	var climb func(id string)
	climb = func(id string) {
		state[id] = open
		for _, up := range above(id) {
			switch {
			case up == "" || state[up] == done:
			case state[up] == open:
				found = append(found, up)
			default:
				climb(up)
			}
		}
		state[id] = done
	}
	for _, id := range ids {
		if state[id] == 0 {
			climb(id)
		}
	}
	return found
}

// has reports whether code is the jurisdiction's own or one of its districts'.
func (j Jurisdiction) has(code string) bool {
	return code == j.Code || slices.ContainsFunc(j.Districts, func(d Region) bool { return d.Code == code })
}
