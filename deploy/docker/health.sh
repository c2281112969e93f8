#!/usr/bin/env bash
# A container's health without any tool but bash: "http PORT PATH" wants the status 200, "tcp PORT" a listener.
set -euo pipefail

kind=$1 port=$2 path=${3:-/}
exec 3<>"/dev/tcp/127.0.0.1/$port"
if [[ $kind == http ]]; then
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$path" >&3
  read -r -t 5 -u 3 _ status _
  [[ $status == 200 ]]
fi
