//===- fs.hpp - Files, by way of the blocking pool -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each operation is one closure of spawn_blocking on the current runtime; without
// one, awaiting it throws context_error.
//
// Cancellation: who stops waiting (a timeout, an abort) does not stop the
// operation if it has started: the file is written, renamed, removed all the
// same. So the operations own what they work on: names and contents are taken by
// value.
//
// Errors: std::filesystem::filesystem_error, a std::system_error with the path.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_FS_HPP
#define UNBLOCK_FS_HPP

#include <unblock/task.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <ios>
#include <memory>
#include <source_location>
#include <string>
#include <vector>

namespace unblock::fs {

using std::filesystem::path;

/// The whole content of a file.
task<std::vector<std::byte>>
read(path file, std::source_location where = std::source_location::current());
task<std::string> read_to_string(
    path file, std::source_location where = std::source_location::current());

/// Replaces the content of a file, which is created if there is none. Not atomic:
/// write another file and rename it where that is needed.
task<> write(path file, std::string content,
             std::source_location where = std::source_location::current());
task<> write(path file, std::vector<std::byte> content,
             std::source_location where = std::source_location::current());
/// Adds to the end of a file, which is created if there is none.
task<> append(path file, std::string content,
              std::source_location where = std::source_location::current());

/// Creates a directory and those above it, as far as they are missing.
task<> create_dir_all(
    path directory,
    std::source_location where = std::source_location::current());

/// Removes a file or an empty directory. False if there was none.
task<bool> remove(path what, std::source_location where =
                                 std::source_location::current());
/// Removes a directory with all it contains. Gives how many files and
/// directories it removed.
task<std::uintmax_t>
remove_all(path what,
           std::source_location where = std::source_location::current());

/// Renames a file or directory; a file that had the new name is replaced.
task<> rename(path from, path to,
              std::source_location where = std::source_location::current());
/// Copies a file; one that had the new name is overwritten.
task<> copy(path from, path to,
            std::source_location where = std::source_location::current());

/// Symbolic links are followed.
task<bool> exists(path what, std::source_location where =
                                 std::source_location::current());

struct file_metadata {
  std::filesystem::file_status status; ///< type and permissions
  std::uintmax_t size;                 ///< in bytes; of a file, else 0
  std::filesystem::file_time_type modified;

  bool is_file() const { return is_regular_file(status); }
  bool is_dir() const { return is_directory(status); }
};

/// What is known of a file or directory. Symbolic links are followed. Throws if
/// there is none.
task<file_metadata>
metadata(path what,
         std::source_location where = std::source_location::current());

/// What a directory contains, without "." and "..", in no particular order.
task<std::vector<std::filesystem::directory_entry>>
read_dir(path directory,
         std::source_location where = std::source_location::current());

enum class open_mode {
  read,       ///< must exist
  write,      ///< created or emptied
  append,     ///< created; all writing goes to the end
  read_write, ///< created; what is there stays
};

/// An open file with a position. There is no buffer between it and the system.
///
/// Operations may be started on any thread; they run one at a time, also those
/// that nobody waits for any more. The file is closed when its object is gone
/// and the last operation has ended. Closing can block for long on few file
/// systems (NFS); for them, and to learn of errors, there is `close`.
class file {
public:
  static task<file>
  open(path name, open_mode mode = open_mode::read,
       std::source_location where = std::source_location::current());

  /// Up to \p count bytes from the position on; empty at the end of the file.
  task<std::vector<std::byte>>
  read(std::size_t count,
       std::source_location where = std::source_location::current());
  /// Writes all of \p content at the position.
  task<> write(std::string content, std::source_location where =
                                        std::source_location::current());
  task<> write(std::vector<std::byte> content,
               std::source_location where = std::source_location::current());
  /// Moves the position, and gives it as bytes from the beginning.
  task<std::uintmax_t>
  seek(std::intmax_t offset, std::ios_base::seekdir from = std::ios_base::beg,
       std::source_location where = std::source_location::current());
  /// Returns when the content is on the device.
  task<> sync(std::source_location where = std::source_location::current());
  /// Afterwards every operation fails with std::errc::bad_file_descriptor.
  task<> close(std::source_location where = std::source_location::current());

private:
  struct state;
  explicit file(std::shared_ptr<state> opened) noexcept;

  std::shared_ptr<state> state_;
};

} // namespace unblock::fs

#endif // UNBLOCK_FS_HPP
