package io.fleethub.agent.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/**
 * Writes the JSON Schema of an operation's parameters for the birth message. What is optional may also be null, as in
 * the contract's own schemas. Used by one thread, once.
 */
public final class ParameterSchema {

    private final ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    private final ObjectNode properties = schema.putObject("properties");

    private ParameterSchema() {}

    /** A schema without parameters, until some are added. */
    public static ParameterSchema create() {
        return new ParameterSchema();
    }

    /** A text that must be there and be one of a list. */
    public ParameterSchema required(String name, Collection<String> values) {
        schema.withArray("required").add(name);
        ArrayNode list = properties.putObject(name).put("type", "string").putArray("enum");
        values.forEach(list::add);
        return this;
    }

    /** A text of a list. */
    public ParameterSchema optional(String name, Collection<String> values) {
        ArrayNode list = property(name, "string").putArray("enum");
        values.forEach(list::add);
        list.addNull();
        return this;
    }

    public ParameterSchema number(String name, int otherwise, int least, int most) {
        property(name, "integer")
                .put("default", otherwise)
                .put("minimum", least)
                .put("maximum", most);
        return this;
    }

    public ParameterSchema text(String name, int longest) {
        property(name, "string").put("maxLength", longest);
        return this;
    }

    public ParameterSchema time(String name) {
        property(name, "string").put("format", "date-time");
        return this;
    }

    private ObjectNode property(String name, String type) {
        ObjectNode property = properties.putObject(name);
        property.putArray("type").add(type).add("null");
        return property;
    }

    public ObjectNode build() {
        return schema;
    }
}
