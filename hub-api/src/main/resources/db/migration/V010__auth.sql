-- Users sign in by e-mail address, which is unique in the whole hub, before any tenant is known: hence the worker.
CREATE TABLE fleet_user (
    user_id       uuid PRIMARY KEY,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    email         text NOT NULL CHECK (email = lower(email)),
    password_hash text NOT NULL,
    role          text NOT NULL CHECK (role IN ('viewer', 'operator', 'admin', 'owner', 'node-viewer')),
    created_at    timestamptz NOT NULL,
    CONSTRAINT fleet_user_email_key UNIQUE (email)
);
CREATE INDEX fleet_user_tenant ON fleet_user (tenant_id, email);
CALL protect_tenant_table('fleet_user');
CREATE POLICY worker_read ON fleet_user FOR SELECT TO fleet_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON fleet_user TO fleet_hub;
GRANT SELECT ON fleet_user TO fleet_worker;

-- One row a refresh token ever given, as its SHA-256. A family begins with a sign-in; a token is good once, and one that
-- comes a second time was stolen by one of two, so the family ends.
CREATE TABLE refresh_token (
    token_sha256 text PRIMARY KEY,
    family_id    uuid NOT NULL,
    user_id      uuid NOT NULL REFERENCES fleet_user ON DELETE CASCADE,
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz
);
CREATE INDEX refresh_token_family ON refresh_token (family_id);
CREATE INDEX refresh_token_user ON refresh_token (user_id);
CREATE INDEX refresh_token_expiry ON refresh_token (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON refresh_token TO fleet_worker;

-- Sign-ins tried, for addresses known and unknown alike; gone with the first success.
CREATE TABLE login_attempt (
    email_sha256 text PRIMARY KEY,
    attempts     integer NOT NULL,
    window_start timestamptz NOT NULL
);
CREATE INDEX login_attempt_age ON login_attempt (window_start);
GRANT SELECT, INSERT, UPDATE, DELETE ON login_attempt TO fleet_worker;
