package dev.forewarn.subscription;

/** To whom a subscription belongs: a row of {@code owner}. */
record Owner(long id, String publicId) {}
