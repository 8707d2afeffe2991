package policy

// Behaviour finds an item of the catalogue by its code.
func (p *Pack) Behaviour(code string) (Behaviour, bool) {
	for _, b := range p.Behaviours {
		if b.Code == code {
			return b, true
		}
	}
	return Behaviour{}, false
}

// Sector finds a sector by key.
func (p *Pack) Sector(key string) (Sector, bool) {
	for _, s := range p.Sectors {
		if s.Key == key {
			return s, true
		}
	}
	return Sector{}, false
}

// List finds a list by key.
func (p *Pack) List(key string) (List, bool) {
	for _, l := range p.Lists {
		if l.Key == key {
			return l, true
		}
	}
	return List{}, false
}

// Office finds an office by key.
func (p *Pack) Office(key string) (Office, bool) {
	for _, o := range p.Offices {
		if o.Key == key {
			return o, true
		}
	}
	return Office{}, false
}

// Organization finds an organization by key.
func (p *Pack) Organization(key string) (Organization, bool) {
	for _, o := range p.Organizations {
		if o.Key == key {
			return o, true
		}
	}
	return Organization{}, false
}
