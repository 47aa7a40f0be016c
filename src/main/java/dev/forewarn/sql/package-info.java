/** How batches of rows are handed to PostgreSQL: one array a column, for {@code unnest}. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.sql;
