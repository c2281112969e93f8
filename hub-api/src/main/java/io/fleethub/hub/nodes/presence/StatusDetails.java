package io.fleethub.hub.nodes.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.schemas.codec.MessageCodec;
import io.fleethub.schemas.message.StatusReport;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a node said of itself beyond its being there, as the columns keep it.
 *
 * @param quotaRefused how often the broker slowed or refused the node in the minute before; null when it did not
 * @param json the parts kept as JSON, by the field's name
 */
record StatusDetails(
        StatusReport report,
        Instant receivedAt,
        @Nullable String remoteAddress,
        @Nullable Integer quotaRefused,
        ObjectNode json) {

    static final String REMOTE_ADDRESS = "remote-address";
    static final String QUOTA = "quota";
    private static final int MAX_ADDRESS = 256;
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");
    private static final MessageCodec CODEC = new MessageCodec();

    /** @param userProperties the broker's, of which it sets {@code remote-address} and {@code quota} itself */
    static StatusDetails of(StatusReport report, Instant receivedAt, Map<String, String> userProperties) {
        return new StatusDetails(
                report, receivedAt, addressIn(userProperties), count(userProperties.get(QUOTA)), CODEC.toTree(report));
    }

    static @Nullable String addressIn(Map<String, String> userProperties) {
        String address = userProperties.get(REMOTE_ADDRESS);
        return address == null || address.length() > MAX_ADDRESS ? null : address;
    }

    private static @Nullable Integer count(@Nullable String quota) {
        return quota != null && COUNT.matcher(quota).matches() ? Integer.valueOf(quota) : null;
    }

    /** A part as JSON text; null when the report leaves it out. */
    @Nullable String part(String field) {
        JsonNode value = json.get(field);
        return value == null || value.isNull() ? null : value.toString();
    }
}
