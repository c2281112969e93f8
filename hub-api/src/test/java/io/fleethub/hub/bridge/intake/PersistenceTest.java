package io.fleethub.hub.bridge.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistenceTest {

    private static final Duration SHORT = Duration.ofMillis(1);

    private final StopSignal stop = new StopSignal();
    private final Counter retries = new SimpleMeterRegistry().counter("retries");
    private final AtomicInteger tries = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"22P02", "23505", "54000", "42703", "0A000", "P0001"})
    void whatAWellDatabaseRefusesThreeTimesIsTheWorksOwnFault(String state) {
        Persistence persistence = new Persistence(wellDatabase(), SHORT, SHORT, stop, retries);

        Optional<RuntimeException> failure = persistence.run("a test", () -> fail(state));

        assertThat(failure).isPresent();
        assertThat(tries).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "25P02", "40P01", "53100", "55P03", "57P01", "58030", "42501"})
    void whatPassesSomeDayIsTriedUntilTheBridgeStops(String state) {
        Persistence persistence = new Persistence(wellDatabase(), SHORT, SHORT, stop, retries);

        assertThatThrownBy(() -> persistence.run("a test", () -> {
                    if (tries.get() == 20) {
                        stop.set();
                    }
                    fail(state);
                }))
                .isInstanceOf(StopSignal.Stopped.class);
        assertThat(tries).hasValueGreaterThan(20);
    }

    @Test
    void workThatSucceedsAtLastIsDone() {
        Persistence persistence = new Persistence(wellDatabase(), SHORT, SHORT, stop, retries);

        Optional<RuntimeException> failure = persistence.run("a test", () -> {
            if (tries.get() < 5) {
                fail("08006");
            }
        });

        assertThat(failure).isEmpty();
        assertThat(retries.count()).isEqualTo(5);
    }

    private void fail(String state) {
        tries.incrementAndGet();
        throw new IllegalStateException(new SQLException("refused", state));
    }

    /** Our own seam: only {@code getConnection().isValid()} is asked. */
    private static DataSource wellDatabase() {
        Connection valid = proxy(Connection.class, true);
        return proxy(DataSource.class, valid);
    }

    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getReturnType() == void.class ? null : answer));
    }
}
