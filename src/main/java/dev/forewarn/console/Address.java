package dev.forewarn.console;

import dev.forewarn.feed.OutlookQuery;
import dev.forewarn.feed.Span;
import dev.forewarn.lifecycle.SubjectId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the horizon is shown as it was asked for, and as it would be if something else were. */
final class Address {

    private final OutlookQuery query;

    Address(OutlookQuery query) {
        this.query = query;
    }

    String of(Span span) {
        return written(span, Optional.empty(), Optional.empty());
    }

    String of(YearMonth month) {
        return written(Span.AHEAD, Optional.of(month), Optional.empty());
    }

    String next(String cursor) {
        return written(query.span(), query.month(), Optional.of(cursor));
    }

    /** The parameters that narrow it down, as they stand in an address of the API: all that it knows by the same name. */
    String filters() {
        Map<String, String> pairs = new LinkedHashMap<>();
        subjects().ifPresent(pattern -> pairs.put("subject", pattern));
        scope(pairs);
        return joined(pairs);
    }

    private Optional<String> subjects() {
        return query.subject().map(SubjectId::toString).or(() -> query.provider()
                .map(name -> name + "/*"));
    }

    private String written(Span span, Optional<YearMonth> month, Optional<String> cursor) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (span != Span.AHEAD) {
            pairs.put("show", span.word());
        }
        query.search().ifPresent(text -> pairs.put("q", text));
        query.provider().ifPresent(name -> pairs.put("provider", name));
        query.subject().ifPresent(subject -> pairs.put("subject", subject.toString()));
        scope(pairs);
        month.ifPresent(each -> pairs.put("month", each.toString()));
        cursor.ifPresent(place -> pairs.put("cursor", place));
        return pairs.isEmpty() ? "/" : "/?" + joined(pairs);
    }

    private void scope(Map<String, String> pairs) {
        query.milestone().ifPresent(milestone -> pairs.put("milestone", milestone.word()));
        query.channel().ifPresent(channel -> pairs.put("channel", channel));
        query.region().ifPresent(region -> pairs.put("region", region));
    }

    private static String joined(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
