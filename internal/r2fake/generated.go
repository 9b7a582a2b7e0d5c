package r2fake

import (
	"fmt"
	"iter"
	"sort"
)

// generated are objects that are not stored, but made up when they are asked for: a million of them take 125 kB.
type generated struct {
	prefix string
	count  int
	like   *object
	gone   []uint64 // a bit for each object that was deleted or replaced
	left   int
}

const (
	// generatedDigits is how long the number in the key of a generated object is, so that keys sort by it.
	generatedDigits = 9
	// maxGenerated is how many numbers there are.
	maxGenerated = 1_000_000_000
)

func newGenerated(prefix string, count int, like *object) *generated {
	return &generated{prefix: prefix, count: count, like: like, gone: make([]uint64, (count+63)/64), left: count}
}

func (g *generated) key(i int) string { return fmt.Sprintf("%s%0*d", g.prefix, generatedDigits, i) }

func (g *generated) exists(i int) bool { return g.gone[i/64]&(1<<(i%64)) == 0 }

// index finds the number of a key, and whether there is such an object.
func (g *generated) index(key string) (int, bool) {
	if g == nil || len(key) != len(g.prefix)+generatedDigits {
		return 0, false
	}
	i := g.from(key)
	return i, i < g.count && g.key(i) == key && g.exists(i)
}

// from gives the first number whose key is not before a key.
func (g *generated) from(key string) int {
	return sort.Search(g.count, func(i int) bool { return g.key(i) >= key })
}

func (g *generated) remove(key string) {
	if i, found := g.index(key); found {
		g.gone[i/64] |= 1 << (i % 64)
		g.left--
	}
}

// keys gives the keys behind one, in order.
func (g *generated) keys(after string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if g == nil {
			return
		}
		for i := g.from(after); i < g.count; i++ {
			if key := g.key(i); g.exists(i) && key > after && !yield(key) {
				return
			}
		}
	}
}
