package org.opentws.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Where backups lie. A file of a backup's name is a whole one, on the disk. */
final class BackupDirectory {
  private static final String UNFINISHED = ".part";

  private final Path directory;

  BackupDirectory(Path directory) {
    this.directory = directory;
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  boolean has(String name) {
    return Files.isRegularFile(file(name));
  }

  /** What a file is written by. */
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** Whole and on the disk, or not at all; for the server's own user alone. */
  Path write(String name, Content content) {
    Path unfinished = file(name + UNFINISHED);
    try {
      create();
      try (OutputStream out =
          Files.newOutputStream(
              Files.createFile(
                  unfinished,
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rw-------"))))) {
        content.write(out);
      }
      force(unfinished, StandardOpenOption.WRITE);
      Path file =
          Files.move(
              unfinished,
              file(name),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
      force(directory, StandardOpenOption.READ);
      return file;
    } catch (IOException e) {
      remove(unfinished);
      throw new UncheckedIOException("the backup cannot be written", e);
    } catch (RuntimeException e) {
      remove(unfinished);
      throw e;
    }
  }

  private void create() throws IOException {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      throw new IOException(directory + " is no directory", e);
    }
  }

  /** What a node left that was killed; only while nobody else writes. */
  void discardUnfinished() {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*" + UNFINISHED)) {
      for (Path file : left) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the directory of backups cannot be written", e);
    }
  }

  private static void force(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("what was begun cannot be removed", e);
    }
  }
}
