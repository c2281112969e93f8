package io.fleethub.standalone.launch;

import io.fleethub.standalone.folder.Secrets;
import io.fleethub.standalone.folder.Secrets.Secret;
import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.platform.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The sign-in that the hub makes at its first start. The file with the address is written once READY was said: until
 * then the password is shown, from then on it is not, and the address no longer changes.
 */
final class FirstAdministrator {
    private final Path shown;
    private final Secrets secrets;
    private final String email;
    private final boolean isNew;

    FirstAdministrator(Path secretsFolder, Secrets secrets, String wantedEmail) {
        this.shown = secretsFolder.resolve("admin-email");
        this.secrets = secrets;
        this.isNew = !Files.exists(shown);
        try {
            this.email = isNew ? wantedEmail : PrivateFiles.read(shown);
        } catch (IOException e) {
            throw new LaunchException("the file " + shown + " cannot be read: " + e.getMessage(), e);
        }
    }

    String email() {
        return email;
    }

    String password() {
        return secrets.value(Secret.ADMIN_PASSWORD);
    }

    /** The sign-in for the READY line. */
    String introduction() {
        return isNew
                ? "sign in as " + email + " with password " + password()
                : "sign in as " + email + " (the password was shown at the first start)";
    }

    void wasShown() {
        try {
            PrivateFiles.write(shown, email + "\n");
        } catch (IOException e) {
            throw new LaunchException("the file " + shown + " cannot be written: " + e.getMessage(), e);
        }
    }
}
