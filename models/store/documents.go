package store

import (
	"fmt"
	"strings"

	"chengxin/models"
	"chengxin/policy"
)

// DocumentNumber gives a bureau's next number (文号) of a kind of document and year,
// without gaps: it is given under the lock of the series, and lost with the transaction
// that does not commit. What came in from an earlier system keeps its number, and is
// passed over. A bureau without a word of its own is named in full.
func (tx *Tx) DocumentNumber(p *policy.Pack, issuer models.Organization, t policy.Template, at models.Instant) (number string, n int, err error) {
	year := at.Time().Year()
	_, key, _ := strings.Cut(issuer.ID, "/")
	begins := issuer.Name + t.Title
	if o, _ := p.Organization(key); o.Word != "" {
		begins = o.Word + "信" + t.Word
	}
	if p.Trial {
		begins = "试" + begins
	}
	for taken := int64(1); taken > 0; {
		if n, err = tx.Next(fmt.Sprintf("document/%s/%s/%d", issuer.ID, t.Key, year)); err != nil {
			return "", 0, err
		}
		number = fmt.Sprintf("%s〔%d〕%d号", begins, year, n)
		if err = tx.Model(&models.Document{}).Where("number = ?", number).Count(&taken).Error; err != nil {
			return "", 0, err
		}
	}
	return number, n, nil
}
