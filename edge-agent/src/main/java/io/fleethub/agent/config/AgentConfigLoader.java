package io.fleethub.agent.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fleethub.agent.machine.MachineIdentity;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.signature.NodeSecret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the configuration file: JSON with comments, every fault named by its key. */
public final class AgentConfigLoader {

    private static final String SECRET_VARIABLE = "FLEET_NODE_SECRET";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, String> environment;
    private final MachineIdentity machine;

    public AgentConfigLoader(Map<String, String> environment, MachineIdentity machine) {
        this.environment = environment;
        this.machine = machine;
    }

    /** @throws ConfigException when the file cannot be read or does not describe an agent */
    public AgentConfig load(Path file) {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        return new ConfigSection("", parse(absolute), directory == null ? absolute : directory).readBy(this::read);
    }

    private static JsonNode parse(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new ConfigException(
                    file + (e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr()),
                    "is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "cannot be read: " + e);
        }
    }

    private AgentConfig read(ConfigSection root) {
        Path dataDirectory = root.requiredPath("dataDirectory");
        return new AgentConfig(
                nodeId(root),
                secret(root),
                broker(root),
                root.path("commandKeysFile").orElse(null),
                dataDirectory,
                root.duration("heartbeatInterval", Duration.ofSeconds(60)),
                root.duration("sampleInterval", Duration.ofSeconds(60)),
                root.objects("services", section -> service(section, dataDirectory)),
                root.objects("logSources", AgentConfigLoader::logSource),
                root.object("outbox", AgentConfigLoader::outbox),
                root.object("link", AgentConfigLoader::link),
                root.object("local", AgentConfigLoader::local),
                root.object("appMetrics", AgentConfigLoader::appMetrics));
    }

    private NodeId nodeId(ConfigSection root) {
        Optional<String> given = root.text("nodeId");
        Optional<Path> file = root.path("nodeIdFile");
        ConfigException.refuseUnless(
                given.isEmpty() || file.isEmpty(), "/nodeIdFile", "must not be given beside nodeId");
        if (given.isPresent()) {
            return nodeId("/nodeId", given.get());
        }
        if (file.isPresent()) {
            return nodeId("/nodeIdFile", firstLine("/nodeIdFile", file.get()));
        }
        String serial = machine.serial()
                .orElseThrow(() -> new ConfigException("/nodeId", "must be given: this machine has no serial number"));
        return nodeId("/nodeId", serial.toLowerCase(Locale.ROOT));
    }

    private static NodeId nodeId(String key, String text) {
        try {
            return new NodeId(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, "is \"" + text + "\": " + e.getMessage());
        }
    }

    private NodeSecret secret(ConfigSection root) {
        Optional<Path> file = root.path("secretFile");
        @Nullable String variable = environment.get(SECRET_VARIABLE);
        if (file.isEmpty() && variable == null) {
            throw new ConfigException("/secretFile", "must be given, or the environment variable " + SECRET_VARIABLE);
        }
        String text = variable;
        if (file.isPresent()) {
            PrivateFile.refuseIfOthersRead("/secretFile", file.get());
            text = firstLine("/secretFile", file.get());
        }
        try {
            return new NodeSecret(Objects.requireNonNull(text));
        } catch (IllegalArgumentException e) {
            String from = file.isPresent() ? "" : "(from the environment variable " + SECRET_VARIABLE + ") ";
            throw new ConfigException("/secretFile", from + "must hold 64 lower-case hex characters");
        }
    }

    private static BrokerConfig broker(ConfigSection root) {
        BrokerConfig usual =
                new BrokerConfig(uri(root), root.path("brokerCaFile").orElse(null));
        return root.object(
                "connection",
                section -> new BrokerConfig(
                        usual.uri(),
                        usual.caFile(),
                        section.duration("connectTimeout", usual.connectTimeout()),
                        section.duration("keepAlive", usual.keepAlive()),
                        section.duration("backOffInitial", usual.backOffInitial()),
                        section.duration("backOffAtMost", usual.backOffAtMost()),
                        section.duration("stableAfter", usual.stableAfter()),
                        section.smallNumber("inFlight", usual.inFlight())));
    }

    private static URI uri(ConfigSection root) {
        try {
            return new URI(root.requiredText("brokerUri"));
        } catch (URISyntaxException e) {
            throw new ConfigException("/brokerUri", "is not an address: " + e.getReason());
        }
    }

    private static ServiceConfig service(ConfigSection section, Path dataDirectory) {
        String name = section.requiredText("name");
        String kind = section.requiredText("manager");
        switch (kind) {
            case "systemd":
                return new ServiceConfig.Systemd(name, section.text("unit").orElse(name + ".service"));
            case "process":
                return new ServiceConfig.Supervised(
                        name,
                        section.texts("command"),
                        section.path("workingDirectory").orElse(dataDirectory),
                        section.path("logFile").orElse(dataDirectory.resolve("logs/" + name + ".log")));
            default:
                throw new ConfigException("manager", "must be \"systemd\" or \"process\"");
        }
    }

    private static LogSourceConfig logSource(ConfigSection section) {
        String name = section.requiredText("name");
        ConfigException.refuseUnless(
                section.has("file") != section.has("journalUnit"), "file", "must be given, or journalUnit, not both");
        return section.has("file")
                ? new LogSourceConfig.LogFile(name, section.requiredPath("file"))
                : new LogSourceConfig.Journal(name, section.requiredText("journalUnit"));
    }

    private static OutboxConfig outbox(ConfigSection section) {
        OutboxConfig usual = OutboxConfig.DEFAULT;
        return new OutboxConfig(
                section.duration("confirmedFor", usual.confirmedFor()),
                section.duration("unconfirmedFor", usual.unconfirmedFor()),
                section.number("maxBytes", usual.maxBytes()),
                section.smallNumber("batchReports", usual.batchReports()),
                section.smallNumber("batchBytes", usual.batchBytes()),
                section.smallNumber("unconfirmedReports", usual.unconfirmedReports()),
                section.smallNumber("unconfirmedBytes", usual.unconfirmedBytes()),
                section.duration("resendAfter", usual.resendAfter()),
                section.duration("resendAtMost", usual.resendAtMost()),
                section.duration("askEvery", usual.askEvery()),
                section.smallNumber("firstWindowBytes", usual.firstWindowBytes()),
                section.smallNumber("memoryBytes", usual.memoryBytes()),
                section.duration("diskRetry", usual.diskRetry()));
    }

    private static LinkConfig link(ConfigSection section) {
        LinkConfig usual = LinkConfig.DEFAULT;
        return new LinkConfig(
                section.number("bytesPerDay", usual.bytesPerDay()),
                section.flag("metered", usual.metered()),
                section.duration("meteredSampleInterval", usual.meteredSampleInterval()),
                section.duration("meteredSendInterval", usual.meteredSendInterval()));
    }

    private static LocalConfig local(ConfigSection section) {
        LocalConfig usual = LocalConfig.OFF;
        return new LocalConfig(
                section.has("port") ? section.smallNumber("port", 0) : null,
                section.text("address").orElse(usual.address()),
                section.flag("allowRemote", usual.allowRemote()),
                section.texts("hosts"),
                section.smallNumber("viewers", usual.viewers()));
    }

    private static AppMetricsConfig appMetrics(ConfigSection section) {
        AppMetricsConfig usual = AppMetricsConfig.DEFAULT;
        return new AppMetricsConfig(
                section.path("file").orElse(null),
                section.duration("maxAge", usual.maxAge()),
                section.smallNumber("maxMetrics", usual.maxMetrics()),
                section.smallNumber("maxBytes", usual.maxBytes()));
    }

    private static String firstLine(String key, Path file) {
        try {
            return Files.readString(file).strip().lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new ConfigException(key, "cannot be read: " + e);
        }
    }
}
