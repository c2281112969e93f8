package io.fleethub.standalone.postgres;

import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.platform.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of PostgreSQL, unpacked once into a folder from the archive on our class path. */
final class PostgresSoftware {
    /** The version that the archives in the pom bring. */
    static final String MAJOR_VERSION = "17";

    private static final String EXECUTABLE = "rwxr-xr-x";
    private static final String PLAIN = "rw-r--r--";

    private PostgresSoftware() {}

    /** Unpacks into {@code parent/software} when that is not there; a half unpacked one is never taken for whole. */
    static Path install(Path parent) {
        Path home = parent.resolve("software");
        if (Files.isDirectory(home)) {
            return home;
        }
        String archive = archiveFor(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Files.exists(Path.of("/etc/alpine-release")));
        Path partial = parent.resolve("software.partial");
        try (InputStream in = PostgresSoftware.class.getResourceAsStream(archive)) {
            if (in == null) {
                throw new LaunchException("no PostgreSQL came with this launcher for " + System.getProperty("os.name")
                        + " " + System.getProperty("os.arch") + ": give one by --database URL");
            }
            FileTrees.delete(partial);
            unpack(in, partial);
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
            return home;
        } catch (IOException e) {
            throw new LaunchException("PostgreSQL cannot be unpacked into " + parent + ": " + e.getMessage(), e);
        }
    }

    /** The archive's name on the class path, as the makers of the archives built it. */
    static String archiveFor(String osName, String osArch, boolean alpine) {
        String os = osName.toLowerCase(Locale.ROOT).contains("linux") ? "linux" : osName.toLowerCase(Locale.ROOT);
        String architecture = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> osArch;
        };
        return "/postgres-" + os + "-" + architecture + (alpine ? "-alpine_linux" : "") + ".txz";
    }

    private static void unpack(InputStream in, Path target) throws IOException {
        PrivateFiles.createFolder(target);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(EXECUTABLE));
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the archive reaches outside its folder: " + entry.getName());
                }
                unpack(tar, entry, file);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? EXECUTABLE : PLAIN));
    }
}
