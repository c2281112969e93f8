package io.fleethub.standalone.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who runs this process, in the numbers of the file system. */
public record CurrentUser(int uid, String name) {

    /** Asks the file system: a file that this process makes belongs to its user. */
    public static CurrentUser detect() {
        try {
            Path probe = Files.createTempFile("fleet", ".owner");
            try {
                return new CurrentUser(ownerOf(probe), System.getProperty("user.name"));
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw new LaunchException("the folder for temporary files cannot be written: " + e.getMessage(), e);
        }
    }

    /** The numeric owner of a file. */
    public static int ownerOf(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid");
    }

    public boolean isRoot() {
        return uid == 0;
    }
}
