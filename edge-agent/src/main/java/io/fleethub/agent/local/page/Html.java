package io.fleethub.agent.local.page;

/** Text inside HTML. Stateless. */
final class Html {

    private Html() {}

    /** As it may stand between tags and inside quoted attributes. */
    static String text(String raw) {
        StringBuilder safe = new StringBuilder(raw.length() + 16);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    /** A name and its value in a list of facts; the value is HTML. */
    static String fact(String name, String value) {
        return "<div><dt>" + text(name) + "</dt><dd>" + value + "</dd></div>";
    }
}
