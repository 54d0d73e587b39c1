#!/usr/bin/env bash
# The README's commands on a Debian that has nothing but them: tests/fresh_debian.sh SUITE [whole]
#
# SUITE is bookworm or trixie; root, debootstrap and the mirror that apt uses here are needed. The
# short form sets the smaller portal up and runs one room's tests; `whole` is `make run` and `make test`.
set -euo pipefail
cd "$(dirname "$0")/.."
suite=$1 form=${2:-short}
system=$(mktemp -d /tmp/portal-debian-XXXXXX)
trap 'rm -rf "$system"' EXIT

mirror=$(apt-get indextargets --format '$(REPO_URI)' | awk '/\/debian\/?$/ && !seen++')
debootstrap --variant=minbase --include=ca-certificates,python3-venv,make,git \
  "$suite" "$system" "$mirror" >"$system.log" || { tail "$system.log"; exit 1; }
rm "$system.log"
cp /etc/resolv.conf /etc/hosts "$system/etc/"
cp -L /etc/ssl/certs/ca-certificates.crt "$system/etc/ssl/certs/"
git clone -q --no-hardlinks . "$system/portal"
cache=$(python3 -m pip cache dir)
mkdir -p "$cache" "$system/root/.cache/pip"

if [ "$form" = whole ]; then
  steps='make setup
    (timeout 20 make run >/tmp/served 2>&1 || true) & sleep 15
    .venv/bin/python -c "import urllib.request as u; u.urlopen(\"http://127.0.0.1:8000/\").read()"
    wait; make test'
else
  steps='make setup CONTENT=content/suoi-mau
    make .venv/.installed-dev && .venv/bin/pytest tests/events'
fi
# With mounts and processes of its own: whatever was started in it ends with it.
unshare --mount --pid --fork bash -euc '
  mount -t proc proc "$1/proc"
  mount --bind "$2" "$1/root/.cache/pip"
  env -u PIP_FIND_LINKS -u CI -u REQUIRE_SERVICES HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    chroot "$1" bash -euc "cd /portal; python3 --version; $3"
' - "$system" "$cache" "$steps"
