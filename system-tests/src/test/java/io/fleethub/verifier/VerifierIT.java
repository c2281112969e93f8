package io.fleethub.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sound run in the real schema, and each way to break it. */
class VerifierIT {

    private static final Path ROOT = Path.of(System.getProperty("fleet.root"));
    private static final String SECOND = "00000000-0000-0000-0000-0000000000b2";
    private static EmbeddedPostgres postgres;
    private static int databases;

    @TempDir
    Path folder;

    private String jdbc = "";
    private Path journal = Path.of("");

    @BeforeAll
    static void makeASoundDatabase() throws Exception {
        postgres = EmbeddedPostgres.start();
        try (Connection admin = postgres.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE sound");
        }
        try (Connection sound = postgres.getDatabase("postgres", "sound").getConnection();
                Statement statement = sound.createStatement()) {
            statement.execute(Files.readString(ROOT.resolve("deploy/postgres/roles.sql"))
                    .replaceAll(":'(owner|hub|ingest|verifier)_password'", "'test'"));
            statement.execute("SET ROLE fleet_owner");
            for (Path migration : migrations()) {
                statement.execute(Files.readString(migration));
            }
            statement.execute("RESET ROLE");
            statement.execute(SOUND);
        }
    }

    private static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("hub-api/src/main/resources/db/migration"))) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        }
    }

    /** Four rows, one of them with text beside numbers, a refusal, the latest values, and one poisonous message. */
    private static final String SOUND = """
            INSERT INTO tenant (tenant_id, name) VALUES (gen_random_uuid(), 'one of the verifier'), ('%s', 'another');
            INSERT INTO node (node_id, tenant_id, name, secret_sha256, https_key_sealed, created_at, updated_at)
                SELECT 'n1', tenant_id, 'n1', '', '', now(), now() FROM tenant WHERE name = 'one of the verifier';
            INSERT INTO metric_set (tenant_id, names, names_sha256, metric_ids)
                SELECT tenant_id, '{cpu.percent,mem.percent}', '\\x00', '{}' FROM node;
            INSERT INTO telemetry_report (corrected_at, received_at, sampled_at, seq, uptime_ms, tenant_id, metric_set_id,
                    clock_synced, time_uncertain, node_id, stream_id, numbers, others)
                SELECT at, at, at, seq, seq * 1000, tenant_id, metric_set_id, true, false, 'n1', 's1', ARRAY[seq + 0.25, 80],
                    CASE WHEN seq = 4 THEN '{"door": true, "label": "north"}'::jsonb END
                FROM metric_set, generate_series(1, 4) AS seq, LATERAL (SELECT timestamptz 'epoch' + seq * interval '1 day') AS t (at);
            INSERT INTO refused_report (tenant_id, node_id, stream_id, seq, reason, detail, received_at)
                SELECT tenant_id, 'n1', 's1', 5, 'BAD_VALUE', '', now() FROM node;
            INSERT INTO telemetry_newest (node_id, metric_set_id, others_sha256, tenant_id, corrected_at, seq, received_at, numbers,
                    others)
                SELECT node_id, metric_set_id, convert_to(seq::text, 'UTF8'), tenant_id, corrected_at, seq, received_at, numbers, others
                FROM telemetry_report WHERE seq IN (3, 4);
            INSERT INTO quarantined_message (node_id, tenant_id, topic, reason, detail, bytes, sha256, head, first_received_at,
                    last_received_at)
                SELECT 'n1', tenant_id, 'nodes/n1/telemetry', 'UNREADABLE', '', 1, '\\xabcd', '\\x00', now(), now() FROM node;
            """.formatted(SECOND);

    @BeforeEach
    void copyIt() throws Exception {
        String name = "copy" + ++databases;
        try (Connection admin = postgres.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE sound");
            statement.execute("GRANT CONNECT ON DATABASE " + name + " TO fleet_verifier");
        }
        jdbc = postgres.getJdbcUrl("fleet_verifier", name) + "&password=test";
        StringBuilder made = new StringBuilder("N 0 n1 s1\nS 0 1");
        for (long seq = 1; seq <= 4; seq++) {
            made.append(' ').append(Long.toHexString(hash(seq)));
        }
        journal = Files.writeString(folder.resolve("journal"), made + " !\nF 0 1 5\nB 0 abcd\n");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static long hash(long seq) {
        TreeMap<String, Object> metrics = new TreeMap<>();
        metrics.put("cpu.percent", seq + 0.25);
        metrics.put("mem.percent", 80.0);
        if (seq == 4) {
            metrics.put("door", true);
            metrics.put("label", "north");
        }
        return new PayloadHash().of(seq * 86_400_000_000L, seq * 1000, metrics);
    }

    private void superuser(String sql) throws SQLException {
        String url = jdbc.replace("fleet_verifier", "postgres");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
        }
    }

    private Verdict look() throws Exception {
        return new Verifier(jdbc, List.of(journal)).look();
    }

    private void assertBroken(Verdict verdict, String invariant, String example) {
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.of(invariant).violations()).as(verdict.text()).isEqualTo(1);
        assertThat(verdict.of(invariant).examples()).singleElement().asString().contains(example);
    }

    @Test
    void aSoundRunHolds() throws Exception {
        Verdict verdict = look();

        assertThat(verdict.holds()).as(verdict.text()).isTrue();
        assertThat(verdict.of("I1").checked()).isEqualTo(5);
        assertThat(verdict.of("I2").checked()).isEqualTo(5);
        assertThat(verdict.of("I3").checked()).isEqualTo(4);
        assertThat(verdict.of("I4").checked()).isEqualTo(5);
        assertThat(verdict.of("I5").checked()).isEqualTo(4);
        assertThat(verdict.of("Q").checked()).isEqualTo(1);
    }

    @Test
    void aRowThatIsGoneBreaksI1AndI4() throws Exception {
        superuser("DELETE FROM telemetry_report WHERE seq = 2");

        Verdict verdict = look();

        assertBroken(verdict, "I1", "n1/s1/2: is forgotten, and neither kept nor refused");
        assertBroken(verdict, "I4", "n1/s1/2: was made, and has not arrived");
    }

    @Test
    void aRefusalThatIsGoneBreaksI1() throws Exception {
        superuser("DELETE FROM refused_report");

        assertBroken(look(), "I1", "n1/s1/5");
    }

    @Test
    void aGoodReportThatIsRefusedBreaksI1() throws Exception {
        superuser("DELETE FROM telemetry_report WHERE seq = 3");
        superuser("UPDATE refused_report SET seq = 3");
        Files.writeString(journal, Files.readString(journal).replace(" !", ""));
        Files.writeString(journal, Files.readString(journal).replace("F 0 1 5", "F 0 1 4"));

        assertBroken(look(), "I1", "n1/s1/3: is good, but was refused: BAD_VALUE");
    }

    @Test
    void aSecondRowBreaksI2() throws Exception {
        superuser(COPY_OF_1.formatted("seq", "stream_id", "tenant_id"));

        assertBroken(look(), "I2", "n1/s1/1: is there more than once");
    }

    @Test
    void aRowAndARefusalOfTheSameReportBreakI2() throws Exception {
        superuser("INSERT INTO refused_report (tenant_id, node_id, stream_id, seq, reason, detail, received_at)"
                + " SELECT tenant_id, node_id, stream_id, 1, reason, detail, received_at FROM refused_report");

        assertBroken(look(), "I2", "n1/s1/1: is there more than once");
    }

    @Test
    void aRowThatNobodyMadeBreaksI3() throws Exception {
        superuser(COPY_OF_1.formatted("99", "stream_id", "tenant_id"));

        assertBroken(look(), "I3", "n1/s1/99: nobody made it");
    }

    @Test
    void aRowOfAStreamThatNobodyHasBreaksI3() throws Exception {
        superuser(COPY_OF_1.formatted("seq", "'s2'", "tenant_id"));

        assertBroken(look(), "I3", "n1/s2/1: nobody made it");
    }

    @Test
    void aRowOfAnotherTenantBreaksI3() throws Exception {
        superuser("UPDATE telemetry_report SET tenant_id = '" + SECOND + "' WHERE seq = 1");

        assertBroken(look(), "I3", "n1/s1/1: is of tenant " + SECOND);
    }

    @Test
    void anyChangeOfAPayloadBreaksI3() throws Exception {
        for (String change : List.of(
                "numbers = ARRAY[1.25, 80.0000001]",
                "others = '{\"door\": true}'",
                "uptime_ms = 1001",
                "sampled_at = sampled_at + interval '1 microsecond'")) {
            copyIt();
            superuser("UPDATE telemetry_report SET " + change + " WHERE seq = 1");

            assertBroken(look(), "I3", "n1/s1/1: is not what was made");
        }
    }

    @Test
    void aReportThatIsKeptAndHadToBeRefusedBreaksI3() throws Exception {
        superuser("DELETE FROM refused_report");
        superuser(COPY_OF_1.formatted("5", "stream_id", "tenant_id"));

        assertBroken(look(), "I3", "n1/s1/5: is kept, and had to be refused");
    }

    @Test
    void aLatestValueThatWentBackBreaksI5() throws Exception {
        superuser("DELETE FROM telemetry_newest WHERE seq = 4");

        Finding latest = look().of("I5");

        assertThat(latest.violations()).isEqualTo(4);
        assertThat(latest.examples())
                .anySatisfy(example -> assertThat(example).contains("n1 cpu.percent: latest is [3.25,259200000000,3]"));
    }

    @Test
    void aLatestValueOfTheRightTimeThatIsNotTheRowsBreaksI5() throws Exception {
        superuser("UPDATE telemetry_newest SET others = jsonb_set(others, '{label}', '\"south\"') WHERE seq = 4");

        assertBroken(look(), "I5", "n1 label: latest is [\"south\"");
    }

    @Test
    void poisonThatIsNowhereIsFound() throws Exception {
        superuser("DELETE FROM quarantined_message");

        assertBroken(look(), "Q", "n1: poison abcd is not in quarantine");
    }

    @Test
    void theExitCodeTellsWhatWasFound() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        List<String> arguments = List.of("--jdbc", jdbc, "--journal", journal.toString());

        assertThat(VerifierMain.run(arguments, print, print)).isZero();
        superuser("DELETE FROM telemetry_report WHERE seq = 2");
        assertThat(VerifierMain.run(arguments, print, print)).isEqualTo(1);
        assertThat(VerifierMain.run(List.of("--jdbc", jdbc), print, print)).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("I1  holds", "I1  BROKEN", "verify: --jdbc URL and at least one --journal FILE are needed");
    }

    @Test
    void waitsForWhatIsStillOnItsWay() throws Exception {
        superuser("UPDATE telemetry_report SET seq = 6 WHERE seq = 2");
        Thread heals = new Thread(() -> {
            try {
                superuser("UPDATE telemetry_report SET seq = 2 WHERE seq = 6");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        heals.start();

        Verdict verdict = new Verifier(jdbc, List.of(journal)).within(Duration.ofMinutes(1));
        heals.join();

        assertThat(verdict.holds()).as(verdict.text()).isTrue();
    }

    private static final String COPY_OF_1 = """
            INSERT INTO telemetry_report (corrected_at, received_at, sampled_at, seq, uptime_ms, tenant_id, metric_set_id,
                    clock_synced, time_uncertain, node_id, stream_id, numbers)
                SELECT corrected_at, received_at, sampled_at, %s, uptime_ms, tenant_id, metric_set_id, clock_synced, time_uncertain,
                    node_id, %s, numbers FROM telemetry_report WHERE seq = 1 AND %s IS NOT NULL""";
}
