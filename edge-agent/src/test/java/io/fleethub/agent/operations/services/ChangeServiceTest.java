package io.fleethub.agent.operations.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.agent.commands.OperationResult;
import io.fleethub.agent.commands.RefusedParametersException;
import io.fleethub.agent.config.ServiceConfig;
import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.agent.operations.RecordingContext;
import io.fleethub.agent.operations.services.process.ProcessService;
import io.fleethub.agent.operations.services.process.RestartPolicy;
import io.fleethub.agent.operations.services.process.SqliteRunRecords;
import io.fleethub.agent.operations.services.systemd.SystemdService;
import io.fleethub.agent.operations.tool.ToolRunner;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.agent.storage.AgentDatabase;
import io.fleethub.schemas.message.OperationName;
import io.fleethub.schemas.message.ReasonCode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations on real child processes. */
class ChangeServiceTest {

    private static final Duration SETTLING = Duration.ofMillis(300);

    @TempDir
    Path home;

    private final AgentThread thread = new AgentThread("services");
    private final RecordingContext context = new RecordingContext();
    private AgentDatabase database;
    private Services services;

    @BeforeEach
    void twoServices() {
        database = AgentDatabase.open(home, new MachineIdentity(Map.of()), SqliteRunRecords.MIGRATIONS);
        ProcessService.Surroundings around = new ProcessService.Surroundings(
                home, new SqliteRunRecords(database), "boot-1", RestartPolicy.DEFAULT, Clock.systemUTC(), thread);
        services = new Services(
                List.of(
                        new ProcessService(supervised("demo", "sleep", "1000"), around),
                        new ProcessService(supervised("broken", "false"), around)),
                thread,
                Duration.ofSeconds(30));
        services.begin();
    }

    @AfterEach
    void end() {
        services.close();
        thread.close();
        database.close();
    }

    @Test
    void restartTellsBothPidsAndTheyDiffer() throws Exception {
        long before = pid();

        JsonNode result = succeeded(operation(OperationName.RESTART).run("demo", context));

        assertThat(result.get("service").textValue()).isEqualTo("demo");
        assertThat(result.get("state").textValue()).isEqualTo("RUNNING");
        assertThat(result.get("pidBefore").longValue()).isEqualTo(before);
        assertThat(result.get("pidAfter").longValue()).isEqualTo(pid()).isNotEqualTo(before);
    }

    @Test
    void thePidIsWrittenDownBeforeTheEffect() throws Exception {
        long before = pid();

        operation(OperationName.RESTART).run("demo", context);

        assertThat(context.checkpoints).containsExactly(Long.toString(before));
    }

    @Test
    void stopThenStart() throws Exception {
        JsonNode stopped = succeeded(operation(OperationName.STOP).run("demo", context));
        JsonNode startedAgain = succeeded(operation(OperationName.START).run("demo", context));

        assertThat(stopped.get("state").textValue()).isEqualTo("STOPPED");
        assertThat(stopped.get("pidAfter").isNull()).isTrue();
        assertThat(startedAgain.get("state").textValue()).isEqualTo("RUNNING");
        assertThat(startedAgain.get("pidBefore").isNull()).isTrue();
        assertThat(startedAgain.get("pidAfter").longValue()).isEqualTo(pid());
    }

    @Test
    void aServiceThatFallsOverAtOnceHasNotBeenStarted() throws Exception {
        OperationResult result = operation(OperationName.RESTART).run("broken", context);

        assertThat(result).isInstanceOfSatisfying(OperationResult.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(ReasonCode.SERVICE_FAILED);
            assertThat(failed.detail()).contains("did not stay up");
            assertThat(failed.retryable()).isTrue();
        });
    }

    @Test
    void killedAfterTheEffectTheNextAgentDoesNotRepeatIt() throws Exception {
        operation(OperationName.RESTART).run("demo", context);
        long afterEffect = pid();

        JsonNode result = succeeded(operation(OperationName.RESTART).resume("demo", context));

        assertThat(pid()).isEqualTo(afterEffect);
        assertThat(result.get("pidAfter").longValue()).isEqualTo(afterEffect);
        assertThat(result.get("pidBefore").asText()).isEqualTo(context.checkpoints.get(0));
    }

    @Test
    void killedBeforeTheEffectTheNextAgentBringsItAbout() throws Exception {
        long before = pid();
        context.checkpoint(Long.toString(before));

        JsonNode result = succeeded(operation(OperationName.RESTART).resume("demo", context));

        assertThat(result.get("pidBefore").longValue()).isEqualTo(before);
        assertThat(pid()).isNotEqualTo(before);
    }

    @Test
    void pidsOfAnotherBootProveNothing() throws Exception {
        long before = pid();
        context.checkpoint("1");
        context.sameBoot = false;

        OperationResult result = operation(OperationName.RESTART).resume("demo", context);

        assertThat(result)
                .isInstanceOfSatisfying(
                        OperationResult.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(ReasonCode.INTERRUPTED));
        assertThat(pid()).isEqualTo(before);
    }

    @Test
    void statusNamesEveryServiceWithItsProcess() throws Exception {
        ReportServices status = new ReportServices(services);

        JsonNode result = succeeded(status.run(status.parse(JsonNodeFactory.instance.objectNode()), context));

        assertThat(result.get("services")).hasSize(2);
        JsonNode demo = result.at("/services/0");
        assertThat(demo.get("service").textValue()).isEqualTo("demo");
        assertThat(demo.get("state").textValue()).isEqualTo("RUNNING");
        assertThat(demo.get("pid").longValue()).isEqualTo(pid());
        assertThat(demo.get("memoryBytes").longValue()).isPositive();
    }

    @Test
    void oneThatCannotBeLookedAtDoesNotHideTheOthers() throws Exception {
        SystemdService unknown = new SystemdService(
                new ServiceConfig.Systemd("gone", "gone.service"),
                "/no/such/systemctl",
                new ToolRunner(),
                Clock.systemUTC(),
                System::nanoTime);
        ReportServices status = new ReportServices(
                new Services(List.of(unknown, services.get("demo")), thread, Duration.ofSeconds(30)));

        JsonNode result = succeeded(status.run(Optional.empty(), context));

        assertThat(result.at("/services/0/state").textValue()).isEqualTo("FAILED");
        assertThat(result.at("/services/1/pid").longValue()).isEqualTo(pid());
        assertThat(status.run(Optional.of("gone"), context))
                .isInstanceOfSatisfying(
                        OperationResult.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(ReasonCode.SERVICE_FAILED));
    }

    @Test
    void statusReportsKnowTheServicesFromTheStart() {
        assertThat(services.lastSeen()).extracting(SeenService::name).containsExactly("demo", "broken");
    }

    @Test
    void statusOfOneNamesOnlyThatOne() throws Exception {
        ReportServices status = new ReportServices(services);

        JsonNode result = succeeded(status.run(status.parse(parameters("broken")), context));

        assertThat(result.get("services")).hasSize(1);
        assertThat(result.at("/services/0/service").textValue()).isEqualTo("broken");
    }

    @Test
    void namesOffTheListAreRefused() {
        List<String> names = List.of(
                "Demo",
                "demo ",
                " demo",
                "demo\n",
                "demo;id",
                "demo && id",
                "$(id)",
                "`id`",
                "../demo",
                "demo/../demo",
                "demo.service",
                "--help",
                "\u0501emo",
                "dem\u043e",
                "de\u200bmo",
                "demo\u0000",
                "*",
                "");
        for (String name : names) {
            assertRefused(name, ReasonCode.NOT_ALLOWED);
        }
    }

    @Test
    void tenThousandRandomNamesAreRefused() {
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            String name = random.ints(1 + random.nextInt(20), 1, 0x2ff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertRefused(name, ReasonCode.NOT_ALLOWED);
        }
    }

    @Test
    void aNameThatIsNoTextIsRefused() {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        parameters.putArray("service").add("demo");

        assertThatThrownBy(() -> operation(OperationName.RESTART).parse(parameters))
                .isInstanceOf(RefusedParametersException.class)
                .hasMessage("service: must be a text of at most 256 characters");
    }

    @Test
    void declaresItsServicesAsTheOnlyOnes() {
        ObjectNode schema = operation(OperationName.RESTART).parametersSchema();

        assertThat(schema.at("/properties/service/enum")).hasToString("[\"demo\",\"broken\"]");
        assertThat(schema.at("/required")).hasToString("[\"service\"]");
    }

    private void assertRefused(String name, ReasonCode reason) {
        for (OperationName operation : List.of(OperationName.RESTART, OperationName.START, OperationName.STOP)) {
            assertThatThrownBy(() -> operation(operation).parse(parameters(name)))
                    .as("%s", name)
                    .isInstanceOfSatisfying(
                            RefusedParametersException.class,
                            refused -> assertThat(refused.rejection().reason()).isEqualTo(reason));
        }
    }

    private ChangeService operation(OperationName name) {
        return new ChangeService(name, services, SETTLING);
    }

    private long pid() throws Exception {
        Long pid = services.get("demo").status().pid();
        assertThat(pid).isNotNull();
        return pid;
    }

    private ServiceConfig.Supervised supervised(String name, String... command) {
        return new ServiceConfig.Supervised(name, List.of(command), home, home.resolve(name + ".log"));
    }

    private static ObjectNode parameters(String service) {
        return JsonNodeFactory.instance.objectNode().put("service", service);
    }

    private static JsonNode succeeded(OperationResult result) {
        assertThat(result).isInstanceOf(OperationResult.Succeeded.class);
        return ((OperationResult.Succeeded) result).result();
    }
}
