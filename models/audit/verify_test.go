package audit

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"chengxin/models"
	"chengxin/models/store"
)

func TestAWholeTrailVerifies(t *testing.T) {
	onBoth(t, func(b *bed) {
		b.sound(Verify)
		for i := range 5 {
			b.trailed(i)
		}
		b.sound(Verify)
	})
}

// Each row: what somebody did behind the product's back to a case of five entries
// ("received" and four decisions), and what the proof says of it (NX-5).
func TestEveryChangeOfTheTrailIsNamed(t *testing.T) {
	for _, x := range []struct {
		name   string
		tamper func(b *bed, n string)
		kind   Kind
		words  []string
	}{
		{"one byte of an entry's body", func(b *bed, n string) {
			b.exec("UPDATE audit_entries SET body = ? WHERE chain = ? AND seq = 3", []byte(`{"version":2,"stage":"stage_2","command":"`+n+`/command/2" }`), n)
		}, Changed, []string{"第3条", "被改动"}},
		{"the actor of an entry", func(b *bed, n string) {
			b.exec("UPDATE audit_entries SET actor_id = 'another' WHERE chain = ? AND seq = 2", n)
		}, Changed, []string{"第2条", "被改动"}},
		{"an entry rewritten with a hash of its own", func(b *bed, n string) {
			b.exec("UPDATE audit_entries SET actor_id = 'another' WHERE chain = ? AND seq = 2", n)
			b.rehash(n, 2)
		}, Changed, []string{"第3条与第2条不相衔接", "第2条系被替换"}},
		{"the last entry rewritten with a hash of its own", func(b *bed, n string) {
			b.exec("UPDATE audit_entries SET actor_id = 'another' WHERE chain = ? AND seq = 5", n)
			b.rehash(n, 5)
		}, Head, []string{"第5条", "链头"}},
		{"the words of a document", func(b *bed, n string) {
			b.exec("UPDATE documents SET body = ? WHERE case_number = ?", []byte(`{"paragraphs":["拟扣3分"]}`), n)
		}, Register, []string{"认定事先告知书", "系被改动"}},
		{"a document gone", func(b *bed, n string) {
			b.exec("DELETE FROM documents WHERE case_number = ?", n)
		}, Removed, []string{"任城管信认告", "不在册"}},
		{"a document put in", func(b *bed, n string) {
			b.tx(func(tx *store.Tx) error {
				return tx.Create(&models.Document{ID: n + ".forged", CaseNumber: n, Title: "失信行为认定决定书", Number: "任城管信认〔2026〕99号", Body: []byte(`{}`)}).Error
			})
		}, Inserted, []string{"任城管信认〔2026〕99号", "没有作出的留痕"}},
		{"another file passed off as the evidence", func(b *bed, n string) {
			b.exec("UPDATE evidence_files SET sha256 = ? WHERE id = ?", strings.Repeat("b", 64), n+".photo")
		}, Register, []string{"现场.jpg", "所记散列与提交时不符"}},
		{"an evidence file gone", func(b *bed, n string) {
			b.exec("DELETE FROM evidence_files WHERE id = ?", n+".photo")
		}, Removed, []string{"已提交而不在册"}},
		{"an evidence file taken out of its case", func(b *bed, n string) {
			b.exec("DELETE FROM evidence_links WHERE file_id = ?", n+".photo")
		}, Removed, []string{"已提交而没有登记"}},
		{"an evidence file put in", func(b *bed, n string) {
			b.exec("INSERT INTO evidence_files (id, sha256, name) VALUES (?, ?, '补的.pdf')", n+".forged", strings.Repeat("c", 64))
			b.exec("INSERT INTO evidence_links (case_number, file_id, command_id) VALUES (?, ?, ?)", n, n+".forged", n+"/command/4")
		}, Inserted, []string{"补的.pdf", "没有提交的留痕"}},
		{"an entry in the middle gone", func(b *bed, n string) {
			b.exec("DELETE FROM audit_entries WHERE chain = ? AND seq = 3", n)
			b.exec("DELETE FROM commands WHERE id = ?", n+"/command/2")
		}, Removed, []string{"缺失第3条"}},
		{"the last two entries gone", func(b *bed, n string) {
			b.exec("DELETE FROM audit_entries WHERE chain = ? AND seq > 3", n)
			b.exec("DELETE FROM commands WHERE id IN (?, ?)", n+"/command/3", n+"/command/4")
			b.exec("UPDATE cases SET version = 2, stage = 'stage_2' WHERE number = ?", n)
		}, Removed, []string{"缺失第4至5条", "链头为第5条"}},
		{"the last entry gone and the head moved back", func(b *bed, n string) {
			b.exec("DELETE FROM audit_entries WHERE chain = ? AND seq = 5", n)
			b.exec("UPDATE audit_heads SET seq = 4, hash = (SELECT hash FROM audit_entries WHERE chain = ? AND seq = 4) WHERE chain = ?", n, n)
			b.exec("DELETE FROM commands WHERE id = ?", n+"/command/4")
		}, Removed, []string{"案件已有4次变动", "留痕止于第3次"}},
		{"the last entry gone, head and case moved back, the decision left", func(b *bed, n string) {
			b.exec("DELETE FROM audit_entries WHERE chain = ? AND seq = 5", n)
			b.exec("UPDATE audit_heads SET seq = 4, hash = (SELECT hash FROM audit_entries WHERE chain = ? AND seq = 4) WHERE chain = ?", n, n)
			b.exec("UPDATE cases SET version = 3, stage = 'stage_3' WHERE number = ?", n)
		}, Removed, []string{"决定" /* which */, "/command/4", "没有留痕"}},
		{"an entry appended without the product", func(b *bed, n string) {
			b.exec("INSERT INTO audit_entries (chain, seq, at, actor_id, action, body, prev_hash, hash) "+
				"SELECT chain, 6, at, actor_id, action, body, hash, '' FROM audit_entries WHERE chain = ? AND seq = 1", n)
			b.rehash(n, 6)
		}, Inserted, []string{"链头为第5条", "第6条", "插入"}},
		{"an entry put before the first", func(b *bed, n string) {
			b.exec("INSERT INTO audit_entries (chain, seq, at, actor_id, action, body, prev_hash, hash) "+
				"SELECT chain, 0, at, actor_id, action, body, prev_hash, '' FROM audit_entries WHERE chain = ? AND seq = 1", n)
			hash := b.rehash(n, 0)
			b.exec("UPDATE audit_entries SET prev_hash = ? WHERE chain = ? AND seq = 1", hash, n)
			_ = b.rehash(n, 1)
			b.relink(n, 2, 5)
		}, Inserted, []string{"第0条", "插入"}},
		{"an entry appended with its head", func(b *bed, n string) {
			b.tx(func(tx *store.Tx) error {
				return tx.Audit(n, "decide:go_on", "another", b.clock, map[string]any{"version": 4, "stage": "stage_4"})
			})
		}, Inserted, []string{"第6条", "重复记第4次变动"}},
		{"the head gone", func(b *bed, n string) {
			b.exec("DELETE FROM audit_heads WHERE chain = ?", n)
		}, Head, []string{"链头系被删除"}},
		{"the head's hash", func(b *bed, n string) {
			b.exec("UPDATE audit_heads SET hash = ? WHERE chain = ?", store.Genesis, n)
		}, Head, []string{"第5条", "链头"}},
		{"the whole chain gone, the head left", func(b *bed, n string) {
			b.exec("DELETE FROM audit_entries WHERE chain = ?", n)
			b.exec("DELETE FROM commands WHERE case_number = ?", n)
			b.exec("UPDATE cases SET version = 0 WHERE number = ?", n)
		}, Removed, []string{"缺失第1至5条"}},
		{"the whole chain gone with its head", func(b *bed, n string) {
			b.exec("DELETE FROM audit_entries WHERE chain = ?", n)
			b.exec("DELETE FROM audit_heads WHERE chain = ?", n)
			b.exec("DELETE FROM commands WHERE case_number = ?", n)
		}, Removed, []string{"案件在册而留痕及链头全部缺失"}},
		{"the case gone", func(b *bed, n string) {
			b.exec("DELETE FROM cases WHERE number = ?", n)
		}, Register, []string{"案件不在册"}},
		{"the case's stage", func(b *bed, n string) {
			b.exec("UPDATE cases SET stage = 'closed' WHERE number = ?", n)
		}, Register, []string{"stage_4", "closed"}},
		{"the case's version", func(b *bed, n string) {
			b.exec("UPDATE cases SET version = 3 WHERE number = ?", n)
		}, Register, []string{"留痕已至第4次变动", "第3次"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			onBoth(t, func(b *bed) {
				b.trailed(2)
				n := b.trailed(4)
				b.trailed(3)
				b.sound(Verify)
				x.tamper(b, n)
				b.wrong(Verify, x.kind, n, append(x.words, n)...)
			})
		})
	}
}

// relink makes entries agree with the ones before them again, and the head with the last.
func (b *bed) relink(chain string, from, to int) {
	b.Helper()
	for seq := from; seq <= to; seq++ {
		b.exec("UPDATE audit_entries SET prev_hash = ? WHERE chain = ? AND seq = ?", b.hashOf(chain, seq-1), chain, seq)
		b.rehash(chain, seq)
	}
	b.exec("UPDATE audit_heads SET hash = ? WHERE chain = ?", b.hashOf(chain, to), chain)
}

func (b *bed) hashOf(chain string, seq int) (hash string) {
	b.Helper()
	var e models.AuditEntry
	b.must(b.st.Read(context.Background()).Take(&e, "chain = ? AND seq = ?", chain, seq).Error)
	return e.Hash
}

// A chain longer than several pages, and more chains than a window holds, verify in the
// same memory; a change in the last of them is found.
func TestLongTrailsAreWalkedInPages(t *testing.T) {
	onBoth(t, func(b *bed) {
		long := b.trailed(2*page + 7)
		b.sound(Verify)
		b.exec("UPDATE audit_entries SET at = at + 1 WHERE chain = ? AND seq = ?", long, 2*page+3)
		b.wrong(Verify, Changed, long, fmt.Sprintf("第%d条", 2*page+3))
	})
	b := newBed(t, "sqlite:"+t.TempDir()+"/register.db")
	last := ""
	for range window + 50 {
		last = b.trailed(1)
	}
	b.sound(Verify)
	b.exec("DELETE FROM audit_heads WHERE chain = ?", last)
	b.wrong(Verify, Head, last)
}

// A register may be proved while a server writes to it: every chain is seen with its
// head as of one instant.
func TestVerifyWhileTheRegisterGrows(t *testing.T) {
	onBoth(t, func(b *bed) {
		b.trailed(1)
		stop, stopped := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			for {
				select {
				case <-stop:
					return
				default:
					b.trailed(3)
				}
			}
		}()
		for range 20 {
			b.sound(Verify)
		}
		close(stop)
		<-stopped
	})
}
