package audit

// page is how many rows are held of one table at a time: memory stays the same however
// long the trail is.
const page = 500

// pages hands out a table's rows one by one in key order, reading a page at a time.
type pages[T any] struct {
	fetch func(after *T, limit int) ([]T, error)
	rows  []T
	last  *T
	ended bool
}

// peek gives the next row without passing it, nil at the end.
func (p *pages[T]) peek() (*T, error) {
	if len(p.rows) == 0 && !p.ended {
		rows, err := p.fetch(p.last, page)
		if err != nil {
			return nil, err
		}
		p.rows, p.ended = rows, len(rows) < page
	}
	if len(p.rows) == 0 {
		return nil, nil
	}
	return &p.rows[0], nil
}

// pass moves on.
func (p *pages[T]) pass() {
	p.last = &p.rows[0]
	p.rows = p.rows[1:]
}

// each passes the rows that belong to a key, in order.
func (p *pages[T]) each(belongs func(*T) bool, do func(*T)) error {
	for {
		row, err := p.peek()
		if err != nil {
			return err
		}
		if row == nil || !belongs(row) {
			return nil
		}
		do(row)
		p.pass()
	}
}
