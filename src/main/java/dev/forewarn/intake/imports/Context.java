package dev.forewarn.intake.imports;

/** What a feed is read with. */
record Context(Places places, Voice voice) {}
