package dev.forewarn.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Follows the feed by its cursor while others write. */
final class FeedPoller implements AutoCloseable {

    private final Api api;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private volatile RuntimeException lastFailure = new IllegalStateException("none");
    private volatile String cursor = "";

    FeedPoller(Api api) {
        this.api = api;
    }

    FeedPoller start() {
        executor.execute(this::poll);
        return this;
    }

    /** The ids that it saw, in the order in which it saw them. */
    List<String> seen() {
        return seen;
    }

    /** What the last poll that failed came to. */
    RuntimeException lastFailure() {
        return lastFailure;
    }

    /** Reads on until there is nothing more. */
    static List<String> readAll(Api api) {
        FeedPoller poller = new FeedPoller(api);
        int before;
        do {
            before = poller.seen.size();
            poller.read();
        } while (poller.seen.size() > before);
        poller.close();
        return poller.seen;
    }

    private void poll() {
        try {
            read();
        } catch (RuntimeException e) {
            // The service is away: the next poll goes on from the same cursor.
            lastFailure = e;
        }
        again();
    }

    private void again() {
        try {
            executor.execute(this::poll);
        } catch (RejectedExecutionException e) {
            // It was closed meanwhile.
            lastFailure = e;
        }
    }

    private void read() {
        JsonNode page = api.get("/v1/notices?limit=1000&wait=1" + (cursor.isEmpty() ? "" : "&after=" + cursor));
        page.get("items").forEach(notice -> seen.add(notice.get("id").asText()));
        cursor = page.get("next").asText();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
