-- The registry of nodes. Secrets are kept as SHA-256 only; the key of signed HTTPS requests is sealed under the master key.
CREATE TABLE node (
    node_id                text PRIMARY KEY CHECK (node_id ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    tenant_id              uuid NOT NULL REFERENCES tenant,
    name                   text NOT NULL,
    role                   text,
    tags                   text[] NOT NULL DEFAULT '{}',
    segment                text,
    location               text,
    serial                 text,
    enabled                boolean NOT NULL DEFAULT true,
    secret_sha256          text NOT NULL,
    previous_secret_sha256 text,
    previous_valid_until   timestamptz,
    https_key_sealed       bytea NOT NULL,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL,
    CHECK ((previous_secret_sha256 IS NULL) = (previous_valid_until IS NULL))
);
CREATE INDEX node_tenant ON node (tenant_id, node_id);
CREATE INDEX node_tags ON node USING gin (tags);
CALL protect_tenant_table('node');
CREATE POLICY worker_read ON node FOR SELECT TO fleet_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON node TO fleet_hub;
GRANT SELECT ON node TO fleet_worker;
-- The directory that tells the bridge a node's tenant.
GRANT SELECT (node_id, tenant_id, enabled) ON node TO fleet_ingest;

-- Every change that the broker must hear of. Revisions are given under one row's lock, so that they become visible in
-- their own order; they are also not below the time in milliseconds, so that a database restored from a backup never
-- gives a revision that a broker has seen before.
CREATE TABLE credential_revision (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    revision bigint NOT NULL
);
INSERT INTO credential_revision (revision) VALUES (0);

CREATE TABLE credential_change (
    revision bigint PRIMARY KEY,
    node_id  text NOT NULL
);
INSERT INTO credential_change (revision, node_id) VALUES (0, '');

CREATE FUNCTION record_credential_change(changed_node text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
DECLARE
    given bigint;
BEGIN
    UPDATE credential_revision
    SET revision = greatest(revision + 1, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint)
    RETURNING revision INTO given;
    INSERT INTO credential_change (revision, node_id) VALUES (given, changed_node);
    PERFORM pg_notify('fleet_changed', 'node:' || changed_node);
    RETURN given;
END
$$;
REVOKE ALL ON FUNCTION record_credential_change(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_credential_change(text) TO fleet_hub;
GRANT SELECT ON credential_revision, credential_change TO fleet_worker;
GRANT DELETE ON credential_change TO fleet_worker;
