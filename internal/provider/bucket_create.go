package provider

import (
	"context"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// notesDir is where this machine keeps notes of creations that are under way; ""
// where the system has no place for that.
func notesDir() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "terraform-provider-r2", "creations")
}

// logCreation logs what is odd about a creation, and is nothing to be told of.
func logCreation(ctx context.Context, creation r2.Creation) {
	fields := map[string]any{"bucket": creation.Name}
	if creation.Resumed {
		tflog.Info(ctx, "The bucket was made by an earlier run that was killed, and holds nothing: going on with it", fields)
	}
	if creation.Unnoted != nil {
		fields["error"] = creation.Unnoted.Error()
		tflog.Warn(ctx, "The creation was not noted on this machine: if this run is killed, the bucket has to be imported", fields)
	}
}

// unconfigured says what a problem with the rules of a new bucket means for the
// bucket. undone says that it was deleted again.
func unconfigured(problem diag.Diagnostic, undone bool) diag.Diagnostic {
	if problem.Severity() != diag.SeverityError {
		return problem
	}
	if !undone {
		return asWarning(problem, "Bucket Created, Configuration Incomplete",
			"The bucket exists and is in the state, but it is not configured as declared yet. Run "+cli("apply")+" again: the plan will show what is missing.\n\n")
	}
	return introduced(problem, "The bucket was created, but its rules could not be set, so it was deleted again: nothing is left of it.\n\n")
}
