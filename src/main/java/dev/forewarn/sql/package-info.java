/** How PostgreSQL is talked to: batches of rows as one array a column, short transactions, prepared statements. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.sql;
