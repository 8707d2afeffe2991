package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"chengxin/api/imports"
	"chengxin/models/sealing"
	"chengxin/models/store"
	"chengxin/policy/calendar"
)

// importCommands bring files in: earlier records, and what districts report.
func importCommands() *cobra.Command {
	c := &cobra.Command{
		Use: "import", Short: "导入主体、在列名单、期初扣分、区县报送",
		Long: "自 .csv（UTF-8 或 GB18030）或 .xlsx 导入。合格的行逐行入库，其余各行连同行号、列、原因写入报告文件。\n" +
			"同一文件可重复导入，不会重复入库；中断后再次执行即可继续。服务运行时也可导入。",
	}
	c.AddCommand(
		importFile("subjects", "导入信用主体：名称、类别、统一社会信用代码/证件号、地址", (*imports.Importer).Subjects),
		importFile("listings", "导入在列名单：统一社会信用代码/证件号、名单、决定日期、公布日期、累计扣分、决定文书、认定部门", (*imports.Importer).Listings),
		importFile("openings", "导入期初扣分：统一社会信用代码/证件号、计分周期、累计扣分、截至日期", (*imports.Importer).Openings),
		importFile("reports", "导入区县报送的失信行为：编号、填报机构、统一社会信用代码/证件号、失信行为代码、发生时间、事实描述", (*imports.Importer).Reports),
	)
	return c
}

type taking func(m *imports.Importer, ctx context.Context, file string, report io.Writer) (imports.Result, error)

func importFile(use, short string, take taking) *cobra.Command {
	var o settings
	var data, jurisdiction, report string
	c := &cobra.Command{
		Use: use + " FILE", Short: short, Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) (err error) {
			st, err := o.importing(data)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			if err := st.Current(c.Context()); err != nil {
				return err
			}
			rules := store.NewRules(st, calendar.Builtin())
			if err := rules.Renew(c.Context()); err != nil {
				return err
			}
			m := &imports.Importer{
				Store: st, Rules: rules, Now: time.Now, Jurisdiction: jurisdiction,
				Progress: importProgress(c.ErrOrStderr()),
			}
			if report == "" {
				report = strings.TrimSuffix(args[0], filepath.Ext(args[0])) + ".导入报告.csv"
			}
			return imported(c.Context(), m, take, args[0], report, c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&data, "data", "./data", "数据目录；指定 --database 时不用")
	c.Flags().StringVar(&jurisdiction, "jurisdiction", "jining", "管辖区")
	c.Flags().StringVar(&report, "report", "", "报告文件；缺省为 FILE 旁的“.导入报告.csv”")
	o.bind(c, "database", "key")
	return c
}

// imported carries an import out and says where to read on. A report with nothing in it
// is not left behind.
func imported(ctx context.Context, m *imports.Importer, take taking, file, report string, out io.Writer) error {
	f, err := os.Create(report) //nolint:gosec // the person names the file
	if err != nil {
		return err
	}
	done, err := take(m, ctx, file, f)
	err = errors.Join(err, f.Close())
	told := done.Refused + done.Warnings
	if told == 0 {
		err = errors.Join(err, os.Remove(report))
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(out, counted(done))
	if told > 0 {
		fmt.Fprintf(out, "未导入的行和提示见 %s\n", report)
	}
	if done.Refused > 0 {
		return fmt.Errorf("有%d行未导入", done.Refused)
	}
	return nil
}

func counted(r imports.Result) string {
	return fmt.Sprintf("共%d行：导入%d行，原已在库%d行，未导入%d行；提示%d处。", r.Lines, r.Written, r.Unchanged, r.Refused, r.Warnings)
}

func importProgress(w io.Writer) func(imports.Result) {
	if !terminal(w) {
		return nil
	}
	return func(r imports.Result) { fmt.Fprintf(w, "\r%s", counted(r)) }
}

// importing opens the register for writing, with the keys of personal data. The folder
// is not taken: the server that holds it may run on.
func (s *settings) importing(data string) (*store.Store, error) {
	st, err := s.register(data)
	if err != nil {
		return nil, err
	}
	if st.Keys, err = s.keysOf(data); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// register opens the named register, or that of a data folder, for writing, also while a
// server works on it.
func (s *settings) register(data string) (*store.Store, error) {
	if s.Database != "" {
		return store.Open(s.Database)
	}
	path := filepath.Join(data, "chengxin.db")
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("没有登记库文件%s，请核对 --data，或者先启动一次服务", path)
	}
	return store.Open("sqlite:" + path)
}

func (s *settings) keysOf(data string) (*sealing.Ring, error) {
	if s.Database == "" {
		raw, err := os.ReadFile(filepath.Join(data, "key"))
		if err != nil {
			return nil, fmt.Errorf("密钥无法读取：%w", err)
		}
		s.Key = string(raw)
	}
	return sealing.New(s.Key)
}
