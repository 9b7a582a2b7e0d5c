package provider

import "testing"

func TestCommandOf(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"plan":              {[]string{"terraform", "plan", "-out=x", ""}, "plan"},
		"behind an option":  {[]string{"/usr/bin/tofu", "-chdir=/apply", "apply", "plan"}, "apply"},
		"no command":        {[]string{"terraform", "-version"}, ""},
		"only the program":  {[]string{"terraform"}, ""},
		"nothing":           {nil, ""},
		"a test's own name": {[]string{"/tmp/provider.test", "-test.run=Plan"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := commandOf(c.args); got != c.want {
				t.Errorf("commandOf(%q) = %q, want %q", c.args, got, c.want)
			}
		})
	}
}

func TestCLIName(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]string{
		"tofu": "tofu", "/usr/bin/tofu": "tofu", "tofu.exe": "tofu", "/opt/tofu/terraform": "terraform", "terraform": "terraform", "provider.test": "terraform",
	} {
		if got := cliName([]string{program, "apply"}); got != want {
			t.Errorf("cliName of %s = %q, want %q", program, got, want)
		}
	}
	if got := cliName(nil); got != "terraform" {
		t.Errorf("cliName of nothing = %q", got)
	}
}

func TestDestroys(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		want bool
	}{
		"destroy":               {[]string{"terraform", "destroy", "-auto-approve", ""}, true},
		"plan of a destruction": {[]string{"terraform", "-chdir=x", "plan", "-destroy"}, true},
		"two hyphens":           {[]string{"tofu", "apply", "--destroy"}, true},
		"plan":                  {[]string{"terraform", "plan"}, false},
		"a plan called destroy": {[]string{"terraform", "apply", "destroy"}, false},
		"another option":        {[]string{"terraform", "apply", "-target=destroy"}, false},
		"nothing":               {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := destroys(c.args); got != c.want {
				t.Errorf("destroys(%q) = %t, want %t", c.args, got, c.want)
			}
		})
	}
}
