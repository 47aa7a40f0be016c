package dev.forewarn.intake.imports;

import static dev.forewarn.intake.imports.Samples.gathered;
import static dev.forewarn.intake.imports.Samples.rows;
import static dev.forewarn.intake.imports.Samples.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.forewarn.intake.imports.Row.Rejected;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.Replacement;
import dev.forewarn.lifecycle.Statement;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.SubjectKind;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What real feeds say, and what they only seem to say. */
class FeedsTest {

    @ParameterizedTest
    @CsvSource({Samples.MARCH + ", 211, 0, 33", Samples.APRIL + ", 272, 0, 35", Samples.JULY + ", 415, 3, 6"})
    void everyRowOfTheRealFilesIsTakenButTheParserErrors(String file, int rows, int rejected, int undated) {
        Gathered gathered = gathered(Format.DEPRECATIONS_INFO, file);
        assertThat(gathered.rows()).isEqualTo(rows);
        assertThat(gathered.rejected()).hasSize(rejected);
        assertThat(gathered.told()).hasSize(rows - rejected);
        assertThat(gathered.told().values())
                .filteredOn(told -> told.statement().effective() instanceof Effective.Undated)
                .hasSize(undated);
        assertThat(gathered.told().values())
                .allSatisfy(told -> assertThat(told.statement().certainty()).isEqualTo(Certainty.TENTATIVE));
    }

    @Test
    void theParserErrorsAreRefusedWithTheirReason() {
        assertThat(gathered(Format.DEPRECATIONS_INFO, Samples.JULY).rejected())
                .extracting(Rejected::label)
                .containsExactlyInAnyOrder("OpenAI Evals platform", "OpenAI Reusable prompts", "OpenAI Agent Builder");
        assertThat(gathered(Format.DEPRECATIONS_INFO, Samples.JULY).rejected())
                .allSatisfy(row -> assertThat(row.reason()).contains("2026-06-03", "parser error"));
    }

    @Test
    void aChannelSellsTheModelsOfOthers() {
        Gathered july = gathered(Format.DEPRECATIONS_INFO, Samples.JULY);
        assertThat(on(statement(july, "openai/sora-2:shutdown@azure"))).isEqualTo("2026-07-15");
        assertThat(on(statement(july, "anthropic/claude-3-haiku:shutdown@google-vertex")))
                .isEqualTo("2026-08-23");
        assertThat(on(statement(july, "ai21/ai21.jamba-1-5-large-v1:0:shutdown@aws-bedrock")))
                .isEqualTo("2026-11-26");
        assertThat(on(statement(july, "deepseek/FW-DeepSeek-V3.1:shutdown@azure")))
                .isNotEmpty();
        Gathered april = gathered(Format.DEPRECATIONS_INFO, Samples.APRIL);
        assertThat(on(statement(april, "openai/sora-2:shutdown@azure"))).isEqualTo("2026-06-03");
    }

    @Test
    void aSlashIsPartOfANameAndWhatIsOutsideTheGrammarBecomesADash() {
        Gathered july = gathered(Format.DEPRECATIONS_INFO, Samples.JULY);
        assertThat(statement(july, "groq/qwen/qwen3-32b:shutdown").subject().aliases())
                .isEmpty();
        Statement spaced = said(one("\"provider\": \"Google\", \"model_id\": \"Imagen 4 (preview)\""), 0);
        assertThat(spaced.subject().id()).isEqualTo(new SubjectId("google", "Imagen-4--preview-"));
        assertThat(spaced.subject().name()).isEqualTo("Imagen 4 (preview)");
        assertThat(spaced.subject().aliases()).containsExactly("Imagen 4 (preview)");
        assertThat(spaced.subject().kind()).isEqualTo(SubjectKind.PRODUCT);
    }

    @Test
    void theAnnouncementIsTheProvidersOwnDayOrNone() {
        Gathered july = gathered(Format.DEPRECATIONS_INFO, Samples.JULY);
        assertThat(statement(july, "openai/gpt-realtime:shutdown").announcedOn())
                .contains(LocalDate.of(2026, 7, 20));
        // Where both days are one it repeats the end, and where it comes later it is no announcement of it.
        assertThat(statement(july, "openai/codex-mini:shutdown@azure").announcedOn())
                .isEmpty();
        assertThat(statement(july, "groq/gemma-7b-it:shutdown").announcedOn()).isEmpty();
        assertThat(gathered(Format.DEPRECATIONS_INFO, Samples.MARCH).told().values())
                .allSatisfy(told -> assertThat(told.statement().announcedOn()).isEmpty());
    }

    @Test
    void noReplacementIsSaidInSeveralWays() {
        Replacement none = new Replacement(Replacement.Status.NONE_PUBLISHED, List.of(), Optional.empty());
        assertThat(statement(gathered(Format.DEPRECATIONS_INFO, Samples.MARCH), "openai/sora-2:shutdown")
                        .replacement())
                .isEqualTo(none);
        for (String written : List.of("null", "[\"---\"]", "[]", "\"N/A\"")) {
            Statement row =
                    said(one("\"provider\": \"xAI\", \"model_id\": \"grok-2\", \"replacement_models\": " + written), 0);
            assertThat(row.replacement()).as(written).isEqualTo(none);
        }
        assertThat(statement(gathered(Format.DEPRECATIONS_INFO, Samples.JULY), "groq/llama-3.1-8b-instant:shutdown")
                        .replacement()
                        .subjects())
                .containsExactly(new SubjectId("groq", "openai/gpt-oss-20b"));
    }

    @Test
    void aRowThatCantBePlacedCostsNoOther() {
        List<Row> rows = rows(
                Format.DEPRECATIONS_INFO,
                """
                [{"provider": "Azure", "model_id": "never-heard-of-it", "shutdown_date": "2027-01-01"},
                 {"provider": "Nobody we know", "model_id": "thing", "shutdown_date": "2027-01-01"},
                 {"provider": "A new cloud", "model_id": "claude-opus-9", "shutdown_date": "2027-01-01"},
                 {"provider": "OpenAI", "model_id": "gpt-9", "shutdown_date": "01/02/2027"},
                 {"provider": "OpenAI", "shutdown_date": "2027-01-01"},
                 {"model_id": "gpt-9"}, 7, null, "row", [],
                 {"provider": "OpenAI", "model_id": "gpt-9", "shutdown_date": "January 2027", "added_later": {}}]""");
        assertThat(rows).hasSize(11);
        assertThat(told(rows)).containsExactly("anthropic/claude-opus-9:shutdown@a-new-cloud", "openai/gpt-9:shutdown");
        assertThat(rows.get(0)).isInstanceOfSatisfying(Rejected.class, row -> assertThat(row.reason())
                .contains("no provider is known for the model id 'never-heard-of-it'"));
        assertThat(rows.get(3)).isInstanceOfSatisfying(Rejected.class, row -> assertThat(row.reason())
                .contains("could be two different days"));
    }

    @Test
    void theItemsOfAJsonFeedHoldTheRows() {
        List<Row> rows = rows(
                Format.DEPRECATIONS_INFO,
                """
                {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "x", "url": "https://a.example/b", "_deprecation":
                  {"provider": "Cohere", "model_id": "command-z", "shutdown_date": "2027-03-01"}}]}""");
        assertThat(told(rows)).containsExactly("cohere/command-z:shutdown");
        assertThat(said(rows, 0).claimedBy().url()).hasToString("Optional[https://a.example/b]");
    }

    @Test
    void modelEolGivesAModelAndEachOfItsDistributionsItsOwnEnd() {
        Gathered openai = gathered(Format.MODEL_EOL, "model-eol-openai.json");
        assertThat(openai.rows()).isEqualTo(195);
        assertThat(openai.rejected()).isEmpty();
        assertThat(openai.told()).hasSize(121);
        assertThat(openai.silent()).isEqualTo(74);
        assertThat(on(statement(openai, "openai/o3-deep-research-2025-06-26:shutdown")))
                .isEqualTo("2026-07-23");
        assertThat(on(statement(openai, "openai/o3-deep-research-2025-06-26:shutdown@azure")))
                .isEqualTo("2026-12-26");
        Statement gpt4 = statement(openai, "openai/gpt-4-0613:shutdown");
        assertThat(gpt4.certainty()).isEqualTo(Certainty.COMMITTED);
        assertThat(gpt4.subject().aliases()).contains("gpt-4");
        assertThat(gpt4.announcedOn()).contains(LocalDate.of(2026, 4, 22));
        assertThat(gpt4.replacement().status()).isEqualTo(Replacement.Status.DROP_IN);
        assertThat(statement(openai, "openai/dall-e-3:shutdown").replacement().status())
                .isEqualTo(Replacement.Status.SUGGESTED);
        Gathered anthropic = gathered(Format.MODEL_EOL, "model-eol-anthropic.json");
        assertThat(anthropic.rejected()).isEmpty();
        assertThat(on(statement(anthropic, "anthropic/claude-opus-4-1-20250805:shutdown@aws-bedrock")))
                .isEqualTo("2027-01-08");
    }

    @Test
    void modelEolKeepsHowPreciseADateIs() {
        List<Row> rows = rows(
                Format.MODEL_EOL,
                """
                {"spec": "model-eol/0.1", "publisher": "acme", "generated": "2026-08-18T00:00:00Z", "models": [
                  {"id": "claude-a", "shutdown": "2027-01-01", "date_precision": "earliest"},
                  {"id": "claude-b", "shutdown": "2027-01-01", "date_precision": "exact"},
                  {"id": "claude-c", "shutdown": "2027-01-01", "date_precision": "tentative"},
                  {"id": "claude-d", "announced": "2026-01-01"},
                  {"id": "claude-e", "distributions": [{"via": "aws-bedrock", "status": "retired"}, {"shutdown": "2027-01-01"}]}]}""");
        assertThat(rows.stream()
                        .filter(Row.Told.class::isInstance)
                        .map(row -> ((Row.Told) row).statement().certainty()))
                .containsExactly(Certainty.EARLIEST, Certainty.COMMITTED, Certainty.TENTATIVE, Certainty.TENTATIVE);
        assertThat(said(rows, 3).effective()).isEqualTo(new Effective.Undated());
        assertThat(rows.subList(4, 7))
                .extracting(row -> row.getClass().getSimpleName())
                .containsExactly("Silent", "Rejected", "Rejected");
    }

    @Test
    void endOfLifeGivesEachReleaseItsEnds() {
        Gathered gathered = gathered(Format.ENDOFLIFE, "endoflife.json");
        assertThat(gathered.told().keySet())
                .extracting(Object::toString)
                .containsExactly(
                        "nodejs/26:shutdown",
                        "nodejs/26:deprecated",
                        "nodejs/25:shutdown",
                        "ubuntu/22.04:shutdown",
                        "ubuntu/22.04:deprecated",
                        "ubuntu/22.04:shutdown;audience=extended-support",
                        "anthropic/claude-opus-4.5:shutdown");
        assertThat(gathered.silent()).isEqualTo(1);
        assertThat(gathered.rejected())
                .extracting(Rejected::label)
                .containsExactly("nodejs 0.1 eolFrom", "claude haiku-1 eolFrom");
        Statement node = statement(gathered, "nodejs/26:shutdown");
        assertThat(node.subject().name()).isEqualTo("Node.js 26 (Upcoming LTS)");
        assertThat(node.subject().aliases()).containsExactly("node/26");
        assertThat(node.claimedBy().url()).hasToString("Optional[https://endoflife.date/nodejs]");
    }

    @Test
    void oneProductOfEndOfLifeIsReadAsAllAre() {
        List<Row> rows = rows(
                Format.ENDOFLIFE,
                """
                {"result": {"name": "python", "label": "Python", "releases": [{"name": "3.9", "isEol": true, "eolFrom": "2025-10-31"}]}}""");
        assertThat(told(rows)).containsExactly("python/3.9:shutdown");
    }

    @Test
    void openAiPromisesTheDayAndSomebodysOwnModelsStayTheirs() {
        Gathered gathered = gathered(Format.OPENAI_MODELS, "openai-models.json");
        assertThat(gathered.told().keySet())
                .extracting(Object::toString)
                .containsExactly("openai/sora-2:shutdown", "openai/gpt-4-0613:shutdown");
        assertThat(statement(gathered, "openai/sora-2:shutdown").certainty()).isEqualTo(Certainty.COMMITTED);
        assertThat(gathered.silent()).isEqualTo(2);
        assertThat(gathered.rejected())
                .extracting(Rejected::reason)
                .containsExactly("is somebody's own fine-tuned model");
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void aDocumentOfAnotherKindIsNoFeed(Format format) {
        for (String document :
                List.of("{}", "{\"error\": \"rate limited\"}", "\"text\"", "7", "null", "{\"spec\": \"x\"}")) {
            assertThatExceptionOfType(Unclear.class).as(document).isThrownBy(() -> rows(format, document));
        }
        for (String document : List.of("", "[{", "<html>", "[] []")) {
            assertThatExceptionOfType(Unclear.class).as(document).isThrownBy(() -> rows(format, document));
        }
    }

    private static List<Row> one(String members) {
        return rows(Format.DEPRECATIONS_INFO, "[{" + members + ", \"shutdown_date\": \"2027-01-01\"}]");
    }

    private static Statement said(List<Row> rows, int index) {
        return ((Row.Told) rows.get(index)).statement();
    }

    private static List<String> told(List<Row> rows) {
        return rows.stream()
                .filter(Row.Told.class::isInstance)
                .map(row -> ((Row.Told) row).statement().key().toString())
                .toList();
    }

    private static String on(Statement statement) {
        return statement.effective() instanceof Effective.On on && on.zone().equals(ZoneId.of("UTC"))
                ? on.on().toString()
                : "";
    }
}
