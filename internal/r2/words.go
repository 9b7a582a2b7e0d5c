package r2

import (
	"fmt"
	"strconv"
	"strings"
)

// printable quotes foreign input for a message, shortened, with everything
// escaped that a terminal would act on.
func printable(s string) string {
	const most = 80
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "..."
	}
	return strconv.QuoteToASCII(s)
}

// list joins words as a sentence does: "a", "a and b", "a, b and c".
func list(words []string, conjunction string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

// count is "1 character", "2 characters".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
