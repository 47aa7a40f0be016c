package dev.forewarn.intake.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.SubjectKind;
import java.util.List;
import java.util.Optional;

/** OpenAI's list of models, {@code /v1/models}: who has an end has a {@code shutdown_date}. */
final class OpenAiModels implements Feed {

    private static final String PROVIDER = "openai";

    @Override
    public List<Row> rows(JsonNode document, Context context) {
        JsonNode list = document.isArray() ? document : document.path("data");
        if (!list.isArray()) {
            throw new Unclear("holds no list of models");
        }
        return Fields.each(list).map(model -> row(new Fields(model), context)).toList();
    }

    private static Row row(Fields model, Context context) {
        String label = Labels.shorten(model.node().path("id").asText("(no id)"));
        return Feed.row(label, () -> read(label, model, context));
    }

    private static Row read(String label, Fields model, Context context) {
        String id = model.required("id");
        FeedDate shutdown = FeedDate.parse(model.text("shutdown_date"));
        if (shutdown.effective() instanceof Effective.Undated) {
            return new Row.Silent(label);
        }
        if (id.startsWith("ft:") || id.contains(":ft-")) {
            // Notices are public, and the name of such a model tells whose it is.
            throw new Unclear("is somebody's own fine-tuned model");
        }
        String provider = context.places().ownProvider(id).orElse(PROVIDER);
        return new Row.Told(
                label,
                new Statement(
                        Naming.subject(Naming.id(provider, id), id, id, SubjectKind.MODEL, List.of()),
                        Milestone.SHUTDOWN,
                        Scope.of(provider),
                        shutdown.effective(),
                        shutdown.notBefore() ? Certainty.EARLIEST : Certainty.COMMITTED,
                        Optional.empty(),
                        Replacement.UNKNOWN,
                        Optional.empty(),
                        context.voice().speaker(Optional.empty(), Optional.empty())));
    }
}
