#!/bin/sh
# Installs what the tests use besides Go, where it is missing and may be
# installed. Safe to run again: what is there is left alone.
#
#   mariadbd        the register's tests run on it as well as on SQLite
#   docker-compose  checks docker-compose.yml; no container engine is needed
#   python3         proves an archive as whoever receives one does
#   chromium, Noto  the pages' tests
set -eu
cd "$(dirname "$0")/.."

have() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }

packages=""
# The core package holds the server alone; the full one would also start a
# database with the machine.
have mariadbd || packages="$packages mariadb-server-core"
# A new data folder needs it; some releases keep it beside the client.
have my_print_defaults || packages="$packages mariadb-client-core"
have docker-compose || packages="$packages docker-compose"
have python3 || packages="$packages python3"
have chromium || packages="$packages chromium"
[ -d /usr/share/fonts/opentype/noto ] || packages="$packages fonts-noto-cjk"
[ -n "$packages" ] || exit 0

refuse() {
	echo "setup-test: $1" >&2
	echo "setup-test: please install by hand:$packages" >&2
	exit 1
}

have apt-get || refuse "this system has no apt-get"
if [ "$(id -u)" = 0 ]; then
	as_root=""
elif sudo -n true 2>/dev/null; then
	as_root="sudo -n"
else
	refuse "not root, and sudo asks for a password"
fi

echo "setup-test: installing$packages"
# The list may be older than the archive, so a refresh comes first; it may also
# fail for one broken source while the packages are still to be had.
$as_root apt-get -q update || true
# Recommended packages would bring a container engine with them.
# shellcheck disable=SC2086 # the lists are meant to split
$as_root env DEBIAN_FRONTEND=noninteractive \
	apt-get -q -y --no-install-recommends install $packages || refuse "apt-get failed"
