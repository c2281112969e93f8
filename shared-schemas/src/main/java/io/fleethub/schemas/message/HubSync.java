package io.fleethub.schemas.message;

import io.fleethub.schemas.Revision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the hub has committed, and its time; the answer to every BIRTH and HEARTBEAT, or unasked.
 *
 * @param session echoed from the status that is answered; null when unasked
 * @param n likewise
 * @param birthWanted true: publish the BIRTH again
 * @param committedThrough every seq from the outbox's first to this one is committed or refused
 * @param ranges up to 64 committed ranges above it
 * @param commandsPending how many commands wait for the node
 */
public record HubSync(
        int v,
        Instant hubTime,
        @Nullable Long session,
        @Nullable Long n,
        @Nullable Boolean birthWanted,
        @Nullable String streamId,
        @Nullable Long committedThrough,
        @Nullable List<SeqRange> ranges,
        @Nullable Integer commandsPending,
        @Nullable Desired desired)
        implements Message {

    public static final int MAX_RANGES = 64;
    private static final int MAX_DESIRED = 20;

    public HubSync {
        Checks.version(v);
        Checks.required("hubTime", hubTime);
        Checks.atLeast("session", session, 0);
        Checks.atLeast("n", n, 0);
        Checks.id("streamId", streamId);
        Checks.atLeast("committedThrough", committedThrough, 0);
        ranges = Checks.list("ranges", ranges, MAX_RANGES);
        Checks.atLeast("commandsPending", commandsPending, 0);
    }

    /** Whether the node shall publish its BIRTH again. */
    public boolean wantsBirth() {
        return Boolean.TRUE.equals(birthWanted);
    }

    /** Whether this answers a status, rather than coming unasked. */
    public boolean answersStatus() {
        return n != null;
    }

    /** The ranges, none when absent. */
    public List<SeqRange> rangesOrNone() {
        return ranges == null ? List.of() : ranges;
    }

    public record Desired(
            @Nullable List<DesiredConfig> config, @Nullable List<DesiredRelease> releases) {
        public Desired {
            config = Checks.list("desired.config", config, MAX_DESIRED);
            releases = Checks.list("desired.releases", releases, MAX_DESIRED);
        }
    }

    public record DesiredConfig(String role, Revision revision) {
        public DesiredConfig {
            Checks.name("desired.config.role", Checks.required("desired.config.role", role));
            Checks.required("desired.config.revision", revision);
        }
    }

    public record DesiredRelease(String app, String version) {
        public DesiredRelease {
            Checks.name("desired.releases.app", Checks.required("desired.releases.app", app));
            Checks.text("desired.releases.version", Checks.required("desired.releases.version", version), 64);
        }
    }
}
