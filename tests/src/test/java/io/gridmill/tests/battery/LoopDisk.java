package io.gridmill.tests.battery;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk whose power can be cut: ext4 in a file, mounted by loop. {@link #cut} asks the kernel to shut the file system down without
 * writing anything back, so that after {@link #comeBack} exactly that is there which was synced. Needs root, loop devices and perl.
 */
final class LoopDisk implements AutoCloseable {
    private static final long BYTES = 1L << 30;
    /** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH. */
    private static final String SHUTDOWN =
            "open(my $d, '<', $ARGV[0]) or die $!; my $f = pack('L', 2); ioctl($d, 0x8004587D, $f) or die $!;";

    private final Path image;
    private final Path folder;

    private LoopDisk(Path image, Path folder) {
        this.image = image;
        this.folder = folder;
    }

    /** Mounts an empty disk at a folder, in place of one that a run has left there that was killed. */
    static LoopDisk at(Path folder) {
        Path image = folder.resolveSibling(folder.getFileName() + ".img");
        try {
            Files.createDirectories(folder);
            if (Files.readString(Path.of("/proc/mounts")).contains(" " + folder + " ")) {
                run("umount", "-l", folder.toString());
            }
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(BYTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("mkfs.ext4", "-q", "-F", image.toString());
        LoopDisk disk = new LoopDisk(image, folder);
        disk.mount();
        return disk;
    }

    /** Why there can be no such disk here, or null. */
    static @Nullable String unavailable(Path scratch) {
        if (!System.getProperty("user.name").equals("root")) {
            return "only root can mount a disk whose power can be cut";
        }
        Path folder = scratch.resolve("disk-try");
        try (LoopDisk disk = at(folder)) {
            disk.cut();
            disk.comeBack();
            return null;
        } catch (IllegalStateException | UncheckedIOException e) {
            return "no disk whose power can be cut can be made here: " + e.getMessage();
        }
    }

    private void mount() {
        run("mount", "-o", "loop", image.toString(), folder.toString());
    }

    /** From now on nothing more reaches the disk, and what was not synced never will. */
    void cut() {
        run("perl", "-e", SHUTDOWN, folder.toString());
    }

    /** The power is back; no process may have had a file open here. */
    void comeBack() {
        run("umount", folder.toString());
        mount();
    }

    @Override
    public void close() {
        run("umount", "-l", folder.toString()); // whoever has just died may still hold it
        try {
            Files.delete(folder);
            Files.delete(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", List.of(command)) + " failed: " + said.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
