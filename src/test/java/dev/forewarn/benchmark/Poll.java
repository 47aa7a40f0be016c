package dev.forewarn.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A page of a hundred notices of the feed, and the answer to who has it already, beside a bare route with the same bytes. */
final class Poll implements Scenario {

    private static final int NOTICES = 1_000;
    private static final int WARM_UPS = 4;
    private static final int PAGES = 20_000;
    private static final int UNCHANGED = 100_000;
    private static final String PAGE = "/v1/notices?limit=100";

    @Override
    public String name() {
        return "poll";
    }

    @Override
    public List<Row> measure(Machine machine, Options options) {
        try (Stage stage = new Stage(name(), machine, options);
                Service service = stage.service(Map.of())) {
            fill(stage);
            HttpResponse<String> answer = service.get(PAGE);
            String tag = answer.headers().firstValue("etag").orElseThrow();
            try (Jvm bare = bareRoute(answer, tag);
                    Jvm poller = new Jvm(PollerMain.class, List.of(Integer.toString(options.connections())))) {
                poller.answer();
                Poller poll = new Poller(stage, service, Integer.parseInt(bare.answer()), poller, options);
                List<Run> pages = poll.runs(options.scaled(PAGES), "");
                List<Run> unchanged = poll.runs(options.scaled(UNCHANGED), " " + tag);
                String size = answer.body().length() + " bytes";
                return List.of(row("poll", pages, 0.6, size), row("poll, 304", unchanged, 0.8, "no body"));
            }
        }
    }

    private static void fill(Stage stage) {
        try (Speaker speaker = stage.speaker()) {
            for (int i = 0; i < NOTICES; i++) {
                speaker.announce(Due.PROVIDER + "/polled-" + i, Instant.now());
            }
        }
        stage.await("announced", Duration.ofSeconds(30), NOTICES, "select count(*) from notice");
    }

    private static Jvm bareRoute(HttpResponse<String> answer, String tag) {
        Path body = Options.FOLDER.resolve("page.json");
        try {
            Files.writeString(body, answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String link = answer.headers().firstValue("link").orElseThrow();
        return new Jvm(BareRouteMain.class, List.of(body.toString(), tag, link));
    }

    /** The same client polls both. */
    private record Poller(Stage stage, Service service, int barePort, Jvm client, Options options) {

        List<Run> runs(int requests, String tag) {
            for (int i = 0; i < WARM_UPS; i++) {
                rate(requests, barePort, tag);
                rate(requests, service.port(), tag);
            }
            List<Run> runs = new ArrayList<>();
            for (int i = 0; i < options.runs(); i++) {
                double limit = rate(requests, barePort, tag);
                Meter meter = new Meter(stage.database(), List.of(service));
                double rate = rate(requests, service.port(), tag);
                runs.add(meter.per(requests).with(Figure.RATE, rate).beside(limit));
            }
            return runs;
        }

        private double rate(int requests, int port, String tag) {
            return requests * 1e9 / Long.parseLong(client.ask(requests + " " + port + " " + PAGE + tag));
        }
    }

    private static Row row(String name, List<Run> runs, double ratio, String note) {
        return new Row(
                name, List.of(Figure.RATE), "bare route", List.of(Goal.atLeast(Figure.RATIO, ratio)), runs, note);
    }
}
