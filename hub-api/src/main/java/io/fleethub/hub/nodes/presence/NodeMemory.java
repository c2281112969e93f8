package io.fleethub.hub.nodes.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.jspecify.annotations.Nullable;

/** What presence remembers of a node's earlier statuses beyond its place; pure data. */
record NodeMemory(ClockReadings clock, Machines machines) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    static NodeMemory read(@Nullable String clock, @Nullable String machines) {
        return new NodeMemory(
                clock == null ? ClockReadings.NONE : read(clock, ClockReadings.class),
                machines == null ? Machines.NONE : read(machines, Machines.class));
    }

    static String write(Object part) {
        try {
            return JSON.writeValueAsString(part);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + part, e);
        }
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("node_presence holds no " + type.getSimpleName() + " any more", e);
        }
    }
}
