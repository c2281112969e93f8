package io.fleethub.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.schemas.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentConfigLoaderTest {

    private static final String SECRET = "0123456789abcdef".repeat(4);
    private static final String MINIMAL = """
            {"nodeId": "pi-1", "brokerUri": "mqtt://broker", "dataDirectory": "data"%s}
            """;

    @TempDir
    Path directory;

    @Test
    void readsEveryKeyAndResolvesPathsAgainstTheFilesFolder() throws IOException {
        Files.writeString(directory.resolve("node.secret"), SECRET + "\n");
        Files.setPosixFilePermissions(directory.resolve("node.secret"), PosixFilePermissions.fromString("rw-------"));
        AgentConfig config = load("""
                // the node in the cellar
                {
                  "nodeId": "cellar-1",
                  "brokerUri": "wss://hub.example:8443/mqtt", /* through the proxy */
                  "brokerCaFile": "ca.pem",
                  "secretFile": "node.secret",
                  "commandKeysFile": "keys.json",
                  "dataDirectory": "/var/lib/agent",
                  "heartbeatInterval": "PT5S",
                  "sampleInterval": "PT2S",
                  "connection": {"backOffAtMost": "PT30S", "inFlight": 4},
                  "outbox": {"maxBytes": 1000000, "resendAfter": "PT3S"},
                  "services": [
                    {"name": "energy", "manager": "systemd", "unit": "energy.service"},
                    {"name": "demo", "manager": "process", "command": ["/bin/sleep", "60"]},
                  ],
                  "logSources": [
                    {"name": "syslog", "file": "/var/log/syslog"},
                    {"name": "energy", "journalUnit": "energy.service"},
                  ],
                }
                """, Map.of());

        assertThat(config.nodeId()).isEqualTo(new NodeId("cellar-1"));
        assertThat(config.secret().value()).isEqualTo(SECRET);
        assertThat(config.broker().caFile()).isEqualTo(directory.resolve("ca.pem"));
        assertThat(config.broker().backOffAtMost()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.broker().inFlight()).isEqualTo(4);
        assertThat(config.commandKeysFile()).isEqualTo(directory.resolve("keys.json"));
        assertThat(config.heartbeatInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.outbox().maxBytes()).isEqualTo(1_000_000);
        assertThat(config.outbox().resendAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.services())
                .containsExactly(
                        new ServiceConfig.Systemd("energy", "energy.service"),
                        new ServiceConfig.Supervised(
                                "demo",
                                List.of("/bin/sleep", "60"),
                                Path.of("/var/lib/agent"),
                                Path.of("/var/lib/agent/logs/demo.log")));
        assertThat(config.logSources())
                .containsExactly(
                        new LogSourceConfig.LogFile("syslog", Path.of("/var/log/syslog")),
                        new LogSourceConfig.Journal("energy", "energy.service"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    , "heartbeatInterwal": "PT5S"                              | /heartbeatInterwal is not a key of the agent's configuration
                    , "heartbeatInterval": "5s"                                | /heartbeatInterval must be an ISO-8601 duration such as PT60S
                    , "heartbeatInterval": 5                                   | /heartbeatInterval must be a text
                    , "heartbeatInterval": "PT0S"                              | /heartbeatInterval must be from PT0.1S to PT24H
                    , "brokerCaFile": "ca.pem"                                 | /brokerCaFile has no meaning with mqtt://
                    , "connection": {"inFlight": 0}                            | /connection/inFlight must be from 1 to 1000
                    , "connection": {"inFlght": 3}                             | /connection/inFlght is not a key of the agent's configuration
                    , "connection": []                                         | /connection must be an object
                    , "outbox": {"batchReports": 501}                          | /outbox/batchReports must be from 1 to 500
                    , "outbox": {"maxBytes": "1G"}                             | /outbox/maxBytes must be a whole number
                    , "services": {}                                           | /services must be a list
                    , "services": [{"manager": "systemd"}]                     | /services/0/name must be given
                    , "services": [{"name": "a/b", "manager": "systemd"}]      | /services/0/name must match
                    , "services": [{"name": "a", "manager": "docker"}]         | /services/0/manager must be "systemd" or "process"
                    , "services": [{"name": "a", "manager": "systemd", "unit": "a b"}]  | /services/0/unit must be the name of a systemd unit
                    , "services": [{"name": "a", "manager": "process"}]        | /services/0/command must name a program
                    , "services": [{"name": "a", "manager": "process", "command": [1]}] | /services/0/command/0 must be a text
                    , "services": [{"name": "a", "manager": "systemd"}, {"name": "a", "manager": "systemd"}] | /services/1/name must be there only once
                    , "logSources": [{"name": "x"}]                            | /logSources/0/file must be given, or journalUnit, not both
                    , "logSources": [{"name": "x", "file": "f", "nodeId": 1}]  | /logSources/0/nodeId is not a key of the agent's configuration
                    , "local": {"port": 65536}                                 | /local/port must be from 0 to 65535
                    , "local": {"address": "0.0.0.0"}                          | /local/address can be reached by other machines
                    , "local": {"address": "192.168.0.7"}                      | /local/address can be reached by other machines
                    , "local": {"address": "node.lan"}                         | /local/address must be an IP address
                    , "local": {"allowRemote": "yes"}                          | /local/allowRemote must be true or false
                    , "local": {"hosts": ["node.lan:80"]}                      | /local/hosts/0 must be a host name without a port
                    , "local": {"viewers": 0}                                  | /local/viewers must be from 1 to 32
                    , "appMetrics": {"maxAge": "PT0S"}                         | /appMetrics/maxAge must be from PT1S to PT24H
                    , "appMetrics": {"maxMetrics": 181}                        | /appMetrics/maxMetrics must be from 1 to 180
                    , "appMetrics": {"maxBytes": 10}                           | /appMetrics/maxBytes must be from 256 to 262144
                    , "nodeIdFile": "id"                                       | /nodeIdFile must not be given beside nodeId
                    """)
    void namesTheKeyThatIsWrong(String more, String message) {
        assertThatThrownBy(() -> load(MINIMAL.formatted(more), Map.of("FLEET_NODE_SECRET", SECRET)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void theLocalPortIsOffUnlessAskedForAndStaysOnThisMachine() {
        AgentConfig off = load(MINIMAL.formatted(""), Map.of("FLEET_NODE_SECRET", SECRET));
        AgentConfig on = load(MINIMAL.formatted(", \"local\": {\"port\": 9464}"), Map.of("FLEET_NODE_SECRET", SECRET));

        assertThat(off.local().port()).isNull();
        assertThat(on.local().port()).isEqualTo(9464);
        assertThat(on.local().address()).isEqualTo("127.0.0.1");
    }

    @Test
    void otherMachinesReachTheLocalPortOnlyWhenThatIsSaid() {
        AgentConfig config = load(
                MINIMAL.formatted(
                        ", \"local\": {\"port\": 1, \"address\": \"::\", \"allowRemote\": true, \"hosts\": [\"Node.lan\"]}"),
                Map.of("FLEET_NODE_SECRET", SECRET));

        assertThat(config.local().address()).isEqualTo("::");
        assertThat(config.local().knowsHost("node.LAN")).isTrue();
        assertThat(config.local().knowsHost("other.lan")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    http://broker        | /brokerUri must begin with mqtt://, mqtts:// or wss://
                    mqtt://              | /brokerUri is not an address
                    mqtt://u:p@broker    | /brokerUri must not hold a user or a password
                    mqtts://broker/mqtt  | /brokerUri must not have a path
                    """)
    void refusesAnAddressThatIsNotABrokers(String uri, String message) {
        String json = MINIMAL.formatted("").replace("mqtt://broker", uri);

        assertThatThrownBy(() -> load(json, Map.of("FLEET_NODE_SECRET", SECRET)))
                .hasMessageStartingWith(message);
    }

    @Test
    void saysInWhichLineTheJsonEnds() {
        assertThatThrownBy(() -> load("{\n\"nodeId\": \"a\"\n\"x\"", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("agent.json:3 is not valid JSON");
    }

    @Test
    void refusesAKeyThatIsThereTwice() {
        assertThatThrownBy(() -> load("{\"nodeId\": \"a\", \"nodeId\": \"b\"}", Map.of()))
                .hasMessageContaining("Duplicate field 'nodeId'");
    }

    @Test
    void refusesASecretThatEveryUserCanRead() throws IOException {
        Path secret = Files.writeString(directory.resolve("open.secret"), SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> load(MINIMAL.formatted(", \"secretFile\": \"open.secret\""), Map.of()))
                .hasMessageStartingWith("/secretFile can be read by every user of this machine: chmod 600 ");
    }

    @Test
    void neverShowsAWrongSecret() {
        assertThatThrownBy(() -> load(MINIMAL.formatted(""), Map.of("FLEET_NODE_SECRET", "hunter2")))
                .hasMessage("/secretFile (from the environment variable FLEET_NODE_SECRET) must hold 64 lower-case hex"
                        + " characters");
    }

    @Test
    void summaryHoldsTheWholeConfigurationButNotTheSecret() {
        AgentConfig config = load(MINIMAL.formatted(""), Map.of("FLEET_NODE_SECRET", SECRET));

        String summary = ConfigSummary.of(config);

        assertThat(summary).contains("nodeId=pi-1", "heartbeatInterval=PT1M").doesNotContain(SECRET);
    }

    @Test
    void takesTheMachinesSerialWhenNoNameIsGiven() {
        AgentConfig config = load(
                "{\"brokerUri\": \"mqtt://broker\", \"dataDirectory\": \"data\"}",
                Map.of("FLEET_NODE_SECRET", SECRET),
                Map.of("device-tree", "10000000ABCDEF"));

        assertThat(config.nodeId().value()).isEqualTo("10000000abcdef");
    }

    @Test
    void takesTheNameFromAFile() throws IOException {
        Files.writeString(directory.resolve("id"), "from-file\n");

        AgentConfig config = load(
                "{\"brokerUri\": \"mqtt://broker\", \"dataDirectory\": \"data\", \"nodeIdFile\": \"id\"}",
                Map.of("FLEET_NODE_SECRET", SECRET));

        assertThat(config.nodeId().value()).isEqualTo("from-file");
    }

    @Test
    void refusesTheNamesOfThePlatform() {
        assertThatThrownBy(() ->
                        load(MINIMAL.formatted("").replace("pi-1", "hub.canary"), Map.of("FLEET_NODE_SECRET", SECRET)))
                .hasMessage("/nodeId must not be a name the platform keeps for itself");
    }

    private AgentConfig load(String json, Map<String, String> environment) {
        return load(json, environment, Map.of());
    }

    private AgentConfig load(String json, Map<String, String> environment, Map<String, String> machine) {
        try {
            Path file = Files.writeString(directory.resolve("agent.json"), json);
            return new AgentConfigLoader(environment, new MachineIdentity(machine)).load(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
