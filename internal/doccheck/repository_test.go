package doccheck_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/terraform-r2/terraform-provider-r2/internal/acctest"
)

func TestMain(m *testing.M) { os.Exit(acctest.Main(m)) }

const (
	// root is the path to the checkout.
	root = "../.."
	// module is the path of the module, and of the repository without its scheme.
	module = "github.com/terraform-r2/terraform-provider-r2"
)

// ignored are directories that are not committed; see .gitignore.
var ignored = map[string]bool{".git": true, ".cache": true, ".terraform": true, "bin": true, "dist": true, "node_modules": true}

// texts gives the text files of the checkout by their slash-separated paths, those that end in one of the suffixes, or all.
func texts(t *testing.T, suffixes ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && ignored[entry.Name()]:
			return filepath.SkipDir
		case ignored[entry.Name()]: // In another worktree of git .git is a file.
			return nil
		case !entry.Type().IsRegular() || !wanted(entry.Name(), suffixes):
			return nil
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, file)
		if err == nil && utf8.Valid(content) && !bytes.ContainsRune(content, 0) {
			found[filepath.ToSlash(name)] = string(content)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatalf("there is no file that ends in one of %q", suffixes)
	}
	return found
}

func wanted(name string, suffixes []string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return len(suffixes) == 0
}

// exists tells whether a path of the checkout is there, as a file or a directory.
func exists(name string) bool {
	_, err := os.Stat(filepath.Join(root, filepath.FromSlash(path.Clean(name))))
	return err == nil
}
