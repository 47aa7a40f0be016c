/** What every resource shares: problem documents, cursors, pages. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.web;
