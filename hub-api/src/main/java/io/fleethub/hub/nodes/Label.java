package io.fleethub.hub.nodes;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE_USE;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A short word to sort nodes by: role, segment, tag. Empty where the value may be cleared. */
@Documented
@Constraint(validatedBy = {})
@Pattern(regexp = "([A-Za-z0-9][A-Za-z0-9._-]{0,62})?")
@ReportAsSingleViolation
@Target({FIELD, METHOD, PARAMETER, TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@interface Label {
    String message() default "must be 1 to 63 letters, digits, dots, dashes or underscores";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
