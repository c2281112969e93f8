#!/usr/bin/env bash
# Run once by the image of PostgreSQL when its volume is new: the roles of deploy/postgres/roles.sql.
set -euo pipefail

password() { cat "/run/secrets/$1"; }
psql --set ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set owner_password="$(password owner)" --set hub_password="$(password hub)" \
  --set ingest_password="$(password ingest)" --set verifier_password="$(password verifier)" \
  --file /etc/fleethub/roles.sql
