package io.fleethub.hub.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void a_cursor_comes_back_with_its_values() {
        Cursor cursor = Cursor.of(Map.of("after", "plant-7", "segment", "Nord & Süd"));

        Cursor read = Cursor.parse(cursor.toString());

        assertThat(read.get("after")).isEqualTo("plant-7");
        assertThat(read.find("segment")).contains("Nord & Süd");
        assertThat(read.find("role")).isEmpty();
    }

    @Test
    void a_cursor_fits_into_a_url_as_it_is() {
        assertThat(Cursor.of(Map.of("after", "\u00ff??>>")).toString()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not base64!", "AQAF", "Ag"})
    void what_is_no_cursor_is_refused_naming_the_parameter(String text) {
        assertThatThrownBy(() -> Cursor.parse(text).get("after"))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.type()).isEqualTo(ProblemType.INVALID_CURSOR);
                    assertThat(refused.errors()).extracting(FieldError::field).containsExactly("cursor");
                });
    }

    @Test
    void a_page_that_is_full_has_a_next_one_only_when_there_is_more() {
        assertThat(Page.of(List.of("a", "b"), 2, last -> Cursor.of(Map.of("after", last)))
                        .next())
                .isNull();

        Page<String> cut = Page.of(List.of("a", "b", "c"), 2, last -> Cursor.of(Map.of("after", last)));

        assertThat(cut.items()).containsExactly("a", "b");
        assertThat(Cursor.parse(String.valueOf(cut.next())).get("after")).isEqualTo("b");
    }
}
