package io.fleethub.hub.platform.http;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;

/** Fails in ways that no real resource should. */
@Path("/test-failures")
@PermitAll
public class FailingResource {

    @GET
    @Path("/unexpected")
    public String unexpected() {
        throw new IllegalStateException("a secret detail");
    }

    @GET
    @Path("/database-away")
    public String databaseAway() {
        throw new IllegalStateException("cannot read", new SQLException("connection refused", "08001"));
    }

    @GET
    @Path("/number")
    public String number(@QueryParam("n") int n) {
        return String.valueOf(n);
    }

    /** A route that somebody forgot to guard. */
    @Path("/test-forgotten")
    public static class Forgotten {
        @GET
        public String open() {
            return "open";
        }
    }
}
