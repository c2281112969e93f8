package io.fleethub.schemas.message;

import io.fleethub.schemas.CommandId;
import java.util.Base64;

/**
 * One slice of the gzip stream that answers a FETCH_LOGS.
 *
 * @param index 0..total-1
 * @param sha256 of the whole gzip stream
 * @param data base64 (with padding) of at most 48 KiB
 */
public record LogChunk(
        int v,
        CommandId commandId,
        int attempt,
        String source,
        int index,
        int total,
        String sha256,
        String encoding,
        String data)
        implements Message {

    public static final String ENCODING = "gzip+base64";
    public static final int MAX_SLICE_BYTES = 48 * 1024;

    /** Enough for 20 MiB in slices of 1 KiB. */
    public static final int MAX_TOTAL = 20_480;

    private static final int MAX_DATA = MAX_SLICE_BYTES / 3 * 4;

    public LogChunk {
        Checks.version(v);
        Checks.required("commandId", commandId);
        Checks.atLeast("attempt", (Integer) attempt, 1);
        Checks.name("source", Checks.required("source", source));
        Checks.range("total", (long) total, 1, MAX_TOTAL);
        Checks.range("index", (long) index, 0, total - 1L);
        Checks.sha256("sha256", Checks.required("sha256", sha256));
        if (!ENCODING.equals(encoding)) {
            throw new IllegalArgumentException("encoding: must be " + ENCODING);
        }
        checkData(data);
    }

    public static LogChunk of(
            CommandId commandId, int attempt, String source, int index, int total, String sha256, byte[] slice) {
        String data = Base64.getEncoder().encodeToString(slice);
        return new LogChunk(VERSION, commandId, attempt, source, index, total, sha256, ENCODING, data);
    }

    /** The slice itself; decoded anew at every call. */
    public byte[] slice() {
        return Base64.getDecoder().decode(data);
    }

    private static void checkData(String data) {
        Checks.required("data", data);
        if (data.isEmpty() || data.length() > MAX_DATA) {
            throw new IllegalArgumentException("data: must be 1.." + MAX_DATA + " characters");
        }
        if (data.length() % 4 != 0 || !isBase64(data)) {
            throw new IllegalArgumentException("data: must be base64 with padding");
        }
    }

    private static boolean isBase64(String data) {
        try {
            return Base64.getDecoder().decode(data).length > 0;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
