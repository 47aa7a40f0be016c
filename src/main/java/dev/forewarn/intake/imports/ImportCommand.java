package dev.forewarn.intake.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code import}: hands a file to a service that runs, and prints what became of its rows. */
public final class ImportCommand {

    private static final String NAME = "import";
    private static final String USAGE =
            """
            import --format=FORMAT --source=URI [--read-on=DAY] [--authority=…] [--claimed-by=…] [--name=…]
                   [--dry-run] [--url=http://localhost:8080] FILE (or - for what is piped in)
            FORMAT is one of %s. The operator's key is taken from FOREWARN_ADMIN_KEY, or from the folder of
            a first run.""";

    /** Its options, and the parameters of {@code POST /v1/imports} that they are. */
    private static final Map<String, String> OPTIONS = Map.of(
            "--format", "format",
            "--source", "source",
            "--read-on", "readOn",
            "--authority", "authority",
            "--claimed-by", "claimedBy",
            "--name", "name");

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofMinutes(2);
    private static final int OK = 200;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final Map<String, String> environment;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    public ImportCommand(Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Whether the arguments of the process ask for it. */
    public static boolean asked(String... args) {
        return args.length > 0 && args[0].equals(NAME);
    }

    /** @return the exit code: 0 if the feed was taken, also if some of its rows were not */
    public int run(String... args) {
        try {
            return send(Asked.of(List.of(args).subList(1, args.length)));
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(USAGE.formatted(Format.words()));
            return MISUSED;
        } catch (IOException e) {
            err.println("can't be imported: " + e);
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** What the arguments say. */
    private record Asked(Map<String, String> parameters, String url, String file) {

        private static final String DEFAULT_URL = "http://localhost:8080";

        static Asked of(List<String> args) {
            Map<String, String> parameters = new LinkedHashMap<>();
            String url = DEFAULT_URL;
            List<String> files = new ArrayList<>();
            for (String arg : args) {
                String option = arg.replaceFirst("=.*", "");
                String value = arg.substring(Math.min(arg.length(), option.length() + 1));
                if (OPTIONS.containsKey(option)) {
                    parameters.put(OPTIONS.get(option), value);
                } else if (option.equals("--url")) {
                    url = value;
                } else if (arg.equals("--dry-run")) {
                    parameters.put("dryRun", "true");
                } else if (arg.startsWith("--")) {
                    throw new IllegalArgumentException(arg + " is no option");
                } else {
                    files.add(arg);
                }
            }
            if (files.size() != 1 || !parameters.containsKey("format") || !parameters.containsKey("source")) {
                throw new IllegalArgumentException("It needs --format, --source and one file.");
            }
            return new Asked(parameters, url, files.get(0));
        }

        URI target() {
            String query = parameters.entrySet().stream()
                    .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            return URI.create(url.replaceFirst("/+$", "") + "/v1/imports?" + query);
        }
    }

    private int send(Asked asked) throws IOException, InterruptedException {
        byte[] feed = asked.file().equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(asked.file()));
        HttpRequest request = HttpRequest.newBuilder(asked.target())
                .timeout(ANSWERING)
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + key())
                .POST(HttpRequest.BodyPublishers.ofByteArray(feed))
                .build();
        HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECTING).build();
        return told(client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    }

    private int told(HttpResponse<byte[]> answer) throws IOException {
        JsonNode body = new ObjectMapper().readTree(answer.body());
        if (answer.statusCode() != OK) {
            err.println("was not taken (" + answer.statusCode() + "): "
                    + body.path("detail").asText("no reason given"));
            return FAILED;
        }
        out.printf(
                "%s rows: %s taken, %s unchanged, %s that name no end, %s rejected; %s no longer confirmed%n",
                body.path("rows"),
                body.path("taken"),
                body.path("unchanged"),
                body.path("silent"),
                body.path("rejected"),
                body.path("missing"));
        body.path("rejections")
                .forEach(each -> out.printf(
                        "rejected: %s: %s%n",
                        each.path("row").asText(), each.path("reason").asText()));
        if (!body.path("stored").asBoolean() && !body.path("dryRun").asBoolean()) {
            out.println("Kafka has it all; not all of it was seen to be stored yet");
        }
        return 0;
    }

    private String key() throws IOException {
        Optional<String> given =
                Optional.ofNullable(environment.get("FOREWARN_ADMIN_KEY")).filter(key -> !key.isBlank());
        Path ofFirstRun = Path.of(environment.getOrDefault("FOREWARN_EMBEDDED_DIRECTORY", ".forewarn"), "admin-key");
        if (given.isEmpty() && !Files.exists(ofFirstRun)) {
            throw new IllegalArgumentException("FOREWARN_ADMIN_KEY is not set, and there is no " + ofFirstRun + ".");
        }
        return given.isPresent() ? given.get() : Files.readString(ofFirstRun).strip();
    }
}
