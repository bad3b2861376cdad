package dev.ae4j.apps.report;

/** Text inside HTML. */
final class Html {
  private Html() {}

  /** Returns the text with every character that means something in HTML or XML replaced. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isAllowed(c) ? c : 0xfffd);
              }
            });
    return escaped.toString();
  }

  /** Returns whether a character may stand in a document, escaped or not: XML 1.0, 2.2. */
  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c != 0x7f && c < 0xd800)
        || (c > 0xdfff && c < 0xfffe)
        || c >= 0x10000;
  }
}
