package io.fleethub.broker.credentials;

import io.fleethub.broker.config.FeedSettings;
import io.fleethub.broker.config.StartRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Asks the hub once for what changed since a revision; the hub may hold the request until something did. Thread-safe. */
final class FeedClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SLACK = Duration.ofSeconds(5);
    /** The time limit of a request ends with the headers of its answer: this one holds for the body too. */
    private static final Duration WHOLE_SLACK = Duration.ofSeconds(10);

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final FeedSettings settings;
    private final HttpClient http;
    private final FeedCodec codec = new FeedCodec();
    private final Duration whole;

    FeedClient(FeedSettings settings) throws StartRefusedException {
        this(settings, WHOLE_SLACK);
    }

    /** Test seam: another time for the whole answer, beside what the hub may hold it. */
    FeedClient(FeedSettings settings, Duration wholeSlack) throws StartRefusedException {
        this.settings = settings;
        this.whole = settings.hold().plus(wholeSlack);
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        Path caFile = settings.caFile();
        if (caFile != null) {
            builder.sslContext(trusting(caFile));
        }
        this.http = builder.build();
    }

    FeedResult ask(@Nullable Long since) throws InterruptedException {
        String query = (since == null ? "" : "since=" + since + '&') + "wait=" + settings.hold();
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.address() + "?" + query))
                .timeout(settings.hold().plus(SLACK))
                .header("Authorization", "Bearer " + settings.token())
                .header("Accept", "application/json")
                .build();
        try {
            HttpResponse<byte[]> response = send(request);
            return switch (response.statusCode()) {
                case OK -> new FeedResult.Changed(codec.read(response.body()));
                case NOT_MODIFIED -> new FeedResult.Unchanged();
                default -> new FeedResult.Failed("status " + response.statusCode());
            };
        } catch (IOException e) {
            return new FeedResult.Failed(e.toString());
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return answer.get(whole.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + whole, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static SSLContext trusting(Path caFile) throws StartRefusedException {
        try (InputStream pem = Files.newInputStream(caFile)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("ca-" + count++, certificate);
            }
            if (count == 0) {
                throw new StartRefusedException("FLEET_BROKER_FEED_CA_FILE: no certificate in " + caFile);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartRefusedException("FLEET_BROKER_FEED_CA_FILE: cannot use " + caFile, e);
        }
    }
}
