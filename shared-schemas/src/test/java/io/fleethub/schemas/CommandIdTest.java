package io.fleethub.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandIdTest {

    private static final RandomGenerator ONES = () -> -1L;

    @Test
    void aNewIdIsAUuidOfVersion7WithTheClocksTime() {
        CommandId id = CommandId.next(InstantSource.fixed(Instant.ofEpochMilli(0x0190_0000_0001L)), ONES);

        assertThat(id).hasToString("01900000-0001-7fff-bfff-ffffffffffff");
        assertThat(id.value().version()).isEqualTo(7);
        assertThat(id.value().variant()).isEqualTo(2);
    }

    @Test
    void aLaterIdSortsAfterAnEarlierOne() {
        String earlier = CommandId.next(InstantSource.fixed(Instant.ofEpochMilli(1_000)), ONES)
                .toString();
        String later = CommandId.next(InstantSource.fixed(Instant.ofEpochMilli(1_001)), () -> 0L)
                .toString();

        assertThat(later).isGreaterThan(earlier);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-1-1-1-1", "0190000000007000800000000000001", "01900000-0000-7000-8000-00000000000g"})
    void refusesWhatIsNoUuidInFull(String text) {
        assertThatThrownBy(() -> CommandId.of(text)).hasMessage("commandId: must be a UUID of 36 characters");
    }
}
