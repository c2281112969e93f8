package io.fleethub.hub.telemetry.disk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;

import io.fleethub.hub.auth.TestTokens;
import io.fleethub.hub.platform.security.Role;
import io.fleethub.hub.telemetry.TelemetryProfile;
import io.fleethub.hub.tenants.Tenants;
import io.fleethub.hub.testing.TestDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DiskUseIT.Profile.class)
class DiskUseIT {

    public static class Profile extends TelemetryProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put(
                    "fleet.telemetry.database-directory",
                    Path.of("").toAbsolutePath().toString());
            return overrides;
        }
    }

    private static final int OURS = 3_000;
    private static final int THEIRS = 1_000;

    @Inject
    MeasuredDays days;

    @ConfigProperty(name = "fleet.database.url")
    String databaseUrl;

    private final LocalDate yesterday =
            LocalDate.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC).minusDays(1);

    @BeforeEach
    void reports() {
        String foreign = TestTokens.foreignAdmin();
        assertThat(foreign).isNotEmpty();
        asOwner("truncate telemetry_day");
        asOwner("truncate telemetry_report");
        asOwner("truncate telemetry_monthly");
    }

    @Test
    void a_tenant_sees_its_share_and_the_owner_the_platform() {
        report(Tenants.DEFAULT.toString(), OURS);
        report(TestTokens.FOREIGN.toString(), THEIRS);
        days.measure();

        JsonPath ours = diskUse(Role.ADMIN).extract().jsonPath();
        JsonPath all = diskUse(Role.OWNER).extract().jsonPath();

        assertThat(ours.getString("days[0].day")).isEqualTo(yesterday.toString());
        assertThat(ours.getLong("days[0].reports")).isEqualTo(OURS);
        assertThat(all.getLong("days[0].reports")).isEqualTo(OURS + THEIRS);
        assertThat(ours.getLong("bytesPerDay"))
                .isBetween(all.getLong("bytesPerDay") * 3 / 4 - 1, all.getLong("bytesPerDay") * 3 / 4 + 1);
        assertThat(ours.getLong("bytesPerReport")).isBetween(100L, 600L);
        assertThat(ours.getLong("reports")).isEqualTo(ours.getLong("bytesPerDay") * 32);
    }

    @Test
    void a_day_is_measured_once() {
        report(Tenants.DEFAULT.toString(), OURS);
        days.measure();
        report(Tenants.DEFAULT.toString(), OURS);

        days.measure();

        diskUse(Role.ADMIN).body("days.size()", equalTo(1)).body("days[0].reports", equalTo(OURS));
    }

    @Test
    void roll_ups_are_foretold_from_how_many_series_there_are() {
        asOwner("insert into metric_name (tenant_id, name) values ('" + Tenants.DEFAULT
                + "', 'disk.use') on conflict do nothing");
        asOwner(
                "insert into telemetry_monthly (bucket, last_at, samples, lowest, highest, total, last, metric_id, tenant_id, node_id)"
                        + " select date_trunc('month', now(), 'UTC'), now(), 1, 1, 1, 1, 1, metric_id, tenant_id, 'disk-' || n"
                        + " from metric_name, generate_series(1, 10) n where name = 'disk.use'");

        diskUse(Role.ADMIN)
                .body("rollups", equalTo(10 * (32 * 24 + 63) * 230))
                .body("rollupsPerYear", equalTo(10 * 12 * 230));
    }

    @Test
    void what_is_not_known_yet_is_null_and_the_free_disk_is_told() {
        diskUse(Role.ADMIN)
                .body("bytesPerDay", nullValue())
                .body("reports", nullValue())
                .body("free", greaterThan(0L));
    }

    @Test
    void it_is_for_administrators() {
        given().auth()
                .oauth2(TestTokens.operator())
                .get("/api/v1/disk-use")
                .then()
                .statusCode(403);
    }

    private void report(String tenant, int reports) {
        asOwner("select make_telemetry_partition('" + yesterday + "')");
        asOwner(
                "insert into telemetry_report (corrected_at, received_at, tenant_id, metric_set_id, time_uncertain, node_id, numbers)"
                        + " select '" + yesterday
                        + "'::date::timestamp at time zone 'UTC' + n * interval '10 milliseconds', now(), '" + tenant
                        + "', 1, false, 'disk-1', '{1,2,3,4,5,6,7,8,9,10}' from generate_series(1, " + reports + ") n");
    }

    private static ValidatableResponse diskUse(Role role) {
        return given().auth()
                .oauth2(TestTokens.of(role, Tenants.DEFAULT))
                .get("/api/v1/disk-use")
                .then()
                .statusCode(200);
    }

    private void asOwner(String sql) {
        try (Connection connection = TestDatabase.connect(databaseUrl, "fleet_owner");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
