package dev.forewarn.feed;

import dev.forewarn.lifecycle.Certainty;
import dev.forewarn.lifecycle.Cutoff;
import dev.forewarn.lifecycle.Effective;
import dev.forewarn.lifecycle.LeadTime;
import dev.forewarn.lifecycle.Status;
import dev.forewarn.lifecycle.Window;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.ComponentList;
import net.fortuna.ical4j.model.ParameterList;
import net.fortuna.ical4j.model.PropertyList;
import net.fortuna.ical4j.model.component.VAlarm;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.parameter.Related;
import net.fortuna.ical4j.model.parameter.Value;
import net.fortuna.ical4j.model.property.Categories;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.LastModified;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.RefreshInterval;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Trigger;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.Url;
import net.fortuna.ical4j.model.property.XProperty;
import net.fortuna.ical4j.model.property.immutable.ImmutableAction;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableStatus;
import net.fortuna.ical4j.model.property.immutable.ImmutableTransp;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/**
 * Writes cutoffs as iCalendar (RFC 5545): an event for each, whose bytes follow from what is stored. Days are days
 * without a time, as they are where the provider reckons them; instants are in UTC. So there are no time zones to tell.
 */
@Singleton
final class CalendarFile {

    static final String MEDIA_TYPE = "text/calendar";

    private static final String NAME = "Forewarn: what will be switched off";
    private static final Period REFRESH = Period.ofDays(1);

    private final Answers answers;

    CalendarFile(Answers answers) {
        this.answers = answers;
    }

    /** @param now by the calendar: only what is still to come rings */
    byte[] write(List<CalendarStore.Dated> cutoffs, Instant now) {
        Calendar calendar = new Calendar(
                new PropertyList(List.of(
                        new ProdId("-//Forewarn//forewarn.dev//EN"),
                        ImmutableVersion.VERSION_2_0,
                        ImmutableCalScale.GREGORIAN,
                        // What Google and Apple read.
                        new XProperty("X-WR-CALNAME", NAME),
                        new RefreshInterval(new ParameterList(List.of(Value.DURATION)), REFRESH))),
                new ComponentList<>(
                        cutoffs.stream().map(cutoff -> event(cutoff, now)).toList()));
        return bytes(calendar);
    }

    private static byte[] bytes(Calendar calendar) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new CalendarOutputter(false).output(calendar, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private VEvent event(CalendarStore.Dated dated, Instant now) {
        Cutoff cutoff = dated.cutoff();
        PropertyList properties = new PropertyList(List.of(
                new Uid(cutoff.id().value()),
                new DtStamp(dated.changedAt().truncatedTo(ChronoUnit.SECONDS)),
                new LastModified(dated.changedAt().truncatedTo(ChronoUnit.SECONDS)),
                new Sequence(cutoff.revision()),
                status(cutoff),
                new Summary(summary(dated)),
                new Description(description(dated)),
                new Categories(Wording.of(cutoff.key().milestone())),
                new Url(URI.create(answers.base() + "/v1/cutoffs/" + cutoff.id())),
                ImmutableTransp.TRANSPARENT));
        return new VEvent(times(dated.shown(), properties), new ComponentList<>(alarms(dated, now)));
    }

    private static net.fortuna.ical4j.model.property.Status status(Cutoff cutoff) {
        if (cutoff.withdrawn()) {
            return ImmutableStatus.VEVENT_CANCELLED;
        }
        return cutoff.committed() ? ImmutableStatus.VEVENT_CONFIRMED : ImmutableStatus.VEVENT_TENTATIVE;
    }

    private static PropertyList times(Cutoff shown, PropertyList others) {
        Window window = shown.window().orElseThrow();
        Effective effective = shown.standing().effective();
        if (effective instanceof Effective.On day) {
            return days(others, day.on(), day.on().plusDays(1));
        }
        if (effective instanceof Effective.In month) {
            return days(others, month.in().atDay(1), month.in().plusMonths(1).atDay(1));
        }
        ZonedDateTime start = window.start().atZone(window.zone());
        LocalDate day = start.toLocalDate();
        // What follows a day begins with a day.
        return effective instanceof Effective.After && start.equals(day.atStartOfDay(window.zone()))
                ? days(others, day, day.plusDays(1))
                : others.add(new DtStart<>(window.start().truncatedTo(ChronoUnit.SECONDS)));
    }

    private static PropertyList days(PropertyList others, LocalDate first, LocalDate end) {
        return others.add(new DtStart<>(first)).add(new DtEnd<>(end));
    }

    private static List<VAlarm> alarms(CalendarStore.Dated dated, Instant now) {
        return dated.cutoff().status(now) == Status.UPCOMING
                ? Arrays.stream(LeadTime.values())
                        .map(rung -> alarm(rung, summary(dated)))
                        .toList()
                : List.of();
    }

    private static VAlarm alarm(LeadTime rung, String summary) {
        return new VAlarm(new PropertyList(List.of(
                ImmutableAction.DISPLAY,
                new Description(summary),
                new Trigger(
                        new ParameterList(List.of(Related.START)),
                        Period.parse(rung.word()).negated()))));
    }

    private static String summary(CalendarStore.Dated dated) {
        Cutoff shown = dated.shown();
        String what = shown.standing().subject().name() + ": "
                + Wording.of(shown.key().milestone())
                + Wording.scope(shown.key().subject(), shown.key().scope());
        return dated.cutoff().withdrawn()
                ? what + " (withdrawn)"
                : what + Wording.firmness(shown.standing().certainty());
    }

    private static String description(CalendarStore.Dated dated) {
        Cutoff shown = dated.shown();
        Certainty certainty = shown.standing().certainty();
        return String.join(
                "\n",
                shown.key().toString(),
                "Date: "
                        + Wording.date(
                                shown.standing().effective(),
                                Optional.of(shown.window().orElseThrow().start()))
                        + Wording.firmness(certainty),
                "Certainty: " + certainty.word(),
                "Replacement: " + Wording.replacement(shown.standing().replacement()),
                "Sources: " + shown.standing().agreeing() + " of "
                        + shown.standing().sources() + " agree");
    }
}
