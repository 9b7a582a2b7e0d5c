# Sourced by the scripts that build something: says where to keep it.
#
# Sets cache_root, an absolute directory that outlives the run. Where there is no usable home directory (containers that run
# as an unnamed user), it lies in the checkout, and Go's own caches, which have no default then, move there too.

repo_root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)

cache_root=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
case $cache_root in
/*) cache_root+=/terraform-provider-r2 ;;
*) cache_root= ;; # A relative XDG_CACHE_HOME is to be ignored: https://specifications.freedesktop.org/basedir-spec/latest/
esac
if [[ -z $cache_root ]] || ! mkdir -p "$cache_root" 2>/dev/null || [[ ! -w $cache_root ]]; then
	cache_root=$repo_root/.cache
	mkdir -p "$cache_root"
fi

if [[ $(go env GOCACHE) == off ]]; then
	export GOCACHE=$cache_root/go-build
fi
if [[ -z $(go env GOMODCACHE) ]]; then
	export GOPATH=$cache_root/go
fi
