-- The database roles of Fleethub. Run by a superuser, connected to the database that Fleethub will use, before the hub
-- starts for the first time; running it again changes nothing but the passwords.
--
--   psql -d fleet -v owner_password=... -v hub_password=... -v ingest_password=... -v verifier_password=... -f roles.sql
--
-- A program without psql replaces each :'name' by the password as an SQL literal and runs the text as one statement:
-- there is no other psql syntax in here.

DO $roles$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['fleet_owner', 'fleet_hub', 'fleet_worker', 'fleet_ingest', 'fleet_verifier'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            -- NOINHERIT before any membership is granted: it decides what the membership passes on.
            EXECUTE format('CREATE ROLE %I NOINHERIT NOLOGIN', name);
        END IF;
    END LOOP;
END
$roles$;

-- Owns the schema; Flyway only.
ALTER ROLE fleet_owner LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
-- The hub's own role: bound by the policies of every tenant table.
ALTER ROLE fleet_hub LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'hub_password';
-- Work that belongs to no one tenant; fleet_hub enters it for one transaction by SET LOCAL ROLE.
ALTER ROLE fleet_worker NOLOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
-- Telemetry, log chunks and quarantine by direct COPY, which is refused where policies bind; each migration grants it
-- single verbs on single tables.
ALTER ROLE fleet_ingest LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS PASSWORD :'ingest_password';
-- Reads everything and changes nothing, for whoever checks what the hub has kept.
ALTER ROLE fleet_verifier LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS PASSWORD :'verifier_password';

GRANT fleet_worker TO fleet_hub;

DO $grants$
BEGIN
    -- fleet_verifier inherits, so that it may read what pg_read_all_data may.
    GRANT pg_read_all_data TO fleet_verifier;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO fleet_owner, fleet_hub, fleet_ingest', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO fleet_verifier', current_database());
    ALTER SCHEMA public OWNER TO fleet_owner;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO fleet_hub, fleet_worker, fleet_ingest, fleet_verifier;
END
$grants$;

-- A transaction that its client forgot must not hold locks, nor hold back vacuum, for ever.
ALTER ROLE fleet_hub SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE fleet_ingest SET idle_in_transaction_session_timeout = '60s';
-- One expensive question must not hold a connection that status and commands wait for.
ALTER ROLE fleet_hub SET statement_timeout = '60s';
ALTER ROLE fleet_ingest SET statement_timeout = '60s';
ALTER ROLE fleet_verifier SET default_transaction_read_only = on;
