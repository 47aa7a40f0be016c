package dev.forewarn.intake.imports;

import dev.forewarn.lifecycle.Statement;

/** What one row of a feed came to. */
sealed interface Row {

    /** How a reader of the report finds it in the feed. */
    String label();

    /** It says something of a cutoff. */
    record Told(String label, Statement statement) implements Row {}

    /** It is in order, and says nothing of an end. */
    record Silent(String label) implements Row {}

    /** It can't be taken. */
    record Rejected(String label, String reason) implements Row {}
}
