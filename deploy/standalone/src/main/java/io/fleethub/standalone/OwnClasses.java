package io.fleethub.standalone;

import io.fleethub.standalone.platform.LaunchException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;

/**
 * Loads every class of the launcher at once. A build beside a running fleet replaces the jar that the launcher runs
 * from, and a class that is first needed at the stop would then be missing.
 */
final class OwnClasses {
    private static final String PACKAGE = "io/fleethub/standalone/";

    private OwnClasses() {}

    static void load() {
        try {
            Path origin = Path.of(OwnClasses.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(origin)) {
                return;
            }
            try (JarFile jar = new JarFile(origin.toFile())) {
                for (String name : jar.stream().map(entry -> entry.getName()).toList()) {
                    if (name.startsWith(PACKAGE) && name.endsWith(".class") && !name.endsWith("package-info.class")) {
                        Class.forName(name.substring(0, name.length() - ".class".length())
                                .replace('/', '.'));
                    }
                }
            }
        } catch (IOException | URISyntaxException | ClassNotFoundException e) {
            throw new LaunchException("the launcher cannot read its own classes: " + e, e);
        }
    }
}
