package dev.forewarn.lifecycle;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Turns what was said into a window, also where it hangs on other cutoffs. */
final class Derivation {

    private static final Comparator<Window> BY_END = Comparator.comparing(Derivation::bound);

    private final Function<CutoffId, Optional<Window>> windowOf;

    /** @param windowOf the window of another cutoff; empty if it is unknown, withdrawn or undated */
    Derivation(Function<CutoffId, Optional<Window>> windowOf) {
        this.windowOf = windowOf;
    }

    Optional<Window> window(Effective effective) {
        return effective instanceof Effective.After after ? after(after.after()) : effective.window();
    }

    private Optional<Window> after(List<CutoffKey> keys) {
        List<Window> windows = keys.stream()
                .map(key -> windowOf.apply(key.id()))
                .flatMap(Optional::stream)
                .toList();
        return windows.size() < keys.size()
                ? Optional.empty()
                : windows.stream().max(BY_END).map(Derivation::from);
    }

    private static Window from(Window last) {
        return new Window(bound(last), Optional.empty(), last.zone());
    }

    /** The earliest instant at which a window can be over: one without an end is itself derived, so "not before". */
    private static Instant bound(Window window) {
        return window.end().orElse(window.start());
    }
}
