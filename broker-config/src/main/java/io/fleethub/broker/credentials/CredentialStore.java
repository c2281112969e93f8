package io.fleethub.broker.credentials;

import io.fleethub.broker.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the credentials in force, in memory and on disk, so that known nodes connect while the hub is away. Written by
 * the feed's thread only; any thread reads the one immutable snapshot.
 */
public final class CredentialStore implements Supplier<Credentials> {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialStore.class);

    private final Path file;
    private final FeedCodec codec = new FeedCodec();
    private volatile Credentials current = Credentials.NONE;
    private boolean onDisk = true;

    public CredentialStore(Path file) {
        this.file = file;
    }

    /** Takes what an earlier run kept. A file that cannot be read opens no session; the hub's next answer is full. */
    public void load() {
        if (!Files.exists(file)) {
            LOG.info("no credentials kept; nodes are refused until the hub's feed answers");
            return;
        }
        try {
            FeedAnswer kept = codec.read(Files.readAllBytes(file));
            current = Credentials.NONE.after(kept);
            LOG.info("kept credentials nodes={} revision={}", current.nodes().size(), current.revision());
        } catch (IOException e) {
            LOG.warn("cannot read the kept credentials file={} reason={}", file, e.getMessage());
        }
    }

    @Override
    public Credentials get() {
        return current;
    }

    /** In force at once; a disk that fails does not delay a revocation, and is tried again at the next answer. */
    void apply(FeedAnswer answer) {
        current = current.after(answer);
        LOG.info(
                "credentials nodes={} revision={} full={} changed={}",
                current.nodes().size(),
                current.revision(),
                answer.full(),
                answer.nodes().size());
        if (answer.unreadable() > 0) {
            LOG.warn("credentials that cannot be read count={}", answer.unreadable());
        }
        onDisk = false;
        keep();
    }

    /** Writes what is not yet on disk. */
    void keep() {
        if (onDisk) {
            return;
        }
        try {
            PrivateFiles.replace(file, codec.write(current));
            onDisk = true;
        } catch (IOException e) {
            LOG.error("cannot keep the credentials file={} reason={}", file, e.toString());
        }
    }
}
