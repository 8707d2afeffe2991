package store

import "strings"

// Like has wildcards searched for as what they are (ESCAPE '!'): user names hold
// underscores.
func Like(text string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text)
}

// Holding is something that may keep a row from being ended, and how that is said.
type Holding struct {
	Model any
	Words string
	Where string
	Args  []any
}

// Held says in words what there is of what may keep a row from being ended.
func (tx *Tx) Held(all ...Holding) (words []string, err error) {
	for _, h := range all {
		var n int64
		if err := tx.Model(h.Model).Where(h.Where, h.Args...).Count(&n).Error; err != nil {
			return nil, err
		}
		if n > 0 {
			words = append(words, h.Words)
		}
	}
	return words, nil
}
