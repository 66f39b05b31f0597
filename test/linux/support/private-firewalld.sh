#!/usr/bin/env bash
# Starts firewalld in namespaces of its own, runs a shell text there, then a command whose output is passed on.
# Run as root: private-firewalld.sh SHELL-TEXT COMMAND [ARG...]. The machine's own firewall is not touched.
set -euo pipefail

if [[ "${1:-}" != --inside ]]; then
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  FW_SCRATCH=$scratch unshare -n -m --pid --fork --kill-child --mount-proc bash "$0" --inside "$@"
  exit
fi
shift
prepare=$1
shift

ip link set lo up
mkdir -p "$FW_SCRATCH/etc"
cp -r /etc/firewalld/. "$FW_SCRATCH/etc/"
mount -t tmpfs tmpfs /run
mkdir -p /run/dbus /run/lock
mount --bind "$FW_SCRATCH/etc" /etc/firewalld
dbus-daemon --system --fork
firewalld --nofork --nopid >"$FW_SCRATCH/firewalld.log" 2>&1 &
for _ in $(seq 100); do
  [[ "$(firewall-cmd --state 2>/dev/null || true)" == running ]] && break
  sleep .1
done
[[ "$(firewall-cmd --state 2>/dev/null || true)" == running ]] || { cat "$FW_SCRATCH/firewalld.log" >&2; exit 1; }

bash -e -c "$prepare" >&2
"$@"
