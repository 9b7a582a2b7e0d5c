package provider

import (
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-r2/terraform-provider-r2/internal/r2"
)

// storageModel is r2_storage as configured, planned or stored.
type storageModel struct {
	ID                       types.String `tfsdk:"id"`
	Endpoint                 normalString `tfsdk:"endpoint"`
	Path                     normalString `tfsdk:"path"`
	Use                      types.String `tfsdk:"use"`
	AccessKeyID              types.String `tfsdk:"access_key_id"`
	SecretAccessKeyWO        types.String `tfsdk:"secret_access_key_wo"`
	SecretAccessKeyWOVersion types.Number `tfsdk:"secret_access_key_wo_version"`
	Verify                   types.Bool   `tfsdk:"verify"`
	AccountID                types.String `tfsdk:"account_id"`
	Jurisdiction             types.String `tfsdk:"jurisdiction"`
	Bucket                   types.String `tfsdk:"bucket"`
	Prefix                   types.String `tfsdk:"prefix"`
	Region                   types.String `tfsdk:"region"`
	BaseEndpoint             types.String `tfsdk:"base_endpoint"`
}

var storageCodec = codecOf[storageModel](newStorageResource)

// fromR2 fills in everything that follows from the endpoint and the path. State
// is a pure function of the configuration.
func (m *storageModel) fromR2(endpoint r2.Endpoint, folder r2.Path) {
	m.ID = types.StringValue(storageID(endpoint, folder))
	m.AccountID = types.StringValue(endpoint.AccountID)
	m.Jurisdiction = types.StringValue(endpoint.Jurisdiction)
	m.Bucket = types.StringValue(endpoint.Bucket)
	m.Prefix = types.StringValue(folder.Prefix())
	m.Region = types.StringValue(r2.Region)
	m.BaseEndpoint = types.StringValue(endpoint.Base())
}

// derive fills in everything that follows from the endpoint and the path; while
// they are unknown, so is that. The error is a [*r2.Finding].
func (m *storageModel) derive() error {
	if anyUnknown(m.Endpoint, m.Path) {
		for _, computed := range []*types.String{&m.ID, &m.AccountID, &m.Jurisdiction, &m.Bucket, &m.Prefix, &m.BaseEndpoint} {
			*computed = types.StringUnknown()
		}
		m.Region = types.StringValue(r2.Region)
		return nil
	}
	endpoint, folder, err := m.toR2()
	if err == nil {
		m.fromR2(endpoint, folder)
	}
	return err
}

// derivedEqual tells whether what follows from the endpoint and the path is the
// same.
func (m *storageModel) derivedEqual(other storageModel) bool {
	return m.ID.Equal(other.ID) && m.AccountID.Equal(other.AccountID) && m.Jurisdiction.Equal(other.Jurisdiction) &&
		m.Bucket.Equal(other.Bucket) && m.Prefix.Equal(other.Prefix) && m.Region.Equal(other.Region) && m.BaseEndpoint.Equal(other.BaseEndpoint)
}

// toR2 reads the endpoint and the path. Both must be known; the error is a
// [*r2.Finding].
func (m *storageModel) toR2() (endpoint r2.Endpoint, folder r2.Path, err error) {
	if endpoint, err = r2.ParseEndpoint(m.Endpoint.ValueString()); err != nil {
		return endpoint, folder, err
	}
	folder, err = r2.ParsePath(m.Path.ValueString())
	return endpoint, folder, err
}

// storageID is the endpoint with the path behind it, as a URL, which is also
// what import takes.
func storageID(endpoint r2.Endpoint, folder r2.Path) string {
	if folder == (r2.Path{}) {
		return endpoint.String()
	}
	behind := url.URL{Path: folder.String()}
	return endpoint.String() + behind.EscapedPath()
}
