#!/bin/sh
# Runs HAProxy, and has it read its certificates again when they have changed: it does not look by itself.
set -eu
: "${ENGINE_PROXY_ADDRESS:=:26500}"
: "${ENGINE_PROXY_TLS_DIRECTORY:=/etc/engine-proxy/tls}"
: "${ENGINE_PROXY_DIRECTORY:=$(dirname "$0")}"
: "${ENGINE_PROXY_LOOK_S:=30}"
: "${ENGINE_PROXY_GATEWAY:?must be the host:port of the Zeebe gateway}"
export ENGINE_PROXY_ADDRESS ENGINE_PROXY_TLS_DIRECTORY ENGINE_PROXY_DIRECTORY ENGINE_PROXY_GATEWAY

configuration="$ENGINE_PROXY_DIRECTORY/haproxy.cfg"
fingerprint() { cat "$ENGINE_PROXY_TLS_DIRECTORY/tls.crt" "$ENGINE_PROXY_TLS_DIRECTORY/tls.key" "$ENGINE_PROXY_TLS_DIRECTORY/ca.crt" 2>/dev/null | cksum; }

used=$(fingerprint)
haproxy -W -db -f "$configuration" &
proxy=$!
# Calls under way may end: hard-stop-after in the configuration.
trap 'kill -USR1 $proxy; wait $proxy; exit 0' TERM INT

while kill -0 $proxy 2>/dev/null; do
  sleep "$ENGINE_PROXY_LOOK_S" &
  wait $! || true
  now=$(fingerprint)
  [ "$now" = "$used" ] && continue
  # Half of a renewal is no reason to stop: what runs goes on, and the next look finds the rest.
  haproxy -c -q -f "$configuration" || continue
  kill -USR2 $proxy
  used=$now
done
wait $proxy
