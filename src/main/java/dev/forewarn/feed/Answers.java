package dev.forewarn.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.forewarn.ledger.PublicUrl;
import dev.forewarn.web.Page;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what was read as JSON, with the way to the next page. */
@Singleton
final class Answers {

    private final ObjectMapper mapper;
    private final String base;

    Answers(ObjectMapper mapper, PublicUrl url) {
        this.mapper = mapper;
        this.base = url.base();
    }

    /** Where this service is reached, without a slash at its end. */
    String base() {
        return base;
    }

    Representation one(Object answer) {
        return Representation.of(json(answer), Optional.empty());
    }

    Representation page(UriInfo request, Page<?> page) {
        return Representation.of(
                json(page), Optional.ofNullable(page.next()).map(cursor -> link(request, "cursor", cursor)));
    }

    Representation feed(UriInfo request, FeedSlice slice) {
        return Representation.tagged(
                slice.json(), slice.tag(), link(request, "after", slice.next().toString()));
    }

    /** The same request, but with another value of one parameter. */
    String link(UriInfo request, String parameter, String value) {
        return address(request, Stream.concat(Stream.of(pair(parameter, value)), others(request, List.of(parameter))));
    }

    /** The same request without some parameters. */
    String link(UriInfo request, List<String> without) {
        return address(request, others(request, without));
    }

    private String address(UriInfo request, Stream<String> pairs) {
        String query = pairs.collect(Collectors.joining("&"));
        return base + request.getPath() + (query.isEmpty() ? "" : "?" + query);
    }

    private static Stream<String> others(UriInfo request, List<String> without) {
        return request.getQueryParameters().entrySet().stream()
                .filter(given -> !without.contains(given.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .flatMap(given -> given.getValue().stream().map(each -> pair(given.getKey(), each)));
    }

    private static String pair(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private byte[] json(Object answer) {
        try {
            return mapper.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer has no JSON form", e);
        }
    }
}
