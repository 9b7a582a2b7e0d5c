package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2fake"
)

// adminPrefix begins the paths by which scripts watch and change a running fake. No bucket can have this name.
const adminPrefix = "/_r2fake/"

// maxPolicyBytes bounds the body of a request that sets policies.
const maxPolicyBytes = 1 << 20

// usageOfAdmin tells people of the admin paths.
const usageOfAdmin = `
With -admin, beside R2's own requests:

  PUT  /_r2fake/tokens/<Access Key ID>         give a token other rights: 204, 400 or 404
  POST /_r2fake/tokens/<Access Key ID>/revoke  delete a token: 204 or 404
  GET  /_r2fake/requests                       the requests so far, oldest first: 200

The body of PUT is that of a token in a seed, such as

  {"level": "object-read-only", "buckets": [{"jurisdiction": "eu", "name": "acme-backups"}]}

without "buckets" for all of them, or {"policies": [...]} with a list of such. What is wrong with it is in the answer.
`

// withAdmin puts the admin paths before a fake.
func withAdmin(fake *r2fake.Server) http.Handler {
	admin := http.NewServeMux()
	admin.HandleFunc("POST "+adminPrefix+"tokens/{id}/revoke", func(w http.ResponseWriter, r *http.Request) {
		answerFound(w, fake.RevokeToken(r.PathValue("id")))
	})
	admin.HandleFunc("PUT "+adminPrefix+"tokens/{id}", func(w http.ResponseWriter, r *http.Request) {
		policies, err := r2fake.ParsePolicies(http.MaxBytesReader(w, r.Body, maxPolicyBytes))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		answerFound(w, fake.SetPolicies(r.PathValue("id"), policies...))
	})
	admin.HandleFunc("GET "+adminPrefix+"requests", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(describe(fake.Requests())) // the client may have left
	})

	// The fake must see its paths as they were sent, which http.ServeMux would clean.
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.Path) >= len(adminPrefix) && r.URL.Path[:len(adminPrefix)] == adminPrefix {
			admin.ServeHTTP(w, r)
			return
		}
		fake.ServeHTTP(w, r)
	})
}

func answerFound(w http.ResponseWriter, found bool) {
	if !found {
		http.Error(w, "no such token", http.StatusNotFound)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// recorded is what the admin side tells of a request.
type recorded struct {
	Operation   string     `json:"operation"`
	Method      string     `json:"method"`
	Host        string     `json:"host"`
	Bucket      string     `json:"bucket"`
	Key         string     `json:"key"`
	Query       url.Values `json:"query"`
	AccessKeyID string     `json:"access_key_id"`
	Verified    bool       `json:"verified"`
	Status      int        `json:"status"` // 0 if the connection was dropped
	Code        string     `json:"code"`
	Class       string     `json:"class"`
	Billed      bool       `json:"billed"`
	UserAgent   string     `json:"user_agent"`
}

// secretParams would let someone repeat a presigned request.
var secretParams = []string{"X-Amz-Signature", "X-Amz-Security-Token"}

func describe(requests []r2fake.Request) []recorded {
	described := make([]recorded, len(requests))
	for i, r := range requests {
		query := url.Values{}
		maps.Copy(query, r.Query)
		for _, name := range secretParams {
			query.Del(name)
		}
		described[i] = recorded{
			Operation: r.Operation, Method: r.Method, Host: r.Host, Bucket: r.Bucket, Key: r.Key, Query: query,
			AccessKeyID: r.AccessKeyID, Verified: r.Verified, Status: r.Status, Code: r.Code,
			Class: string(r.Class), Billed: r.Billed(), UserAgent: r.Header.Get("User-Agent"),
		}
	}
	return described
}
