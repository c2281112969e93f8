package io.fleethub.hub.platform.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Tells generated clients that every operation may answer with a {@link Problem}. Runs once, while the hub is built. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ProblemResponses implements OASFilter {

    private static final String PROBLEM = "Problem";
    private static final String FIELD_ERROR = "FieldError";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().addSchema(FIELD_ERROR, fieldError()).addSchema(PROBLEM, problem());
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .map(Operation::getResponses)
                .forEach(responses -> responses.addAPIResponse("default", refused()));
    }

    private static APIResponse refused() {
        return OASFactory.createAPIResponse()
                .description("The request is refused")
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(PROBLEM))));
    }

    private static Schema problem() {
        Schema errors = OASFactory.createSchema()
                .addType(SchemaType.ARRAY)
                .items(OASFactory.createSchema().ref(FIELD_ERROR));
        Schema status = OASFactory.createSchema().addType(SchemaType.INTEGER);
        return texts("type", "title", "detail", "code", "requestId")
                .addProperty("status", status)
                .addProperty("errors", errors)
                .addRequired("type")
                .addRequired("title")
                .addRequired("status")
                .addRequired("detail")
                .addRequired("code")
                .addRequired("errors");
    }

    private static Schema fieldError() {
        return texts("field", "message").addRequired("field").addRequired("message");
    }

    private static Schema texts(String... names) {
        Schema schema = OASFactory.createSchema().addType(SchemaType.OBJECT);
        for (String name : names) {
            schema.addProperty(name, OASFactory.createSchema().addType(SchemaType.STRING));
        }
        return schema;
    }
}
