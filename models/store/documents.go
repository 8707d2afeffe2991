package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"chengxin/models"
	"chengxin/policy"
)

// Draft is a document about to be issued.
type Draft struct {
	Kind     string
	Facts    policy.Facts
	To       string // addressee
	Corrects string // the document that a correction is of
	By       string
	At       models.Instant
}

// Issue makes a document of a case: drawn up by the pack's template, numbered per bureau,
// kind and year without gaps, unchangeable from then on. The act that it gives belongs
// into the trail entry of the same transaction: it holds the document's sum.
func (tx *Tx) Issue(p *policy.Pack, c models.Case, d Draft) (act map[string]string, err error) {
	t, ok := p.Template(d.Kind)
	if !ok {
		return nil, fmt.Errorf("no template for document %s", d.Kind)
	}
	var issuer models.Organization
	if err := tx.Take(&issuer, "id = ?", c.OrganizationID).Error; err != nil {
		return nil, err
	}
	number, n, err := tx.documentNumber(p, issuer, t, d.At)
	if err != nil {
		return nil, err
	}
	body := models.DocumentBody{Issuer: issuer.Name, To: d.To, Paragraphs: t.Render(d.Facts), Pack: p.Name(), Trial: p.Trial}
	if t.ToFile {
		body.To = ""
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	return map[string]string{"kind": d.Kind, "number": number, "sum": hex.EncodeToString(sum[:])}, tx.Create(&models.Document{
		ID: fmt.Sprintf("%s.%s.%d", c.Number, d.Kind, n), CaseNumber: c.Number, Kind: d.Kind, Title: t.Title, Number: number, Body: raw,
		IssuedAt: d.At, IssuedBy: d.By, Corrects: d.Corrects,
	}).Error
}

// documentNumber gives a bureau's next number (文号) of a kind of document and year,
// without gaps: it is given under the lock of the series, and lost with the transaction
// that does not commit. What came in from an earlier system keeps its number, and is
// passed over. A bureau without a word of its own is named in full.
func (tx *Tx) documentNumber(p *policy.Pack, issuer models.Organization, t policy.Template, at models.Instant) (number string, n int, err error) {
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
