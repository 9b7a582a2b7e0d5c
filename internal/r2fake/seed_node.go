package r2fake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// node is a value of a JSON document that knows its path. encoding/json would tell neither the path of an unknown field nor
// the index of a bad element.
type node struct {
	path  string
	name  string // in the object it is a member of
	value any
	state *parseState // of the document
}

// parseState keeps the first error: what follows from it is noise.
type parseState struct {
	first error
}

// fields are the members an object may have, and what reads them.
type fields map[string]func(*node)

func decodeJSON(r io.Reader) (*node, error) {
	decoder := json.NewDecoder(r)
	decoder.UseNumber()
	root := &node{state: &parseState{}}
	if err := decoder.Decode(&root.value); err != nil {
		return nil, fmt.Errorf("invalid JSON: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("invalid JSON: more than one value")
	}
	return root, nil
}

func (n *node) err() error {
	return n.state.first
}

func (n *node) fail(format string, args ...any) {
	if n.state.first != nil {
		return
	}
	path := n.path
	if path == "" {
		path = "(root)"
	}
	n.state.first = fmt.Errorf("%s: %s", path, fmt.Sprintf(format, args...))
}

func (n *node) check(err error) {
	if err != nil {
		n.fail("%v", err)
	}
}

// valid checks a text of the node, and returns it.
func (n *node) valid(text string, validate func(string) error) string {
	n.check(validate(text))
	return text
}

// unique reports an identifier that was there before.
func (n *node) unique(seen map[string]bool, id string) {
	if seen[id] {
		n.fail("%s is there twice", id)
	}
	seen[id] = true
}

// child is a member of the object, of no value where there is none.
func (n *node) child(name string) *node {
	members, _ := n.value.(map[string]any)
	path := name
	if strings.ContainsAny(name, "./[] ") {
		path = strconv.Quote(name)
	}
	if n.path != "" {
		path = n.path + "." + path
	}
	return &node{path: path, name: name, value: members[name], state: n.state}
}

func (n *node) item(i int) *node {
	items, _ := n.value.([]any)
	return &node{path: fmt.Sprintf("%s[%d]", n.path, i), value: items[i], state: n.state}
}

// members returns the members of an object, sorted by name.
func (n *node) members() []*node {
	object, ok := n.value.(map[string]any)
	if !ok {
		n.fail("is not an object")
	}
	var members []*node
	for _, name := range slices.Sorted(maps.Keys(object)) {
		members = append(members, n.child(name))
	}
	return members
}

// object reads the members of an object, of which some are required.
func (n *node) object(known fields, required ...string) {
	present := map[string]bool{}
	for _, member := range n.members() {
		read, ok := known[member.name]
		if !ok {
			member.fail("unknown field")
			continue
		}
		present[member.name] = true
		read(member)
	}
	for _, name := range required {
		if !present[name] {
			n.child(name).fail("is missing")
		}
	}
}

func (n *node) list() []*node {
	items, ok := n.value.([]any)
	if !ok {
		n.fail("is not an array")
	}
	list := make([]*node, len(items))
	for i := range items {
		list[i] = n.item(i)
	}
	return list
}

func (n *node) text() string {
	text, ok := n.value.(string)
	if !ok {
		n.fail("is not a string")
	}
	return text
}

func (n *node) boolean() bool {
	value, ok := n.value.(bool)
	if !ok {
		n.fail("is not true or false")
	}
	return value
}

// number reads a whole number that is not negative.
func (n *node) number() int {
	number, _ := n.value.(json.Number)
	value, err := strconv.ParseUint(number.String(), 10, 32)
	if err != nil || value > math.MaxInt32 {
		n.fail("is not a whole number from 0 to %d", math.MaxInt32)
		return 0
	}
	return int(value)
}

func (n *node) time() time.Time {
	t, err := time.Parse(time.RFC3339, n.text())
	if err != nil {
		n.fail("is not a time such as 2030-01-02T03:04:05Z")
	}
	return t
}

func (n *node) prefixes() []netip.Prefix {
	var prefixes []netip.Prefix
	for _, item := range n.list() {
		p, err := netip.ParsePrefix(item.text())
		if err != nil {
			item.fail("is not a network such as 192.0.2.0/24")
		}
		prefixes = append(prefixes, p)
	}
	return prefixes
}

// answers reads the switches by the JSON names of [Answers].
func (n *node) answers() Answers {
	var answers Answers
	known := fields{}
	encoded, err := json.Marshal(answers)
	n.check(err)
	var names map[string]any
	n.check(json.Unmarshal(encoded, &names))
	for name, zero := range names {
		known[name] = func(n *node) {
			if _, isBool := zero.(bool); isBool {
				n.boolean()
			} else if value := n.text(); !slices.Contains(setAnswers[name], value) {
				n.fail("%q is not one of %q", value, setAnswers[name])
			}
		}
	}
	n.object(known)
	if n.err() != nil {
		return answers
	}
	encoded, err = json.Marshal(n.value)
	n.check(err)
	n.check(json.Unmarshal(encoded, &answers))
	return answers
}
