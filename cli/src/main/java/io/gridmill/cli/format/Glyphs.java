package io.gridmill.cli.format;

import org.jline.utils.WCWidth;

/** Texts as a terminal shows them, where a letter takes no, one or two places. */
final class Glyphs {
    private static final char ELLIPSIS = '…';

    private Glyphs() {}

    /** Without line ends, tabs and control characters, which would break the columns or the terminal. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\n' -> plain.append("\\n");
                case '\r' -> plain.append("\\r");
                case '\t' -> plain.append("\\t");
                default -> plain.appendCodePoint(places(point) < 0 ? '\uFFFD' : point);
            }
        });
        return plain.toString();
    }

    /** Places that a plain text takes. */
    static int width(String text) {
        return text.codePoints().map(Glyphs::places).sum();
    }

    /** A plain text in at most so many places, with an ellipsis as the last one when something is missing. */
    static String cut(String text, int width) {
        if (text.length() <= width / 2 || width(text) <= width) {
            return text;
        }
        int places = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            places += places(point);
            if (places > width - 1) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end) + ELLIPSIS;
    }

    private static int places(int point) {
        return point >= ' ' && point < 0x7F ? 1 : WCWidth.wcwidth(point);
    }
}
