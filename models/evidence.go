package models

// EvidenceFile is an uploaded file: what it holds is kept under its sum, and never
// changes. Two uploads of the same bytes are two rows over one kept file.
type EvidenceFile struct {
	ID         string `gorm:"primaryKey"` // the same for the same file of the same person on the same day
	SHA256     string `gorm:"column:sha256"`
	Size       int64  // bytes
	Type       string // as its bytes say, never as it was called: image/jpeg
	Name       string // as it was called, made safe to save under
	TakenAt    Instant
	TakenWhere string // "35.41505,116.58724": latitude and longitude as the camera wrote them
	UploadedBy string
	UploadedAt Instant
	LinkedAt   Instant // when it was first handed in; 0: swept after a day
}

// EvidenceLink says with which act a file was handed in to a case.
type EvidenceLink struct {
	CaseNumber string `gorm:"primaryKey"`
	FileID     string `gorm:"primaryKey"`
	CommandID  string `gorm:"primaryKey"`
	LinkedAt   Instant
}
