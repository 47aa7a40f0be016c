package dev.forewarn.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says when something of our own will be switched off: a call, or a parameter of it. Whoever uses it is told in the answer,
 * by {@code Deprecation} (RFC 9745), {@code Sunset} (RFC 8594) and {@code Link}; who reads the description of all calls finds
 * it marked there, which a test holds.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Retiring {

    /** The parameter of the query that it is about; empty for the call as a whole. */
    String parameter() default "";

    /** The day, in UTC, since when it should no longer be used. */
    String since();

    /** The day, in UTC, on which it may be gone. */
    String sunset();

    /** What takes its place: a template of a relative URI, in which the value of the parameter may be named. */
    String successor();
}
