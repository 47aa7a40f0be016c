package dev.forewarn.console;

/** Which part of the console a page belongs to, as its navigation shows. */
public enum Section {
    HORIZON,
    SUBSCRIPTIONS,
    OPERATIONS,
    /** None of them: signing in, or an error. */
    ELSEWHERE
}
