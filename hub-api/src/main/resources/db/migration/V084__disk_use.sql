-- What each finished day of reports took, by tenant: measured once from the day's partition.
CREATE TABLE telemetry_day (
    day          date NOT NULL,
    tenant_id    uuid NOT NULL,
    reports      bigint NOT NULL,
    report_bytes bigint NOT NULL,
    PRIMARY KEY (day, tenant_id)
);
CALL protect_tenant_table('telemetry_day');
CREATE POLICY worker_all ON telemetry_day TO fleet_worker USING (true) WITH CHECK (true);
GRANT SELECT ON telemetry_day TO fleet_hub;
GRANT SELECT, DELETE ON telemetry_day TO fleet_worker;

-- Counts the partition of a day; of a large one it reads a sample of about 64 MB.
CREATE FUNCTION measure_telemetry_day(measured date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
DECLARE
    partition regclass := to_regclass('public.telemetry_report_' || to_char(measured, 'YYYYMMDD'));
    percent real;
BEGIN
    IF partition IS NULL THEN
        RETURN false;
    END IF;
    percent := least(100, 100 * 67108864.0 / greatest(pg_relation_size(partition), 1));
    EXECUTE format(
        'INSERT INTO public.telemetry_day (day, tenant_id, reports, report_bytes)'
        ' SELECT %L, tenant_id, round(count(*) * 100 / $1), round($2 * count(*) / sum(count(*)) OVER ())'
        ' FROM %s TABLESAMPLE SYSTEM ($1) GROUP BY tenant_id ON CONFLICT DO NOTHING', measured, partition)
        USING percent, pg_total_relation_size(partition);
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION measure_telemetry_day(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION measure_telemetry_day(date) TO fleet_worker;
