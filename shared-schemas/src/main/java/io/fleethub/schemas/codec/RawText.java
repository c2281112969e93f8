package io.fleethub.schemas.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a payload's bytes before the parser does: JSON libraries also take UTF-16 and half characters, and no
 * database keeps U+0000. Stateless.
 */
final class RawText {

    private static final int HEX_DIGITS = 4;

    private RawText() {}

    /** What keeps these bytes from being UTF-8 text; null when nothing does. */
    static @Nullable String fault(byte[] payload) {
        boolean ascii = true;
        for (byte b : payload) {
            if (b == 0) {
                return "holds a NUL byte";
            }
            ascii &= b > 0;
        }
        return ascii || isUtf8(payload) ? null : "is not UTF-8";
    }

    /** What a JSON escape makes that cannot be stored: U+0000 or half of a surrogate pair; null when nothing does. */
    static @Nullable String escapeFault(byte[] payload) {
        int i = 0;
        while (i < payload.length) {
            if (payload[i] != '\\') {
                i++;
            } else if (i + 1 < payload.length && payload[i + 1] == 'u') {
                int unit = codeUnit(payload, i);
                if (unit == 0) {
                    return "holds an escaped U+0000";
                }
                boolean pair = unit >= 0xD800 && unit < 0xDC00 && isLow(codeUnit(payload, i + 6));
                if (!pair && unit >= 0xD800 && unit < 0xE000) {
                    return "holds half of a character (a single surrogate)";
                }
                i += pair ? 12 : 6;
            } else {
                i += 2;
            }
        }
        return null;
    }

    private static boolean isLow(int unit) {
        return unit >= 0xDC00 && unit < 0xE000;
    }

    /** The code unit that the escape at this place stands for; -1 when there is none (the parser will say so). */
    private static int codeUnit(byte[] payload, int at) {
        int first = at + 2;
        if (first + HEX_DIGITS > payload.length || payload[at] != '\\' || payload[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = first; i < first + HEX_DIGITS; i++) {
            int digit = Character.digit(payload[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit * 16 + digit;
        }
        return unit;
    }

    private static boolean isUtf8(byte[] payload) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }
}
