package dev.forewarn.console;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was just done, for the page that is shown then: a word in its address, which says nothing else. */
enum Done {
    PAUSED("It is paused. What is due waits."),
    RESUMED("It is sent to again. If its receiver has never answered at this URL, that is asked first."),
    REPLAYED("What was missed is on its way."),
    CHANGED("What was changed holds from now on."),
    DELETED("The subscription is gone, with all that waited for it."),
    MIGRATED("Noted: it is not reminded of that any more."),
    REMINDED("It is reminded of that again, from now on."),
    RETRIED("It is being sent again; load this page again to see what came of it.");

    private final String text;

    Done(String text) {
        this.text = text;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Message> message(@Nullable String word) {
        return Stream.of(values())
                .filter(done -> done.word().equals(word))
                .findFirst()
                .map(done -> Message.good(done.text));
    }
}
