//===- Store.cpp - Modules as bytes ---------------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Store.h"
#include "lib/support/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/DataExtractor.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/LEB128.h"
#include "llvm/Support/xxhash.h"
#include <bitset>

using namespace llvm;
using namespace unblock;
using namespace unblock::index;

static constexpr StringLiteral Magic = "unblock";
static constexpr size_t HeaderSize = 8 + 4 + 16;

//===----------------------------------------------------------------------===//
// Archives
//===----------------------------------------------------------------------===//
//
// One function per type, `fields`, names its members for both directions, so
// that what is written and what is read cannot differ.

namespace {

class Writer {
public:
  static constexpr bool Reads = false;

  template <typename... Ts> void operator()(const Ts &...Values) {
    (put(Values), ...);
  }

  void finish(raw_ostream &OS) {
    std::string Table;
    raw_string_ostream TableOS(Table);
    encodeULEB128(Order.size(), TableOS);
    for (StringRef S : Order) {
      encodeULEB128(S.size(), TableOS);
      TableOS << S;
    }
    OS << Table << Body;
  }

private:
  template <typename T>
    requires std::is_integral_v<T> || std::is_enum_v<T>
  void put(const T &V) {
    encodeULEB128(uint64_t(V), OS);
  }
  void put(const std::string &S) {
    auto [It, New] = Strings.try_emplace(S, Strings.size());
    if (New)
      Order.push_back(It->first());
    put(It->second);
  }
  template <size_t N> void put(const std::bitset<N> &B) { put(B.to_ulong()); }
  template <typename T> void put(const std::optional<T> &V) { putIf(V); }
  template <typename T> void put(const Boxed<T> &V) { putIf(V); }
  template <typename T, size_t N> void put(const std::array<T, N> &A) {
    for (const T &V : A)
      put(V);
  }
  template <typename T>
    requires requires(T &V) {
      V.begin();
      V.emplace_back();
    } && (!std::is_same_v<T, std::string>)
  void put(const T &Values) {
    put(Values.size());
    for (const auto &V : Values)
      put(V);
  }
  template <typename T>
    requires std::is_class_v<T> && requires(Writer &A, T &V) { fields(A, V); }
  void put(const T &V) {
    fields(*this, const_cast<T &>(V));
  }

  void putIf(const auto &V) {
    put(V.has_value());
    if (V)
      put(*V);
  }

  StringMap<uint32_t> Strings;
  std::vector<StringRef> Order;
  std::string Body;
  raw_string_ostream OS{Body};
};

/// After a failure it delivers zeros; who uses it asks at the end.
class Reader {
public:
  static constexpr bool Reads = true;

  explicit Reader(StringRef Bytes)
      : Data(Bytes, /*IsLittleEndian=*/true, /*AddressSize=*/8) {
    uint64_t N = number();
    for (uint64_t I = 0; I != N && !Failed; ++I) {
      uint64_t Size = number();
      if (Size > remaining())
        fail();
      else
        Strings.push_back(Data.getBytes(At, Size));
    }
  }

  template <typename... Ts> void operator()(Ts &...Values) {
    (get(Values), ...);
  }
  void fail() { Failed = true; }

  /// Is all of it read, and was all of it right?
  bool finish() {
    bool Right = !errorToBool(At.takeError());
    return Right && !Failed && remaining() == 0;
  }

private:
  uint64_t remaining() const { return Data.size() - At.tell(); }
  uint64_t number() {
    if (Failed || !At)
      Failed = true;
    return Failed ? 0 : Data.getULEB128(At);
  }

  template <typename T>
    requires std::is_integral_v<T>
  void get(T &V) {
    uint64_t N = number();
    V = T(N);
    if (uint64_t(V) != N)
      fail();
  }
  template <typename T>
    requires std::is_enum_v<T>
  void get(T &V) {
    uint64_t N = number();
    // Every enumeration here is small; a table would be indexed with it.
    if (N > 0xff)
      fail();
    V = T(N);
  }
  void get(std::string &S) {
    uint64_t I = number();
    if (I < Strings.size())
      S = Strings[I].str();
    else
      fail();
  }
  template <size_t N> void get(std::bitset<N> &B) { B = number(); }
  template <typename T> void get(std::optional<T> &V) { getIf(V); }
  template <typename T> void get(Boxed<T> &V) { getIf(V); }
  template <typename T, size_t N> void get(std::array<T, N> &A) {
    for (T &V : A)
      get(V);
  }
  template <typename T>
    requires requires(T &V) {
      V.begin();
      V.emplace_back();
    } && (!std::is_same_v<T, std::string>)
  void get(T &Values) {
    uint64_t N = number();
    if (N > remaining()) // each takes a byte at least
      return fail();
    Values.clear();
    Values.reserve(N);
    for (uint64_t I = 0; I != N && !Failed; ++I)
      get(Values.emplace_back());
  }
  template <typename T>
    requires std::is_class_v<T> && requires(Reader &A, T &V) { fields(A, V); }
  void get(T &V) {
    fields(*this, V);
  }

  void getIf(auto &V) {
    bool Has = false;
    get(Has);
    if (Has)
      get(V.emplace());
  }

  DataExtractor Data;
  DataExtractor::Cursor At{0};
  std::vector<StringRef> Strings;
  bool Failed = false;
};

} // namespace

//===----------------------------------------------------------------------===//
// Fields
//===----------------------------------------------------------------------===//

namespace unblock::analysis {
template <typename A> void fields(A &Ar, Place &V) { Ar(V.Raw); }
template <typename A> void fields(A &Ar, Primitive &V) {
  Ar(V.Kind, V.Severity, V.Callee, V.Reason, V.Remedy, V.Iterations, V.Header,
     V.OnDescriptor, V.Unbounded, V.AsyncDriver);
}
template <typename A> void fields(A &Ar, CallableArg &V) {
  Ar(V.Param, V.Target, V.OwnParam);
}
template <typename A> void fields(A &Ar, AsyncUse &V) {
  Ar(V.How, V.Of, V.Callee, V.What);
}
template <typename A> void fields(A &Ar, Site &V) {
  Ar(V.At, V.Thread, V.Awaited, V.Polled, V.InLoop, V.Repeats, V.Loop,
     V.StartedBy, V.Moves, V.Mover, V.Allowed, V.Blocks, V.Uses, V.Callees,
     V.Externals, V.Overridable, V.RunsInline, V.CallsParams, V.Args,
     V.LoopsParams);
}
template <typename A> void fields(A &Ar, Handover &V) {
  Ar(V.To, V.Param, V.Inline);
}
template <typename A> void fields(A &Ar, Allowance &V) { Ar(V.At, V.Reason); }
} // namespace unblock::analysis

namespace unblock::report {
template <typename A> void fields(A &Ar, Location &V) {
  Ar(V.File, V.Line, V.Column, V.EndLine, V.EndColumn);
}
template <typename A> void fields(A &Ar, Note &V) {
  Ar(V.Kind, V.Where, V.Message);
}
template <typename A> void fields(A &Ar, Replacement &V) {
  Ar(V.File, V.Offset, V.Length, V.Text);
}
template <typename A> void fields(A &Ar, Finding &V) {
  Ar(V.Check, V.Severity, V.Kind, V.Callee, V.Where, V.Message, V.Notes,
     V.Fixes, V.FixesDisagree, V.Suppressed);
}
} // namespace unblock::report

namespace unblock::index {
template <typename A> void fields(A &Ar, Position &V) {
  Ar(V.File, V.Line, V.Column);
}
template <typename A> void fields(A &Ar, Function &V) {
  Ar(V.Name, V.Usr, V.At, V.HasBody, V.IsCoroutine, V.IsGenerator, V.IsLambda,
     V.StartsOnPool, V.NonBlocking, V.HasUnknownCalls, V.Exit, V.Sites,
     V.Allowances);
}
template <typename A> void fields(A &Ar, Override &V) {
  Ar(V.Overrider, V.Base);
}
template <typename A> void fields(A &Ar, Question &V) {
  Ar(V.Check, V.Words, V.Wanted, V.MinIterations, V.AllForeign,
     V.ForeignHeaders, V.Fixes);
}
template <typename A> void fields(A &Ar, OpenCall::Asking &V) {
  Ar(V.What, V.Suppressed);
}
template <typename A> void fields(A &Ar, OpenCall &V) {
  Ar(V.In, V.Site, V.Draft, V.NoFix, V.Context, V.IsOnLoop, V.IsInPlace,
     V.NeedsTask, V.Instead, V.Asked, V.Apart, V.If);
}
template <typename A> void fields(A &Ar, OpenAllowance &V) {
  Ar(V.In, V.Allowance, V.Finding);
}
template <typename A> void fields(A &Ar, Module &V) {
  Ar(V.Files, V.Positions, V.Functions, V.Overrides, V.Contexts);
}
template <typename A> void fields(A &Ar, Unit &V) {
  fields(Ar, static_cast<Module &>(V));
  Ar(V.MainFile, V.Questions, V.Instead, V.OpenCalls, V.OpenAllowances,
     V.Payload);
}
template <typename A> void fields(A &Ar, Project &V) {
  fields(Ar, static_cast<Module &>(V));
  std::vector<std::string> Defined;
  if constexpr (!A::Reads) {
    for (const auto &Entry : V.Defined)
      Defined.push_back(Entry.first().str());
    llvm::sort(Defined);
  }
  Ar(Defined);
  if constexpr (A::Reads)
    for (const std::string &Name : Defined)
      V.Defined.insert(Name);
}
} // namespace unblock::index

//===----------------------------------------------------------------------===//
// References
//===----------------------------------------------------------------------===//

static bool isRight(const Module &M) {
  auto Function = [&](FunctionId F) { return F < M.Functions.size(); };
  auto Place = [&](analysis::Place P) { return P.Raw <= M.Positions.size(); };
  for (const Position &P : M.Positions)
    if (P.File >= M.Files.size())
      return false;
  for (const Override &O : M.Overrides)
    if (!Function(O.Overrider) || !Function(O.Base))
      return false;
  if (!all_of(M.Contexts, Function))
    return false;
  for (const index::Function &F : M.Functions) {
    if (!Place(F.At) || F.Exit > analysis::ExitThread::Unknown)
      return false;
    for (const analysis::Allowance &A : F.Allowances)
      if (!Place(A.At))
        return false;
    for (const analysis::Site &S : F.Sites) {
      if (!Place(S.At) || !Place(S.Loop) ||
          S.Thread > analysis::OnThread::Unknown ||
          S.StartedBy > analysis::Site::Anybody ||
          S.Moves > analysis::Site::InPlace ||
          (S.Uses && (S.Uses->How > analysis::AsyncUse::Spawns ||
                      S.Uses->Of > analysis::AsyncUse::Time)) ||
          (S.Allowed && *S.Allowed >= F.Allowances.size()) ||
          (S.Blocks && (unsigned(S.Blocks->Kind) >= model::NumCategories ||
                        S.Blocks->Severity > model::Tier::Deadlock)))
        return false;
      for (const auto *Ids :
           {&S.Callees, &S.Externals, &S.Overridable, &S.RunsInline})
        if (!all_of(*Ids, Function))
          return false;
      for (const analysis::CallableArg &Arg : S.Args)
        if (Arg.Target != NoFunction && !Function(Arg.Target))
          return false;
    }
  }
  return true;
}

static bool isRight(const report::Finding &F) {
  return F.Severity <= model::Tier::Deadlock &&
         (!F.Kind || unsigned(*F.Kind) < model::NumCategories);
}

static bool isRight(const Unit &U) {
  if (!isRight(static_cast<const Module &>(U)))
    return false;
  for (const Question &Q : U.Questions)
    if (Q.Words > Question::StopsRuntime)
      return false;
  for (const OpenCall &C : U.OpenCalls)
    if (C.In >= U.Functions.size() ||
        C.Site >= U.Functions[C.In].Sites.size() ||
        C.Instead >= U.Instead.size() ||
        any_of(C.Apart,
               [&](FunctionId F) { return F >= U.Functions.size(); }) ||
        !isRight(C.Draft) || (C.If && C.If.To >= U.Functions.size()) ||
        any_of(C.Asked, [&](const OpenCall::Asking &A) {
          return A.What >= U.Questions.size();
        }))
      return false;
  for (const OpenAllowance &A : U.OpenAllowances)
    if (A.In >= U.Functions.size() || !isRight(A.Finding) ||
        A.Allowance >= U.Functions[A.In].Allowances.size())
      return false;
  return true;
}

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

template <typename T>
static void writeFile(char Kind, const T &What, raw_ostream &OS) {
  Writer W;
  W(versionString().str());
  W(What);
  std::string Body;
  raw_string_ostream BodyOS(Body);
  W.finish(BodyOS);
  XXH128_hash_t Hash = xxh3_128bits(arrayRefFromStringRef(Body));
  char Numbers[4 + 16];
  support::endian::write32le(Numbers, FormatVersion);
  support::endian::write64le(Numbers + 4, Hash.low64);
  support::endian::write64le(Numbers + 12, Hash.high64);
  OS << Magic << Kind;
  OS.write(Numbers, sizeof(Numbers));
  OS << Body;
}

FileKind index::kindOf(StringRef Bytes) {
  if (Bytes.size() < HeaderSize || !Bytes.starts_with(Magic))
    return FileKind::Other;
  switch (Bytes[Magic.size()]) {
  case 'U':
    return FileKind::Unit;
  case 'P':
    return FileKind::Project;
  default:
    return FileKind::Other;
  }
}

template <typename T>
static Expected<T> readFile(FileKind Wanted, StringRef Bytes, StringRef Name) {
  bool IsUnit = Wanted == FileKind::Unit;
  auto Refuse = [&](const Twine &Why) {
    return createStringError(inconvertibleErrorCode(),
                             "'" + Name + "' " + Why +
                                 "; make it again with "
                                 "'unblock-lint " +
                                 (IsUnit ? "index" : "link") + "'");
  };
  if (Bytes.empty())
    return Refuse("is empty");
  FileKind Kind = kindOf(Bytes);
  if (Kind == FileKind::Other)
    return Refuse(StringRef(Magic).starts_with(Bytes.take_front(Magic.size()))
                      ? "is cut off"
                      : "was not written by unblock-lint");
  if (Kind != Wanted)
    return Refuse(IsUnit ? "is the index of a project, not the summary of a "
                           "translation unit"
                         : "is the summary of a translation unit, not the "
                           "index of a project");
  const char *Numbers = Bytes.data() + Magic.size() + 1;
  uint32_t Version = support::endian::read32le(Numbers);
  if (Version != FormatVersion)
    return Refuse("has version " + Twine(Version) +
                  " of the format, and this unblock-lint reads version " +
                  Twine(FormatVersion));
  StringRef Body = Bytes.drop_front(HeaderSize);
  XXH128_hash_t Hash = xxh3_128bits(arrayRefFromStringRef(Body));
  if (Hash.low64 != support::endian::read64le(Numbers + 4) ||
      Hash.high64 != support::endian::read64le(Numbers + 12))
    return Refuse("is damaged or cut off");

  Reader R(Body);
  std::string Tool;
  R(Tool);
  if (Tool != versionString())
    return Refuse("was written by " + Tool + ", and this is " +
                  versionString());
  T Result;
  R(Result);
  if (!R.finish() || !isRight(Result))
    return Refuse("is damaged");
  return Result;
}

void index::write(const Unit &U, raw_ostream &OS) { writeFile('U', U, OS); }
void index::write(const Project &P, raw_ostream &OS) { writeFile('P', P, OS); }

Expected<Unit> index::readUnit(StringRef Bytes, StringRef Name) {
  return readFile<Unit>(FileKind::Unit, Bytes, Name);
}

Expected<Project> index::readProject(StringRef Bytes, StringRef Name) {
  Expected<Project> P = readFile<Project>(FileKind::Project, Bytes, Name);
  if (P)
    P->makeLookups();
  return P;
}
