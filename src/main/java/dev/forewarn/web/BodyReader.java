package dev.forewarn.web;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Reads a body as bytes, up to the limit. A body that does not tell its length is found too large only here, and the
 * framework's own reader then ends the request without a word.
 */
@Provider
@ApplicationScoped
class BodyReader implements ServerMessageBodyReader<byte[]> {

    private static final String FRAMEWORKS_LIMIT = "io.quarkus.max-request-size";
    private static final long NONE = -1;

    private final BodyLimit limit;
    private final CurrentVertxRequest current;

    BodyReader(BodyLimit limit, CurrentVertxRequest current) {
        this.limit = limit;
        this.current = current;
    }

    @Override
    public boolean isReadable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo resource, MediaType mediaType) {
        return type == byte[].class;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == byte[].class;
    }

    @Override
    public byte[] readFrom(Class<byte[]> type, Type genericType, MediaType mediaType, ServerRequestContext context)
            throws IOException {
        current.getCurrent().put(FRAMEWORKS_LIMIT, NONE);
        return read(context.getInputStream());
    }

    @Override
    public byte[] readFrom(
            Class<byte[]> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        return read(body);
    }

    private byte[] read(InputStream body) throws IOException {
        byte[] read = body.readNBytes(limit.bytes() + 1);
        if (!limit.allows(read.length)) {
            // What is still to come of it is not read.
            current.getCurrent().response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            throw limit.problem().exception();
        }
        return read;
    }
}
