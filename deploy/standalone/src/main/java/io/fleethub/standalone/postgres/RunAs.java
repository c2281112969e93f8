package io.fleethub.standalone.postgres;

import io.fleethub.standalone.platform.CurrentUser;
import io.fleethub.standalone.platform.LaunchException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * As whom PostgreSQL runs, which refuses to run as root. An ordinary user runs it as itself. Root runs it in a user
 * namespace without a mapping, where it is nobody for itself while the files stay root's ({@code unshare -U}). Where
 * that is forbidden, as in many containers, it runs as the user {@code postgres} or {@code nobody}, who is then given
 * the files, and with the one capability that lets it pass the closed folders above them.
 *
 * @param prefix the command that changes who runs, to be put before the command proper
 * @param owner whom the database files must belong to; empty when they stay as they are
 */
record RunAs(List<String> prefix, List<UserPrincipal> owner) {
    private static final String NO_GROUP = "65534";
    private static final List<String> USERS = List.of("postgres", "nobody");

    /** Tries the ways in turn on the program that is to be run. */
    static RunAs choose(CurrentUser user, Path program) {
        if (!user.isRoot()) {
            return new RunAs(List.of(), List.of());
        }
        List<String> namespace = List.of("unshare", "-U");
        if (works(namespace, program)) {
            return new RunAs(namespace, List.of());
        }
        for (String name : USERS) {
            List<String> otherUser = List.of(
                    "setpriv",
                    "--reuid=" + name,
                    "--regid=" + NO_GROUP,
                    "--clear-groups",
                    "--inh-caps=+dac_override",
                    "--ambient-caps=+dac_override");
            if (works(otherUser, program)) {
                return new RunAs(otherUser, List.of(principal(program, name)));
            }
        }
        throw new LaunchException("PostgreSQL refuses root, and neither 'unshare -U' nor the user postgres or nobody"
                + " can run " + program + ": start as an ordinary user, or give --database URL");
    }

    /** Gives the files to whom PostgreSQL runs as. */
    void own(Path tree) throws IOException {
        for (UserPrincipal principal : owner) {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    Files.setOwner(folder, principal);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.setOwner(file, principal);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    private static boolean works(List<String> prefix, Path program) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(program.toString(), "--version"));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static UserPrincipal principal(Path file, String name) {
        try {
            return file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
        } catch (IOException e) {
            throw new LaunchException("the user " + name + " cannot be found: " + e.getMessage(), e);
        }
    }
}
