package imports

import (
	"context"
	"strconv"
	"testing"

	"chengxin/models"
)

// sampled is a bed with the subjects of the sample files, and two natural persons: one
// of age, one of sixteen.
func sampled(b *bed) {
	b.Helper()
	b.load(subjects, "../../docs/samples/subjects.csv", Result{Lines: 6, Written: 6})
	b.load(subjects, b.file("persons.csv", heading1+"自然人甲,自然人,370811199003070010,\n自然人乙,自然人,370811201003070010,\n"), Result{Lines: 2, Written: 2})
}

const heading2 = "统一社会信用代码/证件号,名单,决定日期,公布日期,累计扣分,决定文书,认定部门\n"

func (b *bed) listing(document string) (l models.Listing) {
	b.Helper()
	var d models.Document
	b.must(b.Store.Read(context.Background()).Take(&d, "number = ?", document).Error)
	b.must(b.Store.Read(context.Background()).Take(&l, "number = ?", d.CaseNumber).Error)
	return l
}

// Yellow decided on 8 May and published on 12 May opens to repair on 13 November and
// ends on 8 May a year later; black decided on 2 March and published on 4 March opens on
// 5 March a year later and ends on 2 March three years later (JN-8).
func TestListingsInForceRunOnWithTheirDates(t *testing.T) {
	onBoth(t, func(b *bed) {
		sampled(b)
		path := "../../docs/samples/listings.csv"
		b.load(listings, path, Result{Lines: 2, Written: 2})
		for _, x := range []struct{ document, list, opens, ends string }{
			{"济任城管信列〔2026〕示例1号", "yellow", "2026-11-13T00:00:00+08:00", "2027-05-08T23:59:59+08:00"},
			{"济兖城管信列〔2026〕示例1号", "black", "2027-03-05T00:00:00+08:00", "2029-03-02T23:59:59+08:00"},
		} {
			l := b.listing(x.document)
			if l.List != x.list || l.OpensAt.String() != x.opens || l.EndsAt.String() != x.ends || l.State != models.ListingPublished {
				b.Errorf("%s: %+v opens %s ends %s", x.document, l, l.OpensAt, l.EndsAt)
			}
			var task models.Task
			b.must(b.Store.Read(context.Background()).Take(&task, "case_number = ? AND closed_at = 0", l.Number).Error)
			if task.Step != "minimum" || task.DueAt != l.OpensAt || task.NextAt != l.OpensAt {
				b.Errorf("waits at %s until %s", task.Step, task.DueAt)
			}
		}
		b.load(listings, path, Result{Lines: 2, Unchanged: 2})
	})
}

func TestListingsThatCannotBeAreRefused(t *testing.T) {
	onBoth(t, func(b *bed) {
		sampled(b)
		rows := []struct{ text, place, says string }{
			{"91370811MAEX00010H,黄名单,2026-05-08,2026-05-12,25,文1号,济宁市任城区城市管理局", "", ""},
			{"91370811MAEX00010H,黑名单,2026-05-08,2026-05-12,45,文2号,济宁市任城区城市管理局", "名单", "同类名单只能有一条"},
			{"91370812MAEX00029W,黄名单,2026-05-08,2026-05-12,25,文1号,济宁市任城区城市管理局", "决定文书", "与第2行重复"},
			{"91370812MAEX00029W,红名单,2026-05-08,2026-05-12,25,文3号,济宁市任城区城市管理局", "名单", "没有这一名单"},
			{"91370812MAEX00029W,黄名单,2026-02-30,2026-05-12,25,文4号,济宁市任城区城市管理局", "决定日期", "不是日期"},
			{"91370812MAEX00029W,黄名单,2026-05-08,2026-05-07,25,文5号,济宁市任城区城市管理局", "公布日期", "早于决定日期"},
			{"91370812MAEX00029W,黄名单,2026-05-08,2026-07-02,25,文6号,济宁市任城区城市管理局", "公布日期", "晚于今天"},
			{"91370812MAEX00029W,黄名单,2026-05-08,2026-05-12,19,文7号,济宁市任城区城市管理局", "累计扣分", "20分"},
			{"91370812MAEX00029W,黄名单,2025-06-30,2025-07-02,25,文8号,济宁市任城区城市管理局", "决定日期", "届满"},
			{"91370812MAEX00029W,黄名单,2026-05-08,2026-05-12,25,文9号,某某局", "认定部门", "没有这一机构"},
			{"92370102MA3M9AG94X,黄名单,2026-05-08,2026-05-12,25,文10号,济宁市任城区城市管理局", "统一社会信用代码/证件号", "没有登记"},
			{"370811201003070010,黄名单,2026-05-08,2026-05-12,25,文11号,济宁市任城区城市管理局", "统一社会信用代码/证件号", "未满十八周岁"},
			{"370811199003070010,黄名单,2026-05-08,46154,25,文12号,rencheng_bureau", "", ""}, // a spreadsheet's date; a natural person
		}
		text, want := heading2, [][2]string(nil)
		for i, r := range rows {
			text += r.text + "\n"
			if r.place != "" {
				want = append(want, [2]string{strconv.Itoa(i+2) + " " + r.place, r.says})
			}
		}
		told := b.load(listings, b.file("listings.csv", text), Result{Lines: len(rows), Written: 2, Refused: len(rows) - 2})
		b.says(told, want...)
		person := b.listing("文12号")
		if person.PublishedAt.String() != "2026-05-12T00:00:00+08:00" {
			b.Errorf("published %s", person.PublishedAt)
		}
		var n int64
		b.must(b.Store.Read(context.Background()).Model(&models.Publication{}).Where("listing_number = ?", person.Number).Count(&n).Error)
		if n != 0 {
			b.Error("a natural person's listing is public")
		}
	})
}

// Points carried in count in their cycle, once; together with a listing's they are the
// cycle's whole total, in whichever order the files come.
func TestOpeningsCountOnce(t *testing.T) {
	onBoth(t, func(b *bed) {
		sampled(b)
		path := "../../docs/samples/openings.csv"
		b.load(points, path, Result{Lines: 2, Written: 2})
		b.load(points, path, Result{Lines: 2, Unchanged: 2})
		b.load(listings, "../../docs/samples/listings.csv", Result{Lines: 2, Written: 2}) // 25 and 45
		told := b.load(points, b.file("more.csv", "证件号,计分周期,累计扣分,截至日期\n"+
			"91370811MAEX00010H,2026,28,2026-06-30\n"+ // 25 of the listing, 3 more
			"91370812MAEX00029W,2026,40,2026-06-30\n"+ // fewer than its listing has
			"92370881MAEX00037J,2026,9,2026-06-30\n"+ // 8 are in
			"91370812MAEX000618,2026,22,2026-06-30\n"+ // reaches yellow without a listing
			"92370811MAEX00053U,2026,5,2027-01-01\n"+
			"92370811MAEX00053U,2027,5,2027-01-01\n"), Result{Lines: 6, Written: 2, Refused: 4, Warnings: 1})
		b.says(told,
			[2]string{"3 累计扣分", "少于名单所载的45分"},
			[2]string{"4 累计扣分", "已导入的期初扣分共8分"},
			[2]string{"5 累计扣分", "已达到黄名单"},
			[2]string{"6 截至日期", "应在计分周期2026之内"},
			[2]string{"7 计分周期", ""},
		)
		for code, want := range map[string]int{"91370811MAEX00010H": 28, "91370812MAEX00029W": 45, "92370881MAEX00037J": 8, "91370883MAEX00045D": 15} {
			s, err := b.registrar().Find(context.Background(), "jining", code)
			b.must(err)
			var row models.Cycle
			b.must(b.Store.Read(context.Background()).Take(&row, "subject_id = ? AND cycle = '2026'", s.ID).Error)
			if row.Total != want || row.Counted != want {
				b.Errorf("%s: %d, want %d", code, row.Total, want)
			}
		}
	})
}
