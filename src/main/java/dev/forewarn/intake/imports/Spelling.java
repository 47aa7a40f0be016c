package dev.forewarn.intake.imports;

import dev.forewarn.lifecycle.Effective;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A way of writing a date that can mean only one. */
record Spelling(Pattern form, Function<MatchResult, Effective> meaning) {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final String MONTH = "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
            + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
    private static final String DAY = "(\\d{1,2})(?:st|nd|rd|th)?";
    private static final String YEAR = "(\\d{4})";
    private static final String WEEKDAY = "(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\\.?,? )?";
    private static final String GAP = "[ ,-]+";

    /** Each form is of its own: a text has at most one of them. */
    private static final List<Spelling> ALL = List.of(
            of("(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})", at -> day(at.group(1), at.group(3), at.group(4))),
            of("(\\d{4})(\\d{2})(\\d{2})", at -> day(at.group(1), at.group(2), at.group(3))),
            of("(\\d{4})[-/.](\\d{1,2})", at -> month(at.group(1), at.group(2))),
            of("(\\d{1,2})[-/.](\\d{4})", at -> month(at.group(2), at.group(1))),
            of("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})", Spelling::eitherOrder),
            of(WEEKDAY + MONTH + GAP + DAY + GAP + YEAR, at -> named(at.group(3), at.group(1), at.group(2))),
            of(
                    WEEKDAY + DAY + "(?: of)?" + GAP + MONTH + GAP + YEAR,
                    at -> named(at.group(3), at.group(2), at.group(1))),
            of(YEAR + GAP + MONTH + GAP + DAY, at -> named(at.group(1), at.group(2), at.group(3))),
            of(MONTH + GAP + YEAR, at -> month(at.group(2), number(at.group(1)))),
            of("\\d{10}", at -> moment(Instant.ofEpochSecond(Long.parseLong(at.group())))),
            of("\\d{13}", at -> moment(Instant.ofEpochMilli(Long.parseLong(at.group())))),
            of("(\\d{4}-\\d{2}-\\d{2})[t ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)", Spelling::local),
            of(
                    "(\\d{4}-\\d{2}-\\d{2})[t ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?) ?(z|utc|[+-]\\d{2}:?\\d{2})",
                    Spelling::offset),
            of("[a-z]{3}, \\d{1,2} [a-z]{3} \\d{4} \\d{2}:\\d{2}:\\d{2} (?:gmt|utc|[+-]\\d{4})", Spelling::internet));

    private static Spelling of(String form, Function<MatchResult, Effective> meaning) {
        return new Spelling(Pattern.compile(form), meaning);
    }

    /**
     * @param written in lower case
     * @throws Unclear if it is none of these, or no such day
     */
    static Effective read(String written) {
        for (Spelling spelling : ALL) {
            Matcher matcher = spelling.form.matcher(written);
            if (matcher.matches()) {
                return spelling.meant(matcher, written);
            }
        }
        throw new Unclear("'" + written + "' is not a date that is clear to the day or the month");
    }

    private Effective meant(Matcher matcher, String written) {
        try {
            return meaning.apply(matcher.toMatchResult());
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new Unclear("'" + written + "' is no date: " + e.getMessage());
        }
    }

    private static Effective day(String year, String month, String day) {
        return on(LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
    }

    private static Effective month(String year, String month) {
        return new Effective.In(YearMonth.of(Integer.parseInt(year), Integer.parseInt(month)), UTC);
    }

    private static Effective named(String year, String month, String day) {
        return day(year, number(month), day);
    }

    private static String number(String month) {
        return Integer.toString(MONTHS.indexOf(month.substring(0, 3)) + 1);
    }

    /** Some put the day first and some the month: only where one of them can't be a month is it clear. */
    private static Effective eitherOrder(MatchResult at) {
        int first = Integer.parseInt(at.group(1));
        int second = Integer.parseInt(at.group(3));
        if (first <= 12 && second <= 12 && first != second) {
            throw new Unclear("'" + at.group() + "' could be two different days");
        }
        return first > 12 ? day(at.group(4), at.group(3), at.group(1)) : day(at.group(4), at.group(1), at.group(3));
    }

    /** A time without an offset tells the day, and nothing more. */
    private static Effective local(MatchResult at) {
        return on(LocalDateTime.parse(at.group(1) + "T" + at.group(2)).toLocalDate());
    }

    private static Effective offset(MatchResult at) {
        String offset = at.group(3).replace("utc", "z").replaceFirst("(\\d{2})(\\d{2})$", "$1:$2");
        return moment(OffsetDateTime.parse((at.group(1) + "t" + at.group(2) + offset).toUpperCase(Locale.ROOT))
                .toInstant());
    }

    private static Effective internet(MatchResult at) {
        String written = at.group().replace("utc", "gmt");
        DateTimeFormatter form = DateTimeFormatter.RFC_1123_DATE_TIME;
        return moment(ZonedDateTime.parse(capitals(written), form).toInstant());
    }

    private static String capitals(String written) {
        StringBuilder text = new StringBuilder(written.length());
        for (String word : written.split(" ", -1)) {
            String first =
                    word.equals("gmt") ? "GMT" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
            text.append(text.isEmpty() ? "" : " ").append(first);
        }
        return text.toString();
    }

    /** Midnight is how programs write a day. */
    private static Effective moment(Instant at) {
        LocalDateTime utc = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
        return utc.toLocalTime().equals(LocalTime.MIDNIGHT) ? on(utc.toLocalDate()) : new Effective.At(at);
    }

    private static Effective on(LocalDate day) {
        return new Effective.On(day, UTC);
    }
}
