package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// dump asks a provider for its schemas, as Terraform would over the wire.
func dump(ctx context.Context, server tfprotov6.ProviderServer) (*providerSchema, error) {
	schemas, err := server.GetProviderSchema(ctx, new(tfprotov6.GetProviderSchemaRequest))
	if err != nil {
		return nil, fmt.Errorf("getting the provider schema: %w", err)
	}
	if err := firstError(schemas.Diagnostics); err != nil {
		return nil, fmt.Errorf("getting the provider schema: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, new(tfprotov6.GetResourceIdentitySchemasRequest))
	if err != nil {
		return nil, fmt.Errorf("getting the identity schemas: %w", err)
	}
	if err := firstError(identities.Diagnostics); err != nil {
		return nil, fmt.Errorf("getting the identity schemas: %w", err)
	}
	return &providerSchema{
		Provider:                 convertSchema(schemas.Provider),
		ResourceSchemas:          convertMap(schemas.ResourceSchemas, convertSchema),
		DataSourceSchemas:        convertMap(schemas.DataSourceSchemas, convertSchema),
		EphemeralResourceSchemas: convertMap(schemas.EphemeralResourceSchemas, convertSchema),
		ListResourceSchemas:      convertMap(schemas.ListResourceSchemas, convertSchema),
		ActionSchemas:            convertMap(schemas.ActionSchemas, convertActionSchema),
		ResourceIdentitySchemas:  convertMap(identities.IdentitySchemas, convertIdentitySchema),
		Functions:                convertMap(schemas.Functions, convertFunction),
	}, nil
}

func firstError(diagnostics []*tfprotov6.Diagnostic) error {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return nil
}

func convertMap[From, To any](from map[string]From, convert func(From) To) map[string]To {
	to := make(map[string]To, len(from))
	for name, v := range from {
		to[name] = convert(v)
	}
	return to
}

func convertSchema(s *tfprotov6.Schema) *schema {
	return &schema{Version: s.Version, Block: convertBlock(s.Block)}
}

func convertActionSchema(s *tfprotov6.ActionSchema) *actionSchema {
	return &actionSchema{Block: convertBlock(s.Schema.Block)}
}

func convertBlock(b *tfprotov6.SchemaBlock) *block {
	blockTypes := make(map[string]*blockType, len(b.BlockTypes))
	for _, nested := range b.BlockTypes {
		blockTypes[nested.TypeName] = &blockType{
			NestingMode: strings.ToLower(nested.Nesting.String()),
			Block:       convertBlock(nested.Block),
			MinItems:    nested.MinItems,
			MaxItems:    nested.MaxItems,
		}
	}
	return &block{
		Attributes:         convertAttributes(b.Attributes),
		BlockTypes:         blockTypes,
		Description:        b.Description,
		DescriptionKind:    strings.ToLower(b.DescriptionKind.String()),
		Deprecated:         b.Deprecated,
		DeprecationMessage: b.DeprecationMessage,
	}
}

func convertAttributes(from []*tfprotov6.SchemaAttribute) map[string]*attribute {
	to := make(map[string]*attribute, len(from))
	for _, a := range from {
		converted := &attribute{
			Type:               a.Type,
			Description:        a.Description,
			DescriptionKind:    strings.ToLower(a.DescriptionKind.String()),
			Deprecated:         a.Deprecated,
			DeprecationMessage: a.DeprecationMessage,
			Required:           a.Required,
			Optional:           a.Optional,
			Computed:           a.Computed,
			Sensitive:          a.Sensitive,
			WriteOnly:          a.WriteOnly,
		}
		if a.NestedType != nil {
			converted.NestedType = &nestedType{
				Attributes:  convertAttributes(a.NestedType.Attributes),
				NestingMode: strings.ToLower(a.NestedType.Nesting.String()),
			}
		}
		to[a.Name] = converted
	}
	return to
}

func convertIdentitySchema(s *tfprotov6.ResourceIdentitySchema) *identitySchema {
	attributes := make(map[string]*identityAttribute, len(s.IdentityAttributes))
	for _, a := range s.IdentityAttributes {
		attributes[a.Name] = &identityAttribute{
			Type:              a.Type,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return &identitySchema{Version: s.Version, Attributes: attributes}
}

func convertFunction(f *tfprotov6.Function) *function {
	parameters := make([]*parameter, 0, len(f.Parameters))
	for _, p := range f.Parameters {
		parameters = append(parameters, convertParameter(p))
	}
	converted := &function{
		Description:        f.Description,
		Summary:            f.Summary,
		DeprecationMessage: f.DeprecationMessage,
		ReturnType:         f.Return.Type,
		Parameters:         parameters,
	}
	if f.VariadicParameter != nil {
		converted.VariadicParameter = convertParameter(f.VariadicParameter)
	}
	return converted
}

func convertParameter(p *tfprotov6.FunctionParameter) *parameter {
	return &parameter{Name: p.Name, Description: p.Description, IsNullable: p.AllowNullValue, Type: p.Type}
}
