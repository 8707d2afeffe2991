package web

import (
	"context"
	"net/url"
	"strings"

	"chengxin/api/access"
	"chengxin/api/cases"
)

// exportable are the lists that can leave the house, by the name of their file.
func (s *Site) exportable() map[string]func(context.Context, url.Values) (exported, error) {
	return map[string]func(context.Context, url.Values) (exported, error){
		"work": s.exportWork, "cases": s.exportCases, "subjects": s.exportSubjects, "listings": s.exportListings, "statistics": s.exportStatistics,
	}
}

func (s *Site) exportWork(ctx context.Context, q url.Values) (exported, error) {
	a := actor(ctx)
	f, err := taskFilterOf(q, a.Holds(access.Deciders()...) && q.Get("of") != "all")
	return exported{
		title: "待办",
		columns: []column{
			{"时限", 8}, {"到期", 17}, {"剩余", 18}, {"待办", 20}, {"职责", 12}, {"信用主体", 28}, {"案件编号", 22}, {"类别", 14}, {"事由", 32}, {"机构", 28}, {"办理人", 12}, {"开始", 17},
		},
		page: func(cursor string) ([][]any, string, error) {
			p, err := s.queries.Tasks(ctx, a, f, cases.Page{Cursor: cursor, Limit: cases.MostPerPage})
			rows := make([][]any, 0, len(p.Items))
			for _, t := range p.Items {
				who := "待认领"
				if t.Assignee != nil {
					who = t.Assignee.Name
				}
				rows = append(rows, []any{
					word(stateWords, t.State), t.DueAt, fullWidth(t.Remaining), t.Name, t.Role.Name, subjectName(t.Subject), t.Case, word(kindWords, t.Kind), t.Title,
					t.Organization.Name, who, t.OpenedAt,
				})
			}
			return rows, p.Next, err
		},
	}, err
}

func (s *Site) exportCases(ctx context.Context, q url.Values) (exported, error) {
	f, err := caseFilterOf(q)
	return exported{
		title: "案件",
		columns: []column{
			{"案件编号", 22}, {"类别", 14}, {"事由", 32}, {"信用主体", 28}, {"状态", 9}, {"阶段或者结果", 16}, {"时限", 8}, {"等待", 20}, {"机构", 28}, {"收到", 17}, {"全案期限", 17}, {"办结", 17},
		},
		page: func(cursor string) ([][]any, string, error) {
			p, err := s.queries.Cases(ctx, actor(ctx), f, cases.Page{Cursor: cursor, Limit: cases.MostPerPage})
			rows := make([][]any, 0, len(p.Items))
			for _, v := range p.Items {
				stands := word(stageWords, v.Stage)
				if v.State == cases.StateClosed {
					stands = word(outcomeWords, v.Outcome)
				}
				rows = append(rows, []any{
					v.Number, word(kindWords, v.Kind), v.Title, subjectName(v.Subject), word(stateWords, v.State), stands, word(stateWords, v.Deadline),
					strings.Join(v.Waiting, "、"), v.Organization.Name, v.ReceivedAt, v.DueAt, v.ClosedAt,
				})
			}
			return rows, p.Next, err
		},
	}, err
}

func (s *Site) exportSubjects(ctx context.Context, q url.Values) (exported, error) {
	e := exported{title: "信用主体", columns: []column{{"编号", 22}, {"名称", 32}, {"类别", 12}, {"统一社会信用代码", 22}, {"地址", 36}, {"登记", 17}}}
	near := q.Get("near") != ""
	if near {
		e.title, e.columns = "将达名单标准的信用主体", append(e.columns, column{"本期计入名单的扣分", 18})
	}
	e.page = func(cursor string) ([][]any, string, error) {
		p, err := s.subjectsOf(ctx, q, cases.Page{Cursor: cursor, Limit: cases.MostPerPage})
		rows := make([][]any, 0, len(p.Items))
		for _, v := range p.Items {
			row := []any{v.ID, v.Name, v.KindLabel, v.Code, v.Address, v.CreatedAt}
			if near {
				row = append(row, *v.Counted)
			}
			rows = append(rows, row)
		}
		return rows, p.Next, err
	}
	return e, nil
}

func (s *Site) exportListings(ctx context.Context, q url.Values) (exported, error) {
	listed, err := s.listNames(ctx)
	return exported{
		title: "名单",
		columns: []column{
			{"记录", 22}, {"信用主体", 32}, {"名单", 10}, {"状态", 14}, {"累计扣分", 10}, {"计分周期", 10}, {"拟列入", 17}, {"决定", 17}, {"公布", 17}, {"可以申请修复", 17}, {"自动终止", 17}, {"终止", 17}, {"终止原因", 24}, {"机构", 28},
		},
		page: func(cursor string) ([][]any, string, error) {
			p, err := s.queries.Listings(ctx, actor(ctx), listingFilterOf(q), cases.Page{Cursor: cursor, Limit: cases.MostPerPage})
			if err != nil {
				return nil, "", err
			}
			where, err := s.placesOf(ctx, p.Items)
			rows := make([][]any, 0, len(p.Items))
			for _, l := range p.Items {
				rows = append(rows, []any{
					l.Number, l.SubjectName, word(listed, l.List), word(listingWords, l.State), l.Total, l.Cycle, l.ProposedAt, l.DecidedAt, l.PublishedAt, l.OpensAt, l.EndsAt,
					l.EndedAt, l.EndReason, where[l.Organization],
				})
			}
			return rows, p.Next, err
		},
	}, err
}

func subjectName(s *cases.SubjectName) string {
	if s == nil {
		return ""
	}
	return s.Name
}
