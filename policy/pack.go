// Package policy holds the rules: packs as data, and the pure functions that apply them.
//
// Nothing here reads a clock, a file or a database. Functions are called from
// activities only, so that a corrected pack or calendar never breaks a replay.
package policy

import "chengxin/policy/calendar"

// Pack is one jurisdiction's rules at one date (认定和计分标准). It is stored whole
// and immutable by hash; a case ends on the pack it began with.
type Pack struct {
	Jurisdiction Jurisdiction  `yaml:"jurisdiction" json:"jurisdiction"`
	Version      string        `yaml:"version" json:"version"`
	Effective    calendar.Date `yaml:"effective" json:"effective"`
	ValidUntil   calendar.Date `yaml:"valid_until,omitempty" json:"valid_until,omitzero"`
	Trial        bool          `yaml:"trial,omitempty" json:"trial,omitempty"` // terms in seconds are allowed, pages say 试运行
	Basis        Basis         `yaml:"basis" json:"basis"`
	// RollForward moves the last day of a duty to act off a day off to the next
	// working day (民法典 203); true unless the pack says otherwise. Opening dates and
	// automatic ends never move.
	RollForward   bool           `yaml:"roll_forward" json:"roll_forward"`
	Organizations []Organization `yaml:"organizations" json:"organizations"`
	Offices       []Office       `yaml:"offices" json:"offices"`
	Score         Score          `yaml:"score" json:"score"`
	Lists         []List         `yaml:"lists" json:"lists"` // mildest first
	Sectors       []Sector       `yaml:"sectors" json:"sectors"`
	Behaviours    []Behaviour    `yaml:"behaviours" json:"behaviours"`

	Desk Desk `yaml:"desk,omitempty" json:"desk"`

	Violation  Violation  `yaml:"violation" json:"violation"`
	Listing    Listing    `yaml:"listing" json:"listing"`
	Dispute    Dispute    `yaml:"dispute" json:"dispute"`
	Breach     Breach     `yaml:"breach" json:"breach"`
	Repair     Repair     `yaml:"repair" json:"repair"`
	Revocation Revocation `yaml:"revocation" json:"revocation"`

	Documents []Template `yaml:"documents,omitempty" json:"documents,omitempty"` // where they differ from the standard ones

	Hash string `yaml:"-" json:"hash"` // SHA-256 of the file as loaded, hex
}

// Name is how decisions cite the pack: "jining 2026.1".
func (p *Pack) Name() string { return p.Jurisdiction.Key + " " + p.Version }

// Jurisdiction is a city or county running the system under its own pack (管辖区).
type Jurisdiction struct {
	Key       string   `yaml:"key" json:"key"`   // "jining", unique among packs
	Code      string   `yaml:"code" json:"code"` // GB/T 2260, "370800"
	Name      string   `yaml:"name" json:"name"`
	Timezone  string   `yaml:"timezone" json:"timezone"` // only Asia/Shanghai is lawful
	Districts []Region `yaml:"districts" json:"districts"`
}

// Region is a district, county-level city or functional zone.
type Region struct {
	Code string `yaml:"code" json:"code"` // GB/T 2260; a zone without a national code: "3708TB"
	Name string `yaml:"name" json:"name"`
}

// Basis is what a value rests on. Example marks a value nobody could source (示例).
type Basis struct {
	Title      string        `yaml:"title" json:"title"`
	Authority  string        `yaml:"authority" json:"authority"` // 地方性法规、政府规章、规范性文件
	Article    string        `yaml:"article,omitempty" json:"article,omitempty"`
	ValidFrom  calendar.Date `yaml:"valid_from,omitempty" json:"valid_from,omitzero"`
	ValidUntil calendar.Date `yaml:"valid_until,omitempty" json:"valid_until,omitzero"`
	Example    bool          `yaml:"example,omitempty" json:"example,omitempty"`
}

// Organization is a department, bureau, team, office or company (机构). Parent leads
// it; Manager, where set, runs it day by day (双重领导).
type Organization struct {
	Key     string `yaml:"key" json:"key"`
	Name    string `yaml:"name" json:"name"`
	Kind    string `yaml:"kind" json:"kind"` // government, bureau, district_bureau, team, office, service_point, department, company, community
	Region  string `yaml:"region,omitempty" json:"region,omitempty"`
	Parent  string `yaml:"parent,omitempty" json:"parent,omitempty"`
	Manager string `yaml:"manager,omitempty" json:"manager,omitempty"`
	Word    string `yaml:"word,omitempty" json:"word,omitempty"` // 机关代字, with which its documents' numbers begin
}

// Office is an organization with sign-off power (领导小组办公室、联席会议办公室).
// External offices sign by letter (复函).
type Office struct {
	Key          string `yaml:"key" json:"key"`
	Organization string `yaml:"organization" json:"organization"`
	External     bool   `yaml:"external,omitempty" json:"external,omitempty"`
}

// Score says how points are counted (JN-4).
type Score struct {
	Base          int    `yaml:"base" json:"base"`
	Cycle         string `yaml:"cycle" json:"cycle"`           // natural_year
	CountedBy     string `yaml:"counted_by" json:"counted_by"` // effective | act: which date puts an entry into a cycle
	Article       string `yaml:"article" json:"article"`
	PointsArticle string `yaml:"points_article" json:"points_article"` // what the catalogue's points rest on
	// Stars are the scores from which a shop has one star, two and so on (门店星级). Where the
	// pack does not say: 75, 80, 85, 90, 95, in proportion to the base (泉州门店星级).
	Stars []int `yaml:"stars,omitempty" json:"stars,omitempty"`
}

// StarsOf is how many stars a shop has whose operator lost some points this cycle.
func (s Score) StarsOf(points int) (stars int) {
	for _, at := range s.Stars {
		if s.Base-points >= at {
			stars++
		}
	}
	return stars
}

// The words of Score.
const (
	NaturalYear        = "natural_year"
	CountedByEffective = "effective"
	CountedByAct       = "act"
)

// List is one list a subject can be put on (黄名单、黑名单; JN-5). One active listing
// per subject and family.
type List struct {
	Key         string        `yaml:"key" json:"key"` // yellow, black
	Family      string        `yaml:"family" json:"family"`
	Name        string        `yaml:"name" json:"name"`
	At          int           `yaml:"at" json:"at"` // cumulative points in a cycle; exactly this many is enough
	RepairAfter calendar.Term `yaml:"repair_after" json:"repair_after"`
	RepairFrom  Event         `yaml:"repair_from" json:"repair_from"` // published (default) | decided
	EndsAfter   calendar.Term `yaml:"ends_after" json:"ends_after"`
	EndsFrom    Event         `yaml:"ends_from" json:"ends_from"` // decided (default) | published
	Supersedes  string        `yaml:"supersedes,omitempty" json:"supersedes,omitempty"`
	Article     string        `yaml:"article" json:"article"`
	Basis       Basis         `yaml:"basis,omitempty" json:"basis,omitzero"` // the pack's own where the list names none
}

// Sector is a field of urban management with rules of its own (JN-2).
type Sector struct {
	Key  string `yaml:"key" json:"key"` // "SR"
	Name string `yaml:"name" json:"name"`
}

// Grade of a behaviour (JN-3).
type Grade string

// The two grades (一般失信、严重失信).
const (
	General Grade = "general"
	Serious Grade = "serious"
)

// Behaviour is an item of the catalogue (失信行为).
type Behaviour struct {
	Code      string `yaml:"code" json:"code"`
	Sector    string `yaml:"sector" json:"sector"` // Sector.Key
	Name      string `yaml:"name" json:"name"`
	Grade     Grade  `yaml:"grade" json:"grade"`
	Points    int    `yaml:"points" json:"points"`
	MaxPoints int    `yaml:"max_points,omitempty" json:"max_points,omitempty"` // 0: Points is fixed
	Article   string `yaml:"article" json:"article"`                           // the duty that was broken
	// PointsArticle is what grade and points rest on: Score.PointsArticle unless the item has its own.
	PointsArticle string `yaml:"points_article,omitempty" json:"points_article,omitempty"`
	// FirstMinorCorrected says what happens when it is minor and corrected, or first
	// and slight: NoRecord or "" (recorded all the same).
	FirstMinorCorrected string `yaml:"first_minor_corrected,omitempty" json:"first_minor_corrected,omitempty"`
}

// NoRecord: a minor matter that was corrected, or a first and slight one, is
// closed without a record (行政处罚法 33).
const NoRecord = "no_record"
