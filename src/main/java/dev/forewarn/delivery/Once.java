package dev.forewarn.delivery;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs a task the first time that it is asked to; tells whether it did. */
final class Once implements BooleanSupplier {

    private Optional<Runnable> task;

    Once(Runnable task) {
        this.task = Optional.of(task);
    }

    @Override
    public boolean getAsBoolean() {
        Optional<Runnable> left = task;
        task = Optional.empty();
        left.ifPresent(Runnable::run);
        return left.isPresent();
    }
}
