-- How far the node's clock is off the hub's (its minus ours), with the latest readings that this follows from; and the machines that
-- used the node's identity of late, with since when they are seen to take each other over.
ALTER TABLE node_presence
    ADD COLUMN clock_readings     jsonb,
    ADD COLUMN clock_drift_ms     bigint,
    ADD COLUMN clock_at           timestamptz,
    ADD COLUMN machines           jsonb,
    ADD COLUMN identity_shared_at timestamptz;
