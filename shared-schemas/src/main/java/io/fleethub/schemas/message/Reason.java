package io.fleethub.schemas.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why something ended badly: a code and free text.
 *
 * @param code upper-case; read openly, so that a newer sender's code does not make its message unreadable
 * @param detail at most 2,000 characters
 */
public record Reason(String code, @Nullable String detail) {

    public static final int MAX_DETAIL = 2_000;

    public Reason {
        Checks.required("reason.code", code);
        Checks.code("reason.code", code);
        Checks.text("reason.detail", detail, MAX_DETAIL);
    }

    /** A reason of our own, its detail cut to what the contract takes. */
    public static Reason of(ReasonCode code, @Nullable String detail) {
        return new Reason(code.name(), detail == null ? null : cut(detail));
    }

    public static Reason of(ReasonCode code) {
        return new Reason(code.name(), null);
    }

    /** The code of the closed list, unless the sender knows one that we do not. */
    public Optional<ReasonCode> known() {
        return ReasonCode.find(code);
    }

    private static String cut(String detail) {
        if (detail.codePointCount(0, detail.length()) <= MAX_DETAIL) {
            return detail;
        }
        return detail.substring(0, detail.offsetByCodePoints(0, MAX_DETAIL));
    }
}
