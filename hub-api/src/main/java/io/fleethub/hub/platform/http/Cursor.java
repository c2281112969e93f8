package io.fleethub.hub.platform.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a list goes on, together with the query that it belongs to; opaque to clients.
 *
 * <p>It holds nothing that its bearer could not have asked for, so it is not signed: whoever reads one treats its values like
 * parameters.
 */
public final class Cursor {

    private static final int VERSION = 1;
    private static final int MAX_TEXT = 8_192;

    private final Map<String, String> values;

    private Cursor(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public static Cursor of(Map<String, String> values) {
        return new Cursor(values);
    }

    /** @throws ProblemException when no list of ours gave this text */
    public static Cursor parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw refused();
        }
        try (DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(Base64.getUrlDecoder().decode(text)))) {
            if (in.readByte() != VERSION) {
                throw refused();
            }
            Map<String, String> values = new TreeMap<>();
            while (in.available() > 0) {
                values.put(in.readUTF(), in.readUTF());
            }
            return new Cursor(values);
        } catch (IOException | IllegalArgumentException e) {
            throw refused();
        }
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** @throws ProblemException when the cursor lacks the value, so that it is of another list */
    public String get(String name) {
        return find(name).orElseThrow(Cursor::refused);
    }

    public static ProblemException refused() {
        return new ProblemException(
                ProblemType.INVALID_CURSOR,
                "cursor: pass back what a list gave as next",
                List.of(new FieldError("cursor", "is not one that this list gave")));
    }

    @Override
    public String toString() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            for (Map.Entry<String, String> value : new TreeMap<>(values).entrySet()) {
                out.writeUTF(value.getKey());
                out.writeUTF(value.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a value is too long for a cursor", e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }
}
