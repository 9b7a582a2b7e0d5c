package r2

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxKeyBytes is the longest object key that R2 takes, in bytes.
// See https://developers.cloudflare.com/r2/platform/limits/.
const maxKeyBytes = 1024

// maxFolderBytes leaves room for the names of objects in the folder, those of the
// absent objects that probes ask for among them.
const maxFolderBytes = 900

// unseen are characters that get into a path by pasting only.
const unseen = "\u00ad\u200b\u2060\ufeff"

// Path is a folder inside a bucket; the zero value is the bucket's root.
type Path struct{ folder string }

// ParsePath reads a folder. Slashes at the ends do not matter, and "" and "/"
// are the root. The error is always a [*Finding].
func ParsePath(raw string) (Path, error) {
	folder := strings.Trim(raw, "/")
	if problem := pathProblem(raw, folder); problem != "" {
		return Path{}, &Finding{
			Code: "R2-007", Field: FieldPath, HideSource: SecretLike(raw), Summary: "Invalid Path",
			Detail: problem + " The path is a folder inside the bucket, such as /postgres or /backups/mysql; / is the bucket's root.",
		}
	}
	return Path{folder}, nil
}

// pathProblem is a sentence, or "" for a good path.
func pathProblem(raw, folder string) string {
	if strings.Contains(raw, "://") {
		return "The path is a URL."
	}
	if raw != strings.TrimSpace(raw) || folder != strings.TrimRightFunc(folder, unicode.IsSpace) {
		return "The path has blanks or line breaks at its ends. Remove them."
	}
	if strings.ContainsFunc(raw, unicode.IsControl) || strings.ContainsAny(raw, unseen) || !utf8.ValidString(raw) {
		return "The path " + Pasted(raw) + " has characters in it that are not to be seen, or are broken. Type it instead of pasting it."
	}
	if len(folder) > maxFolderBytes {
		return fmt.Sprintf("The path has %d bytes, and may have %d: an object's key has at most %d, the path included.", len(folder), maxFolderBytes, maxKeyBytes)
	}
	if folder == "" {
		return ""
	}
	for segment := range strings.SplitSeq(folder, "/") {
		switch segment {
		case "":
			return "The path " + Pasted(raw) + " has a doubled slash in it."
		case ".", "..":
			return "The path " + Pasted(raw) + " has the segment " + segment + " in it, which object keys do not resolve."
		}
	}
	return ""
}

// String is the normal form: one slash in front, none behind; "/" for the root.
func (p Path) String() string { return "/" + p.folder }

// Prefix is what the keys of all objects in the folder begin with: "" for the
// root, else the folder and a slash.
func (p Path) Prefix() string {
	if p.folder == "" {
		return ""
	}
	return p.folder + "/"
}
