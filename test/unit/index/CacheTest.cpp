//===- CacheTest.cpp ------------------------------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/index/Cache.h"
#include "TestFiles.h"
#include "llvm/ADT/StringExtras.h"
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace llvm;
using namespace unblock::index;
using unblock::test::TestFiles;

namespace {
class CacheTest : public ::testing::Test {
protected:
  Cache::Options options() const { return {Files.path("cache"), 0, false, ""}; }

  /// Writes a header and gives it as an input.
  Input header(StringRef Name, StringRef Text) {
    return {Files.write(Name, Text), PathState::file(Text)};
  }

  /// What a run that begins now finds.
  std::optional<std::string> find(const Hash &Key) {
    return find(Key, options());
  }
  static std::optional<std::string> find(const Hash &Key, Cache::Options O) {
    Cache C(std::move(O));
    FileHashes Now;
    auto Result = C.find(Key, Now);
    EXPECT_EQ(C.warning(), "");
    return Result;
  }
  void store(const Hash &Key, ArrayRef<Input> Inputs, StringRef Bytes) {
    Cache C(options());
    C.store(Key, Inputs, Bytes);
    EXPECT_EQ(C.warning(), "");
  }

  std::vector<std::string> entries() { return Files.files("cache"); }
  std::string onlyEntry() {
    auto All = entries();
    EXPECT_EQ(All.size(), 1u);
    return All.empty() ? "" : All.front();
  }
  static void setAge(const std::string &Path, int Seconds) {
    auto Time =
        std::chrono::system_clock::now() - std::chrono::seconds(Seconds);
    auto FD = sys::fs::openNativeFileForRead(Path);
    ASSERT_TRUE(bool(FD));
    EXPECT_FALSE(sys::fs::setLastAccessAndModificationTime(*FD, Time));
    sys::fs::closeFile(*FD);
  }
  static std::string content(const std::string &Path) {
    auto Buffer = MemoryBuffer::getFile(Path);
    return Buffer ? (*Buffer)->getBuffer().str() : "";
  }
  static void overwrite(const std::string &Path, StringRef Text) {
    std::error_code EC;
    raw_fd_ostream(Path, EC) << Text;
  }

  TestFiles Files;
  const Hash Key = Hash::of("key");
};

TEST_F(CacheTest, FindsWhatWasStored) {
  EXPECT_EQ(find(Key), std::nullopt);
  std::vector<Input> Inputs{header("a.h", "a"), header("d/b.h", "b")};
  store(Key, Inputs, "result");
  EXPECT_EQ(find(Key), "result");
  EXPECT_EQ(find(Hash::of("other")), std::nullopt);
}

TEST_F(CacheTest, AnyBytes) {
  std::string Bytes("\0\xff\n\0", 4);
  store(Key, {}, Bytes);
  EXPECT_EQ(find(Key), Bytes);
  store(Hash::of("empty"), {}, "");
  EXPECT_EQ(find(Hash::of("empty")), "");
  std::string Large;
  for (unsigned I = 0; I != 300000; ++I)
    Large += char(I * I >> 8);
  store(Hash::of("large"), {}, Large);
  EXPECT_TRUE(find(Hash::of("large")) == Large);
}

TEST_F(CacheTest, ChangedInput) {
  std::vector<Input> Inputs{header("a.h", "a"), header("b.h", "b")};
  store(Key, Inputs, "result");
  Files.write("b.h", "changed");
  EXPECT_EQ(find(Key), std::nullopt);
  sys::fs::remove(Files.path("b.h"));
  EXPECT_EQ(find(Key), std::nullopt);
  Files.write("b.h", "b");
  EXPECT_EQ(find(Key), "result");
}

TEST_F(CacheTest, FileThatAppears) {
  store(Key, {header("b/x.h", "b"), {Files.path("a/x.h"), PathState::absent()}},
        "from b");
  EXPECT_EQ(find(Key), "from b");
  Files.write("a/x.h", "a");
  EXPECT_EQ(find(Key), std::nullopt);
}

TEST_F(CacheTest, BackAndForth) {
  for (const char *Branch : {"main", "feature"})
    store(Key, {header("a.h", Branch)}, Branch);
  for (const char *Branch : {"main", "feature", "main"}) {
    Files.write("a.h", Branch);
    EXPECT_EQ(find(Key), Branch);
  }
}

TEST_F(CacheTest, FewEntriesPerKey) {
  auto Text = [](unsigned I) { return "version " + utostr(I); };
  for (unsigned I = 0; I != Cache::MaxEntriesPerKey; ++I) {
    store(Key, {header("a.h", Text(I))}, Text(I));
    for (const std::string &Entry : entries())
      setAge(Entry, 100 - I); // the same for all: each is found below
  }
  store(Hash::of("other"), {}, "other");
  EXPECT_EQ(entries().size(), Cache::MaxEntriesPerKey + 1);

  // The first one is used, so another one has to go.
  Files.write("a.h", Text(0));
  EXPECT_EQ(find(Key), Text(0));
  store(Key, {header("a.h", "new")}, "new");
  EXPECT_EQ(entries().size(), Cache::MaxEntriesPerKey + 1);
  EXPECT_EQ(find(Key), "new");
  Files.write("a.h", Text(0));
  EXPECT_EQ(find(Key), Text(0));
  EXPECT_EQ(find(Hash::of("other")), "other");
}

TEST_F(CacheTest, SameInputsReplace) {
  std::vector<Input> Inputs{header("a.h", "a")};
  store(Key, Inputs, "one");
  store(Key, Inputs, "two");
  EXPECT_EQ(find(Key), "two");
  EXPECT_EQ(entries().size(), 1u);
}

TEST_F(CacheTest, FindsWhatThisRunStored) {
  Cache C(options());
  FileHashes Now;
  EXPECT_EQ(C.find(Key, Now), std::nullopt);
  C.store(Key, {}, "result");
  EXPECT_EQ(C.find(Key, Now), "result");
}

//===----------------------------------------------------------------------===//
// Damage
//===----------------------------------------------------------------------===//

TEST_F(CacheTest, EveryFlippedByteIsNoticed) {
  std::vector<Input> Inputs{header("a.h", "a")};
  store(Key, Inputs, "the result of the analysis");
  std::string Path = onlyEntry(), Good = content(Path);
  ASSERT_GT(Good.size(), 40u);
  for (size_t I = 0; I != Good.size(); ++I) {
    std::string Bad = Good;
    Bad[I] ^= 0x10;
    overwrite(Path, Bad);
    EXPECT_EQ(find(Key), std::nullopt) << "byte " << I;
    EXPECT_FALSE(sys::fs::exists(Path)) << "byte " << I;
  }
  overwrite(Path, Good);
  EXPECT_EQ(find(Key), "the result of the analysis");
}

TEST_F(CacheTest, EveryTruncationIsNoticed) {
  store(Key, {header("a.h", "a")}, "the result of the analysis");
  std::string Path = onlyEntry(), Good = content(Path);
  for (size_t Size = 0; Size != Good.size(); ++Size) {
    overwrite(Path, StringRef(Good).take_front(Size));
    EXPECT_EQ(find(Key), std::nullopt) << Size << " bytes";
    EXPECT_FALSE(sys::fs::exists(Path)) << Size << " bytes";
  }
  overwrite(Path, Good + "x");
  EXPECT_EQ(find(Key), std::nullopt);
}

TEST_F(CacheTest, EntryOfAnotherKey) {
  store(Key, {}, "result");
  std::string Path = onlyEntry();
  Hash Other{Key.High, Key.Low + 1}; // in the same subdirectory
  std::string Name = StringRef(Path).drop_front(Path.rfind('-')).str();
  std::string Foreign = Files.path("cache/" + Other.hex().substr(0, 2) + "/" +
                                   Other.hex().substr(2) + Name);
  ASSERT_FALSE(sys::fs::copy_file(Path, Foreign));
  EXPECT_EQ(find(Other), std::nullopt);
  EXPECT_FALSE(sys::fs::exists(Foreign));
  EXPECT_EQ(find(Key), "result");
}

TEST_F(CacheTest, WhatIsNoFile) {
  store(Key, {}, "result");
  std::string Path = onlyEntry();
  sys::fs::remove(Path);
  ASSERT_EQ(mkfifo(Path.c_str(), 0600), 0);
  EXPECT_EQ(find(Key), std::nullopt);
  unlink(Path.c_str());
  ASSERT_FALSE(sys::fs::create_directory(Path));
  EXPECT_EQ(find(Key), std::nullopt);
}

//===----------------------------------------------------------------------===//
// Directories that do not serve
//===----------------------------------------------------------------------===//

TEST_F(CacheTest, ReadOnlyChangesNothing) {
  store(Key, {header("a.h", "a")}, "result");
  std::string Path = onlyEntry();
  setAge(Path, 1000);
  auto Times = [&] {
    struct stat S;
    stat(Path.c_str(), &S);
    return S.st_mtime;
  };
  auto Before = Times();
  Cache::Options Reading = options();
  Reading.ReadOnly = true;
  Reading.MaxBytes = 1;
  Cache C(Reading);
  FileHashes Now;
  EXPECT_EQ(C.find(Key, Now), "result");
  C.store(Hash::of("new"), {}, "new");
  overwrite(Path, "damaged");
  setAge(Path, 1000);
  EXPECT_EQ(C.find(Key, Now), std::nullopt);
  C.evict();
  EXPECT_EQ(C.warning(), "");
  EXPECT_EQ(onlyEntry(), Path);
  EXPECT_LE(Times(), Before);
}

TEST_F(CacheTest, PlaceThatIsAFile) {
  Files.write("cache", "a file");
  Cache C(options());
  FileHashes Now;
  EXPECT_EQ(C.find(Key, Now), std::nullopt);
  C.store(Key, {}, "result");
  C.store(Key, {}, "result");
  EXPECT_EQ(C.warning().count(Files.path("cache")), 1u) << C.warning().str();
  C.evict();
  EXPECT_EQ(Files.read("cache"), "a file");
}

TEST_F(CacheTest, NoPermission) {
  store(Key, {}, "result");
  for (const char *Name : {"", "cache", "cache/tmp"})
    ASSERT_EQ(chmod(Files.path(Name).c_str(), 0555), 0);
  pid_t Child = fork();
  if (Child == 0) {
    if (geteuid() == 0 && setuid(65534)) // root may write everywhere
      _exit(3);
    // A directory for temporary files may be for its owner alone.
    if (access(Files.root().c_str(), R_OK | X_OK))
      _exit(4);
    Cache C(options());
    FileHashes Now;
    bool Finds = C.find(Key, Now) == "result";
    C.store(Hash::of("new"), {}, "new");
    C.evict();
    Finds &= C.find(Key, Now) == "result";
    _exit(!Finds ? 1 : C.warning().empty() ? 2 : 0);
  }
  int Status = -1;
  waitpid(Child, &Status, 0);
  for (const char *Name : {"", "cache", "cache/tmp"})
    chmod(Files.path(Name).c_str(), 0755);
  EXPECT_EQ(entries().size(), 1u);
  if (WEXITSTATUS(Status) == 4)
    GTEST_SKIP() << "nobody else can reach '" << Files.root() << "'";
  EXPECT_EQ(WEXITSTATUS(Status), 0);
}

TEST_F(CacheTest, NoSpace) {
  store(Key, {}, "result");
  std::string Large;
  std::mt19937 Random(1);
  for (unsigned I = 0; I != 100000; ++I)
    Large += char(Random());
  // A limit on the size of files fails a write as a full disk does: in part.
  pid_t Child = fork();
  if (Child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit Limit = {50000, 50000};
    setrlimit(RLIMIT_FSIZE, &Limit);
    Cache C(options());
    FileHashes Now;
    C.store(Hash::of("large"), {}, Large);
    bool Warned = !C.warning().empty();
    C.store(Hash::of("small"), {}, "small"); // given up
    bool Finds = C.find(Key, Now) == "result";
    _exit(Warned && Finds ? 0 : 1);
  }
  int Status = -1;
  waitpid(Child, &Status, 0);
  EXPECT_EQ(Status, 0);
  EXPECT_EQ(find(Hash::of("large")), std::nullopt);
  EXPECT_EQ(find(Hash::of("small")), std::nullopt);
  EXPECT_EQ(entries().size(), 1u) << "nothing unfinished is left";
}

TEST(CacheDirectoryTest, Default) {
  auto With = [](const char *Xdg, const char *Home) {
    Xdg ? setenv("XDG_CACHE_HOME", Xdg, 1) : unsetenv("XDG_CACHE_HOME");
    setenv("HOME", Home, 1);
    return defaultCacheDirectory();
  };
  EXPECT_EQ(With("/x", "/h"), "/x/unblock");
  EXPECT_EQ(With(nullptr, "/h"), "/h/.cache/unblock");
  EXPECT_EQ(With("relative", "/h"), "/h/.cache/unblock");
  EXPECT_EQ(With("", "/h"), "/h/.cache/unblock");
  EXPECT_EQ(With("", "relative"), std::nullopt);
}

//===----------------------------------------------------------------------===//
// Eviction
//===----------------------------------------------------------------------===//

TEST_F(CacheTest, EvictsWhatWasNotUsedForLongest) {
  std::vector<Hash> Keys;
  uint64_t Size = 0;
  for (unsigned I = 0; I != 10; ++I) {
    Keys.push_back(Hash::of("key " + utostr(I)));
    store(Keys.back(), {}, "result " + utostr(I));
  }
  for (const std::string &Entry : entries()) {
    setAge(Entry, 1000);
    Size = std::max<uint64_t>(Size, content(Entry).size());
  }
  for (unsigned Used : {2, 5, 7})
    EXPECT_TRUE(find(Keys[Used]));
  Cache::Options Small = options();
  Small.MaxBytes = 3 * Size;
  Cache(Small).evict();
  EXPECT_EQ(entries().size(), 3u);
  for (unsigned Used : {2, 5, 7})
    EXPECT_TRUE(find(Keys[Used])) << Used;
  Small.MaxBytes = 1;
  Cache(Small).evict();
  EXPECT_EQ(entries().size(), 0u);
}

TEST_F(CacheTest, EvictionLeavesOtherFilesAlone) {
  store(Key, {}, "result");
  std::string Note = Files.write("cache/README", "not ours");
  std::string Other = Files.write("cache/aa/notes.txt", "not ours");
  Cache::Options Small = options();
  Small.MaxBytes = 1;
  Cache(Small).evict();
  EXPECT_EQ(entries().size(), 2u);
  EXPECT_EQ(content(Note), "not ours");
  EXPECT_EQ(content(Other), "not ours");
}

TEST_F(CacheTest, OldTemporariesGo) {
  setAge(Files.write("cache/tmp/old", "part of an entry"), 2 * 3600);
  std::string Young = Files.write("cache/tmp/young", "part of an entry");
  Cache(options()).evict();
  EXPECT_EQ(onlyEntry(), Young);
}

//===----------------------------------------------------------------------===//
// Roots
//===----------------------------------------------------------------------===//

TEST_F(CacheTest, AnotherCheckout) {
  std::string System = Files.write("usr/include/s.h", "system");
  auto Checkout = [&](StringRef Name, StringRef Text) {
    Cache::Options O = options();
    O.Root = Files.path(Name);
    Files.write((Name + "/src/a.h").str(), Text);
    return O;
  };
  Cache::Options One = Checkout("one", "a"), Two = Checkout("two", "a"),
                 Three = Checkout("three", "b"), Long = Checkout("one2", "a");
  Cache C(One);
  C.store(Key,
          {{One.Root, PathState::present()},
           {One.Root + "/src/a.h", PathState::file("a")},
           {One.Root + "/gen.h", PathState::absent()},
           {System, PathState::file("system")}},
          "result");
  EXPECT_EQ(find(Key, One), "result");
  EXPECT_EQ(find(Key, Two), "result");
  EXPECT_EQ(find(Key, Three), std::nullopt);
  EXPECT_EQ(find(Key, Long), "result");
  Files.write("two/gen.h", "");
  EXPECT_EQ(find(Key, Two), std::nullopt);
  EXPECT_EQ(find(Key, One), "result");
  EXPECT_EQ(content(onlyEntry()).find("/one"), std::string::npos);
}

TEST_F(CacheTest, SiblingIsNotInTheRoot) {
  Cache::Options O = options();
  O.Root = Files.path("one");
  Input Sibling = header("one-more/a.h", "a");
  Cache(O).store(Key, Sibling, "result");
  O.Root = Files.path("two");
  EXPECT_EQ(find(Key, O), "result");
}

TEST(WithoutRootTest, Arguments) {
  auto Without = [](StringRef Argument) {
    std::string Result = withoutRoot(Argument, "/w/proj");
    std::replace(Result.begin(), Result.end(), '\0', '#');
    return Result;
  };
  EXPECT_EQ(Without("/w/proj/a.cpp"), "#/a.cpp");
  EXPECT_EQ(Without("-I/w/proj/include"), "-I#/include");
  EXPECT_EQ(Without("-I/w/proj"), "-I#");
  EXPECT_EQ(Without("-isystem/w/proj/x"), "-isystem#/x");
  EXPECT_EQ(Without("-DDIR=\"/w/proj/x\""), "-DDIR=\"#/x\"");
  EXPECT_EQ(Without("--sysroot=/w/proj:/w/proj/y"), "--sysroot=#:#/y");
  EXPECT_EQ(Without("-I/w/project"), "-I/w/project");
  EXPECT_EQ(Without("/other/w/proj/x"), "/other/w/proj/x");
  EXPECT_EQ(Without("-I/x/w/proj/y"), "-I/x/w/proj/y");
  EXPECT_EQ(Without("-std=c++20"), "-std=c++20");
  EXPECT_EQ(withoutRoot("/w/proj", ""), "/w/proj");
  EXPECT_EQ(withoutRoot("/w/proj", "/"), "/w/proj");
}

//===----------------------------------------------------------------------===//
// Several runs at once
//===----------------------------------------------------------------------===//

/// What a run must find for the given key and header.
std::string expected(unsigned Key, StringRef Header) {
  std::string Result = "result of " + utostr(Key) + " with " + Header.str();
  return Result + std::string(100 * Key, '.');
}

TEST_F(CacheTest, ConcurrentRunsThatAreKilled) {
  constexpr unsigned Keys = 40, Versions = 3, Runs = 4;
  auto Header = [](unsigned Version) { return "version " + utostr(Version); };
  std::vector<Input> Headers;
  for (unsigned V = 0; V != Versions; ++V)
    Headers.push_back(header("v" + utostr(V) + "/a.h", Header(V)));
  auto KeyOf = [](unsigned K) { return Hash::of("key " + utostr(K)); };

  // A run finds or stores at random, in a checkout of one of the versions. It
  // ends with 1 when it found what is wrong.
  auto Run = [&](unsigned Seed) {
    std::mt19937 Random(Seed);
    for (;;) {
      unsigned V = Random() % Versions;
      Cache::Options O = options();
      O.MaxBytes = 20000;
      O.Root = Files.path("v" + utostr(V));
      Cache C(O);
      FileHashes Now;
      for (unsigned I = 0; I != 50; ++I) {
        unsigned K = Random() % Keys;
        if (auto Found = C.find(KeyOf(K), Now)) {
          if (*Found != expected(K, Header(V)))
            _exit(1);
        } else {
          C.store(KeyOf(K), Headers[V], expected(K, Header(V)));
        }
      }
      if (Random() % 4 == 0)
        C.evict();
      if (!C.warning().empty())
        _exit(2);
    }
  };

  std::mt19937 Random(7);
  std::vector<pid_t> Running;
  unsigned Seed = 0;
  auto End = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  auto Kill = [&](pid_t &Run) {
    kill(Run, SIGKILL);
    int Status = 0;
    waitpid(Run, &Status, 0);
    EXPECT_TRUE(WIFSIGNALED(Status)) << "ended with " << WEXITSTATUS(Status);
  };
  auto Start = [&] {
    pid_t Child = fork();
    if (Child == 0)
      Run(Seed);
    ++Seed;
    return Child;
  };
  for (unsigned I = 0; I != Runs; ++I)
    Running.push_back(Start());
  while (std::chrono::steady_clock::now() < End) {
    usleep(Random() % 20000);
    pid_t &Victim = Running[Random() % Runs];
    Kill(Victim);
    Victim = Start();
  }
  for (pid_t &Run : Running)
    Kill(Run);

  // All that is there now is right, and something is.
  unsigned Found = 0;
  for (unsigned V = 0; V != Versions; ++V)
    for (unsigned K = 0; K != Keys; ++K) {
      Cache::Options O = options();
      O.Root = Files.path("v" + utostr(V));
      if (auto Result = find(KeyOf(K), O)) {
        ++Found;
        EXPECT_EQ(*Result, expected(K, Header(V)));
      }
    }
  EXPECT_GT(Found, 0u);
  EXPECT_GT(Seed, 2 * Runs);
}

} // namespace
