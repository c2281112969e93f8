package io.fleethub.bench.machine;

import java.nio.file.Path;
import java.util.List;

/** Which commit is measured. */
public final class Repository {

    private Repository() {}

    /** The short id, with a mark when the work tree differs from it; "unknown" outside a git repository. */
    public static String commit(Path home) {
        String id = Tool.output(home, List.of("git", "rev-parse", "--short=12", "HEAD"));
        if (id.isBlank()) {
            return "unknown";
        }
        String changes = Tool.output(
                home, List.of("git", "status", "--porcelain", "--untracked-files=no", "--", ":!docs/reference"));
        return changes.isBlank() ? id.strip() : id.strip() + " with changes";
    }
}
