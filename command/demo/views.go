package demo

import "time"

// What the demonstration reads of the API's answers.

// rules is a jurisdiction's pack in force.
type rules struct {
	Jurisdiction string `json:"jurisdiction"`
	Name         string `json:"name"`
	Version      string `json:"version"`
	Trial        bool   `json:"trial"`
	Pack         struct {
		Behaviours []behaviour `json:"behaviours"`
		Lists      []list      `json:"lists"`
	} `json:"pack"`
}

type behaviour struct {
	Code      string `json:"code"`
	Name      string `json:"name"`
	Grade     string `json:"grade"`
	Points    int    `json:"points"`
	MaxPoints int    `json:"max_points"`
	Article   string `json:"article"`
}

type list struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	At   int    `json:"at"`
}

func (r rules) behaviour(code string) (b behaviour) {
	for _, b = range r.Pack.Behaviours {
		if b.Code == code {
			return b
		}
	}
	return behaviour{}
}

// listName is what people call a list, 未列入 for none.
func (r rules) listName(key string) string {
	for _, l := range r.Pack.Lists {
		if l.Key == key {
			return l.Name
		}
	}
	return "未列入名单"
}

type subject struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Code string `json:"code"`
}

type begun struct {
	Number   string   `json:"number"`
	Stage    string   `json:"stage"`
	Warnings []string `json:"warnings"`
}

type caseView struct {
	Number    string     `json:"number"`
	Title     string     `json:"title"`
	Stage     string     `json:"stage"`
	Outcome   string     `json:"outcome"`
	Pack      string     `json:"pack"`
	ChangedAt time.Time  `json:"changed_at"`
	Deadlines []deadline `json:"deadlines"`
	Tasks     []task     `json:"tasks"`
	Links     struct {
		Listing      *listing      `json:"listing"`
		Recognitions []recognition `json:"recognitions"`
		Documents    []document    `json:"documents"`
	} `json:"links"`
}

type task struct {
	ID           string    `json:"id"`
	Step         string    `json:"step"`
	Name         string    `json:"name"`
	Organization named     `json:"organization"`
	Role         named     `json:"role"`
	Choices      []choice  `json:"choices"`
	Article      string    `json:"article"`
	Deadline     *deadline `json:"deadline"`
}

type named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type choice struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// label is the choice as the pack words it.
func (t task) label(key string) string {
	for _, c := range t.Choices {
		if c.Key == key {
			return c.Label
		}
	}
	return map[string]string{"none": "未陈述申辩"}[key]
}

type deadline struct {
	Of      string    `json:"of"`
	DueAt   time.Time `json:"due_at"`
	Because string    `json:"because"`
	Rule    struct {
		Pack    string `json:"pack"`
		Article string `json:"article"`
	} `json:"rule"`
}

type listing struct {
	Number      string    `json:"number"`
	List        string    `json:"list"`
	State       string    `json:"state"`
	Total       int       `json:"total"`
	PublishedAt time.Time `json:"published_at"`
	OpensAt     time.Time `json:"opens_at"`
	EndsAt      time.Time `json:"ends_at"`
	EndReason   string    `json:"end_reason"`
	Supersedes  string    `json:"supersedes"`
}

type recognition struct {
	ID         string `json:"id"`
	Points     int    `json:"points"`
	State      string `json:"state"`
	FoundingNo string `json:"founding_no"`
	Notified   *struct {
		Points int    `json:"points"`
		Total  int    `json:"total"`
		List   string `json:"list"`
	} `json:"notified"`
}

type document struct {
	Title  string `json:"title"`
	Number string `json:"number"`
}

type settled struct {
	Command string `json:"command"`
	Status  string `json:"status"`
}

type score struct {
	Cycles []struct {
		Total   int      `json:"total"`
		Counted int      `json:"counted"`
		List    string   `json:"list"`
		Lines   []string `json:"lines"`
	} `json:"cycles"`
}

type credit struct {
	Entries []struct {
		List     string `json:"list"`
		ListName string `json:"list_name"`
		Mark     string `json:"mark"`
	} `json:"entries"`
}

type file struct {
	Bars []struct {
		Kind     string    `json:"kind"`
		Reason   string    `json:"reason"`
		LiftedAt time.Time `json:"lifted_at"`
	} `json:"bars"`
}

type reckoning struct {
	DueAt   time.Time `json:"due_at"`
	Because string    `json:"because"`
}
