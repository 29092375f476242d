#!/bin/bash
# An instance of a function as SCF's documentation describes it, in namespaces of its own: the code in /var/user, where nothing can be written, the
# Node.js of the runtime at its path, and a network in which the function is asked at an address that is not the loopback's.
# Whatever connects to the socket is handed on to that address's port 9000.
# cloud.tencent.com/document/product/583/56124 and 583/56126, docs.cloudbase.net/cloud-function/runtime-support, read 2026-11.
#
# instance.sh web|event CODE NODE MAJOR SOCKET FORWARDER_NODE
set -eu
kind=$1 code=$2 node=$3 major=$4 socket=$5 forwarder=$6
here=$(dirname "$(readlink -f "$0")")

# Put together beside /var, under which any of these may lie.
mount -t tmpfs none /mnt
mkdir -p /mnt/user /mnt/runtime "/mnt/lang/node$major/bin"
touch "/mnt/lang/node$major/bin/node"
mount --bind "$node" "/mnt/lang/node$major/bin/node"
mount --bind "$code" /mnt/user
mount -o remount,bind,ro /mnt/user
cp "$here/event-runtime.cjs" "$here/forward.mjs" /mnt/runtime
touch /mnt/runtime/forwarder
mount --bind "$forwarder" /mnt/runtime/forwarder

ip link set lo up
ip address add 192.0.2.2/32 dev lo
# Its own name for the socket's folder, which may lie in /var as well.
mkdir /mnt/socket
mount --bind "$(dirname "$socket")" /mnt/socket
mount --rbind /mnt /var
/var/runtime/forwarder /var/runtime/forward.mjs "/var/socket/$(basename "$socket")" 192.0.2.2 9000 &

cd /var/user
if touch /var/user/written 2>/dev/null; then
  echo "the code can be written to" >&2
  exit 1
fi
start=/var/user/scf_bootstrap
if [ "$kind" = event ]; then start="/var/lang/node$major/bin/node /var/runtime/event-runtime.cjs /var/user index.main_handler"; fi
# shellcheck disable=SC2086
exec env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/tmp SCF_NAMESPACE=default SCF_FUNCTIONNAME=examples SCF_FUNCTIONVERSION='$LATEST' \
  SANDPIPER_TIMEOUT_S="${SANDPIPER_TIMEOUT_S:-40}" $start
