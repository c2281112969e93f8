package io.fleethub.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Numbers.median(List.of(4.0, 1.0, 3.0, 100.0))).isEqualTo(3.5);
    }

    @Test
    void percentileIsAValueThatWasSeen() {
        double[] sorted = IntStream.rangeClosed(1, 200).asDoubleStream().toArray();

        assertThat(Numbers.percentile(sorted, 0.99)).isEqualTo(198);
        assertThat(Numbers.percentile(sorted, 1)).isEqualTo(200);
    }

    @Test
    void figuresAreShownWithTheDigitsTheyCarry() {
        assertThat(Numbers.shortly(12_345.6)).isEqualTo("12,346");
        assertThat(Numbers.shortly(123.4)).isEqualTo("123");
        assertThat(Numbers.shortly(12.34)).isEqualTo("12.3");
        assertThat(Numbers.shortly(0.7)).isEqualTo("0.70");
    }
}
