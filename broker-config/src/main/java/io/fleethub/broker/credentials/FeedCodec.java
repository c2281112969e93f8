package io.fleethub.broker.credentials;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fleethub.broker.credentials.Credentials.Access;
import io.fleethub.broker.credentials.Credentials.Secret;
import io.fleethub.schemas.NodeId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the feed's JSON and writes the same form to disk. An entry that cannot be read counts as a node without secrets,
 * so that it opens no session and keeps nobody else's from opening. Stateless.
 */
final class FeedCodec {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int DEEPEST = 16;
    private static final int LONGEST_TENANT = 64;

    private final ObjectMapper mapper = JsonMapper.builder().build();

    FeedCodec() {
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    }

    FeedAnswer read(byte[] json) throws IOException {
        JsonNode answer = mapper.readTree(json);
        if (answer == null
                || !answer.path("revision").canConvertToLong()
                || !answer.path("nodes").isArray()) {
            throw new IOException("revision and nodes: must be there");
        }
        if (answer.path("v").asInt(1) != 1) {
            throw new IOException("v: must be 1");
        }
        Map<NodeId, Access> nodes = new HashMap<>();
        int unreadable = 0;
        for (JsonNode entry : answer.path("nodes")) {
            String nodeId = entry.path("nodeId").asText("");
            if (!NodeId.isWellFormed(nodeId)) {
                unreadable++;
                continue;
            }
            List<Secret> secrets = secrets(entry);
            unreadable += secrets == null ? 1 : 0;
            nodes.put(new NodeId(nodeId), secrets == null ? Access.NONE : new Access(secrets, tenant(entry)));
        }
        return new FeedAnswer(
                answer.path("revision").asLong(), answer.path("full").asBoolean(false), nodes, unreadable);
    }

    private static @Nullable String tenant(JsonNode entry) {
        String tenant = entry.path("tenant").asText("");
        return tenant.isEmpty() || tenant.length() > LONGEST_TENANT ? null : tenant;
    }

    /** @return null when the entry cannot be read */
    private static @Nullable List<Secret> secrets(JsonNode entry) {
        String state = entry.path("state").asText("");
        if (state.equals("REVOKED")) {
            return List.of();
        }
        if (!state.equals("ACTIVE") || !entry.path("secrets").isArray()) {
            return null;
        }
        List<Secret> secrets = new ArrayList<>();
        for (JsonNode secret : entry.path("secrets")) {
            String sha256 = secret.path("sha256").asText("");
            if (!SHA256.matcher(sha256).matches()) {
                return null;
            }
            try {
                JsonNode until = secret.path("validUntil");
                boolean forever = until.isMissingNode() || until.isNull();
                secrets.add(new Secret(sha256, forever ? null : Instant.parse(until.asText())));
            } catch (DateTimeException e) {
                return null;
            }
        }
        return List.copyOf(secrets);
    }

    byte[] write(Credentials credentials) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = mapper.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("v", 1);
            Long revision = credentials.revision();
            json.writeNumberField("revision", revision == null ? 0 : revision);
            json.writeBooleanField("full", true);
            json.writeArrayFieldStart("nodes");
            for (Map.Entry<NodeId, Access> node : credentials.nodes().entrySet()) {
                writeNode(json, node.getKey(), node.getValue());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeNode(JsonGenerator json, NodeId node, Access access) throws IOException {
        json.writeStartObject();
        json.writeStringField("nodeId", node.value());
        json.writeStringField("state", "ACTIVE");
        if (access.tenant() != null) {
            json.writeStringField("tenant", access.tenant());
        }
        json.writeArrayFieldStart("secrets");
        for (Secret secret : access.secrets()) {
            json.writeStartObject();
            json.writeStringField("sha256", secret.sha256());
            Instant until = secret.validUntil();
            if (until != null) {
                json.writeStringField("validUntil", until.toString());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
