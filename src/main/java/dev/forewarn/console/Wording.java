package dev.forewarn.console;

import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Milestone;
import dev.forewarn.lifecycle.NoticeKind;
import dev.forewarn.lifecycle.Scope;
import dev.forewarn.lifecycle.SubjectId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What pages say in words. */
final class Wording {

    private static final DateTimeFormatter DAY = format("d MMMM uuuu");
    private static final DateTimeFormatter MONTH = format("MMMM uuuu");
    private static final DateTimeFormatter SHORT_MONTH = format("MMM");
    private static final DateTimeFormatter MINUTE = format("d MMMM uuuu, HH:mm");
    private static final DateTimeFormatter SECOND = format("d MMMM uuuu, HH:mm:ss");

    private Wording() {}

    static String of(Milestone milestone) {
        return switch (milestone) {
            case DEPRECATED -> "deprecated";
            case CLOSED_TO_NEW -> "closed to new users";
            case READ_ONLY -> "read only";
            case BROWNOUT -> "brownout";
            case SHUTDOWN -> "shutdown";
            case EXPORT_OPENS -> "export opens";
            case EXPORT_CLOSES -> "export closes";
            case DATA_DELETION -> "data deletion";
        };
    }

    static String of(Certainty certainty) {
        return switch (certainty) {
            case COMMITTED -> "committed";
            case EARLIEST -> "not before";
            case TENTATIVE -> "tentative";
        };
    }

    /** What a certainty means for somebody who plans by it. */
    static String meaning(Certainty certainty) {
        return switch (certainty) {
            case COMMITTED -> "This date is promised.";
            case EARLIEST -> "It will not happen before; it may happen any day from then on.";
            case TENTATIVE -> "Nobody has promised this date: it may move.";
        };
    }

    static String of(Authority authority) {
        return switch (authority) {
            case OFFICIAL -> "official";
            case DISTRIBUTOR -> "distributor";
            case PRESS -> "press";
            case TRACKER -> "tracker";
        };
    }

    static String of(NoticeKind kind) {
        return kind.word();
    }

    static String of(LeadTime rung) {
        return rung == LeadTime.P0D ? "on the day" : days(rung.days());
    }

    static String day(LocalDate day) {
        return DAY.format(day);
    }

    static String month(YearMonth month) {
        return MONTH.format(month);
    }

    static String shortMonth(YearMonth month) {
        return SHORT_MONTH.format(month);
    }

    /** In UTC, as precisely as it matters. */
    static String instant(Instant at) {
        DateTimeFormatter format = at.getEpochSecond() % 60 == 0 ? MINUTE : SECOND;
        return format.format(at.atOffset(ZoneOffset.UTC)) + " UTC";
    }

    /**
     * When it is, as precisely as it was said, and in the zone in which it was said where that is not UTC.
     *
     * @param start of the window
     */
    static String date(Effective effective, Optional<Instant> start) {
        if (effective instanceof Effective.On on) {
            return day(on.on()) + in(on.zone());
        }
        if (effective instanceof Effective.In in) {
            return month(in.in()) + in(in.zone());
        }
        if (effective instanceof Effective.At at) {
            return instant(at.at());
        }
        return start.map(Wording::start).orElse("no date");
    }

    private static String start(Instant at) {
        boolean midnight = at.equals(at.truncatedTo(ChronoUnit.DAYS));
        return midnight ? day(LocalDate.ofInstant(at, ZoneOffset.UTC)) : instant(at);
    }

    /** What sort of window a date means. */
    static String window(Effective effective) {
        if (effective instanceof Effective.On on) {
            return "Some time on that day, as it is counted in " + zone(on.zone()) + ".";
        }
        if (effective instanceof Effective.In in) {
            return "Some day of that month, in " + zone(in.zone()) + ": none was named.";
        }
        if (effective instanceof Effective.At) {
            return "At that very second.";
        }
        return effective.follows().isEmpty() ? "" : "Some time after all of these have ended:";
    }

    private static String zone(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.toString();
    }

    private static String in(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC) ? "" : " (" + zone + ")";
    }

    /** What a date hangs on, where it is not a date of its own. */
    static Optional<String> follows(Effective effective) {
        List<CutoffKey> follows = effective.follows();
        return follows.isEmpty()
                ? Optional.empty()
                : Optional.of(follows.stream().map(CutoffKey::toString).collect(Collectors.joining(" and ")));
    }

    /** For whom it holds, where it does not hold for all. */
    static List<String> scope(SubjectId subject, Scope scope) {
        return Stream.of(
                        Stream.of(scope.channel())
                                .filter(channel -> !channel.equals(subject.provider()))
                                .filter(channel -> !channel.equals(Scope.EVERYWHERE))
                                .map(channel -> "on " + channel),
                        Stream.of(scope.region()).filter(Wording::named).map(Wording::region),
                        Stream.of(scope.audience()).filter(Wording::named).map(audience -> "for " + audience),
                        scope.occurrence().stream().map(occurrence -> "no. " + occurrence))
                .flatMap(each -> each)
                .toList();
    }

    private static boolean named(String part) {
        return !part.equals(Scope.EVERYWHERE);
    }

    static String region(String code) {
        return "in " + new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH);
    }

    static String days(int days) {
        return days == 1 ? "1 day" : days + " days";
    }

    /** Some of a kind, in words: {@code 2 sources}. */
    static String count(int count, String one) {
        return "%,d %s%s".formatted(count, one, count == 1 ? "" : "s");
    }

    /** A list as it is read out: {@code a, b and c}. */
    static String joined(List<String> parts) {
        int last = parts.size() - 1;
        return parts.size() < 2
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
