package r2_test

import (
	"os"
	"testing"

	"github.com/terraform-r2/terraform-provider-r2/internal/leakcheck"
)

func TestMain(m *testing.M) { os.Exit(leakcheck.Main(m)) }
