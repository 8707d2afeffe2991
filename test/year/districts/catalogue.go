package districts

// What is found, by sector. The catalogue's points are not repeated here: a test counts
// with those of the rule pack.
var (
	sectors = map[string]string{
		"SR": "市容环境卫生", "HG": "户外广告管理", "GH": "城乡规划执法", "ZT": "渣土运输管理", "SZ": "市政设施管养", "YL": "园林绿化管养", "HW": "环卫设施管养",
	}
	general = map[string][]string{
		"SR": {"SR-01", "SR-01", "SR-01", "SR-02", "SR-02", "SR-03", "SR-04", "SR-05", "SR-06", "SR-07"},
		"HG": {"HG-01", "HG-02", "HG-02", "HG-03", "HG-04", "HG-05", "HG-06"},
		"GH": {"GH-01", "GH-02", "GH-03", "GH-04", "GH-05"},
		"ZT": {"ZT-01", "ZT-02", "ZT-02", "ZT-02", "ZT-03", "ZT-04", "ZT-04", "ZT-05", "ZT-06"},
		"SZ": {"SZ-01", "SZ-02", "SZ-03", "SZ-04", "SZ-05", "SZ-06"},
		"YL": {"YL-01", "YL-02", "YL-03", "YL-04", "YL-05", "YL-06"},
		"HW": {"HW-01", "HW-02", "HW-03", "HW-04", "HW-05", "HW-06"},
	}
	serious = map[string][]string{
		"SR": {"SR-08", "SR-09"}, "HG": {"HG-07", "HG-08", "HG-09"}, "GH": {"GH-06", "GH-07", "GH-09"}, "ZT": {"ZT-07", "ZT-08", "ZT-10", "ZT-11"},
		"SZ": {"SZ-07", "SZ-08", "SZ-09", "SZ-10"}, "YL": {"YL-07", "YL-08", "YL-10"}, "HW": {"HW-07", "HW-08", "HW-09", "HW-10"},
	}
)

// item is what the generator knows of a behaviour.
type item struct {
	facts string
	// minor: corrected on the spot it may leave no record (轻微免记).
	minor bool
	// least and most points where the catalogue leaves a choice.
	least, most int
}

var catalogue = map[string]item{
	"SR-01": {facts: "占用人行道摆摊经营", minor: true}, "SR-02": {facts: "商品摆出店门外约三米", minor: true}, "SR-03": {facts: "路侧堆放建筑材料", minor: true},
	"SR-04": {facts: "护栏上吊挂晾晒物品", minor: true}, "SR-05": {facts: "门前设置地锁两处", minor: true}, "SR-06": {facts: "禁止区域内露天烧烤"},
	"SR-07": {facts: "门前责任区积存垃圾", minor: true}, "SR-08": {facts: "向空地倾倒生活垃圾"},
	"HG-01": {facts: "招牌灯箱残缺，通知后逾期未修", minor: true}, "HG-02": {facts: "外墙张挂条幅未经批准", minor: true}, "HG-03": {facts: "路口散发印刷品广告", minor: true},
	"HG-04": {facts: "广告设施空置未设公益广告", minor: true}, "HG-07": {facts: "楼顶设置大型广告未经批准"},
	"GH-02": {facts: "临时用房与批准内容不符", minor: true}, "GH-04": {facts: "竣工资料逾期未报", minor: true}, "GH-06": {facts: "未取得规划许可证施工"},
	"ZT-01": {facts: "工地弃土积存未清运", minor: true}, "ZT-02": {facts: "渣土车未密闭", least: 5, most: 10}, "ZT-03": {facts: "渣土沿途遗撒约两百米"},
	"ZT-04": {facts: "渣土车偏离核准路线", minor: true, least: 3, most: 5}, "ZT-05": {facts: "建筑垃圾混入生活垃圾", minor: true}, "ZT-07": {facts: "未经核准外运建筑垃圾"},
	"ZT-09": {facts: "向沟渠倾倒建筑垃圾", least: 20, most: 30},
	"SZ-01": {facts: "占道期满未清理", minor: true}, "SZ-02": {facts: "施工围挡缺失"}, "SZ-03": {facts: "检查井盖缺损"}, "SZ-05": {facts: "抢修后未补办手续", minor: true},
	"YL-01": {facts: "损坏行道树枝干", minor: true}, "YL-02": {facts: "损坏绿地护栏", minor: true}, "YL-03": {facts: "擅自修剪绿地树木", minor: true},
	"HW-01": {facts: "擅自移动垃圾桶", minor: true}, "HW-02": {facts: "果皮箱破损未更新", minor: true}, "HW-03": {facts: "垃圾未按时清运", minor: true}, "HW-05": {facts: "清淤淤泥堆放路边", minor: true},
}

// lighter is what a behaviour may turn out to be after the subject was heard.
var lighter = map[string]string{
	"SR-08": "SR-03", "SR-09": "SR-03", "GH-06": "GH-05", "GH-07": "GH-06", "HG-07": "HG-05", "HG-09": "HG-05", "ZT-07": "ZT-06", "ZT-11": "ZT-06",
	"SZ-07": "SZ-04", "YL-07": "YL-04", "YL-08": "YL-01", "HW-08": "HW-02", "HW-09": "HW-01", "SR-06": "SR-01", "GH-05": "GH-02",
}
