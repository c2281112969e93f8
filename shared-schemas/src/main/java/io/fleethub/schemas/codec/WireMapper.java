package io.fleethub.schemas.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fleethub.schemas.topic.Channel;

/** The one configuration of JSON: strict about kinds and limits, deaf to unknown fields. Stateless. */
final class WireMapper {

    static final int MAX_DEPTH = 64;

    /** Deeper than for the others, so that a report with a nested value is refused and not the batch that holds it. */
    private static final int MAX_TELEMETRY_DEPTH = 1_000;

    private static final int MAX_NUMBER = 100;

    private WireMapper() {}

    static ObjectMapper create() {
        return JsonMapper.builder(factory(MAX_DEPTH, MAX_NUMBER))
                .addModule(new WireModule())
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .withCoercionConfig(LogicalType.Textual, WireMapper::onlyText)
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .build();
    }

    private static void onlyText(MutableCoercionConfig texts) {
        texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    /** For batches: a value of absurd length or depth is the report's fault, judged there without ever computing it. */
    static JsonFactory telemetryFactory(ObjectMapper mapper) {
        JsonFactory factory = factory(MAX_TELEMETRY_DEPTH, Channel.TELEMETRY.maxBytes());
        factory.setCodec(mapper);
        return factory;
    }

    private static JsonFactory factory(int depth, int number) {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxNumberLength(number)
                        .maxNameLength(Channel.TELEMETRY.maxBytes())
                        .maxStringLength(Channel.TELEMETRY.maxBytes())
                        .build())
                .build();
    }
}
