package dev.forewarn.benchmark;

import java.util.List;

/** The limit of sending: see {@link BareClientMain}. */
final class BareClient implements AutoCloseable {

    static final String NAME = "bare client";

    private static final int WARM_UPS = 3;

    private final Stage stage;
    private final Jvm client;

    /**
     * Starts it and lets it run until it is warm.
     *
     * @param requests of each run
     */
    BareClient(Stage stage, Options options, int subscriptions, int requests) {
        this.stage = stage;
        long size = stage.database().number("select round(avg(length(body))) from notice");
        client = new Jvm(
                BareClientMain.class,
                List.of(
                        Integer.toString(stage.receiverPort()),
                        Integer.toString(options.connections()),
                        Long.toString(size),
                        Integer.toString(subscriptions)));
        client.answer();
        for (int i = 0; i < WARM_UPS; i++) {
            rate(requests);
        }
    }

    /** How many requests it makes a second. */
    double rate(int requests) {
        stage.receiver().ask("reset");
        return requests * 1e9 / Long.parseLong(client.ask(Integer.toString(requests)));
    }

    @Override
    public void close() {
        client.close();
    }
}
