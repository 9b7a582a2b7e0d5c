package provider

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// bucketPaths are the attributes of r2_bucket that findings are about. The key
// and the secret are the provider's.
var bucketPaths = fieldPaths{r2.FieldEndpoint: path.Root("name")}

// deleteAttempts is how often a bucket that force_destroy has emptied is
// deleted, while something still writes to it.
const deleteAttempts = 3

// bucket gives the bucket with the provider's credentials.
func (r *bucketResource) bucket(endpoint r2.Endpoint) *r2.Bucket {
	return r.data.buckets.At(endpoint, r.data.credentials())
}

// known tells whether everything that requests depend on is known.
func (r *bucketResource) known() bool {
	return r.data != nil && r.data.ready && r.data.credentialsKnown()
}

// ready tells what the provider configuration lacks to send requests.
func (r *bucketResource) ready() diag.Diagnostics {
	var diags diag.Diagnostics
	switch {
	case !r.known():
		diags.Append(notKnownYet("The provider block has values that are still unknown, so that nothing can be sent to R2. " +
			"Apply what makes those values first: " + cli("apply -target=<that resource>") + "."))
	case r.data.accessKeyID.value == "" || r.data.secretAccessKey.value == "":
		diags.Append(general(r2.Finding{
			Code: "R2-080", Summary: "Missing Credentials",
			Detail: "Buckets are managed with the token of the provider, and the provider has none. Set access_key_id and secret_access_key in the provider block, " +
				"or the environment variables R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY, to those of an \"Admin Read & Write\" token.",
		}))
	}
	return diags
}

// failed says what the error of a call means.
func (r *bucketResource) failed(err error, what string, endpoint r2.Endpoint) diag.Diagnostic {
	finding := r2.ExplainBucket(err, what, endpoint, r.data.accessKeyID.value)
	if unsupported(err) {
		return about(path.Root("lifecycle_rules"), finding)
	}
	return bucketPaths.diagnostic(&finding)
}

// unsupported tells whether the bucket has a lifecycle rule that cannot be
// managed.
func unsupported(err error) bool {
	_, is := errors.AsType[*r2.UnsupportedRuleError](err)
	return is
}

// createFailed says what a failed creation means.
func (r *bucketResource) createFailed(err error, endpoint r2.Endpoint) diag.Diagnostic {
	var failure *r2.Failure
	if errors.As(err, &failure) && failure.Kind == r2.BucketExists {
		finding := r2.BucketTaken(endpoint, r.importCommand(endpoint))
		return bucketPaths.diagnostic(&finding)
	}
	return r.failed(err, "create the bucket", endpoint)
}

// importCommand is what takes the bucket over. The short import ids are in the
// account of the provider.
func (r *bucketResource) importCommand(endpoint r2.Endpoint) string {
	id := importID(endpoint)
	if endpoint.AccountID != r.data.accountID.value {
		id = endpoint.String()
	}
	return cli("import r2_bucket.<name> " + id)
}

// importID is the shortest import id of the bucket.
func importID(endpoint r2.Endpoint) string {
	if endpoint.Jurisdiction == r2.DefaultJurisdiction {
		return endpoint.Bucket
	}
	return endpoint.Jurisdiction + "/" + endpoint.Bucket
}

// reading is what one refresh of a bucket asks for, at the same time.
type reading struct {
	info      r2.BucketInfo
	exists    bool
	lifecycle []r2.LifecycleRule
	cors      []r2.CORSRule
	location  string
	errs      [3]error
}

// refresh reads the bucket, and those rules that are managed; importing reads
// all of it. It tells whether the bucket exists.
func (r *bucketResource) refresh(ctx context.Context, state *bucketModel, importing bool) (bool, diag.Diagnostics) {
	prior, lifecycleManaged, diags := lifecycleToR2(ctx, state.LifecycleRules)
	priorCORS, corsManaged, d := corsToR2(ctx, state.CORSRules)
	diags.Append(d...)
	endpoint := state.toR2()
	got := r.read(ctx, r.bucket(endpoint), lifecycleManaged || importing, corsManaged || importing, importing)
	if got.errs[0] != nil {
		diags.Append(r.failed(got.errs[0], "read the bucket", endpoint))
		return false, diags
	}
	if !got.exists {
		return false, diags
	}
	if diags.Append(r.sameBucket(*state, got.info)...); diags.HasError() {
		return true, diags
	}
	if importing && unsupported(got.errs[1]) {
		diags.Append(asWarning(r.failed(got.errs[1], "read the lifecycle rules", endpoint), "Lifecycle Rules Are Not Taken Over",
			"The bucket is taken over without its lifecycle rules: lifecycle_rules is unset, so that they are not managed.\n\n"))
		got.errs[1] = nil
	}
	for i, what := range []string{"", "read the lifecycle rules", "read the CORS rules"} {
		if got.errs[i] != nil {
			diags.Append(r.failed(got.errs[i], what, endpoint))
		}
	}
	if diags.HasError() {
		return true, diags
	}
	state.fromR2(endpoint)
	state.created(got.info)
	if importing {
		// A bucket with nothing but the default rule is one whose rules nobody manages.
		prior = got.lifecycle
		lifecycleManaged = len(got.lifecycle) > 1 || len(got.lifecycle) == 1 && !isDefaultRule(got.lifecycle[0])
		if lifecycleManaged {
			prior = withoutDefault(got.lifecycle)
		}
		corsManaged = len(got.cors) > 0
		if got.location != "" {
			state.Location = types.StringValue(got.location)
		}
	}
	if lifecycleManaged {
		state.LifecycleRules, d = lifecycleFromR2(ctx, withoutDefaultRule(got.lifecycle, prior), prior)
		diags.Append(d...)
	}
	if corsManaged {
		state.CORSRules, d = corsFromR2(ctx, got.cors, priorCORS)
		diags.Append(d...)
	}
	return true, diags
}

// read sends the requests of a refresh at the same time.
func (r *bucketResource) read(ctx context.Context, bucket *r2.Bucket, lifecycle, cors, location bool) *reading {
	got := &reading{}
	var wait sync.WaitGroup
	wait.Go(func() { got.info, got.exists, got.errs[0] = bucket.Find(ctx) })
	if lifecycle {
		wait.Go(func() { got.lifecycle, got.errs[1] = bucket.Lifecycle(ctx) })
	}
	if cors {
		wait.Go(func() { got.cors, got.errs[2] = bucket.CORS(ctx) })
	}
	if location {
		// A hint that cannot be read is one that is not known.
		wait.Go(func() { got.location, _ = bucket.Location(ctx) })
	}
	wait.Wait()
	return got
}

// delete empties the bucket if it may, and removes it.
func (r *bucketResource) delete(ctx context.Context, state bucketModel) diag.Diagnostics {
	endpoint := state.toR2()
	bucket := r.bucket(endpoint)
	if !state.ForceDestroy.ValueBool() {
		// Whether incomplete uploads keep a bucket from being deleted is not
		// documented, so they are looked for.
		if diags := r.notEmpty(ctx, bucket); diags.HasError() {
			return diags
		}
	}
	for range deleteAttempts {
		err := bucket.Delete(ctx)
		if err == nil {
			return nil
		}
		var failure *r2.Failure
		if !errors.As(err, &failure) || failure.Kind != r2.BucketNotEmpty {
			return diag.Diagnostics{r.failed(err, "delete the bucket", endpoint)}
		}
		if !state.ForceDestroy.ValueBool() {
			if diags := r.notEmpty(ctx, bucket); diags.HasError() {
				return diags
			}
			return diag.Diagnostics{r.failed(err, "delete the bucket", endpoint)}
		}
		if diags := r.stillSameBucket(ctx, bucket, state); diags.HasError() {
			return diags
		}
		if err := bucket.Empty(ctx); err != nil {
			return diag.Diagnostics{r.failed(err, "empty the bucket", endpoint)}
		}
	}
	return diag.Diagnostics{general(r2.Finding{
		Code: "R2-051", Summary: "Bucket Is Not Empty",
		Detail: fmt.Sprintf("The bucket %s was emptied %d times, and each time something had been written to it before it was deleted. "+
			"Stop what writes to it (a backup may be running), then run again.", endpoint.Bucket, deleteAttempts),
		Facts: []r2.Fact{{Name: "endpoint", Value: endpoint.String()}},
	})}
}

// sameBucket is an error if the bucket is not the one in the state: that was
// deleted, and somebody has made another one of its name. Its objects are
// theirs.
func (r *bucketResource) sameBucket(state bucketModel, found r2.BucketInfo) diag.Diagnostics {
	var now bucketModel
	now.created(found)
	if state.CreationDate.IsNull() || now.CreationDate.IsNull() || now.CreationDate.Equal(state.CreationDate) {
		return nil
	}
	endpoint := state.toR2()
	finding := r2.BucketMadeAnew(endpoint, state.CreationDate.ValueString(), now.CreationDate.ValueString(),
		cli("state rm")+" r2_bucket.<name>", r.importCommand(endpoint))
	return diag.Diagnostics{bucketPaths.diagnostic(&finding)}
}

// stillSameBucket asks for the bucket before its objects are deleted, since the
// state may be older than the bucket.
func (r *bucketResource) stillSameBucket(ctx context.Context, bucket *r2.Bucket, state bucketModel) diag.Diagnostics {
	found, exists, err := bucket.Look(ctx)
	switch {
	case err != nil:
		return diag.Diagnostics{r.failed(err, "look for the bucket before its objects are deleted", bucket.Endpoint)}
	case !exists:
		return nil
	}
	return r.sameBucket(state, found)
}

// notEmpty is an error if the bucket holds something, or cannot be asked.
func (r *bucketResource) notEmpty(ctx context.Context, bucket *r2.Bucket) diag.Diagnostics {
	contents, err := bucket.Contents(ctx)
	switch {
	case err != nil:
		return diag.Diagnostics{r.failed(err, "count the objects of the bucket", bucket.Endpoint)}
	case contents.Empty():
		return nil
	}
	finding := r2.BucketHoldsObjects(bucket.Endpoint, contents, "delete")
	return diag.Diagnostics{bucketPaths.diagnostic(&finding)}
}
