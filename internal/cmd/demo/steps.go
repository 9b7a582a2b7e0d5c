package main

import "github.com/terraform-r2/terraform-provider-r2/internal/r2fake"

// step is one command of the CLI and what must come of it.
type step struct {
	// title says what is about to happen, in one line.
	title string
	// change is what somebody does elsewhere before it, or nil.
	change func(*cloud)
	// files are the configuration, besides versions.tf.
	files []string
	// show is the one of the files to print, or "".
	show string
	// token is the one whose credentials are in var.key and var.secret.
	token r2fake.Level
	// args are the arguments of the CLI.
	args []string
	// status is the exit status.
	status int
	// want are passages that the output must have, whitespace aside.
	want []string
}

var steps = []step{
	{
		title:  "A backup destination gets an Object Read only token. The plan fails, and says what to click.",
		files:  []string{"backups.tf"},
		show:   "backups.tf",
		token:  r2fake.ObjectReadOnly,
		args:   []string{"plan"},
		status: 1,
		want: []string{
			"Error: Token Cannot Write to the Bucket",
			`with r2_storage.backups,`,
			`The token is "Object Read only": it lists the bucket, but R2 refuses to let it upload and delete.`,
			`create an Account API token with the permission "Object Read & Write"`,
		},
	},
	{
		title: "With an Object Read & Write token it plans and applies.",
		files: []string{"backups.tf"},
		token: r2fake.ObjectReadWrite,
		args:  []string{"apply", "-auto-approve"},
		want: []string{
			"Plan: 1 to add, 0 to change, 0 to destroy.",
			"Apply complete! Resources: 1 added, 0 changed, 0 destroyed.",
		},
	},
	{
		title:  "A bucket in the EU, declared with the default endpoint. The plan fails, and names the endpoint that answers.",
		files:  []string{"backups.tf", "europe.tf"},
		show:   "europe.tf",
		token:  r2fake.ObjectReadWrite,
		args:   []string{"plan"},
		status: 1,
		want: []string{
			"with r2_storage.europe,",
			"The bucket is not in the jurisdiction of this endpoint (default): with the same token, another endpoint answers. Write: " +
				`endpoint = "https://0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/acme-europe"`,
		},
	},
	{
		title: "That storage has long been connected: with its own endpoint it is imported, with nothing to change.",
		files: []string{"backups.tf", "imported.tf"},
		show:  "imported.tf",
		token: r2fake.ObjectReadWrite,
		args:  []string{"apply", "-auto-approve"},
		want: []string{
			"Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.",
			"Apply complete! Resources: 1 imported, 0 added, 0 changed, 0 destroyed.",
		},
	},
	{
		title: "What may a token do? data.r2_token finds out, here for four tokens, one of each level. The other three are written like this one.",
		files: []string{"backups.tf", "imported.tf", "object_read_only.tf", "tokens.tf"},
		show:  "object_read_only.tf",
		token: r2fake.ObjectReadWrite,
		args:  []string{"plan"},
		want: []string{
			`+ "Admin Read & Write" = "admin-read-write"`,
			`+ "Admin Read only" = "admin-read-only"`,
			`+ "Object Read & Write" = "object-read-write"`,
			`+ "Object Read only" = "object-read-only"`,
		},
	},
	{
		title: "Nothing has changed: the plan is empty, and has proven both storages again.",
		files: []string{"backups.tf", "imported.tf"},
		token: r2fake.ObjectReadWrite,
		args:  []string{"plan"},
		want:  []string{"No changes. Your infrastructure matches the configuration."},
	},
	{
		title:  "Somebody revokes the token. The next plan has still nothing to change, and fails.",
		change: func(c *cloud) { c.revoke(r2fake.ObjectReadWrite) },
		files:  []string{"backups.tf", "imported.tf"},
		token:  r2fake.ObjectReadWrite,
		args:   []string{"plan"},
		status: 1,
		want: []string{
			"Error: Token Unknown to R2",
			"with r2_storage.backups,",
			"with r2_storage.europe,",
			"the token was deleted or has expired",
		},
	},
}
