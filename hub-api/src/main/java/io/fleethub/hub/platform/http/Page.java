package io.fleethub.hub.platform.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next the cursor of the following page, or null at the end
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(List<T> items, @Nullable String next) {

    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 500;

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a query's answer into a page.
     *
     * @param found up to {@code limit + 1} items; the one too many says that there is a next page
     * @param cursorAfter makes the cursor that goes on after this last item
     */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, Cursor> cursorAfter) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, cursorAfter.apply(items.get(limit - 1)).toString());
    }
}
