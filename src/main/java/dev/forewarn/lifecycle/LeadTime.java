package dev.forewarn.lifecycle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;

/**
 * A rung of the ladder: how many calendar days before the start of a window a reminder is due, longest first, written
 * as an ISO 8601 period. The order is part of the stored form of a subscription's filter: append only.
 */
public enum LeadTime implements Word {
    P180D(180),
    P90D(90),
    P60D(60),
    P30D(30),
    P14D(14),
    P7D(7),
    P3D(3),
    P1D(1),
    P0D(0);

    private final int days;

    LeadTime(int days) {
        this.days = days;
    }

    @Override
    public String word() {
        return name();
    }

    /** How many calendar days before the start. */
    public int days() {
        return days;
    }

    /** When the reminder for this window is due: never after its start. */
    public Instant dueAt(Window window) {
        ZonedDateTime start = window.start().atZone(window.zone());
        LocalDate day = start.toLocalDate();
        // A day that begins at one o'clock, because its midnight was skipped, is still reminded of at midnight.
        boolean wholeDay = start.equals(day.atStartOfDay(window.zone()));
        ZonedDateTime due = wholeDay ? day.minusDays(days).atStartOfDay(window.zone()) : start.minusDays(days);
        return due.toInstant();
    }
}
