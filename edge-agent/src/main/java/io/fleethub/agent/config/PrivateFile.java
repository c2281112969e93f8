package io.fleethub.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Refuses a secret that every user of the machine can read. */
final class PrivateFile {

    private PrivateFile() {}

    static void refuseIfOthersRead(String key, Path file) {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (IOException e) {
            throw new ConfigException(key, "cannot be read: " + e);
        } catch (UnsupportedOperationException e) {
            return; // a file system without such permissions has nothing to check
        }
        ConfigException.refuseUnless(
                !permissions.contains(PosixFilePermission.OTHERS_READ),
                key,
                "can be read by every user of this machine: chmod 600 " + file);
    }
}
