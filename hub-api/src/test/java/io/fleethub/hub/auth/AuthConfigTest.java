package io.fleethub.hub.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthConfigTest {

    @Test
    void every_key_has_the_default_that_is_documented() {
        AuthConfig config = bind(Map.of());

        assertThat(config.adminEmail()).isEqualTo("admin@fleethub.local");
        assertThat(config.adminPassword()).isEmpty();
        assertThat(config.adminPasswordFile()).isEmpty();
        assertThat(config.accessTokenLifetime()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.refreshTokenLifetime()).isEqualTo(Duration.ofDays(30));
        assertThat(config.bcryptCost()).isEqualTo(10);
        assertThat(config.loginAttempts()).isEqualTo(10);
        assertThat(config.loginWindow()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void every_key_binds() {
        AuthConfig config = bind(Map.of(
                "fleet.auth.admin-email", "a@b.c",
                "fleet.auth.admin-password", "p",
                "fleet.auth.admin-password-file", "/run/secret",
                "fleet.auth.access-token-lifetime", "PT1M",
                "fleet.auth.refresh-token-lifetime", "P1D",
                "fleet.auth.bcrypt-cost", "12",
                "fleet.auth.login-attempts", "3",
                "fleet.auth.login-window", "PT1H"));

        assertThat(config.adminEmail()).isEqualTo("a@b.c");
        assertThat(config.adminPassword()).contains("p");
        assertThat(config.adminPasswordFile()).contains(Path.of("/run/secret"));
        assertThat(config.accessTokenLifetime()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.refreshTokenLifetime()).isEqualTo(Duration.ofDays(1));
        assertThat(config.bcryptCost()).isEqualTo(12);
        assertThat(config.loginAttempts()).isEqualTo(3);
        assertThat(config.loginWindow()).isEqualTo(Duration.ofHours(1));
    }

    private static AuthConfig bind(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(AuthConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(AuthConfig.class);
    }
}
