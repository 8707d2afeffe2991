package policy

// Countersign has several people answer one step (会签). Agreement is the step's first
// choice; every other choice is a no.
type Countersign struct {
	Signers    []Signer `yaml:"signers" json:"signers"`
	Need       int      `yaml:"-" json:"need"`                        // how many must agree
	Veto       bool     `yaml:"veto,omitempty" json:"veto,omitempty"` // any one no decides
	Sequential bool     `yaml:"-" json:"sequential,omitempty"`        // one after the other, in this order
}

// Signer is one voice of a countersign.
type Signer struct {
	Role   Role   `yaml:"role,omitempty" json:"role"`
	Office string `yaml:"office,omitempty" json:"office,omitempty"`
	Veto   bool   `yaml:"veto,omitempty" json:"veto,omitempty"` // this one's no decides
}

// Vote is a signer's answer; Choice is empty while it is awaited.
type Vote struct {
	Choice string
	Veto   bool
}

// Tally says what the votes decide, if they decide anything yet: agreement as soon as
// enough agree; a no as soon as agreement is out of reach or a veto was used. Of several
// noes the one most signers gave decides, of equals the one the step lists last, which
// packs keep for the most cautious.
func (s Step) Tally(votes []Vote) (choice string, decided bool) {
	if s.Countersign == nil || len(s.Choices) == 0 {
		return "", false
	}
	agree := s.Choices[0].Key
	yes, open := 0, 0
	noes := map[string]int{}
	for _, v := range votes {
		switch {
		case v.Choice == "":
			open++
		case v.Choice == agree:
			yes++
		case v.Veto || s.Countersign.Veto:
			return v.Choice, true
		default:
			noes[v.Choice]++
		}
	}
	if yes >= s.Countersign.Need {
		return agree, true
	}
	if yes+open >= s.Countersign.Need {
		return "", false
	}
	most := 0
	for _, c := range s.Choices[1:] {
		if n := noes[c.Key]; n > 0 && n >= most {
			choice, most = c.Key, n
		}
	}
	return choice, choice != ""
}

// Signature is the step as its i-th signer meets it.
func (s Step) Signature(i int) Step {
	by := s.Countersign.Signers[i]
	s.Countersign, s.Extension, s.Escalation = nil, nil, nil
	s.Role, s.Office = by.Role, by.Office
	return s
}
