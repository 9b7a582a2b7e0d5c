package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// tokenPaths are the attributes of r2_token. The key and the secret are the
// provider's, so findings about them have no attribute here.
var tokenPaths = fieldPaths{r2.FieldEndpoint: path.Root("bucket")}

// tokenModel is r2_token as configured or read.
type tokenModel struct {
	Bucket        types.String       `tfsdk:"bucket"`
	Jurisdiction  types.String       `tfsdk:"jurisdiction"`
	AccountID     types.String       `tfsdk:"account_id"`
	AccessKeyID   types.String       `tfsdk:"access_key_id"`
	Permission    types.String       `tfsdk:"permission"`
	BucketScoped  types.Bool         `tfsdk:"bucket_scoped"`
	Capabilities  *capabilitiesModel `tfsdk:"capabilities"`
	SufficientFor types.Set          `tfsdk:"sufficient_for"`
}

type capabilitiesModel struct {
	ListBuckets             types.Bool `tfsdk:"list_buckets"`
	CreateBuckets           types.Bool `tfsdk:"create_buckets"`
	ReadBucketConfiguration types.Bool `tfsdk:"read_bucket_configuration"`
	EditBucketConfiguration types.Bool `tfsdk:"edit_bucket_configuration"`
	ListObjects             types.Bool `tfsdk:"list_objects"`
	ReadObjects             types.Bool `tfsdk:"read_objects"`
	WriteObjects            types.Bool `tfsdk:"write_objects"`
}

// fromR2 fills in what was found out.
func (m *tokenModel) fromR2(ctx context.Context, data *providerData, inspection r2.Inspection) diag.Diagnostics {
	c := inspection.Capabilities
	m.AccountID = types.StringValue(data.accountID.value)
	m.AccessKeyID = types.StringValue(data.accessKeyID.value)
	m.Permission = types.StringNull()
	if inspection.Permission != "" {
		m.Permission = types.StringValue(string(inspection.Permission))
	}
	m.BucketScoped = answerToBool(inspection.BucketScoped)
	m.Capabilities = &capabilitiesModel{
		ListBuckets:             answerToBool(c.ListBuckets),
		CreateBuckets:           answerToBool(c.CreateBuckets),
		ReadBucketConfiguration: answerToBool(c.ReadBucketConfiguration),
		EditBucketConfiguration: answerToBool(c.EditBucketConfiguration),
		ListObjects:             answerToBool(c.ListObjects),
		ReadObjects:             answerToBool(c.ReadObjects),
		WriteObjects:            answerToBool(c.WriteObjects),
	}
	var diags diag.Diagnostics
	m.SufficientFor, diags = types.SetValueFrom(ctx, types.StringType, c.SufficientFor())
	return diags
}

func answerToBool(answer r2.Answer) types.Bool {
	switch answer {
	case r2.Granted:
		return types.BoolValue(true)
	case r2.Denied:
		return types.BoolValue(false)
	default:
		return types.BoolNull()
	}
}
