// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime's tests share.
// fs: on a real directory.

#include "testing.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <sys/stat.h>

namespace unblock::test {
namespace {

class fs_test : public ::testing::Test {
protected:
  fs_test() {
    std::string name =
        (std::filesystem::temp_directory_path() / "unblock-fs-XXXXXX").string();
    if (!::mkdtemp(name.data()))
      ADD_FAILURE() << "mkdtemp: " << std::strerror(errno);
    folder = name;
  }
  ~fs_test() override { std::filesystem::remove_all(folder); }

  fs::path folder;
  runtime rt = multi(1);
};

std::string text(const std::vector<std::byte> &bytes) {
  std::string s(bytes.size(), '\0');
  std::transform(bytes.begin(), bytes.end(), s.begin(),
                 [](std::byte b) { return static_cast<char>(b); });
  return s;
}

TEST_F(fs_test, writes_and_reads) {
  auto f = [](fs::path name) -> task<> {
    co_await fs::write(name, "hello");
    auto got = co_await fs::read_to_string(name);
    EXPECT_EQ(got, "hello");
    co_await fs::write(name, std::vector{std::byte('h'), std::byte('i')});
    auto bytes = co_await fs::read(name);
    EXPECT_EQ(text(bytes), "hi");
    co_await fs::append(name, " there");
    got = co_await fs::read_to_string(name);
    EXPECT_EQ(got, "hi there");
    co_await fs::write(name, "");
    got = co_await fs::read_to_string(name);
    EXPECT_EQ(got, "");
  };
  run(rt, f(folder / "a file"));
}

TEST_F(fs_test, reads_large_files_and_those_that_hide_their_size) {
  auto f = [](fs::path name) -> task<> {
    std::string large(3'000'001, 'x');
    large[1'234'567] = '\0';
    co_await fs::write(name, large);
    auto got = co_await fs::read_to_string(name);
    EXPECT_TRUE(got == large);
    auto status = co_await fs::read_to_string("/proc/self/status");
    EXPECT_NE(status.find("VmSize"), status.npos);
  };
  run(rt, f(folder / "large"));
}

TEST_F(fs_test, an_error_names_the_path_and_the_reason) {
  auto f = [](fs::path name) -> task<> {
    bool threw = false;
    try {
      (void)co_await fs::read(name);
    } catch (const std::filesystem::filesystem_error &error) {
      threw = true;
      EXPECT_EQ(error.path1(), name);
      EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
    }
    EXPECT_TRUE(threw);
    EXPECT_THROW((void)co_await fs::read_to_string(name.parent_path()),
                 std::system_error);
    EXPECT_THROW(co_await fs::write(name / "below", "x"), std::system_error);
    EXPECT_THROW((void)co_await fs::metadata(name), std::system_error);
    EXPECT_THROW((void)co_await fs::read_dir(name), std::system_error);
    EXPECT_THROW(co_await fs::rename(name, name), std::system_error);
    EXPECT_THROW(co_await fs::copy(name, name), std::system_error);
    EXPECT_THROW((void)co_await fs::file::open(name), std::system_error);
  };
  run(rt, f(folder / "absent"));
}

TEST_F(fs_test, directories) {
  auto f = [](fs::path folder) -> task<> {
    co_await fs::create_dir_all(folder / "a" / "b" / "c");
    co_await fs::create_dir_all(folder / "a" / "b" / "c"); // no error
    co_await fs::write(folder / "a" / "file", "1");
    auto entries = co_await fs::read_dir(folder / "a");
    std::vector<std::string> names;
    for (auto &entry : entries)
      names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, (std::vector<std::string>{"b", "file"}));
    bool gone = co_await fs::remove(folder / "a" / "file");
    EXPECT_TRUE(gone);
    gone = co_await fs::remove(folder / "a" / "file");
    EXPECT_FALSE(gone);
    EXPECT_THROW((void)co_await fs::remove(folder / "a"), std::system_error);
    auto removed = co_await fs::remove_all(folder / "a");
    EXPECT_EQ(removed, 3u);
    bool there = co_await fs::exists(folder / "a");
    EXPECT_FALSE(there);
    there = co_await fs::exists(folder);
    EXPECT_TRUE(there);
  };
  run(rt, f(folder));
}

TEST_F(fs_test, renames_copies_and_tells) {
  auto f = [](fs::path folder) -> task<> {
    co_await fs::write(folder / "a", "one");
    co_await fs::copy(folder / "a", folder / "b");
    co_await fs::write(folder / "c", "overwritten");
    co_await fs::copy(folder / "a", folder / "c");
    co_await fs::rename(folder / "a", folder / "d");
    for (auto name : {"b", "c", "d"}) {
      auto got = co_await fs::read_to_string(folder / name);
      EXPECT_EQ(got, "one");
    }
    bool there = co_await fs::exists(folder / "a");
    EXPECT_FALSE(there);
    auto facts = co_await fs::metadata(folder / "b");
    EXPECT_TRUE(facts.is_file());
    EXPECT_FALSE(facts.is_dir());
    EXPECT_EQ(facts.size, 3u);
    EXPECT_NE(facts.modified, std::filesystem::file_time_type());
    facts = co_await fs::metadata(folder);
    EXPECT_TRUE(facts.is_dir());
    EXPECT_EQ(facts.size, 0u);
  };
  run(rt, f(folder));
}

TEST_F(fs_test, a_file_has_a_position) {
  auto f = [](fs::path name) -> task<> {
    {
      auto file = co_await fs::file::open(name, fs::open_mode::write);
      co_await file.write("0123456789");
      auto at = co_await file.seek(3);
      EXPECT_EQ(at, 3u);
      co_await file.write(std::vector{std::byte('x')});
      co_await file.sync();
    }
    auto file = co_await fs::file::open(name);
    auto got = co_await file.read(5);
    EXPECT_EQ(text(got), "012x4");
    got = co_await file.read(100);
    EXPECT_EQ(text(got), "56789");
    got = co_await file.read(100);
    EXPECT_TRUE(got.empty());
    auto at = co_await file.seek(-2, std::ios_base::end);
    EXPECT_EQ(at, 8u);
    at = co_await file.seek(1, std::ios_base::cur);
    EXPECT_EQ(at, 9u);
    got = co_await file.read(1);
    EXPECT_EQ(text(got), "9");
    EXPECT_THROW((void)co_await file.seek(-100), std::system_error);
    EXPECT_THROW(co_await file.write("not opened for that"), std::system_error);
    co_await file.close();
    EXPECT_THROW((void)co_await file.read(1), std::system_error);
    EXPECT_THROW(co_await file.close(), std::system_error);
  };
  run(rt, f(folder / "file"));
}

TEST_F(fs_test, a_file_is_opened_as_asked) {
  auto f = [](fs::path name) -> task<> {
    {
      auto file = co_await fs::file::open(name, fs::open_mode::read_write);
      co_await file.write("abc");
    }
    {
      auto file = co_await fs::file::open(name, fs::open_mode::append);
      co_await file.write("def");
    }
    {
      auto file = co_await fs::file::open(name, fs::open_mode::read_write);
      auto got = co_await file.read(2);
      EXPECT_EQ(text(got), "ab");
      co_await file.write("X");
    }
    auto got = co_await fs::read_to_string(name);
    EXPECT_EQ(got, "abXdef");
    { auto file = co_await fs::file::open(name, fs::open_mode::write); }
    got = co_await fs::read_to_string(name);
    EXPECT_EQ(got, "");
  };
  run(rt, f(folder / "file"));
}

TEST_F(fs_test, an_operation_that_was_given_up_goes_on) {
  // A named pipe holds up the reader until there is a writer.
  fs::path pipe = folder / "pipe", done = folder / "done";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  auto f = [](fs::path pipe) -> task<> {
    auto got = co_await timeout(20ms, fs::read_to_string(pipe));
    EXPECT_FALSE(got);
  };
  run(rt, f(pipe));
  EXPECT_GE(rt.metrics().blocking_threads, 1u);
  { std::ofstream writer(pipe); } // lets the reader go
  EXPECT_TRUE(eventually([&] {
    auto m = rt.metrics();
    return m.idle_blocking_threads == m.blocking_threads;
  }));
}

TEST_F(fs_test, needs_a_runtime) {
  std::string what =
      text_of<context_error>([&] { block_on(fs::write(folder / "x", "y")); });
  EXPECT_NE(what.find("fs_test.cpp:"), what.npos) << what;
  EXPECT_FALSE(std::filesystem::exists(folder / "x"));
}

} // namespace
} // namespace unblock::test
