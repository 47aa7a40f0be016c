package dev.forewarn.embedded;

import dev.forewarn.lifecycle.CutoffKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a first run tells when it is ready. */
final class Welcome {

    private static final CutoffKey SHOWN = CutoffKey.parse("openai/videos-api:shutdown");

    private Welcome() {}

    static List<String> lines(URI base, Path folder, String receiver, String kafka) {
        Path key = folder.resolve("admin-key");
        String bearer = Files.exists(key) ? "$(cat '" + key + "')" : "$FOREWARN_ADMIN_KEY";
        return List.of(
                "",
                "Forewarn is running, with PostgreSQL and Kafka (" + kafka + ") inside. Ctrl-C ends it;",
                "the next start goes on from there. Its data and its log are in " + folder,
                "",
                "  What is coming, to see  " + base.resolve("/"),
                "  The feed of notices     " + base.resolve("/v1/notices"),
                "  All cutoffs             " + base.resolve("/v1/cutoffs"),
                "  One of them             " + base.resolve("/v1/cutoffs/" + SHOWN.id()) + "  " + SHOWN,
                "  Subjects                " + base.resolve("/v1/subjects"),
                "  Try every call          " + base.resolve("/q/swagger-ui"),
                "  Health, metrics         " + base.resolve("/q/health") + "  " + base.resolve("/q/metrics"),
                "",
                "  Your subscriptions      curl -H \"Authorization: Bearer " + bearer + "\" "
                        + base.resolve("/v1/subscriptions"),
                "  Webhooks are sent to    " + receiver + " and printed below once their signature is verified",
                "");
    }
}
