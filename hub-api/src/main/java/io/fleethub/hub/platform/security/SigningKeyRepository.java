package io.fleethub.hub.platform.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The rows of {@code signing_key}; every method works in the caller's transaction, which is of no tenant. */
@ApplicationScoped
class SigningKeyRepository {

    private final DataSource dataSource;
    private final MasterKey masterKey;
    private final InstantSource time;

    SigningKeyRepository(DataSource dataSource, MasterKey masterKey, InstantSource time) {
        this.dataSource = dataSource;
        this.masterKey = masterKey;
        this.time = time;
    }

    /** All keys, oldest first. */
    List<SigningKey> all() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select kid, purpose, public_key, sealed_private from signing_key order by created_at, kid")) {
            List<SigningKey> keys = new ArrayList<>();
            while (rows.next()) {
                keys.add(read(rows));
            }
            return keys;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the signing keys", e);
        }
    }

    void add(SigningKey key) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into signing_key (kid, purpose, public_key, sealed_private, created_at)"
                                + " values (?, ?, ?, ?, ?)")) {
            insert.setString(1, key.kid());
            insert.setString(2, key.purpose().name());
            insert.setBytes(3, key.publicKey().getEncoded());
            insert.setBytes(4, masterKey.seal(key.privateKey().getEncoded(), sealPurpose(key.kid())));
            insert.setObject(5, time.instant().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot keep a new signing key", e);
        }
    }

    private SigningKey read(ResultSet row) throws SQLException {
        String kid = row.getString("kid");
        SigningKey.Purpose purpose = SigningKey.Purpose.valueOf(row.getString("purpose"));
        byte[] encodedPrivate = masterKey.unseal(row.getBytes("sealed_private"), sealPurpose(kid));
        try {
            KeyFactory factory = KeyFactory.getInstance(purpose.algorithm);
            PublicKey publicKey = factory.generatePublic(new X509EncodedKeySpec(row.getBytes("public_key")));
            PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(encodedPrivate));
            return new SigningKey(kid, purpose, publicKey, privateKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + kid + " cannot be read", e);
        }
    }

    private static String sealPurpose(String kid) {
        return "signing-key:" + kid;
    }
}
