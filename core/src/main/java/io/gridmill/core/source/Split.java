package io.gridmill.core.source;

/**
 * A unit of reading: a byte range that starts and ends at a record boundary, or a whole file.
 *
 * @param file absolute path
 * @param offset first byte (of the file as stored)
 * @param length bytes; a compressed file is one split of its whole length
 * @param fileSize size of the file when it was split, in bytes
 * @param fileModified modification time of the file when it was split, milliseconds since 1970; with the size, how change is noticed
 */
public record Split(String file, long offset, long length, long fileSize, long fileModified) {}
