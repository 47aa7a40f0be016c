package dev.forewarn.embedded;

import dev.forewarn.embedded.Timeline.Row;
import dev.forewarn.ledger.CalendarClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Says each row of the timeline when the calendar reaches its day. It keeps no state: each start says again all that was
 * said before, which changes nothing.
 */
final class Replay {

    private static final Duration STORING = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Deque<Row> ahead;
    private final CalendarClock calendar;
    private final Publisher publisher;
    private final LocalApi api;
    private final Pause pause;
    private boolean live;

    Replay(List<Row> rows, CalendarClock calendar, Publisher publisher, LocalApi api, Pause pause) {
        this.ahead = new ArrayDeque<>(rows);
        this.calendar = calendar;
        this.publisher = publisher;
        this.api = api;
        this.pause = pause;
    }

    /** Returns when the last row is said and the calendar has caught up with the present. */
    void play() throws InterruptedException {
        if (calendar.standing()) {
            List<Row> first = publishDue();
            first.forEach(row -> Terminal.print(row.line()));
            awaitStored(first);
        } else {
            Terminal.print(again(publishDue()));
        }
        calendar.begin().await().atMost(PATIENCE);
        do {
            publishDue().forEach(row -> Terminal.print(row.line()));
            tellWhenLive();
        } while (!(live && ahead.isEmpty()) && pause.takes(untilNext()));
    }

    private List<Row> publishDue() throws InterruptedException {
        List<Row> published = new ArrayList<>();
        Instant now = calendar.instant();
        while (!ahead.isEmpty() && !ahead.getFirst().due().isAfter(now)) {
            Row row = ahead.removeFirst();
            publisher.publish(row);
            published.add(row);
        }
        return published;
    }

    private String again(List<Row> published) {
        return "%s  going on from where it stopped; %d events up to this day are sent again and change nothing if known"
                .formatted(today(), published.size());
    }

    // The calendar must not move on before its first day is known, or the day's own reminders would come late.
    private void awaitStored(List<Row> rows) throws InterruptedException {
        Instant deadline = Instant.now().plus(STORING);
        for (Row row : rows) {
            while (!api.succeeds("/v1/cutoffs/" + row.key().id())
                    && Instant.now().isBefore(deadline)
                    && pause.takes(LOOK)) {
                // It is looked at again.
            }
        }
    }

    private void tellWhenLive() {
        if (!live && calendar.caughtUp()) {
            live = true;
            Terminal.print(
                    today() + "  the calendar has caught up with the present; from here on it is a live service");
        }
    }

    private Duration untilNext() {
        if (ahead.isEmpty()) {
            return LOOK;
        }
        Duration next = calendar.wallUntil(ahead.getFirst().due()).plusMillis(1);
        return live || next.compareTo(LOOK) < 0 ? next : LOOK;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(calendar.instant(), ZoneOffset.UTC);
    }
}
