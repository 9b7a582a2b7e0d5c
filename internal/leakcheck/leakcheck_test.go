package leakcheck

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

func TestMain(m *testing.M) { os.Exit(Main(m)) }

// leaked counts the leaks that have the text in their stack.
func leaked(text string) int {
	n := 0
	for _, stack := range leaks() {
		if strings.Contains(stack, text) {
			n++
		}
	}
	return n
}

// TestLeaks: a goroutine, and a connection that nobody closed, are found; when they have ended they are not.
func TestLeaks(t *testing.T) { //nolint:paralleltest // it counts all goroutines
	started, end, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		close(started)
		<-end
		close(ended)
	}()
	<-started
	if got := leaked("TestLeaks"); got == 0 {
		t.Error("a goroutine is not found")
	}
	close(end)
	<-ended

	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	if got := leaked("readLoop"); got == 0 {
		t.Error("an idle connection is not found")
	}
	client.CloseIdleConnections()
}
