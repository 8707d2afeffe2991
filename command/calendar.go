package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"chengxin/models"
	"chengxin/models/store"
	"chengxin/policy/calendar"
)

// calendarCommands read the State Council's notices on days off, and load the next one.
func calendarCommands() *cobra.Command {
	c := &cobra.Command{Use: "calendar", Short: "检查、阅读、载入放假安排"}
	c.AddCommand(calendarCheck(), calendarShow(), calendarLoad())
	return c
}

func calendarCheck() *cobra.Command {
	return &cobra.Command{
		Use: "check FILE…", Short: "严格检查放假安排，注明行、列", Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) error {
			bad := 0
			for _, file := range files {
				_, y, err := readYear(calendar.Builtin(), file)
				if err != nil {
					fmt.Fprintf(c.OutOrStdout(), "%s：%s\n", filepath.Base(file), explain(err))
					bad++
					continue
				}
				fmt.Fprintf(c.OutOrStdout(), "%s：%d年放假安排没有错误，共%d个节日。\n", filepath.Base(file), y.Year, len(y.Festivals))
			}
			if bad > 0 {
				return fmt.Errorf("%d个文件未通过检查", bad)
			}
			return nil
		},
	}
}

// calendarShow reads years out, to be held against the notices.
func calendarShow() *cobra.Command {
	var o settings
	var data string
	c := &cobra.Command{
		Use: "show [FILE|YEAR]", Short: "以文字读出放假安排，供与通知原文核对", Args: cobra.MaximumNArgs(1),
		Long: "以文字读出一个文件、一个年度，或者现行日历的全部年度。\n指定 --database 或 --data 的，读登记库的现行日历；否则读随程序提供的。",
		RunE: func(c *cobra.Command, args []string) error {
			cal, err := o.calendar(c.Context(), data)
			if err != nil {
				return err
			}
			years := cal.Years()
			if len(args) == 1 {
				if years, err = asked(cal, args[0]); err != nil {
					return err
				}
			}
			for i, y := range years {
				if i > 0 {
					fmt.Fprintln(c.OutOrStdout())
				}
				fmt.Fprintln(c.OutOrStdout(), y.Words())
			}
			return nil
		},
	}
	c.Flags().StringVar(&data, "data", "", "数据目录；指定 --database 时不用")
	o.bind(c, "database")
	return c
}

// asked is the year a person named: by its number, or a file.
func asked(cal *calendar.Calendar, what string) ([]calendar.Year, error) {
	if number, err := strconv.Atoi(what); err == nil {
		years := cal.Years()
		i := slices.IndexFunc(years, func(y calendar.Year) bool { return y.Year == number })
		if i < 0 {
			return nil, fmt.Errorf("日历中没有%d年的放假安排", number)
		}
		return years[i : i+1], nil
	}
	_, y, err := readYear(cal, what)
	return []calendar.Year{y}, err
}

// calendarLoad puts years in force: in every process of the register within seconds.
func calendarLoad() *cobra.Command {
	var o settings
	var data string
	c := &cobra.Command{
		Use: "load FILE…", Short: "载入或者更正放假安排", Args: cobra.MinimumNArgs(1),
		Long: "将放假安排载入登记库，服务运行时也可以。各进程数秒内按新日历计算，正在运行的期限随后重新计算。\n同一年度再次载入的，以后载入的为准；此前的仍予保存。",
		RunE: func(c *cobra.Command, files []string) (err error) {
			st, err := o.register(data)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			if err := st.Current(c.Context()); err != nil {
				return err
			}
			return loadYears(c.Context(), st, files, c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&data, "data", "./data", "数据目录；指定 --database 时不用")
	o.bind(c, "database")
	return c
}

// loadYears checks all files before it loads the first.
func loadYears(ctx context.Context, st *store.Store, files []string, tell io.Writer) error {
	sources := make([][]byte, len(files))
	for i, file := range files {
		src, _, err := readYear(calendar.Builtin(), file)
		if err != nil {
			return fmt.Errorf("%s：%s", filepath.Base(file), explain(err))
		}
		sources[i] = src
	}
	for i, src := range sources {
		l, err := st.LoadYear(ctx, calendar.Builtin(), src, "system", models.At(time.Now()))
		if err != nil {
			return fmt.Errorf("%s：%s", filepath.Base(files[i]), explain(err))
		}
		said := "已载入，正在运行的期限将自动重新计算"
		if !l.Changed {
			said = "与现行日历相同，未作更改"
		}
		fmt.Fprintf(tell, "%d年放假安排%s。\n", l.Year.Year, said)
	}
	return nil
}

func readYear(cal *calendar.Calendar, file string) ([]byte, calendar.Year, error) {
	src, err := os.ReadFile(file) //nolint:gosec // the person names the file
	if err != nil {
		return nil, calendar.Year{}, fmt.Errorf("放假安排%s无法读取：%w", file, err)
	}
	_, y, err := store.WithYear(cal, src)
	return src, y, err
}

// calendar is the one in force in a register, or the program's own where none is named.
func (s *settings) calendar(ctx context.Context, data string) (cal *calendar.Calendar, err error) {
	if s.Database == "" && data == "" {
		return calendar.Builtin(), nil
	}
	st, err := s.reading(data)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := st.Current(ctx); err != nil {
		return nil, err
	}
	rules := store.NewRules(st, calendar.Builtin())
	err = rules.Renew(ctx)
	return rules.Calendar(), err
}
