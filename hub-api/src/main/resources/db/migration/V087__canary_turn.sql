-- Which hub sends the probes: the broker knows one canary only, so one hub at a time is it, and all of them watch. The number of the
-- latest probe tells a probe that comes through from one that comes out of a backlog.
DROP TABLE bridge_canary;
CREATE TABLE canary_turn (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    holder     text NOT NULL,
    held_until timestamptz NOT NULL,
    number     bigint NOT NULL
);
INSERT INTO canary_turn (holder, held_until, number) VALUES ('', '-infinity', 0);
GRANT SELECT, UPDATE ON canary_turn TO fleet_ingest;

-- The latest probe that came through each lane, whichever hub took it.
CREATE TABLE canary_pass (
    lane      text PRIMARY KEY CHECK (lane IN ('STATUS', 'TELEMETRY')),
    number    bigint NOT NULL,
    passed_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON canary_pass TO fleet_ingest;
