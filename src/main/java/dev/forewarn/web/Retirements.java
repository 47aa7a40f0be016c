package dev.forewarn.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriBuilder;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Tells whoever uses something that is {@link Retiring} when it ends and what takes its place. */
class Retirements {

    private static final String DESCRIPTION = "/q/openapi";
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    @ServerResponseFilter
    public void tell(
            @Nullable ResourceInfo resource, ContainerRequestContext request, ContainerResponseContext response) {
        retiring(resource)
                .filter(retiring -> isUsed(retiring, request))
                .ifPresent(retiring -> tell(retiring, request, response.getHeaders()));
    }

    private static Optional<Retiring> retiring(@Nullable ResourceInfo resource) {
        // None for what comes to no resource, or to none of its methods.
        return Optional.ofNullable(resource)
                .map(ResourceInfo::getResourceMethod)
                .map(method -> method.getAnnotation(Retiring.class));
    }

    private static boolean isUsed(Retiring retiring, ContainerRequestContext request) {
        return retiring.parameter().isEmpty()
                || request.getUriInfo().getQueryParameters().containsKey(retiring.parameter());
    }

    private static void tell(
            Retiring retiring, ContainerRequestContext request, MultivaluedMap<String, Object> headers) {
        headers.putSingle("Deprecation", "@" + start(retiring.since()).toEpochSecond());
        headers.putSingle("Sunset", HTTP_DATE.format(start(retiring.sunset())));
        headers.add(HttpHeaders.LINK, "<" + successor(retiring, request) + ">; rel=\"successor-version\"");
        headers.add(HttpHeaders.LINK, "<" + DESCRIPTION + ">; rel=\"deprecation\"");
        headers.add(HttpHeaders.LINK, "<" + DESCRIPTION + ">; rel=\"sunset\"");
    }

    private static String successor(Retiring retiring, ContainerRequestContext request) {
        String value = request.getUriInfo().getQueryParameters().getFirst(retiring.parameter());
        return UriBuilder.fromUri(retiring.successor())
                .buildFromMap(
                        Map.of(retiring.parameter(), Optional.ofNullable(value).orElse("")))
                .toString();
    }

    private static ZonedDateTime start(String day) {
        return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC);
    }
}
