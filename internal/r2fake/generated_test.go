package r2fake_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// TestGenerateObjects: objects that are made up when they are asked for are listed, read, replaced and deleted like others,
// between those that are stored.
func TestGenerateObjects(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	admin := w.token(r2fake.AdminReadWrite)
	w.AddBucket(accountID, "default", "acme-backups")
	w.GenerateObjects(accountID, "default", "acme-backups", "m/", 130)
	for _, key := range []string{"a", "m/000000064x", "z"} {
		w.PutObject(accountID, "default", "acme-backups", key, []byte(key))
	}
	want := []string{"a"}
	for i := range 130 {
		want = append(want, fmt.Sprintf("m/%09d", i))
		if i == 64 {
			want = append(want, "m/000000064x")
		}
	}
	want = append(want, "z")
	wantKeys := func(what string) {
		t.Helper()
		if diff := cmp.Diff(want, w.Keys(accountID, "default", "acme-backups")); diff != "" {
			t.Errorf("%s: keys (-want +got):\n%s", what, diff)
		}
		for _, size := range []int{1, 7, 64, 1000} {
			var listed []string
			query := "list-type=2&max-keys=" + fmt.Sprint(size)
			for after := ""; ; after = listed[len(listed)-1] {
				page := w.expect(admin, request{method: "GET", path: "/acme-backups", query: query + "&start-after=" + after}, http.StatusOK, "")
				keys := elements(page.body, "Key")
				listed = append(listed, keys...)
				if len(keys) < size {
					break
				}
			}
			if diff := cmp.Diff(want, listed); diff != "" {
				t.Errorf("%s: listed %d at a time (-want +got):\n%s", what, size, diff)
			}
		}
	}
	drop := func(key string) {
		i := slices.Index(want, key)
		want = slices.Delete(want, i, i+1)
	}
	wantKeys("at first")

	object := func(number int) request {
		return request{method: "GET", path: fmt.Sprintf("/acme-backups/m/%09d", number)}
	}
	if got := w.expect(admin, object(129), http.StatusOK, "").body; got != "generated" {
		t.Errorf("the last one reads %q", got)
	}
	w.expect(admin, object(130), http.StatusNotFound, "NoSuchKey")

	remove := object(63)
	remove.method = "DELETE"
	w.expect(admin, remove, http.StatusNoContent, "")
	w.expect(admin, object(63), http.StatusNotFound, "NoSuchKey")
	drop("m/000000063")
	wantKeys("one deleted")

	replace := object(64)
	replace.method, replace.body = "PUT", "replaced"
	w.expect(admin, replace, http.StatusOK, "")
	if got := w.expect(admin, object(64), http.StatusOK, "").body; got != "replaced" {
		t.Errorf("the replaced one reads %q", got)
	}
	wantKeys("one replaced")
	replace.method, replace.body = "DELETE", ""
	w.expect(admin, replace, http.StatusNoContent, "")
	drop("m/000000064")
	wantKeys("the replaced one deleted")

	bucket := request{method: "DELETE", path: "/acme-backups"}
	for len(want) > 0 {
		w.expect(admin, bucket, http.StatusConflict, "BucketNotEmpty")
		w.expect(admin, request{method: "DELETE", path: "/acme-backups/" + want[0]}, http.StatusNoContent, "")
		want = want[1:]
	}
	w.expect(admin, bucket, http.StatusNoContent, "")
}
