package io.fleethub.hub.commands.parameters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import io.fleethub.hub.platform.http.FieldError;
import io.fleethub.schemas.message.OperationName;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks parameters against JSON Schemas. Thread-safe: the contract's schemas are read once, a node's schema is compiled
 * for each check and never fetches anything from elsewhere.
 */
@ApplicationScoped
public class ParameterRules {

    private static final int MAX_ERRORS = 20;

    private final Map<OperationName, Schema> contract = new EnumMap<>(OperationName.class);

    ParameterRules() {
        for (OperationName operation : OperationName.values()) {
            contract.put(operation, read(operation));
        }
    }

    /** @return what the contract of the operation does not allow; empty when all is well */
    public List<FieldError> check(OperationName operation, ObjectNode parameters) {
        return errors(Objects.requireNonNull(contract.get(operation)), parameters);
    }

    /** @return what the node's own declaration does not allow; empty when all is well, or the node does not say */
    public List<FieldError> check(Capabilities capabilities, String operation, ObjectNode parameters) {
        return capabilities
                .schemaOf(operation)
                .map(schema -> checkDeclared(schema, operation, parameters))
                .orElse(List.of());
    }

    /** Why the node cannot do this, in one line; empty when it can. */
    public Optional<String> refusalOf(Capabilities capabilities, String operation, ObjectNode parameters) {
        if (!capabilities.has(operation)) {
            return Optional.of("the node does not declare " + operation);
        }
        return check(capabilities, operation, parameters).stream()
                .findFirst()
                .map(error -> error.field() + ": " + error.message());
    }

    private static List<FieldError> checkDeclared(ObjectNode declared, String operation, ObjectNode parameters) {
        try {
            return errors(registry().getSchema(declared), parameters);
        } catch (SchemaException | IllegalArgumentException e) {
            // The node still judges for itself; its own mistake must not make it unreachable.
            Log.debugf("a node's schema for %s cannot be used: %s", operation, e.getMessage());
            return List.of();
        }
    }

    private static Schema read(OperationName operation) {
        try (InputStream schema = OperationName.class.getResourceAsStream(operation.parametersSchema())) {
            if (schema == null) {
                throw new IllegalStateException("shared-schemas lacks " + operation.parametersSchema());
            }
            return registry().getSchema(schema, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaLoader(loader -> loader.block(anywhere -> true)));
    }

    private static List<FieldError> errors(Schema schema, JsonNode parameters) {
        return schema.validate(parameters).stream()
                .limit(MAX_ERRORS)
                .map(error -> new FieldError(fieldOf(error), String.valueOf(error.getMessage())))
                .distinct()
                .toList();
    }

    /** A missing or unknown property is named itself, not the object around it. */
    private static String fieldOf(Error error) {
        StringBuilder field = new StringBuilder("parameters");
        NodePath path = error.getInstanceLocation();
        for (int i = 0; i < path.getNameCount(); i++) {
            field.append('.').append(path.getName(i));
        }
        String property = error.getProperty();
        return property == null
                ? field.toString()
                : field.append('.').append(property).toString();
    }
}
