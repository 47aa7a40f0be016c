package dev.forewarn.intake.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.Subject;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.SubjectKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * endoflife.date's API, version 1: a product ({@code /products/python}) or all of them ({@code /products/full}). A row is
 * one end of one release; a release of which no end is known is a silent one.
 */
final class EndOfLife implements Feed {

    /** An end that a release may have. */
    private enum Phase {
        END_OF_LIFE("eolFrom", "isEol", Milestone.SHUTDOWN, Scope.EVERYWHERE),
        END_OF_ACTIVE_SUPPORT("eoasFrom", "isEoas", Milestone.DEPRECATED, Scope.EVERYWHERE),
        DISCONTINUED("discontinuedFrom", "isDiscontinued", Milestone.CLOSED_TO_NEW, Scope.EVERYWHERE),
        /** For those who pay for it. */
        END_OF_EXTENDED_SUPPORT("eoesFrom", "isEoes", Milestone.SHUTDOWN, "extended-support");

        private final String from;
        private final String flag;
        private final Milestone milestone;
        private final String audience;

        Phase(String from, String flag, Milestone milestone, String audience) {
            this.from = from;
            this.flag = flag;
            this.milestone = milestone;
            this.audience = audience;
        }

        Scope scope(String provider) {
            return new Scope(provider, Scope.EVERYWHERE, audience, Optional.empty());
        }
    }

    @Override
    public List<Row> rows(JsonNode document, Context context) {
        JsonNode result = document.has("result") ? document.path("result") : document;
        boolean products = result.isArray() ? Fields.each(result).anyMatch(EndOfLife::isProduct) : isProduct(result);
        if (!products) {
            throw new Unclear(
                    "holds no product with releases: read /api/v1/products/{product} or /api/v1/products/full");
        }
        return Fields.each(result)
                .flatMap(each -> new Product(new Fields(each), context).rows())
                .toList();
    }

    private static boolean isProduct(JsonNode node) {
        return node.path("releases").isArray();
    }

    private record Product(Fields fields, Context context) {

        Stream<Row> rows() {
            String name = fields.node().path("name").asText("");
            if (!isProduct(fields.node()) || name.isBlank()) {
                String label = Labels.shorten(name.isBlank() ? "(no name)" : name);
                return Stream.of(new Row.Rejected(label, "is not a product with a name and releases"));
            }
            return fields.list("releases")
                    .flatMap(release -> new Release(new Fields(release), name.strip(), this).rows());
        }
    }

    private record Release(Fields fields, String productName, Product product) {

        Stream<Row> rows() {
            String label = Labels.shorten(
                    productName + " " + fields.node().path("name").asText("(no name)"));
            List<Row> ends = Stream.of(Phase.values())
                    .map(phase -> Feed.row(label + " " + phase.from, () -> row(label + " " + phase.from, phase)))
                    .filter(row -> !(row instanceof Row.Silent))
                    .toList();
            return ends.isEmpty() ? Stream.of(Feed.row(label, () -> silent(label))) : ends.stream();
        }

        private Row silent(String label) {
            subject();
            return new Row.Silent(label);
        }

        private Row row(String label, Phase phase) {
            FeedDate from = FeedDate.parse(fields.text(phase.from));
            if (from.effective() instanceof Effective.Undated) {
                if (fields.is(phase.flag)) {
                    throw new Unclear(phase.flag + " is true, but since when is not said");
                }
                return new Row.Silent(label);
            }
            return new Row.Told(label, statement(phase, from));
        }

        private Statement statement(Phase phase, FeedDate from) {
            Subject subject = subject();
            return new Statement(
                    subject,
                    phase.milestone,
                    phase.scope(subject.id().provider()),
                    from.effective(),
                    from.notBefore() ? Certainty.EARLIEST : Certainty.TENTATIVE,
                    Optional.empty(),
                    Replacement.UNKNOWN,
                    Optional.empty(),
                    product.context()
                            .voice()
                            .speaker(product.fields().child("links").link("html"), Optional.empty()));
        }

        private Subject subject() {
            String name = fields.required("name");
            return product.context()
                    .places()
                    .product(productName)
                    .map(provider -> model(provider, name))
                    .orElseGet(() -> release(name));
        }

        /** A release of a product that is a provider's family of models. */
        private Subject model(String provider, String name) {
            String id = name.startsWith(productName) ? name : productName + "-" + name;
            SubjectId subject = Naming.id(provider, id);
            return Naming.subject(subject, id, shown(name), SubjectKind.MODEL, List.of(name));
        }

        private Subject release(String name) {
            SubjectId subject = Naming.id(Places.slug(productName), name);
            List<String> aliases = product.fields().texts("aliases").stream()
                    .map(alias -> alias + "/" + name)
                    .toList();
            return Naming.subject(subject, name, shown(name), SubjectKind.PRODUCT, aliases);
        }

        private String shown(String name) {
            String label = fields.node().path("label").asText(name);
            return product.fields().node().path("label").asText(productName) + " " + label;
        }
    }
}
