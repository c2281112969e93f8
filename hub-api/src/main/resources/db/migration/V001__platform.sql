-- Scope: every policy asks current_tenant(), inside a sub-select so that it is evaluated once a statement.
-- After its first use in a session the setting comes back empty, not unset, so both raise.
CREATE FUNCTION current_tenant() RETURNS uuid
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog
AS $$
DECLARE
    tenant text := nullif(current_setting('fleet.tenant', true), '');
BEGIN
    IF tenant IS NULL THEN
        RAISE EXCEPTION 'no tenant scope is set in this transaction' USING ERRCODE = '42501';
    END IF;
    RETURN tenant::uuid;
END
$$;
REVOKE ALL ON FUNCTION current_tenant() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION current_tenant() TO fleet_hub, fleet_worker, fleet_ingest;

-- What every table with a tenant_id needs; called by the migration that makes it. The owner has a policy of its own,
-- since FORCE binds it too and a data migration would silently touch nothing.
CREATE PROCEDURE protect_tenant_table(protected regclass)
    LANGUAGE plpgsql
    SET search_path = pg_catalog
AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', protected);
    EXECUTE format('CREATE POLICY owner_all ON %s TO fleet_owner USING (true) WITH CHECK (true)', protected);
    EXECUTE format(
        'CREATE POLICY tenant_isolation ON %s TO fleet_hub USING (tenant_id = (SELECT public.current_tenant()))'
        ' WITH CHECK (tenant_id = (SELECT public.current_tenant()))', protected);
END
$$;
REVOKE ALL ON PROCEDURE protect_tenant_table(regclass) FROM PUBLIC;

CREATE TABLE tenant (
    tenant_id  uuid PRIMARY KEY,
    name       text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL DEFAULT now()
);
CALL protect_tenant_table('tenant');
CREATE POLICY worker_read ON tenant FOR SELECT TO fleet_worker USING (true);
GRANT SELECT ON tenant TO fleet_hub, fleet_worker;

INSERT INTO tenant (tenant_id, name) VALUES ('00000000-0000-0000-0000-000000000001', 'default');

-- Private keys of the platform, sealed under the master key; of no tenant, so read and made in Scope.Platform only.
CREATE TABLE signing_key (
    kid            text PRIMARY KEY,
    purpose        text NOT NULL CHECK (purpose IN ('JWT', 'COMMAND')),
    public_key     bytea NOT NULL,
    sealed_private bytea NOT NULL,
    created_at     timestamptz NOT NULL
);
GRANT SELECT, INSERT ON signing_key TO fleet_worker;
