package dev.forewarn.lifecycle;

/** A live claim that does not agree with the one that counts. */
public record Conflict(Window window, String source, Authority authority) {}
