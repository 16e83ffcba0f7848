//===- Cache.cpp - Results that need not be computed again ----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/index/Cache.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Compression.h"
#include "llvm/Support/DataExtractor.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/LEB128.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace unblock::index;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

//===----------------------------------------------------------------------===//
// The format
//===----------------------------------------------------------------------===//
//
// Fixed-size integers are little-endian, others ULEB128; a text is its size and
// its bytes.
//
//   magic, version (4), checksum of the rest (16), packing (1), size (8)
//   then, packed, to that size:
//     key (16), number of directories,
//     for each: its path, number of files, for each: its name, state (16)
//     the result, to the end
//
// A path that is relative is relative to the root.

static constexpr StringLiteral Magic = "unblock\x1a";
static constexpr uint32_t Version = 1;
static constexpr size_t ChecksumAt = Magic.size() + 4;
static constexpr size_t CheckedFrom = ChecksumAt + 16;
static constexpr size_t PayloadAt = CheckedFrom + 1 + 8;
/// More is a mistake, and must not exhaust the memory.
static constexpr uint64_t MaxPayload = uint64_t(1) << 30;

enum Packing : uint8_t { Plain = 0, Zstd = 1 };

namespace {
/// Appends to a string what Reader takes from one.
class Writer {
public:
  explicit Writer(std::string &To) : OS(To) {}

  void size(uint64_t N) { encodeULEB128(N, OS); }
  void text(StringRef Text) {
    size(Text.size());
    OS << Text;
  }
  template <typename T> void fixed(T Value) {
    char Bytes[sizeof(T)];
    support::endian::write<T, endianness::little>(Bytes, Value);
    OS.write(Bytes, sizeof(T));
  }
  void hash(const Hash &H) {
    fixed(H.High);
    fixed(H.Low);
  }
  void bytes(StringRef Bytes) { OS << Bytes; }

private:
  raw_string_ostream OS;
};

/// Takes apart what may be anything: after an error everything is empty.
class Reader {
public:
  explicit Reader(StringRef From)
      : Data(From, /*IsLittleEndian=*/true, /*AddressSize=*/8), At(0) {}
  ~Reader() { consumeError(At.takeError()); }

  explicit operator bool() { return bool(At); }
  uint64_t size() { return Data.getULEB128(At); }
  StringRef text() { return Data.getBytes(At, size()); }
  Hash hash() {
    uint64_t High = Data.getU64(At);
    return {High, Data.getU64(At)};
  }
  uint8_t byte() { return Data.getU8(At); }
  uint64_t word() { return Data.getU64(At); }
  StringRef rest() { return Data.getData().drop_front(At.tell()); }

private:
  DataExtractor Data;
  DataExtractor::Cursor At;
};
} // namespace

/// The payload of the entry \p File, or nothing if that is no entry.
static std::optional<std::string> unpack(StringRef File) {
  StringRef Rest = File;
  if (File.size() < PayloadAt || !Rest.consume_front(Magic) ||
      support::endian::read32le(Rest.data()) != Version)
    return std::nullopt;
  Reader Header(File.substr(ChecksumAt, PayloadAt - ChecksumAt));
  if (Header.hash() != Hash::of(File.substr(CheckedFrom)))
    return std::nullopt;
  uint8_t How = Header.byte();
  uint64_t Size = Header.word();
  StringRef Payload = File.substr(PayloadAt);
  if (How == Plain && Size == Payload.size())
    return Payload.str();
  if (How != Zstd || Size > MaxPayload || !compression::zstd::isAvailable())
    return std::nullopt;
  std::string Result(Size, '\0');
  size_t Unpacked = Size;
  if (Error E = compression::zstd::decompress(
          arrayRefFromStringRef(Payload),
          reinterpret_cast<uint8_t *>(Result.data()), Unpacked)) {
    consumeError(std::move(E));
    return std::nullopt;
  }
  if (Unpacked != Size)
    return std::nullopt;
  return Result;
}

static std::string pack(StringRef Payload) {
  SmallVector<uint8_t, 0> Packed;
  bool IsPacked = compression::zstd::isAvailable();
  if (IsPacked)
    compression::zstd::compress(arrayRefFromStringRef(Payload), Packed,
                                compression::zstd::BestSpeedCompression);
  std::string Checked;
  Writer Rest(Checked);
  Rest.fixed(uint8_t(IsPacked ? Zstd : Plain));
  Rest.fixed(uint64_t(Payload.size()));
  Rest.bytes(IsPacked ? toStringRef(Packed) : Payload);
  std::string File;
  Writer Whole(File);
  Whole.bytes(Magic);
  Whole.fixed(Version);
  Whole.hash(Hash::of(Checked));
  Whole.bytes(Checked);
  return File;
}

/// What \p Path is relative to \p Root, if it lies in there.
static StringRef relativeToRoot(StringRef Path, StringRef Root) {
  StringRef Rest = Path;
  if (!Root.empty() && Rest.consume_front(Root)) {
    if (Rest.empty() || Rest.consume_front("/"))
      return Rest;
  }
  return Path;
}

std::string Cache::serialize(const Hash &Key, ArrayRef<Input> Inputs,
                             StringRef Bytes, Hash &InputsHash) const {
  std::map<StringRef, std::vector<std::pair<StringRef, const PathState *>>>
      ByDirectory;
  for (const Input &I : Inputs) {
    StringRef Directory = path::parent_path(I.Path);
    StringRef Name = path::filename(I.Path);
    if (I.Path == Opts.Root)
      std::tie(Directory, Name) = std::pair(StringRef(I.Path), StringRef());
    ByDirectory[relativeToRoot(Directory, Opts.Root)].emplace_back(Name,
                                                                   &I.Seen);
  }
  std::string Payload;
  {
    Writer W(Payload);
    W.hash(Key);
    W.size(ByDirectory.size());
    for (const auto &[Directory, Files] : ByDirectory) {
      W.text(Directory);
      W.size(Files.size());
      for (const auto &[Name, Seen] : Files) {
        W.text(Name);
        W.hash(*Seen);
      }
    }
  }
  InputsHash = Hash::of(Payload);
  return Payload.append(Bytes.begin(), Bytes.end());
}

//===----------------------------------------------------------------------===//
// The directory
//===----------------------------------------------------------------------===//
//
// xx/yyy-zzz.entry, where xxyyy is the key and zzz is the hash of the inputs;
// and tmp/, in which entries are written.

static constexpr StringLiteral Extension = ".entry";
static constexpr StringLiteral Temporaries = "tmp";

static std::string shardOf(const Hash &Key) { return Key.hex().substr(0, 2); }
static std::string prefixOf(const Hash &Key) {
  return Key.hex().substr(2) + "-";
}

/// The regular files in \p Directory: anything else there is not ours.
static std::vector<std::string> filesIn(const Twine &Directory,
                                        std::error_code &EC) {
  std::vector<std::string> Files;
  for (fs::directory_iterator It(Directory, EC), End; It != End && !EC;
       It.increment(EC))
    if (It->type() == fs::file_type::regular_file ||
        It->type() == fs::file_type::type_unknown)
      Files.push_back(It->path());
  if (EC == std::errc::no_such_file_or_directory)
    EC = {};
  return Files;
}

static sys::TimePoint<> lastUse(StringRef Path) {
  fs::file_status Status;
  if (fs::status(Path, Status))
    return {};
  return Status.getLastModificationTime();
}

void Cache::fail(StringRef What, std::error_code EC) {
  CanStore = false;
  if (Warning.empty())
    Warning =
        (What + " the cache '" + Opts.Directory + "': " + EC.message()).str();
}

/// The files of \p Key, those used last first.
std::vector<std::string> Cache::entriesOf(const Hash &Key) {
  std::string Shard = shardOf(Key);
  auto [Listing, New] = Listings.try_emplace(Shard);
  if (New) {
    std::error_code EC;
    Listing->second = filesIn(Opts.Directory + "/" + Shard, EC);
    if (EC)
      fail("cannot read", EC);
  }
  std::string Prefix = prefixOf(Key);
  std::vector<std::string> Files;
  for (const std::string &File : Listing->second)
    if (StringRef Name = path::filename(File);
        Name.starts_with(Prefix) && Name.ends_with(Extension))
      Files.push_back(File);
  if (Files.size() > 1) {
    std::map<std::string, sys::TimePoint<>> Times;
    for (const std::string &File : Files)
      Times[File] = lastUse(File);
    llvm::sort(Files, [&](auto &A, auto &B) {
      return std::pair(Times[B], StringRef(A)) <
             std::pair(Times[A], StringRef(B));
    });
  }
  return Files;
}

std::optional<std::string> Cache::find(const Hash &Key, FileHashes &Files) {
  for (const std::string &Path : entriesOf(Key))
    if (std::optional<std::string> Result = read(Path, Key, Files))
      return Result;
  return std::nullopt;
}

/// The result in the entry \p Path, if its inputs are as they were. Removes
/// what is no entry of \p Key.
std::optional<std::string> Cache::read(StringRef Path, const Hash &Key,
                                       FileHashes &Files) {
  Expected<fs::file_t> File = fs::openNativeFileForRead(Path);
  if (!File) {
    std::error_code EC = errorToErrorCode(File.takeError());
    if (EC != std::errc::no_such_file_or_directory) // another run removed it
      fail("cannot read", EC);
    return std::nullopt;
  }
  auto Close = make_scope_exit([&] { fs::closeFile(*File); });
  auto Buffer = MemoryBuffer::getOpenFile(*File, Path, /*FileSize=*/-1,
                                          /*RequiresNullTerminator=*/false,
                                          /*IsVolatile=*/true);
  if (!Buffer) {
    fail("cannot read", Buffer.getError());
    return std::nullopt;
  }
  auto Refuse = [&] {
    if (!Opts.ReadOnly)
      fs::remove(Path);
    return std::nullopt;
  };
  std::optional<std::string> Payload = unpack((*Buffer)->getBuffer());
  if (!Payload)
    return Refuse();

  Reader R(*Payload);
  if (R.hash() != Key)
    return Refuse();
  SmallString<256> Place;
  for (uint64_t Directories = R.size(); R && Directories--;) {
    StringRef Relative = R.text();
    Place = Relative;
    if (!path::is_absolute(Relative)) {
      Place = Opts.Root;
      if (!Relative.empty())
        path::append(Place, Relative);
    }
    FileHashes::Directory &D = Files.directory(Place);
    for (uint64_t Names = R.size(); R && Names--;) {
      StringRef Name = R.text();
      Hash Seen = R.hash();
      if (R && !Files.matches(D, Name, {Seen}))
        return std::nullopt;
    }
  }
  if (!R)
    return Refuse();
  if (!Opts.ReadOnly) // of another user's entry we cannot say that we used it
    (void)fs::setLastAccessAndModificationTime(
        *File, std::chrono::system_clock::now());
  return R.rest().str();
}

void Cache::store(const Hash &Key, ArrayRef<Input> Inputs, StringRef Bytes) {
  if (Opts.ReadOnly || !CanStore)
    return;
  Hash InputsHash;
  std::string Payload = serialize(Key, Inputs, Bytes, InputsHash);
  if (Payload.size() > MaxPayload)
    return;
  std::string Content = pack(Payload);

  std::string Shard = Opts.Directory + "/" + shardOf(Key);
  std::string Temporary = (Opts.Directory + "/" + Temporaries).str();
  for (const std::string &Directory : {Shard, Temporary})
    if (std::error_code EC = fs::create_directories(Directory))
      return fail("cannot write to", EC);

  int FD;
  SmallString<256> Unfinished;
  if (std::error_code EC =
          fs::createUniqueFile(Temporary + "/%%%%%%%%%%%%", FD, Unfinished))
    return fail("cannot write to", EC);
  std::error_code EC;
  {
    raw_fd_ostream OS(FD, /*shouldClose=*/true);
    OS << Content;
    OS.close();
    EC = OS.error();
    OS.clear_error();
  }
  std::string Final =
      Shard + "/" + prefixOf(Key) + InputsHash.hex() + Extension.str();
  if (!EC)
    EC = fs::rename(Unfinished, Final);
  if (EC) {
    fs::remove(Unfinished);
    return fail("cannot write to", EC);
  }

  Listings.erase(shardOf(Key));
  std::vector<std::string> Entries = entriesOf(Key);
  for (const std::string &Old :
       drop_begin(Entries, std::min<size_t>(Entries.size(), MaxEntriesPerKey)))
    fs::remove(Old);
}

void Cache::evict() {
  if (Opts.ReadOnly)
    return;
  auto TooOld = std::chrono::system_clock::now() - MaxAgeOfTemporaries;
  std::error_code EC;
  for (const std::string &File :
       filesIn(Opts.Directory + "/" + Temporaries, EC))
    if (lastUse(File) < TooOld)
      fs::remove(File);
  if (!Opts.MaxBytes)
    return;

  struct Entry {
    sys::TimePoint<> LastUse;
    std::string Path;
    uint64_t Size;
  };
  std::vector<Entry> Entries;
  uint64_t Total = 0;
  for (unsigned Shard = 0; Shard != 256; ++Shard)
    for (std::string &Path :
         filesIn(Opts.Directory + "/" +
                     utohexstr(Shard, /*LowerCase=*/true, /*Width=*/2),
                 EC)) {
      fs::file_status Status;
      if (!StringRef(Path).ends_with(Extension) || fs::status(Path, Status))
        continue;
      Total += Status.getSize();
      Entries.push_back({Status.getLastModificationTime(), std::move(Path),
                         Status.getSize()});
    }
  llvm::sort(Entries, [](auto &A, auto &B) {
    return std::tie(A.LastUse, A.Path) < std::tie(B.LastUse, B.Path);
  });
  for (const Entry &E : Entries) {
    if (Total <= Opts.MaxBytes)
      break;
    // One that another run removed at the same time is gone as well.
    fs::remove(E.Path);
    Total -= E.Size;
  }
}

//===----------------------------------------------------------------------===//
// Where it stands, and what is left out of keys
//===----------------------------------------------------------------------===//

std::optional<std::string> unblock::index::defaultCacheDirectory() {
  SmallString<256> Directory;
  // The XDG specification says to ignore relative ones.
  if (std::optional<std::string> Given = sys::Process::GetEnv("XDG_CACHE_HOME");
      Given && path::is_absolute(*Given))
    Directory = *Given;
  else if (path::home_directory(Directory) && path::is_absolute(Directory))
    path::append(Directory, ".cache");
  else
    return std::nullopt;
  path::append(Directory, "unblock");
  return Directory.str().str();
}

/// Whether a path can begin in an argument after \p Before: at its start, after
/// a separator, or after the name of an option.
static bool canPathFollow(StringRef Before) {
  if (Before.empty() || StringRef("=:,;'\"@ \t(").contains(Before.back()))
    return true;
  return Before.consume_front("-") && all_of(Before, isAlpha);
}

std::string unblock::index::withoutRoot(StringRef Argument, StringRef Root) {
  // No argument can contain it, and no root is "/".
  constexpr char Placeholder = 0;
  if (Root.size() < 2)
    return Argument.str();
  std::string Result;
  size_t Done = 0;
  for (size_t At = 0; (At = Argument.find(Root, At)) != StringRef::npos;) {
    StringRef After = Argument.drop_front(At + Root.size());
    bool Ends =
        After.empty() || StringRef("/:,;'\"@ \t)").contains(After.front());
    if (!Ends || !canPathFollow(Argument.take_front(At))) {
      ++At;
      continue;
    }
    Result += Argument.slice(Done, At);
    Result += Placeholder;
    Done = At += Root.size();
  }
  return Result + Argument.drop_front(Done).str();
}
