package provider

import (
	"context"
	"reflect"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// codec converts the model of a resource from and to the object that Terraform
// exchanges. Get and Set of the framework do the same, but compile a regular
// expression for every field and ask the schema for every type, at every call;
// with a thousand resources that is what most of a plan is spent on.
//
// The fields of a model are values of the framework, with the tag tfsdk.
type codec[Model any] struct {
	object tftypes.Type
	types  []attr.Type // of each field
	names  []string    // of the attribute that each field is for
}

// codecOf gives the codec of a resource's model, made when it is first needed.
func codecOf[Model any](newResource func() resource.Resource) func() *codec[Model] {
	return sync.OnceValue(func() *codec[Model] {
		ctx := context.Background()
		var described resource.SchemaResponse
		newResource().Schema(ctx, resource.SchemaRequest{}, &described)
		c := &codec[Model]{object: described.Schema.Type().TerraformType(ctx)}
		for field := range reflect.TypeFor[Model]().Fields() {
			name := field.Tag.Get("tfsdk")
			c.names = append(c.names, name)
			c.types = append(c.types, described.Schema.Attributes[name].GetType())
		}
		return c
	})
}

// get fills a model from an object, which is neither null nor unknown.
func (c *codec[Model]) get(ctx context.Context, object tftypes.Value, model *Model) diag.Diagnostics {
	var values map[string]tftypes.Value
	if err := object.As(&values); err != nil {
		return diag.Diagnostics{fieldPaths(nil).fromError(err)}
	}
	fields := reflect.ValueOf(model).Elem()
	for i, name := range c.names {
		value, err := c.types[i].ValueFromTerraform(ctx, values[name])
		if err != nil {
			return diag.Diagnostics{fieldPaths(nil).fromError(err)}
		}
		fields.Field(i).Set(reflect.ValueOf(value))
	}
	return nil
}

// set replaces an object by a model.
func (c *codec[Model]) set(ctx context.Context, object *tftypes.Value, model *Model) diag.Diagnostics {
	values := make(map[string]tftypes.Value, len(c.names))
	fields := reflect.ValueOf(model).Elem()
	for i, name := range c.names {
		value, err := fields.Field(i).Interface().(attr.Value).ToTerraformValue(ctx)
		if err != nil {
			return diag.Diagnostics{fieldPaths(nil).fromError(err)}
		}
		values[name] = value
	}
	*object = tftypes.NewValue(c.object, values)
	return nil
}
