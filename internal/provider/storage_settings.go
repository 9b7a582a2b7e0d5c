package provider

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// storageSettings is what an import has to be told of a storage beside its
// place: what the place does not say, and would be a change if it were left out.
type storageSettings struct {
	Use                      types.String `tfsdk:"use"`
	AccessKeyID              types.String `tfsdk:"access_key_id"`
	SecretAccessKeyWOVersion types.Number `tfsdk:"secret_access_key_wo_version"`
	Verify                   types.Bool   `tfsdk:"verify"`
}

// noStorageSettings are those of an identity that is stored: it does not change
// with them.
func noStorageSettings() storageSettings {
	return storageSettings{types.StringNull(), types.StringNull(), types.NumberNull(), types.BoolNull()}
}

// The rules for settings, as an import tells them.
const (
	importedKeyRule     = "access_key_id must have 32 characters, 0-9 and a-f."
	importedVersionRule = "secret_access_key_wo_version must be a whole number, 0 or more."
	importedVerifyRule  = "verify must be true or false."
)

// storageSettingsFromQuery reads what stands behind the question mark of an
// import id, or tells what is wrong with it.
func storageSettingsFromQuery(query url.Values) (storageSettings, string) {
	s := noStorageSettings()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if len(query[name]) > 1 {
			return s, "A part behind the question mark is there more than once."
		}
		value := query.Get(name)
		switch name {
		case "use":
			s.Use = types.StringValue(value)
		case "access_key_id":
			s.AccessKeyID = types.StringValue(value)
		case "secret_access_key_wo_version":
			version, err := strconv.ParseInt(value, 10, 64)
			if err != nil {
				return s, "Its " + importedVersionRule
			}
			s.SecretAccessKeyWOVersion = fromWhole(version)
		case "verify":
			if value != "true" && value != "false" {
				return s, "Its " + importedVerifyRule
			}
			s.Verify = types.BoolValue(value == "true")
		default:
			return s, unknownSetting(name)
		}
	}
	if _, rule := s.wrong(); rule != "" {
		return s, "Its " + rule
	}
	return s, ""
}

// unknownSetting tells of a name that no setting has. It is not repeated, since
// it may be anything.
func unknownSetting(name string) string {
	if strings.Contains(name, "secret") {
		return "A secret does not belong into an import ID: Terraform prints and stores it. Roll the token if this one was real, and give the secret " +
			"as secret_access_key_wo in the configuration."
	}
	return "It has a part that is not known: only use, access_key_id, secret_access_key_wo_version and verify may stand behind the question mark."
}

// wrong gives the first setting that is not usable, and the rule that it breaks.
func (s storageSettings) wrong() (attribute, rule string) {
	switch key := s.AccessKeyID.ValueString(); {
	case !s.Use.IsNull() && !slices.Contains(useNames(), s.Use.ValueString()):
		return "use", "use must be one of " + strings.Join(useNames(), ", ") + "."
	case !s.AccessKeyID.IsNull() && (key == "" || len(r2.CheckCredentials(key, r2.Secret{})) > 0):
		return "access_key_id", importedKeyRule
	case known(s.SecretAccessKeyWOVersion) && !storageVersion.valid(s.SecretAccessKeyWOVersion):
		return "secret_access_key_wo_version", importedVersionRule
	}
	return "", ""
}

// apply takes the settings over. What is null keeps its default.
func (s storageSettings) apply(m *storageModel) {
	if !s.Use.IsNull() {
		m.Use = s.Use
	}
	if !s.Verify.IsNull() {
		m.Verify = s.Verify
	}
	m.AccessKeyID, m.SecretAccessKeyWOVersion = s.AccessKeyID, s.SecretAccessKeyWOVersion
}
