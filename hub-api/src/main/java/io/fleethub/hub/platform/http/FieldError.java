package io.fleethub.hub.platform.http;

/**
 * What is wrong with one field of a request.
 *
 * @param field its path in the JSON body, or the name of the parameter
 */
public record FieldError(String field, String message) {}
