#!/usr/bin/env bash
# Makes what docker-compose.yml mounts into the containers: secrets, a CA and a server certificate, in
# deploy/docker/secrets (or the folder given), each once, readable by their owner only. Then writes .env, so that the
# containers run as that owner. Names the certificate is for, beside those of the containers: arguments.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
folder=deploy/docker/secrets
umask 077
mkdir -p "$folder"

command -v openssl >/dev/null || { echo "openssl is missing: apt-get install openssl" >&2; exit 2; }

secret() { [[ -s $folder/$1 ]] || openssl rand -hex 32 >"$folder/$1"; }
for name in hub-mqtt feed-token master-key postgres owner hub ingest verifier admin-password; do secret "$name"; done

{
  echo "fleet.database.owner-password=$(<"$folder/owner")"
  echo "fleet.database.hub-password=$(<"$folder/hub")"
  echo "fleet.database.ingest-password=$(<"$folder/ingest")"
} >"$folder/hub.properties"

if [[ ! -s $folder/ca.crt ]]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=Fleethub CA" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -keyout "$folder/ca.key" -out "$folder/ca.crt" 2>/dev/null
fi
if [[ ! -s $folder/server.crt ]] || (($#)); then
  names="DNS:localhost,IP:127.0.0.1,DNS:hub,DNS:broker"
  for name in "$@"; do
    [[ $name =~ ^[0-9.]+$|: ]] && names+=",IP:$name" || names+=",DNS:$name"
  done
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=fleethub" \
    -keyout "$folder/server.key" -out "$folder/server.csr" 2>/dev/null
  openssl x509 -req -in "$folder/server.csr" -CA "$folder/ca.crt" -CAkey "$folder/ca.key" -days 397 -CAcreateserial \
    -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\nkeyUsage=digitalSignature\n' "$names") \
    -out "$folder/server.crt" 2>/dev/null
fi

user=$(id -u) group=$(id -g)
if ((user == 0)); then
  user=10001 group=10001
  chown -R "$user:$group" "$folder"
fi
printf 'FLEET_UID=%s\nFLEET_GID=%s\n' "$user" "$group" >.env
echo "made: $folder and .env; first administrator admin@fleethub.local, password in $folder/admin-password"
