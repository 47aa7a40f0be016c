package dev.forewarn.benchmark;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** What is going on, for whoever waits for the table. */
final class Progress {

    private Progress() {}

    @SuppressWarnings({"SystemOut", "JavaTimeDefaultTimeZone"})
    static void say(String what) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  " + what);
    }

    static void failed(String what, Throwable failure) {
        say(what + " could not be measured");
        failure.printStackTrace();
    }
}
