/** Reports as web pages that need no other file. */
package dev.ae4j.apps.report;
