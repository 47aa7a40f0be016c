package dev.forewarn.intake.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forewarn.intake.imports.Places.Place;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.SubjectId;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * deprecations.info: a list of rows ({@code data.json}, {@code v1/deprecations.json}), or a JSON Feed whose items hold one
 * each ({@code v1/feed.json}). Its {@code announcement_date} is the day on which its scraper saw the row, and no
 * announcement.
 */
final class DeprecationsInfo implements Feed {

    private static final Set<String> LISTS = Set.of("items", "deprecations", "data", "models", "rows");
    private static final Set<String> NO_REPLACEMENT =
            Set.of("", "-", "--", "---", "–", "—", "n/a", "none", "null", "tbd");
    private static final String OPENAI = "openai";

    @Override
    public List<Row> rows(JsonNode document, Context context) {
        return list(document).map(item -> row(item, context)).toList();
    }

    private static Stream<JsonNode> list(JsonNode document) {
        if (document.isArray()) {
            return Fields.each(document);
        }
        return LISTS.stream()
                .sorted()
                .map(document::path)
                .filter(JsonNode::isArray)
                .findFirst()
                .map(Fields::each)
                .orElseThrow(() -> new Unclear("is neither a list of rows nor an object with one"));
    }

    private static Row row(JsonNode item, Context context) {
        JsonNode inner = item.path("_deprecation");
        Fields fields = new Fields(inner.isObject() ? inner : item);
        String label = Labels.shorten(fields.node().path("provider").asText("") + " " + modelId(fields.node()));
        return Feed.row(label, () -> told(label, fields, new Fields(item), context));
    }

    private static String modelId(JsonNode row) {
        return Stream.of("model_id", "model_name", "model")
                .map(name -> row.path(name).asText(""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("(no model_id)");
    }

    private static Row told(String label, Fields row, Fields item, Context context) {
        String id = row.required("model_id", "model_name", "model");
        Place place = context.places().place(row.required("provider"), id);
        FeedDate shutdown = FeedDate.parse(row.text("shutdown_date", "retirement_date", "shutdown"));
        Optional<LocalDate> deprecated = FeedDate.day(row.text("deprecation_date"));
        refuseParserError(place, shutdown, deprecated);
        SubjectId subject = Naming.id(place.provider(), id);
        return new Row.Told(
                label,
                new Statement(
                        Naming.subject(subject, id, id, Naming.kind(id), List.of()),
                        Milestone.SHUTDOWN,
                        Scope.of(place.channel()),
                        shutdown.effective(),
                        shutdown.notBefore() ? Certainty.EARLIEST : Certainty.TENTATIVE,
                        announced(shutdown, deprecated),
                        replacement(row, place, context.places()),
                        Optional.empty(),
                        context.voice()
                                .speaker(
                                        row.link("url").or(() -> item.link("url")),
                                        row.text("deprecation_context", "summary", "content"))));
    }

    /** OpenAI gives weeks of notice at least: where both days are one, the scraper has taken one column for the other. */
    private static void refuseParserError(Place place, FeedDate shutdown, Optional<LocalDate> deprecated) {
        boolean ownOfOpenAi = place.provider().equals(OPENAI) && place.channel().equals(OPENAI);
        if (ownOfOpenAi && deprecated.isPresent() && deprecated.equals(shutdown.start())) {
            throw new Unclear("shutdown_date is deprecation_date, " + deprecated.get()
                    + ": OpenAI never ends what it deprecates on the same day, so this is a parser error of the feed");
        }
    }

    /** The provider's own day, where it is one: the feed repeats the day of the end where it knows none. */
    private static Optional<LocalDate> announced(FeedDate shutdown, Optional<LocalDate> deprecated) {
        return deprecated.filter(day -> shutdown.start().map(day::isBefore).orElse(true));
    }

    private static Replacement replacement(Fields row, Place place, Places places) {
        List<String> named = Stream.of("replacement_models", "replacement_model", "suggested_replacement")
                .flatMap(name -> row.texts(name).stream())
                .flatMap(text -> Arrays.stream(text.split(",\\s+|\\s+or\\s+|\\s+and\\s+", -1)))
                .filter(text -> !NO_REPLACEMENT.contains(text.strip().toLowerCase(Locale.ROOT)))
                .toList();
        if (named.isEmpty()) {
            return new Replacement(Replacement.Status.NONE_PUBLISHED, List.of(), Optional.empty());
        }
        List<SubjectId> subjects = Replacements.subjects(named, model -> provider(place, places, model));
        return subjects.isEmpty()
                ? Replacement.UNKNOWN
                : new Replacement(Replacement.Status.SUGGESTED, subjects, Optional.empty());
    }

    private static Optional<String> provider(Place place, Places places, String model) {
        return place.channel().equals(place.provider()) ? Optional.of(place.provider()) : places.model(model);
    }
}
