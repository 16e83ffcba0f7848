//===- fs.cpp - Files, by way of the blocking pool -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include <unblock/blocking.hpp>
#include <unblock/fs.hpp>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace unblock::fs {
namespace {

template <class F>
task<std::invoke_result_t<F>> offload(F f, std::source_location where) {
  co_return co_await spawn_blocking(std::move(f), where);
}

[[noreturn]] void fail(const char *what, const path &name) {
  throw std::filesystem::filesystem_error(
      what, name, std::error_code(errno, std::generic_category()));
}

/// Repeats a system call that a signal interrupted.
template <class Call> auto call(const char *what, const path &name, Call c) {
  for (;;) {
    auto result = c();
    if (result != -1)
      return result;
    if (errno != EINTR)
      fail(what, name);
  }
}

class descriptor {
public:
  descriptor(const char *what, const path &name, int flags)
      : number_(call(what, name, [&] {
          return ::open(name.c_str(), flags | O_CLOEXEC, 0666);
        })) {}
  descriptor(const descriptor &) = delete;
  descriptor &operator=(const descriptor &) = delete;
  ~descriptor() {
    if (number_ != -1)
      ::close(number_);
  }

  int number() const noexcept { return number_; }
  int release() noexcept { return std::exchange(number_, -1); }

private:
  int number_;
};

std::size_t read_some(int from, void *to, std::size_t count, const path &name) {
  return static_cast<std::size_t>(
      call("read", name, [&] { return ::read(from, to, count); }));
}

void write_all(int to, const void *from, std::size_t count, const path &name) {
  auto *next = static_cast<const char *>(from);
  while (count != 0) {
    auto done = static_cast<std::size_t>(
        call("write", name, [&] { return ::write(to, next, count); }));
    next += done;
    count -= done;
  }
}

template <class Content> Content read_all(const path &name) {
  descriptor from("read", name, O_RDONLY);
  struct stat facts;
  call("read", name, [&] { return ::fstat(from.number(), &facts); });
  // One more than the size, to see the end. The size is a hint: files grow, and
  // those of /proc say that they are empty.
  Content content;
  content.resize(static_cast<std::size_t>(std::max<off_t>(facts.st_size, 0)) + 1);
  std::size_t size = 0;
  for (;;) {
    std::size_t more = read_some(from.number(), content.data() + size,
                                 content.size() - size, name);
    size += more;
    if (more == 0)
      break;
    if (size == content.size())
      content.resize(std::max<std::size_t>(4096, 2 * size));
  }
  content.resize(size);
  return content;
}

template <class Content>
task<> put(path name, Content content, int flags, std::source_location where) {
  return offload(
      [name = std::move(name), content = std::move(content), flags] {
        descriptor to("write", name, O_WRONLY | O_CREAT | flags);
        write_all(to.number(), content.data(), content.size(), name);
        if (::close(to.release()) == -1 && errno != EINTR)
          fail("write", name);
      },
      where);
}

} // namespace

task<std::vector<std::byte>> read(path name, std::source_location where) {
  return offload(
      [name = std::move(name)] {
        return read_all<std::vector<std::byte>>(name);
      },
      where);
}

task<std::string> read_to_string(path name, std::source_location where) {
  return offload(
      [name = std::move(name)] { return read_all<std::string>(name); }, where);
}

task<> write(path name, std::string content, std::source_location where) {
  return put(std::move(name), std::move(content), O_TRUNC, where);
}

task<> write(path name, std::vector<std::byte> content,
             std::source_location where) {
  return put(std::move(name), std::move(content), O_TRUNC, where);
}

task<> append(path name, std::string content, std::source_location where) {
  return put(std::move(name), std::move(content), O_APPEND, where);
}

task<> create_dir_all(path directory, std::source_location where) {
  return offload(
      [directory = std::move(directory)] {
        std::filesystem::create_directories(directory);
      },
      where);
}

task<bool> remove(path what, std::source_location where) {
  return offload(
      [what = std::move(what)] { return std::filesystem::remove(what); },
      where);
}

task<std::uintmax_t> remove_all(path what, std::source_location where) {
  return offload(
      [what = std::move(what)] { return std::filesystem::remove_all(what); },
      where);
}

task<> rename(path from, path to, std::source_location where) {
  return offload([from = std::move(from),
                  to = std::move(to)] { std::filesystem::rename(from, to); },
                 where);
}

task<> copy(path from, path to, std::source_location where) {
  return offload(
      [from = std::move(from), to = std::move(to)] {
        std::filesystem::copy_file(
            from, to, std::filesystem::copy_options::overwrite_existing);
      },
      where);
}

task<bool> exists(path what, std::source_location where) {
  return offload(
      [what = std::move(what)] { return std::filesystem::exists(what); },
      where);
}

task<file_metadata> metadata(path what, std::source_location where) {
  return offload(
      [what = std::move(what)] {
        file_metadata facts;
        facts.status = std::filesystem::status(what);
        // Throws if there is none, which status() does not.
        facts.modified = std::filesystem::last_write_time(what);
        facts.size = facts.is_file() ? std::filesystem::file_size(what) : 0;
        return facts;
      },
      where);
}

task<std::vector<std::filesystem::directory_entry>>
read_dir(path directory, std::source_location where) {
  return offload(
      [directory = std::move(directory)] {
        std::vector<std::filesystem::directory_entry> entries;
        for (const auto &entry :
             std::filesystem::directory_iterator(directory))
          entries.push_back(entry);
        return entries;
      },
      where);
}

//===----------------------------------------------------------------------===//
// file
//===----------------------------------------------------------------------===//

struct file::state {
  state(path n, int flags) : name(std::move(n)), opened("open", name, flags) {}

  const path name;
  std::mutex mutex; // one operation at a time
  descriptor opened;
};

file::file(std::shared_ptr<state> opened) noexcept
    : state_(std::move(opened)) {}

task<file> file::open(path name, open_mode mode, std::source_location where) {
  int flags = 0;
  switch (mode) {
  case open_mode::read:
    flags = O_RDONLY;
    break;
  case open_mode::write:
    flags = O_WRONLY | O_CREAT | O_TRUNC;
    break;
  case open_mode::append:
    flags = O_WRONLY | O_CREAT | O_APPEND;
    break;
  case open_mode::read_write:
    flags = O_RDWR | O_CREAT;
    break;
  }
  return offload(
      [name = std::move(name), flags]() mutable {
        return file(std::make_shared<state>(std::move(name), flags));
      },
      where);
}

task<std::vector<std::byte>> file::read(std::size_t count,
                                        std::source_location where) {
  return offload(
      [s = state_, count] {
        std::lock_guard lock(s->mutex);
        std::vector<std::byte> content(count);
        content.resize(
            read_some(s->opened.number(), content.data(), count, s->name));
        return content;
      },
      where);
}

task<> file::write(std::string content, std::source_location where) {
  return offload(
      [s = state_, content = std::move(content)] {
        std::lock_guard lock(s->mutex);
        write_all(s->opened.number(), content.data(), content.size(), s->name);
      },
      where);
}

task<> file::write(std::vector<std::byte> content, std::source_location where) {
  return offload(
      [s = state_, content = std::move(content)] {
        std::lock_guard lock(s->mutex);
        write_all(s->opened.number(), content.data(), content.size(), s->name);
      },
      where);
}

task<std::uintmax_t> file::seek(std::intmax_t offset,
                                std::ios_base::seekdir from,
                                std::source_location where) {
  return offload(
      [s = state_, offset, from] {
        int whence = from == std::ios_base::beg   ? SEEK_SET
                     : from == std::ios_base::cur ? SEEK_CUR
                                                  : SEEK_END;
        std::lock_guard lock(s->mutex);
        return static_cast<std::uintmax_t>(call("seek", s->name, [&] {
          return ::lseek(s->opened.number(), static_cast<off_t>(offset),
                         whence);
        }));
      },
      where);
}

task<> file::sync(std::source_location where) {
  return offload(
      [s = state_] {
        std::lock_guard lock(s->mutex);
        call("sync", s->name, [&] { return ::fsync(s->opened.number()); });
      },
      where);
}

task<> file::close(std::source_location where) {
  return offload(
      [s = state_] {
        std::lock_guard lock(s->mutex);
        // Not repeated: the descriptor is gone also if a signal interrupted it.
        if (::close(s->opened.release()) == -1 && errno != EINTR)
          fail("close", s->name);
      },
      where);
}

} // namespace unblock::fs
