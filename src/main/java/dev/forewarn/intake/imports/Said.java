package dev.forewarn.intake.imports;

import dev.forewarn.lifecycle.LifecycleEvent.Stated;

/** A row and the event that it becomes. */
record Said(String label, Stated event) {}
