package law

import "testing"

func TestLoadAll(t *testing.T) {
	for _, n := range Names() {
		l, err := Load(n)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		r, err := l.Year(0)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if len(r.Recipients) == 0 {
			continue
		}
		if err := r.Check(); err != nil {
			t.Errorf("%s: %v", n, l.Place(0, err))
		}
	}
}
