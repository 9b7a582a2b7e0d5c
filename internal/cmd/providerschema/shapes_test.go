package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	fwfunction "github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerfwschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// shapesProvider has one object of every kind, and between them every construct that a schema can have. Only its schema
// works: everything else panics, through the nil interfaces that are embedded.
type shapesProvider struct{ provider.Provider }

func newShapes() provider.Provider { return shapesProvider{} }

func (shapesProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "r2"
}

func (shapesProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerfwschema.Schema{
		MarkdownDescription: "Has **every** shape.",
		Attributes: map[string]providerfwschema.Attribute{
			"secret": providerfwschema.StringAttribute{Optional: true, Sensitive: true, Description: "A plain text."},
		},
	}
}

func (shapesProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (shapesProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return shapesResource{} }}
}

func (shapesProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return shapesDataSource{} }}
}

func (shapesProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return shapesEphemeral{} }}
}

func (shapesProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{func() list.ListResource { return shapesList{} }}
}

func (shapesProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{func() action.Action { return shapesAction{} }}
}

func (shapesProvider) Functions(context.Context) []func() fwfunction.Function {
	return []func() fwfunction.Function{func() fwfunction.Function { return shapesFunction{} }}
}

type shapesResource struct{ resource.Resource }

func (shapesResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "r2_shapes"
}

func (shapesResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	inner := map[string]resourceschema.Attribute{
		"name": resourceschema.StringAttribute{Required: true},
		"deep": resourceschema.SingleNestedAttribute{
			Optional:   true,
			Attributes: map[string]resourceschema.Attribute{"flag": resourceschema.BoolAttribute{Optional: true}},
		},
	}
	object := resourceschema.NestedAttributeObject{Attributes: inner}
	nestedBlock := resourceschema.NestedBlockObject{
		Attributes: map[string]resourceschema.Attribute{"size": resourceschema.Int64Attribute{Optional: true}},
		Blocks: map[string]resourceschema.Block{
			"innermost": resourceschema.SingleNestedBlock{
				Attributes: map[string]resourceschema.Attribute{"on": resourceschema.BoolAttribute{Optional: true}},
			},
		},
	}
	resp.Schema = resourceschema.Schema{
		Version:            3,
		DeprecationMessage: "Use something else.",
		Attributes: map[string]resourceschema.Attribute{
			"id":        resourceschema.StringAttribute{Computed: true},
			"secret_wo": resourceschema.StringAttribute{Optional: true, WriteOnly: true, Sensitive: true},
			"old":       resourceschema.StringAttribute{Optional: true, DeprecationMessage: "Old."},
			"count_of":  resourceschema.NumberAttribute{Optional: true, Computed: true},
			"any":       resourceschema.DynamicAttribute{Optional: true},
			"tags":      resourceschema.MapAttribute{Optional: true, ElementType: types.StringType},
			"ports":     resourceschema.SetAttribute{Optional: true, ElementType: types.Int64Type},
			"object":    resourceschema.ObjectAttribute{Optional: true, AttributeTypes: map[string]attr.Type{"a": types.StringType, "b": types.ListType{ElemType: types.BoolType}}},
			"in_single": resourceschema.SingleNestedAttribute{Optional: true, Attributes: inner, MarkdownDescription: "One `object`."},
			"in_list":   resourceschema.ListNestedAttribute{Optional: true, NestedObject: object},
			"in_set":    resourceschema.SetNestedAttribute{Optional: true, NestedObject: object},
			"in_map":    resourceschema.MapNestedAttribute{Optional: true, NestedObject: object},
		},
		Blocks: map[string]resourceschema.Block{
			"list_block": resourceschema.ListNestedBlock{NestedObject: nestedBlock, MarkdownDescription: "A *block*."},
			"set_block":  resourceschema.SetNestedBlock{NestedObject: nestedBlock},
		},
	}
}

func (shapesResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Version: 2,
		Attributes: map[string]identityschema.Attribute{
			"name":   identityschema.StringAttribute{RequiredForImport: true, Description: "Its name."},
			"number": identityschema.Int64Attribute{OptionalForImport: true},
		},
	}
}

type shapesDataSource struct{ datasource.DataSource }

func (shapesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "r2_shapes"
}

func (shapesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = datasourceschema.Schema{
		Attributes: map[string]datasourceschema.Attribute{"found": datasourceschema.BoolAttribute{Computed: true}},
	}
}

type shapesEphemeral struct{ ephemeral.EphemeralResource }

func (shapesEphemeral) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "r2_shapes"
}

func (shapesEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{
		Attributes: map[string]ephemeralschema.Attribute{"token": ephemeralschema.StringAttribute{Computed: true, Sensitive: true}},
	}
}

type shapesList struct{ list.ListResource }

func (shapesList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "r2_shapes"
}

func (shapesList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listschema.Schema{
		MarkdownDescription: "Lists **shapes**.",
		Attributes:          map[string]listschema.Attribute{"prefix": listschema.StringAttribute{Optional: true}},
	}
}

type shapesAction struct{ action.Action }

func (shapesAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "r2_draw"
}

func (shapesAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actionschema.Schema{
		Attributes: map[string]actionschema.Attribute{"colour": actionschema.StringAttribute{Required: true}},
	}
}

type shapesFunction struct{ fwfunction.Function }

func (shapesFunction) Metadata(_ context.Context, _ fwfunction.MetadataRequest, resp *fwfunction.MetadataResponse) {
	resp.Name = "join"
}

func (shapesFunction) Definition(_ context.Context, _ fwfunction.DefinitionRequest, resp *fwfunction.DefinitionResponse) {
	resp.Definition = fwfunction.Definition{
		Summary:             "Joins.",
		MarkdownDescription: "Joins **anything**.",
		DeprecationMessage:  "Do not.",
		Parameters: []fwfunction.Parameter{
			fwfunction.StringParameter{Name: "separator", AllowNullValue: true, Description: "Between."},
			fwfunction.DynamicParameter{Name: "first"},
		},
		VariadicParameter: fwfunction.ListParameter{Name: "more", ElementType: types.StringType},
		Return:            fwfunction.ObjectReturn{AttributeTypes: map[string]attr.Type{"text": types.StringType}},
	}
}
