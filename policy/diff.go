package policy

// Difference is one sentence in which two packs differ. Before is empty where the
// newer pack adds it, After where it drops it.
type Difference struct {
	Section string `json:"section"`
	Path    string `json:"path"`
	Before  string `json:"before,omitempty"`
	After   string `json:"after,omitempty"`
}

// String says the difference in words.
func (d Difference) String() string {
	switch {
	case d.Before == "":
		return d.Section + "：新增“" + d.After + "”"
	case d.After == "":
		return d.Section + "：删除“" + d.Before + "”"
	}
	return d.Section + "：原为“" + d.Before + "”，改为“" + d.After + "”"
}

// Diff says in which sentences b departs from a, in the order of the rule. Packs
// that say the same differ in nothing, however they are written.
func Diff(a, b *Pack) []Difference {
	before, after := sentences(a), sentences(b)
	old, kept := byPath(before), byPath(after)
	var all []Difference
	next := 0
	// What was dropped is told where it stood: ahead of the next sentence kept.
	dropped := func(until int) {
		for ; next < until; next++ {
			c := before[next]
			if _, ok := kept[c.path]; !ok {
				all = append(all, Difference{Section: c.section, Path: c.path, Before: c.text})
			}
		}
	}
	for _, c := range after {
		i, ok := old[c.path]
		if !ok {
			all = append(all, Difference{Section: c.section, Path: c.path, After: c.text})
			continue
		}
		dropped(i)
		if before[i].text != c.text {
			all = append(all, Difference{Section: c.section, Path: c.path, Before: before[i].text, After: c.text})
		}
	}
	dropped(len(before))
	return all
}

// byPath indexes sentences by what they speak of.
func byPath(list []clause) map[string]int {
	index := make(map[string]int, len(list))
	for i, c := range list {
		index[c.path] = i
	}
	return index
}
