package io.fleethub.broker.server;

import io.fleethub.broker.config.StartRefusedException;
import io.fleethub.broker.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;

/** The folders below the broker's home, of mode 700 where this makes them. */
public record BrokerFolders(Path home) {

    public Path conf() {
        return home.resolve("conf");
    }

    Path data() {
        return home.resolve("data");
    }

    /** Empty: our extension is in the process, others are the operator's own. */
    Path extensions() {
        return home.resolve("extensions");
    }

    Path log() {
        return home.resolve("log");
    }

    public Path credentials() {
        return home.resolve("credentials.json");
    }

    public void create() throws StartRefusedException {
        for (Path folder : new Path[] {home, conf(), data(), extensions(), log()}) {
            try {
                PrivateFiles.createFolder(folder);
            } catch (IOException e) {
                throw new StartRefusedException("FLEET_BROKER_HOME: cannot make the folder " + folder, e);
            }
        }
    }
}
