package io.fleethub.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A key and a certificate that is its own authority, made by the JDK's keytool.
 *
 * @param store PKCS #12
 * @param certificate PEM
 */
public record TestKeys(Path store, Path certificate) {

    public static final char[] PASSWORD = "changeit".toCharArray();

    public static TestKeys make(Path directory, String name, String subjectAlternativeName)
            throws IOException, InterruptedException {
        TestKeys keys = new TestKeys(directory.resolve(name + ".p12"), directory.resolve(name + ".pem"));
        keytool(
                "-genkeypair -keyalg EC -alias key -dname CN=" + name + " -ext san=" + subjectAlternativeName
                        + " -validity 30 -storetype PKCS12 -storepass " + new String(PASSWORD),
                keys.store());
        keytool(
                "-exportcert -rfc -alias key -storepass " + new String(PASSWORD) + " -file " + keys.certificate(),
                keys.store());
        return keys;
    }

    private static void keytool(String arguments, Path store) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.add("-keystore");
        command.add(store.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
    }

    public KeyStore open() throws GeneralSecurityException, IOException {
        KeyStore opened = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            opened.load(in, PASSWORD);
        }
        return opened;
    }

    /** Writes the private key as PEM beside the certificate. */
    public Path pemKey() throws GeneralSecurityException, IOException {
        String key = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(open().getKey("key", PASSWORD).getEncoded());
        Path file = certificate.resolveSibling(certificate.getFileName() + ".key");
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
