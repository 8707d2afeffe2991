package audit

import (
	"slices"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy"
)

// states in which a listing is open, and what they are called.
var stateWords = map[string]string{
	models.ListingProposed: "拟列入", models.ListingDecided: "已列入", models.ListingPublished: "公布中", models.ListingRepaired: "已修复",
	models.ListingAnnulled: "已撤销", models.ListingSuperseded: "已被吸收", models.ListingExpired: "已届满", models.ListingDropped: "未列入",
}

func open(l models.Listing) bool { return l.Active() || l.State == models.ListingProposed }

// lists proves every listing of the subject: its slot, its grounds, its case, what the
// public sees of it.
func (f *facts) lists() error {
	active := map[string]string{} // family: listing in force
	for _, l := range f.listings {
		f.slot(l)
		if l.Active() {
			if other := active[l.Family]; other != "" {
				f.wrongListing(l, "与%s同为在列，同类名单只能有一条在列", other)
			}
			active[l.Family] = l.Number
		}
		if err := f.rests(l); err != nil {
			return err
		}
		f.published(l)
	}
	return nil
}

// slot holds state, slot, end and case of a listing against each other.
func (f *facts) slot(l models.Listing) {
	slot := l.Number
	switch {
	case l.Active():
		slot = "active"
	case l.State == models.ListingProposed:
		slot = models.ListingProposed + ":" + l.List
	case stateWords[l.State] == "":
		f.wrongListing(l, "状态“%s”无法识别", l.State)
	}
	if l.Slot != slot {
		f.wrongListing(l, "状态为%s，占位应为%s，而为%s", stateWords[l.State], slot, l.Slot)
	}
	if open(l) != (l.EndedAt == 0) {
		f.wrongListing(l, "状态为%s，与终止时间不一致", stateWords[l.State])
	}
	c, ok := f.cases[l.Number]
	if !ok || c.Number == "" {
		f.wrongListing(l, "没有对应的案件")
		return
	}
	if open(l) != c.Open() {
		f.wrongListing(l, "状态为%s，与案件是否办结不一致", stateWords[l.State])
	}
}

// rests proves that the grounds are what the ledger and the repairs made of them, and
// that a listing in force still reaches its list by them.
func (f *facts) rests(l models.Listing) error {
	sums := map[string]int{}
	var opens, ends models.Instant
	for _, g := range f.grounds[l.Number] {
		e, ok := f.entry[g.EntryID]
		reversed := f.reversed[g.EntryID] != ""
		switch {
		case !ok:
			f.wrongListing(l, "的依据%s不是该主体账上的扣分", g.EntryID)
		case g.State == models.GroundCounts && reversed:
			f.wrongListing(l, "的依据%s已被冲销，仍计入", e.ID)
		case g.State == models.GroundReversed && !reversed:
			f.wrongListing(l, "的依据%s记为已冲销，账上没有冲销", e.ID)
		case g.State == models.GroundCounts && l.State == models.ListingRepaired:
			f.wrongListing(l, "已修复，其依据%s仍计入", e.ID)
		}
		if g.State == models.GroundCounts {
			sums[e.Cycle] += e.Points
			opens, ends = max(opens, g.OpensAt), max(ends, g.EndsAt)
		}
	}
	if l.State == models.ListingPublished && (opens != l.OpensAt || ends != l.EndsAt) {
		f.wrongListing(l, "按各项依据自%s起可修复、至%s届满，而记为%s、%s", opens, ends, l.OpensAt, l.EndsAt)
	}
	pack, err := f.pack(l.Number)
	if err != nil || pack == nil || !open(l) {
		return err
	}
	list, ok := pack.List(l.List)
	if !ok {
		f.wrongListing(l, "规则包中没有名单%s", l.List)
		return nil
	}
	for _, sum := range sums {
		if sum >= list.At {
			return nil
		}
	}
	f.wrongListing(l, "状态为%s，其依据合计未达%d分", stateWords[l.State], list.At)
	return nil
}

// crossed demands that a total which calls for a list led to one, whatever became of
// it. What an opening carried in crossed before this register began: that is a remark.
func (f *facts) crossed(a account) error {
	of := slices.DeleteFunc(slices.Clone(f.entries), func(e models.ScoreEntry) bool {
		return account{e.Jurisdiction, e.Cycle} != a
	})
	pack, err := f.ruling(a.jurisdiction, of)
	if err != nil || pack == nil {
		return err
	}
	for _, family := range pack.Families() {
		f.crossedIn(family, a, of, pack)
	}
	return nil
}

func (f *facts) crossedIn(family string, a account, of []models.ScoreEntry, pack *policy.Pack) {
	counted, repaired := 0, f.repairedIn[family]
	of = slices.DeleteFunc(slices.Clone(of), func(e models.ScoreEntry) bool { return repaired[e.ID] || repaired[e.Reverses] })
	for _, e := range of {
		counted += e.Points
	}
	list, reached := pack.ListAt(family, counted)
	if !reached || f.listedAt(list, a, pack) {
		return
	}
	sum, by := 0, models.ScoreEntry{}
	for _, e := range of {
		if sum < list.At && sum+e.Points >= list.At {
			by = e
		}
		sum += e.Points
	}
	if by.Kind == models.Opening {
		f.found(Remark, f.subject.ID, 0, "%s：%s周期%s期初扣分后累计%d分，达到%s（%d分）而未见列入，请核对期初数据",
			f.title(), a.jurisdiction, a.cycle, counted, list.Name, list.At)
		return
	}
	f.found(Listing, f.subject.ID, 0, "%s：%s周期%s累计%d分，达到%s（%d分），而没有相应的名单记录",
		f.title(), a.jurisdiction, a.cycle, counted, list.Name, list.At)
}

// listedAt says whether a listing at least this heavy rests on the cycle.
func (f *facts) listedAt(list policy.List, a account, pack *policy.Pack) bool {
	return slices.ContainsFunc(f.listings, func(l models.Listing) bool {
		on, ok := pack.List(l.List)
		return ok && on.Family == list.Family && on.At >= list.At &&
			slices.ContainsFunc(f.grounds[l.Number], func(g models.Ground) bool { return f.entry[g.EntryID].Cycle == a.cycle })
	})
}

// pack is the one a case ends on; nil where the case is unknown, which is told elsewhere.
func (f *facts) pack(number string) (*policy.Pack, error) {
	c, ok := f.cases[number]
	if !ok || c.PackHash == "" {
		return nil, nil
	}
	return f.rules.Pack(f.ctx, c.PackHash)
}

// ruling is the pack whose thresholds a total is held against: that of the newest entry
// which came from a case, else the jurisdiction's newest.
func (f *facts) ruling(jurisdiction string, entries []models.ScoreEntry) (*policy.Pack, error) {
	for _, e := range slices.Backward(entries) {
		if p, err := f.pack(e.CaseNumber); err != nil || p != nil {
			return p, err
		}
	}
	hash := f.newest[jurisdiction]
	if hash == "" || len(entries) == 0 {
		return nil, nil
	}
	return f.rules.Pack(f.ctx, hash)
}

// published holds what the public sees against the listing and its open disputes.
func (f *facts) published(l models.Listing) {
	p, ok := f.publications[l.Number]
	public := ok && p.WithdrawnAt == 0
	wanted := l.State == models.ListingPublished && f.subject.Kind != models.NaturalPerson
	switch {
	case public && !wanted:
		f.found(Publication, l.Number, 0, "公布%s：名单状态为%s，不应公布而在公布", l.Number, stateWords[l.State])
	case wanted && !public:
		f.found(Publication, l.Number, 0, "公布%s：名单公布中，而没有公布记录或者已撤下", l.Number)
	case !public:
		return
	case p.List != l.List || p.PublishedAt != l.PublishedAt || p.EndsAt != l.EndsAt || p.SubjectID != l.SubjectID:
		f.found(Publication, l.Number, 0, "公布%s：所公布的主体、名单或者起止时间（自%s至%s）与名单记录（自%s至%s）不一致",
			l.Number, store.When(p.PublishedAt), store.When(p.EndsAt), store.When(l.PublishedAt), store.When(l.EndsAt))
	}
	if open := f.disputed(l.Number); open != "" && !p.Disputed {
		f.found(Publication, l.Number, 0, "公布%s：异议%s正在处理，而未标注“异议处理中”", l.Number, open)
	} else if open == "" && p.Disputed {
		f.found(Publication, l.Number, 0, "公布%s：标注“异议处理中”，而没有正在处理的异议", l.Number)
	}
}

// disputed names an open dispute of the listing, or of a recognition it rests on.
func (f *facts) disputed(listing string) string {
	for _, d := range f.disputes {
		if d.Target == listing || d.TargetItem != "" && slices.ContainsFunc(f.grounds[listing], func(g models.Ground) bool {
			return f.entry[g.EntryID].RecognitionID == d.TargetItem
		}) {
			return d.Number
		}
	}
	return ""
}

func (f *facts) wrongListing(l models.Listing, text string, args ...any) {
	f.found(Listing, l.Number, 0, "名单%s"+text, append([]any{l.Number}, args...)...)
}
