package activities

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"chengxin/models"
	"chengxin/policy"
)

// Content is what a decision tells a document, by the names that templates use: words
// that the case itself does not hold.
type Content map[string]string

// documentFacts gather what a document of this case may say.
func (a *act) documentFacts(content Content) (policy.Facts, error) {
	f := policy.Facts{Words: map[string]string{
		"案号": a.c.Number, "案由": a.c.Title, "收到日期": day(a.c.ReceivedAt), "立案日期": day(a.c.FiledAt), "理由": a.reason(),
		"标准":   a.standard(),
		"陈述期限": a.process().Step("statement").Within.Chinese(), "补正期限": a.process().Step("supplement").Within.Chinese(),
		"异议期限": a.pack.Dispute.Within.Chinese(), "异议依据": a.pack.Dispute.Article,
		"复议机关": a.reviewer(),
	}, Lists: map[string][]map[string]string{}}
	for _, add := range []func(*policy.Facts) error{a.recognitionFacts, a.subjectFacts, a.listingFacts, a.targetFacts} {
		if err := add(&f); err != nil {
			return f, err
		}
	}
	for name, word := range content {
		f.Words[name] = word
	}
	return f, nil
}

func day(i models.Instant) string {
	if i == 0 {
		return ""
	}
	return i.Time().Format("2006年1月2日")
}

// standard is what a decision cites: the measure and the pack's version.
func (a *act) standard() string {
	return fmt.Sprintf("《%s》及《%s失信行为认定和计分标准》（%s版）", strings.Trim(a.pack.Basis.Title, "《》"), a.pack.Jurisdiction.Name, a.pack.Version)
}

// reviewer is the government that hears an administrative review of the department's
// decisions.
func (a *act) reviewer() string {
	_, key, _ := strings.Cut(a.c.OrganizationID, "/")
	if g, ok := a.pack.Government(key); ok {
		return g.Name
	}
	return "本级人民政府"
}

// recognitionFacts tell what is recognised, subject by subject (认定).
func (a *act) recognitionFacts(f *policy.Facts) error {
	rs, err := a.live()
	if err != nil {
		return err
	}
	var announced []string
	for i, r := range rs {
		var s models.Subject
		if err := a.tx.Take(&s, "id = ?", r.SubjectID).Error; err != nil {
			return err
		}
		b, _ := a.pack.Behaviour(r.Behaviour)
		f.Lists["认定"] = append(f.Lists["认定"], map[string]string{
			"序号": strconv.Itoa(i + 1), "主体": s.Name, "行为": b.Name, "行为代码": r.Behaviour, "等级": policy.Grade(r.Grade).Label(), "法律依据": b.Article,
			"行为日期": day(r.ActAt), "扣分": strconv.Itoa(r.Points), "累计扣分": strconv.Itoa(r.NotifiedTotal),
			"依据文书": r.FoundingNo, "文书机关": r.FoundingBody, "文书日期": day(r.FoundingAt),
		})
		f.Words["主体"] = joined(f.Words["主体"], s.Name)
		announced = append(announced, r.NotifiedList)
	}
	f.Words["名单"] = a.listNames(strings.Join(announced, ","))
	return nil
}

// listNames says lists' keys, parted by commas, by their names.
func (a *act) listNames(keys string) (names string) {
	for _, key := range strings.Split(keys, ",") {
		if list, ok := a.pack.List(key); ok && !strings.Contains(names, list.Name) {
			names = joined(names, list.Name)
		}
	}
	return names
}

func joined(before, word string) string {
	if before == "" {
		return word
	}
	return before + "、" + word
}

// subjectFacts tell whom the case is about, where no recognition said it.
func (a *act) subjectFacts(f *policy.Facts) error {
	if f.Words["主体"] != "" {
		return nil
	}
	if a.c.SubjectID != "" {
		var s models.Subject
		err := a.tx.Take(&s, "id = ?", a.c.SubjectID).Error
		f.Words["主体"] = s.Name
		return err
	}
	subjects, err := a.accused()
	if err != nil {
		return err
	}
	names := make([]string, len(subjects)+1)
	for _, s := range subjects {
		names[min(s.place, len(subjects))] = s.Name
	}
	for _, name := range names {
		if name != "" {
			f.Words["主体"] = joined(f.Words["主体"], name)
		}
	}
	return nil
}

// listingFacts tell of the list that the case is about, and of the points it rests on
// (扣分).
func (a *act) listingFacts(f *policy.Facts) error {
	var l models.Listing
	if err := a.tx.Limit(1).Find(&l, "number = ?", cmp.Or(a.listingOf(), "-")).Error; err != nil || l.Number == "" {
		return err
	}
	list, _ := a.pack.List(l.List)
	f.Words["名单"], f.Words["名单依据"], f.Words["计分周期"], f.Words["累计扣分"] = list.Name, list.Article, cycleName(l.Cycle), strconv.Itoa(l.Total)
	f.Words["修复期限"], f.Words["终止期限"] = list.RepairAfter.Chinese(), list.EndsAfter.Chinese()
	var rows []struct {
		models.ScoreEntry
		Behaviour string
	}
	err := a.tx.Table("grounds g").Joins("JOIN score_entries e ON e.id = g.entry_id").Joins("LEFT JOIN recognitions r ON r.id = e.recognition_id").
		Where("g.listing_number = ? AND g.state = ?", l.Number, models.GroundCounts).Order("e.effective_at, e.id").
		Select("e.*, r.behaviour").Find(&rows).Error
	for i, e := range rows {
		b, _ := a.pack.Behaviour(e.Behaviour)
		f.Lists["扣分"] = append(f.Lists["扣分"], map[string]string{
			"序号": strconv.Itoa(i + 1), "案号": e.CaseNumber, "行为": cmp.Or(b.Name, e.Note), "扣分": strconv.Itoa(e.Points), "生效日期": day(e.EffectiveAt),
		})
	}
	return err
}

// listingOf is the number of the listing that the case is or is about.
func (a *act) listingOf() string {
	if a.c.Kind == "listing" {
		return a.c.Number
	}
	return a.c.Target
}

func cycleName(cycle string) string {
	if len(cycle) == 4 {
		return cycle + "年"
	}
	return cycle
}

// targetFacts name what a dispute or a repair is about (对象).
func (a *act) targetFacts(f *policy.Facts) error {
	if a.c.Target == "" || a.c.Kind == "listing" {
		return nil
	}
	what := "列入" + f.Words["名单"]
	if f.Words["计分周期"] == "" {
		var target models.Case
		if err := a.tx.Limit(1).Find(&target, "number = ?", a.c.Target).Error; err != nil {
			return err
		}
		what = map[string]string{"violation": "失信行为认定", "breach": "违诺认定"}[target.Kind]
	}
	f.Words["对象"] = what + "（" + a.c.Target + "）"
	return nil
}

// answerWords are the closing answer as the pack words it.
func (a *act) answerWords(choice string) string {
	for _, s := range a.process().Steps {
		for _, c := range s.Choices {
			if c.Key == choice {
				return c.Label
			}
		}
	}
	return choice
}
