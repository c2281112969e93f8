package io.fleethub.hub.telemetry.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.schemas.message.SeqRange;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeqSetTest {

    @Test
    void reads_and_writes_what_postgresql_writes() {
        String text = "{[1,501),[600,601),[9223372036854775000,9223372036854775001)}";

        assertThat(SeqSet.parse(text)).hasToString(text);
        assertThat(SeqSet.parse("{}")).hasToString("{}");
    }

    @Test
    void a_number_closes_the_gap_between_two_ranges() {
        SeqSet set = SeqSet.parse("{[1,5),[6,9)}");

        boolean added = set.add(5);

        assertThat(added).isTrue();
        assertThat(set).hasToString("{[1,9)}");
    }

    @Test
    void a_number_that_is_there_is_not_added_again() {
        SeqSet set = SeqSet.parse("{[1,5)}");

        assertThat(set.add(1)).isFalse();
        assertThat(set.add(4)).isFalse();
        assertThat(set.add(5)).isTrue();
        assertThat(set).hasToString("{[1,6)}");
    }

    @Test
    void any_order_of_adding_gives_the_same_set() {
        SeqSet set = new SeqSet();

        LongStream.of(7, 3, 1, 2, 9, 8).forEach(set::add);

        assertThat(set).hasToString("{[1,4),[7,10)}");
    }

    @Test
    void committed_through_is_counted_from_the_outbox_and_not_from_one() {
        SeqSet set = SeqSet.parse("{[1,5),[10,21),[30,31)}");

        assertThat(set.throughFrom(1)).isEqualTo(4);
        assertThat(set.throughFrom(10)).isEqualTo(20);
        assertThat(set.throughFrom(15)).isEqualTo(20);
        assertThat(set.throughFrom(6)).isEqualTo(5);
        assertThat(set.throughFrom(31)).isEqualTo(30);
    }

    @Test
    void ranges_above_come_lowest_first_and_not_more_than_asked_for() {
        SeqSet set = SeqSet.parse("{[1,5),[10,21),[30,31),[40,42)}");

        assertThat(set.above(4, 2)).containsExactly(new SeqRange(10, 20), new SeqRange(30, 30));
    }

    @Test
    void filling_below_joins_what_it_touches_and_keeps_what_lies_above() {
        assertThat(filled("{[2,3),[4,11),[20,21)}", 7)).isEqualTo("{[1,11),[20,21)}");
        assertThat(filled("{[2,3),[7,11)}", 7)).isEqualTo("{[1,11)}");
        assertThat(filled("{[2,3),[8,11)}", 7)).isEqualTo("{[1,7),[8,11)}");
        assertThat(filled("{[2,3)}", 1)).isEqualTo("{[2,3)}");
    }

    private static String filled(String ranges, long first) {
        SeqSet set = SeqSet.parse(ranges);
        set.fillBelow(first);
        return set.toString();
    }
}
