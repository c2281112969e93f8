package io.fleethub.hub.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAwayTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08001", "53300", "57P01", "57P03"})
    void a_connection_that_cannot_be_had_is_away(String state) {
        assertThat(DatabaseAway.caused(new IllegalStateException("cannot read", new SQLException("x", state))))
                .isTrue();
    }

    @Test
    void a_pool_without_a_free_connection_is_away() {
        assertThat(DatabaseAway.caused(new SQLException("acquisition timeout"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42501", "22P02", "57014", "40001"})
    void a_refusal_is_not_away(String state) {
        assertThat(DatabaseAway.caused(new SQLException("x", state))).isFalse();
    }

    @Test
    void any_other_failure_is_not_away() {
        assertThat(DatabaseAway.caused(new IllegalStateException("x"))).isFalse();
    }
}
