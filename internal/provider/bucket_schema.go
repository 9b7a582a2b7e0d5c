package provider

import (
	"context"
	"math"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

func (r *bucketResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	settled := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description,
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		}
	}
	location := oneOf(r2.Locations()...)
	location.rule += " A jurisdiction, such as eu, goes to the attribute jurisdiction."
	resp.Schema = schema.Schema{
		MarkdownDescription: "A bucket, with its lifecycle and CORS rules where they are managed. It needs an \"Admin Read & Write\" token in the provider block; " +
			"\"Admin Read only\" is enough to plan, refresh and import. A backup tool should not get that token, but one of its own: see `r2_storage`.\n\n" +
			"The plan of a new bucket fails for a token without an Admin permission. That a token is \"Admin Read only\", and that the name is taken, shows in apply only; " +
			"to know the former before, ask for `capabilities.create_buckets` of the data source `r2_token`.\n\n" +
			"Refreshing, or planning new buckets, costs one request (a Class A operation) for up to a thousand buckets, and refreshing one more (Class B) for each list of rules that is managed.\n\n" +
			"A bucket that exists is never taken over without an import, with one exception: if a run on this machine was killed while it created the bucket, and nothing was stored in it since, " +
			"the next run goes on with it. Of that it keeps a note, without names or secrets, in the user's cache directory for as long as the creation takes. " +
			"A new bucket whose rules cannot be set is deleted again.",
		Attributes: map[string]schema.Attribute{
			"id": settled("The same as `endpoint`."),
			"name": schema.StringAttribute{
				MarkdownDescription: "The name: 3 to 63 lower-case letters, digits and hyphens, with a letter or a digit at both ends. Another name replaces the bucket.",
				Required:            true,
				Validators:          []validator.String{bucketNameRule},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"account_id": schema.StringAttribute{
				MarkdownDescription: "The Cloudflare account: 32 hexadecimal characters. Defaults to the provider's. Another account replaces the bucket.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{accountIDRule},
			},
			"jurisdiction": schema.StringAttribute{
				MarkdownDescription: "The jurisdiction in which data is stored and processed: `eu`, `fedramp`, `us` or another one that Cloudflare offers; `default` for none. " +
					"It cannot be changed afterwards: another one replaces the bucket. Defaults to `default`.",
				Optional:      true,
				Computed:      true,
				Default:       stringdefault.StaticString(r2.DefaultJurisdiction),
				Validators:    []validator.String{jurisdictionRule},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"location": schema.StringAttribute{
				MarkdownDescription: "A hint where the data is kept: `wnam`, `enam`, `weur`, `eeur`, `apac` or `oc`. R2 honours it only the first time that a name is used in " +
					"the account: changing it gives a warning and changes nothing, and neither would deleting and creating the bucket again. " +
					"Left out, it is what R2 tells on import, if anything.",
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{location},
			},
			"force_destroy": schema.BoolAttribute{
				MarkdownDescription: "Whether to delete all objects and incomplete uploads when the bucket is deleted or replaced. `false` refuses to delete a bucket that is not empty. " +
					"It must be applied before it has an effect. Emptying takes two requests for every 700 objects, of which R2 bills one (Class A). Defaults to `false`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"lifecycle_rules": lifecycleRulesAttribute(),
			"cors_rules":      corsRulesAttribute(),
			"endpoint":        settled("The S3 API endpoint with the bucket appended, as `r2_storage` takes it. Known once the bucket exists, so that a storage built on it is verified then."),
			"base_endpoint":   settled("The endpoint without the bucket, for S3 clients that take the two apart."),
			"creation_date":   settled("When the bucket was created, in RFC 3339."),
		},
	}
}

func lifecycleRulesAttribute() schema.ListNestedAttribute {
	days := func(what string) schema.NumberAttribute {
		return schema.NumberAttribute{
			MarkdownDescription: what,
			Optional:            true,
			Validators:          []validator.Number{atLeast(1, math.MaxInt32)},
		}
	}
	date := func(what string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: what,
			Optional:            true,
			Validators: []validator.String{stringRule{
				code: "R2-087", summary: "Invalid Date", valid: validDate,
				rule: "A date is written YYYY-MM-DD, such as 2027-01-31; it begins at midnight UTC.",
			}},
		}
	}
	return schema.ListNestedAttribute{
		MarkdownDescription: "The lifecycle rules. Left out, they are not managed: nothing is read, changed or removed. `[]` removes all of them. " +
			"Every new bucket has a rule named `" + r2.DefaultAbortRule + "`, which aborts incomplete uploads after seven days; it is kept and not shown unless a rule of that `id` is declared here, " +
			"or the list is empty. A rule in the bucket with something that cannot be declared here, such as a filter by size, is not changed, and is an error unless the rules are not managed. At most 1000.",
		Optional:   true,
		Validators: []validator.List{elements{most: r2.MaxLifecycleRules}},
		NestedObject: schema.NestedAttributeObject{
			Validators: []validator.Object{ruleActions{"It must have an action."}},
			Attributes: map[string]schema.Attribute{
				"id": schema.StringAttribute{
					MarkdownDescription: "The name of the rule, unique in the bucket: 1 to 255 characters.",
					Required:            true,
					Validators:          []validator.String{atMostCharacters(255), xmlRule},
				},
				"enabled": schema.BoolAttribute{
					MarkdownDescription: "Whether the rule is applied. Defaults to `true`.",
					Optional:            true,
					Computed:            true,
					Default:             booldefault.StaticBool(true),
				},
				"prefix": schema.StringAttribute{
					MarkdownDescription: "What the keys of the objects begin with that the rule is for. Defaults to `\"\"`, all objects.",
					Optional:            true,
					Computed:            true,
					Default:             stringdefault.StaticString(""),
					Validators:          []validator.String{xmlRule},
				},
				"expiration_days":                        days("Delete objects so many days after they were uploaded: 1 or more. Not together with `expiration_date`. Left out, this rule deletes none by their age."),
				"expiration_date":                        date("Delete objects from this day on (`YYYY-MM-DD`, midnight UTC). Not together with `expiration_days`. Left out, this rule deletes none by the calendar."),
				"infrequent_access_days":                 days("Move objects to the storage class Infrequent Access so many days after they were uploaded: 1 or more. No rule moves them back. Not together with `infrequent_access_date`. Left out, this rule moves none by their age."),
				"infrequent_access_date":                 date("Move objects to the storage class Infrequent Access from this day on (`YYYY-MM-DD`, midnight UTC). No rule moves them back. Not together with `infrequent_access_days`. Left out, this rule moves none by the calendar."),
				"abort_incomplete_multipart_upload_days": days("Abort multipart uploads that were not completed so many days after they were begun: 1 or more. Left out, this rule aborts none."),
			},
		},
	}
}

func corsRulesAttribute() schema.ListNestedAttribute {
	strings := func(description string, required bool, each ...validator.String) schema.SetAttribute {
		return schema.SetAttribute{
			MarkdownDescription: description,
			ElementType:         types.StringType,
			Required:            required,
			Optional:            !required,
			Validators:          []validator.Set{elements{least: 1, each: each}},
		}
	}
	return schema.ListNestedAttribute{
		MarkdownDescription: "The CORS rules, of which the first that fits a browser's request decides. Left out, they are not managed: nothing is read, changed or removed. " +
			"`[]` removes all of them. Browsers may see a change up to 30 seconds later. At most 100.",
		Optional:   true,
		Validators: []validator.List{elements{most: r2.MaxCORSRules}},
		NestedObject: schema.NestedAttributeObject{
			Attributes: map[string]schema.Attribute{
				"id": schema.StringAttribute{
					MarkdownDescription: "A name for the rule, unique in the bucket: 1 to 255 characters. Left out, the rule has none.",
					Optional:            true,
					Validators:          []validator.String{atMostCharacters(255), xmlRule},
				},
				"allowed_methods": strings("The HTTP methods: `GET`, `PUT`, `POST`, `DELETE`, `HEAD`.", true, oneOf("GET", "PUT", "POST", "DELETE", "HEAD")),
				"allowed_origins": strings("The origins, such as `https://example.com`, or `*`: a scheme, a host and possibly a port, without path or slash at the end. One `*` may stand for a part of it.", true,
					stringRule{
						code: "R2-087", summary: "Invalid Origin", valid: validOrigin,
						rule: "An origin is a scheme, a host and possibly a port, such as https://example.com, without a path or a slash at the end, and with one * at most; or just *.",
					}),
				"allowed_headers": strings("The request headers; `*` for all. Left out, only those that browsers send without asking.", false, notEmptyRule, xmlRule),
				"expose_headers":  strings("The response headers that scripts may read. Left out, only those that browsers always show.", false, notEmptyRule, xmlRule),
				"max_age_seconds": schema.NumberAttribute{
					MarkdownDescription: "How long a browser may remember the answer to a preflight request, in seconds: 0 to 86400. Left out, the browser decides.",
					Optional:            true,
					Validators:          []validator.Number{between(0, 86400)},
				},
			},
		},
	}
}
