/**
 * Files as sources see them: {@link io.gridmill.loaders.files.InputFiles} turns paths, folders and globs into files, {@link
 * io.gridmill.loaders.files.StoredFile} is one of them with the size and time by which change is noticed, {@link
 * io.gridmill.loaders.files.FileBytes} reads its bytes, decompressed. Must know no format.
 */
@NullMarked
package io.gridmill.loaders.files;

import org.jspecify.annotations.NullMarked;
