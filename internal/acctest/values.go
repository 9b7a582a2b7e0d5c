package acctest

import (
	"fmt"
	"maps"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Values is a configuration, a plan or a state by attribute. Values are nil for null, [Unknown], string, bool, int, []any
// and Values.
type Values map[string]any

// Unknown is a value that Terraform does not know yet.
const Unknown = unknown("(known after apply)")

type unknown string

// With returns a copy with the attributes of more, which win.
func (v Values) With(more Values) Values {
	merged := Values{}
	for _, from := range []Values{v, more} {
		maps.Copy(merged, from)
	}
	return merged
}

// encode makes a value of a type. Attributes that are left out are null. It panics on a value that is not of the type.
func encode(typ tftypes.Type, value any) tftypes.Value {
	switch value := value.(type) {
	case nil:
		return tftypes.NewValue(typ, nil)
	case unknown:
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	case int:
		return tftypes.NewValue(typ, big.NewFloat(float64(value)))
	case Values:
		object, ok := typ.(tftypes.Object)
		if !ok {
			panic(fmt.Sprintf("acctest: values %v given for a %s", value, typ))
		}
		return encodeObject(object, value)
	case []any:
		return tftypes.NewValue(typ, encodeElements(typ, value))
	default:
		return tftypes.NewValue(typ, value)
	}
}

func encodeObject(typ tftypes.Object, values Values) tftypes.Value {
	attributes := map[string]tftypes.Value{}
	for name, of := range typ.AttributeTypes {
		attributes[name] = encode(of, values[name])
	}
	for name := range values {
		if _, ok := attributes[name]; !ok {
			panic(fmt.Sprintf("acctest: there is no attribute %q", name))
		}
	}
	return tftypes.NewValue(typ, attributes)
}

func encodeElements(typ tftypes.Type, values []any) []tftypes.Value {
	var of tftypes.Type
	switch typ := typ.(type) {
	case tftypes.List:
		of = typ.ElementType
	case tftypes.Set:
		of = typ.ElementType
	default:
		panic(fmt.Sprintf("acctest: elements given for a %s", typ))
	}
	elements := make([]tftypes.Value, len(values))
	for i, value := range values {
		elements[i] = encode(of, value)
	}
	return elements
}

// decode is the reverse of encode: it gives every attribute of an object, null ones as nil.
func decode(value tftypes.Value) any {
	switch {
	case value.IsNull():
		return nil
	case !value.IsKnown():
		return Unknown
	}
	switch typ := value.Type(); {
	case typ.Is(tftypes.String):
		return as[string](value)
	case typ.Is(tftypes.Bool):
		return as[bool](value)
	case typ.Is(tftypes.Number):
		number := as[big.Float](value)
		whole, _ := number.Int64()
		return int(whole)
	case typ.Is(tftypes.Object{}), typ.Is(tftypes.Map{}):
		values := Values{}
		for name, attribute := range as[map[string]tftypes.Value](value) {
			values[name] = decode(attribute)
		}
		return values
	default:
		elements := []any{}
		for _, element := range as[[]tftypes.Value](value) {
			elements = append(elements, decode(element))
		}
		return elements
	}
}

func as[T any](value tftypes.Value) T {
	var into T
	if err := value.As(&into); err != nil {
		panic("acctest: " + err.Error())
	}
	return into
}
