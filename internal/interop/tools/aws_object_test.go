package tools_test

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// s3Object is aws_s3_object, with the requests of the real one.
// See https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/s3/object.go.
type s3Object struct{ client *s3.Client }

type s3ObjectModel struct {
	ID          types.String `tfsdk:"id"`
	Bucket      types.String `tfsdk:"bucket"`
	Key         types.String `tfsdk:"key"`
	Content     types.String `tfsdk:"content"`
	ContentType types.String `tfsdk:"content_type"`
	ETag        types.String `tfsdk:"etag"`
}

func (o *s3Object) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_s3_object"
}

func (o *s3Object) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":           schema.StringAttribute{Computed: true},
		"bucket":       schema.StringAttribute{Required: true},
		"key":          schema.StringAttribute{Required: true},
		"content":      schema.StringAttribute{Optional: true},
		"content_type": schema.StringAttribute{Optional: true, Computed: true},
		"etag":         schema.StringAttribute{Computed: true},
	}}
}

func (o *s3Object) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	o.client, _ = req.ProviderData.(*s3.Client)
}

func (o *s3Object) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model s3ObjectModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	_, err := o.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: model.Bucket.ValueStringPointer(), Key: model.Key.ValueStringPointer(),
		Body: strings.NewReader(model.Content.ValueString()), ContentType: model.ContentType.ValueStringPointer(),
	})
	if err == nil {
		err = model.read(ctx, o.client)
	}
	if err != nil {
		resp.Diagnostics.AddError("Uploading S3 Object", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func (o *s3Object) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model s3ObjectModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if err := model.read(ctx, o.client); err != nil {
		resp.Diagnostics.AddError("Reading S3 Object", err.Error())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// read asks for the object and for its tags, which R2 has none of: that is taken for none.
func (m *s3ObjectModel) read(ctx context.Context, client *s3.Client) error {
	head, err := client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: m.Bucket.ValueStringPointer(), Key: m.Key.ValueStringPointer()})
	if err != nil {
		return err
	}
	m.ID = types.StringValue(m.Bucket.ValueString() + "/" + m.Key.ValueString())
	m.ContentType = types.StringPointerValue(head.ContentType)
	m.ETag = types.StringValue(strings.Trim(aws.ToString(head.ETag), `"`))
	_, err = client.GetObjectTagging(ctx, &s3.GetObjectTaggingInput{Bucket: m.Bucket.ValueStringPointer(), Key: m.Key.ValueStringPointer()})
	if answer, ok := errors.AsType[*smithyhttp.ResponseError](err); ok && answer.HTTPStatusCode() == http.StatusNotImplemented {
		return nil
	}
	return err
}

func (o *s3Object) Update(_ context.Context, _ resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.AddError("Not Expected", "The object is not to change.")
}

func (o *s3Object) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model s3ObjectModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	_, err := o.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: model.Bucket.ValueStringPointer(), Key: model.Key.ValueStringPointer()})
	if err != nil {
		resp.Diagnostics.AddError("Deleting S3 Object", err.Error())
	}
}
