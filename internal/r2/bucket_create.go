package r2

import (
	"context"
	"errors"
	"os"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// Creation is a bucket that has come to be.
type Creation struct {
	BucketInfo
	// Resumed tells that an earlier run on this machine made the bucket, and was
	// killed before it could say so.
	Resumed bool
	// Answered tells that R2 said that this very run made the bucket. Otherwise the
	// answer was lost, and it may be somebody else's who was at it at the same time.
	Answered bool
	// Unnoted is why there would be no finding this bucket again if this run were
	// killed, nil if it would be found.
	Unnoted error

	note *creationNote
}

// Recorded is to be called once all is done for the bucket and it is about to be
// told of. Before that, a run that is killed can be resumed; after it, the
// bucket belongs to whoever was told.
func (c Creation) Recorded() { c.note.discard() }

// Unheard is to be called instead if it is known that nobody will hear of the
// bucket: the next run goes on with it.
func (c Creation) Unheard() { c.note.leave() }

// Create makes the bucket, in the location where R2 honours the hint; "" leaves
// it to R2. It fails with [BucketExists] when the name is taken already, but not
// when it is taken because the answer to an earlier attempt was lost, be it one
// of this call or of a run on this machine that was killed. What it gives has no
// creation date where R2 could not be asked.
func (b *Bucket) Create(ctx context.Context, location string) (Creation, error) {
	note, unnoted := b.openNote(ctx)
	// Some answers to the creation of an existing bucket are a success, so it is
	// looked for first.
	seen, failure := b.ask(ctx)
	if failure == nil && !seen.exists && ctx.Err() != nil {
		failure = Classify("CreateBucket", ctx.Err())
	}
	if failure != nil {
		note.leave()
		return Creation{}, failure
	}
	if seen.exists {
		return b.resume(ctx, seen.info, note)
	}
	if err := note.begin(seen.at); err != nil {
		unnoted = err
	}
	// From here on an interruption is not heeded: a request that is given up may
	// have made a bucket that nobody knows of. What hangs is ended by the bound on
	// each attempt.
	info, settled, failure := b.send(context.WithoutCancel(ctx), location)
	switch {
	case failure == nil:
		return Creation{BucketInfo: info, Answered: settled, Unnoted: unnoted, note: note}, nil
	case settled:
		note.discard()
	default:
		note.leave()
	}
	return Creation{}, failure
}

// openNote opens the note of this bucket. While another run creates the bucket
// it waits, so that it sees what becomes of it.
func (b *Bucket) openNote(ctx context.Context) (*creationNote, error) {
	ctx, cancel := context.WithTimeout(ctx, b.span)
	defer cancel()
	return openNote(ctx, b.notePath)
}

// resume goes on with a bucket that exists, if the note says that an earlier run
// made it and did not live to tell, and nobody has used it since. Any other
// belongs to somebody.
func (b *Bucket) resume(ctx context.Context, info BucketInfo, note *creationNote) (Creation, error) {
	ours := note.explains(info.CreationDate, b.span)
	var err error
	if ours {
		ours, err = b.reclaim(ctx)
	}
	switch {
	case err != nil:
		note.leave()
		return Creation{}, err
	case !ours:
		note.discard()
		return Creation{}, &Failure{Kind: BucketExists, Operation: "CreateBucket"}
	}
	return Creation{BucketInfo: info, Resumed: true, note: note}, nil
}

// reclaim makes a bucket that holds nothing like a new one, and tells whether it
// was one that holds nothing, and nobody has made his own since.
func (b *Bucket) reclaim(ctx context.Context) (bool, error) {
	contents, err := b.Contents(ctx)
	if err != nil || !contents.Empty() {
		return false, err
	}
	err = b.renew(ctx)
	if _, unsupported := errors.AsType[*UnsupportedRuleError](err); unsupported {
		return false, nil // Nobody sets such a rule but by hand: the bucket is in use.
	}
	return true, err
}

// renew gives the bucket the rules that a new one has. Those that the killed run
// had set may be the very reason why it was killed, and would delete objects
// unseen in a bucket whose rules are not managed any more.
func (b *Bucket) renew(ctx context.Context) error {
	lifecycle, err := b.Lifecycle(ctx)
	if err == nil && (len(lifecycle) != 1 || lifecycle[0].ID != DefaultAbortRule) {
		err = b.SetLifecycle(ctx, []LifecycleRule{{ID: DefaultAbortRule, Enabled: true, AbortDays: 7}})
	}
	if err != nil {
		return err
	}
	cors, err := b.CORS(ctx)
	if err == nil && len(cors) > 0 {
		err = b.SetCORS(ctx, nil)
	}
	return err
}

// Claimed is to be called for a bucket that exists and comes under management in
// another way than by its creation, so that no later creation takes it for what
// a killed run left behind.
func (b *Bucket) Claimed(ctx context.Context) {
	if _, err := os.Stat(b.notePath); err != nil {
		return // There is none, as nearly always.
	}
	if note, err := b.openNote(ctx); err == nil {
		note.discard()
	}
}

// send asks R2 to make the bucket, and tells whether it is settled by an answer
// that this request did so, or that it did not.
func (b *Bucket) send(ctx context.Context, location string) (info BucketInfo, settled bool, failure *Failure) {
	input := &s3.CreateBucketInput{Bucket: b.name()}
	if location != "" {
		input.CreateBucketConfiguration = &types.CreateBucketConfiguration{
			LocationConstraint: types.BucketLocationConstraint(location),
		}
	}
	attempts := 0
	_, err := b.client.CreateBucket(ctx, input, countAttempts(&attempts))
	failure = Classify("CreateBucket", err)
	switch {
	case failure == nil:
		info, failure = b.confirm(ctx)
		return info, true, failure
	case failure.Status == 409 && attempts == 1:
		failure.Kind = BucketExists // A run beside this one was faster.
		return BucketInfo{}, true, failure
	case failure.Status == 409 || failure.Kind == Unavailable || failure.Kind == Foreign:
		// Answers were lost, and the bucket may have come to be.
		seen, unsettled := b.ask(ctx)
		if unsettled == nil && seen.exists {
			return seen.info, false, nil
		}
		return BucketInfo{}, unsettled == nil, failure
	default:
		return BucketInfo{}, true, failure
	}
}

// confirm makes sure that a success was R2's: it has no body that could tell.
// Where R2 cannot be asked the success is believed, since the next refresh sees
// that a bucket is missing, but nobody sees one that is in no state.
func (b *Bucket) confirm(ctx context.Context) (BucketInfo, *Failure) {
	seen, failure := b.ask(ctx)
	if failure == nil && !seen.exists {
		return BucketInfo{}, Classify("CreateBucket", &ForeignAnswerError{Status: 200, Reason: "the bucket does not exist after it was created"})
	}
	seen.info.Name = b.Endpoint.Bucket
	return seen.info, nil
}
