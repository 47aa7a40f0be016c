package dev.forewarn.intake.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forewarn.intake.imports.Places.Place;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.SubjectId;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model-eol/0.x document: one publisher's models, each with its own end and that of every distributor. A model and each of
 * its distributions is a row.
 */
final class ModelEol implements Feed {

    private static final String SPEC = "model-eol/0.";

    @Override
    public List<Row> rows(JsonNode document, Context context) {
        return Fields.each(document)
                .flatMap(each -> rowsOfOne(new Fields(each), context))
                .toList();
    }

    private static Stream<Row> rowsOfOne(Fields document, Context context) {
        String spec = document.node().path("spec").asText(SPEC);
        if (!document.node().path("models").isArray() || !spec.startsWith(SPEC)) {
            throw new Unclear("is not a model-eol/0.1 document with a list of models");
        }
        String publisher = document.required("publisher");
        return document.list("models")
                .flatMap(model -> new Model(new Fields(model), publisher, document, context).rows());
    }

    private record Model(Fields fields, String publisher, Fields document, Context context) {

        Stream<Row> rows() {
            String label =
                    Labels.shorten(publisher + " " + fields.node().path("id").asText("(no id)"));
            return Stream.concat(
                    Stream.of(Feed.row(label, () -> row(label, fields, Optional.empty()))),
                    fields.list("distributions").map(each -> distribution(label, new Fields(each))));
        }

        private Row distribution(String model, Fields distribution) {
            String label = model + " via "
                    + Labels.shorten(distribution.node().path("via").asText("(no via)"));
            return Feed.row(
                    label,
                    () -> row(
                            label, distribution, Optional.of(context.places().channel(distribution.required("via")))));
        }

        private Row row(String label, Fields terms, Optional<String> channel) {
            String id = fields.required("id");
            FeedDate shutdown = FeedDate.parse(terms.text("shutdown", "shutdown_date"));
            FeedDate announced = FeedDate.parse(terms.text("announced"));
            boolean undated = shutdown.effective() instanceof Effective.Undated;
            if (undated && terms.node().path("status").asText("").equals("retired")) {
                throw new Unclear("has ended, but since when is not said");
            }
            if (undated && announced.effective() instanceof Effective.Undated) {
                return new Row.Silent(label);
            }
            Place place = context.places().place(publisher, id);
            return new Row.Told(label, statement(id, terms, place, channel.orElse(place.channel()), shutdown));
        }

        private Statement statement(String id, Fields terms, Place place, String channel, FeedDate shutdown) {
            SubjectId subject = Naming.id(place.provider(), id);
            return new Statement(
                    subject(subject, id),
                    Milestone.SHUTDOWN,
                    Scope.of(channel),
                    shutdown.effective(),
                    certainty(terms, shutdown),
                    FeedDate.day(terms.text("announced")),
                    replacement(place.provider()),
                    Optional.empty(),
                    context.voice().speaker(link(terms), terms.text("notes")));
        }

        private Subject subject(SubjectId subject, String id) {
            return Naming.subject(subject, id, id, Naming.kind(id), fields.texts("aliases"));
        }

        private Optional<URI> link(Fields terms) {
            return terms.link("source").or(() -> fields.link("source")).or(() -> document.link("source"));
        }

        /** Left out, the day is exact. A word that is not known promises nothing. */
        private static Certainty certainty(Fields terms, FeedDate shutdown) {
            String precision = terms.text("date_precision").orElse("exact").toLowerCase(Locale.ROOT);
            if (shutdown.effective() instanceof Effective.Undated) {
                return Certainty.TENTATIVE;
            }
            return switch (precision) {
                case "exact" -> shutdown.notBefore() ? Certainty.EARLIEST : Certainty.COMMITTED;
                case "earliest" -> Certainty.EARLIEST;
                default -> Certainty.TENTATIVE;
            };
        }

        /** {@code replacement} may be put in the model's place as it is; the options are only advice. */
        private Replacement replacement(String provider) {
            List<SubjectId> dropIn = Replacements.subjects(fields.texts("replacement"), model -> Optional.of(provider));
            if (!dropIn.isEmpty()) {
                return new Replacement(Replacement.Status.DROP_IN, dropIn, Optional.empty());
            }
            List<SubjectId> options =
                    Replacements.subjects(fields.texts("replacement_options"), model -> Optional.of(provider));
            return options.isEmpty()
                    ? Replacement.UNKNOWN
                    : new Replacement(Replacement.Status.SUGGESTED, options, Optional.empty());
        }
    }
}
