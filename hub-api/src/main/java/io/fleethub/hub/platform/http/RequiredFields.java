package io.fleethub.hub.platform.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;

/**
 * Tells generated clients what is always there: every component of a record that is not {@code @Nullable} is required in the
 * published OpenAPI document. Runs once, while the hub is built.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class RequiredFields implements OASFilter {

    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");

    private static final String PAGE = Page.class.getSimpleName();

    private final IndexView index;

    public RequiredFields(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = document.getComponents();
        if (components == null || components.getSchemas() == null) {
            return;
        }
        Map<String, ClassInfo> records = new HashMap<>();
        for (ClassInfo known : index.getKnownClasses()) {
            if (known.isRecord()) {
                records.put(known.simpleName(), known);
            }
        }
        components.getSchemas().forEach((name, schema) -> {
            // Page<NodeView> is called PageNodeView there.
            ClassInfo known = records.get(name.startsWith(PAGE) ? PAGE : name);
            if (known != null && schema.getProperties() != null) {
                require(schema, known);
            }
        });
    }

    private static void require(Schema schema, ClassInfo known) {
        List<String> required = known.recordComponents().stream()
                .filter(component -> !isNullable(component))
                .map(RecordComponentInfo::name)
                .filter(schema.getProperties()::containsKey)
                .toList();
        if (!required.isEmpty()) {
            schema.setRequired(required);
        }
    }

    private static boolean isNullable(RecordComponentInfo component) {
        return component.type().hasAnnotation(NULLABLE) || component.hasAnnotation(NULLABLE);
    }
}
