//===- ModelSet.cpp - Models and profiles, indexed by name ----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Names are indexed by their last component, which a caller has at hand before
// it builds the qualified name. The few last components that hold a wildcard
// are kept in a list and tried one by one, together with what stands before.
//
//===----------------------------------------------------------------------===//

#include "lib/model/ModelSet.h"
#include "llvm/ADT/CachedHashString.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <vector>

using namespace llvm;

namespace unblock::model {

/// The last component of \p Name after the one before it, which may be empty. A
/// colon never stands alone, and is found faster than two of them.
static std::pair<StringRef, StringRef> lastComponents(StringRef Name) {
  size_t Colon = Name.rfind(':');
  if (Colon == StringRef::npos)
    return {"", Name};
  StringRef Scope = Name.take_front(Colon).drop_back();
  return {Scope.drop_front(Scope.rfind(':') + 1), Name.drop_front(Colon + 1)};
}

/// The `*` of `operator*` is itself.
static bool hasWildcard(StringRef Component) {
  return Component.contains('*') && !Component.starts_with("operator");
}

static bool matchesComponent(StringRef Pattern, StringRef Component) {
  if (!hasWildcard(Pattern))
    return Pattern == Component;
  auto [Prefix, Rest] = Pattern.split('*');
  if (!Component.consume_front(Prefix))
    return false;
  // Each piece between two wildcards is taken as early as possible.
  while (Rest.contains('*')) {
    StringRef Piece;
    std::tie(Piece, Rest) = Rest.split('*');
    size_t At = Component.find(Piece);
    if (At == StringRef::npos)
      return false;
    Component = Component.drop_front(At + Piece.size());
  }
  return Component.ends_with(Rest);
}

bool matchesName(StringRef Pattern, StringRef QualifiedName) {
  if (!Pattern.contains('*'))
    return Pattern == QualifiedName;
  while (true) {
    size_t PatternEnd = Pattern.find("::"), NameEnd = QualifiedName.find("::");
    if ((PatternEnd == StringRef::npos) != (NameEnd == StringRef::npos) ||
        !matchesComponent(Pattern.take_front(PatternEnd),
                          QualifiedName.take_front(NameEnd)))
      return false;
    if (PatternEnd == StringRef::npos)
      return true;
    Pattern = Pattern.drop_front(PatternEnd + 2);
    QualifiedName = QualifiedName.drop_front(NameEnd + 2);
  }
}

namespace {

/// What a rule says of the names that it lists.
enum class Fact : uint8_t {
  // Of functions:
  Blocking,
  NonBlocking,
  Callable,
  Hop,
  // Of functions or of types:
  Role,
  // Of types:
  Executor,
  Task,
  Generator,
  NonSuspending,
  Primitive,
  Mutex,
  Guard,
};

/// One pattern of one rule.
struct Mention {
  StringRef Pattern;
  const void *Rule = nullptr;
  const Profile *From = nullptr;
  Fact Kind;
  unsigned Document;
  /// The next older one with the same last component; -1 is none.
  unsigned Older = -1u;
};

class NameIndex {
public:
  void reserve(unsigned NumNames) {
    Newest.reserve(NumNames);
    Mentions.reserve(NumNames);
  }

  void add(Mention M) {
    unsigned Id = Mentions.size();
    auto [Scope, Last] = lastComponents(M.Pattern);
    if (hasWildcard(Last)) {
      auto *It = find_if(Wild, [Scope, Last](const WildEnd &W) {
        return W.Last == Last && W.Scope == Scope;
      });
      if (It == Wild.end())
        Wild.push_back({Scope, Last, Id});
      else
        M.Older = std::exchange(It->Newest, Id);
    } else {
      auto [It, New] = Newest.try_emplace(CachedHashStringRef(Last), Id);
      if (!New)
        M.Older = std::exchange(It->second, Id);
    }
    Mentions.push_back(M);
  }

  bool mayMention(StringRef Last, std::optional<StringRef> Scope) const {
    return Newest.contains(CachedHashStringRef(Last)) ||
           any_of(Wild,
                  [&](const WildEnd &W) { return W.matches(Last, Scope); });
  }

  /// What is said of \p Name, the newest first; a rule is there once.
  SmallVector<const Mention *, 4> lookup(Fact Kind, StringRef Name) const {
    SmallVector<unsigned, 8> Found;
    auto Collect = [&](unsigned Id) {
      for (; Id != -1u; Id = Mentions[Id].Older)
        if (Mentions[Id].Kind == Kind &&
            matchesName(Mentions[Id].Pattern, Name))
          Found.push_back(Id);
    };
    auto [Scope, Last] = lastComponents(Name);
    auto It = Newest.find(CachedHashStringRef(Last));
    if (It != Newest.end())
      Collect(It->second);
    for (const WildEnd &W : Wild)
      if (W.matches(Last, Scope))
        Collect(W.Newest);
    sort(Found, std::greater());
    SmallVector<const Mention *, 4> Result;
    for (unsigned Id : Found)
      if (Result.empty() || !Mentions[Id].Rule ||
          Result.back()->Rule != Mentions[Id].Rule)
        Result.push_back(&Mentions[Id]);
    return Result;
  }

  const Mention *find(Fact Kind, StringRef Name) const {
    SmallVector<const Mention *, 4> Found = lookup(Kind, Name);
    return Found.empty() ? nullptr : Found.front();
  }

private:
  std::vector<Mention> Mentions;
  /// By last component, the mention that was added last.
  DenseMap<CachedHashStringRef, unsigned> Newest;
  /// The same for the patterns whose last component holds a wildcard.
  struct WildEnd {
    StringRef Scope, Last;
    unsigned Newest;

    bool matches(StringRef OtherLast,
                 std::optional<StringRef> OtherScope) const {
      return matchesComponent(Last, OtherLast) &&
             (!OtherScope || matchesComponent(Scope, *OtherScope));
    }
  };
  SmallVector<WildEnd, 16> Wild;
};

} // namespace

struct ModelSet::Index {
  NameIndex Functions, Types;
  /// A profile of the same name in a later document extends the earlier one.
  SmallVector<Profile *, 32> Profiles;

  Profile *profile(StringRef Name) const {
    auto It = find_if(Profiles, [&](Profile *P) { return P->Name == Name; });
    return It == Profiles.end() ? nullptr : *It;
  }
};

ModelSet::ModelSet() : Names(std::make_shared<Index>()) {
  // About the number of names that are compiled in.
  Names->Functions.reserve(4096);
  for (const Document &Doc : builtinDocuments())
    add(Doc);
}

Error ModelSet::addFile(StringRef Path) {
  auto Buffer = MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (!Buffer)
    return createStringError(Path + ": error: cannot read the models: " +
                             Buffer.getError().message());
  return addBuffer((*Buffer)->getMemBufferRef());
}

Error ModelSet::addBuffer(MemoryBufferRef Buffer) {
  Expected<Document> Doc = parseDocument(Buffer, Arena);
  if (!Doc)
    return Doc.takeError();
  add(*Doc);
  return Error::success();
}

/// \p Newer followed by \p Older.
template <typename T>
static ArrayRef<T> concat(ArrayRef<T> Newer, ArrayRef<T> Older,
                          BumpPtrAllocator &Arena) {
  if (Newer.empty() || Older.empty())
    return Newer.empty() ? Older : Newer;
  T *Items = Arena.Allocate<T>(Newer.size() + Older.size());
  std::uninitialized_copy(
      Older.begin(), Older.end(),
      std::uninitialized_copy(Newer.begin(), Newer.end(), Items));
  return {Items, Newer.size() + Older.size()};
}

/// Adds what \p Newer says to \p P; it comes first, and replaces what there can
/// be only one of.
static void extend(Profile &P, const Profile &Newer, BumpPtrAllocator &Arena) {
  P.Tasks = concat(Newer.Tasks, P.Tasks, Arena);
  P.Generators = concat(Newer.Generators, P.Generators, Arena);
  P.Executors = concat(Newer.Executors, P.Executors, Arena);
  P.Callables = concat(Newer.Callables, P.Callables, Arena);
  P.Hops = concat(Newer.Hops, P.Hops, Arena);
  P.NonSuspending = concat(Newer.NonSuspending, P.NonSuspending, Arena);
  P.Primitives = concat(Newer.Primitives, P.Primitives, Arena);
  P.Mutexes = concat(Newer.Mutexes, P.Mutexes, Arena);
  P.Guards = concat(Newer.Guards, P.Guards, Arena);
  P.Roles = concat(Newer.Roles, P.Roles, Arena);
  P.Rewrites = concat(Newer.Rewrites, P.Rewrites, Arena);
  auto Remedies = to_vector(Newer.Remedies);
  for (const RemedyRule &Old : P.Remedies)
    if (none_of(Newer.Remedies,
                [&](const RemedyRule &New) { return New.Kind == Old.Kind; }))
      Remedies.push_back(Old);
  P.Remedies = ArrayRef(Remedies).copy(Arena);
  if (Newer.Scope != HopScope::Coroutine)
    P.Scope = Newer.Scope;
  if (!Newer.Offload.empty())
    P.Offload = Newer.Offload;
  // Code that goes with other words would offload elsewhere than they say.
  if (!Newer.Offload.empty() || !Newer.OffloadWith.empty()) {
    P.OffloadWith = Newer.OffloadWith;
    P.OffloadIncludes = Newer.OffloadIncludes;
  }
}

void ModelSet::add(const Document &Doc) {
  unsigned Number = Documents.size();
  Documents.push_back(Doc);
  const Profile *From = nullptr;
  auto Add = [&](NameIndex &To, Fact Kind, ArrayRef<StringRef> Patterns,
                 const void *Rule = nullptr) {
    for (StringRef Pattern : Patterns)
      To.add({Pattern, Rule, From, Kind, Number});
  };
  NameIndex &Functions = Names->Functions, &Types = Names->Types;

  // What is added last is found first: a document is read from its end, so that
  // its order is the order of precedence.
  for (const Profile &P : reverse(Doc.Profiles)) {
    Profile *Whole = Names->profile(P.Name);
    if (Whole)
      extend(*Whole, P, Arena);
    else
      Names->Profiles.push_back(Whole = new (Arena) Profile(P));
    From = Whole;
    for (const CallableRule &R : reverse(P.Callables))
      Add(Functions, Fact::Callable, R.Names, &R);
    for (const HopRule &R : reverse(P.Hops))
      Add(Functions, Fact::Hop, R.Names, &R);
    for (const RoleRule &R : reverse(P.Roles))
      Add(isOfTypes(R.Is) ? Types : Functions, Fact::Role, R.Names, &R);
    for (const ExecutorRule &R : reverse(P.Executors))
      Add(Types, Fact::Executor, R.Types, &R);
    for (const TaskRule &R : reverse(P.Tasks))
      Add(Types, Fact::Task, R.Types, &R);
    Add(Types, Fact::Generator, P.Generators);
    Add(Types, Fact::NonSuspending, P.NonSuspending);
    Add(Types, Fact::Primitive, P.Primitives);
    Add(Types, Fact::Mutex, P.Mutexes);
    Add(Types, Fact::Guard, P.Guards);
  }
  From = nullptr;
  for (const BlockingEntry &E : reverse(Doc.Blocking))
    Add(Functions, Fact::Blocking, E.Names, &E);
  Add(Functions, Fact::NonBlocking, Doc.NonBlocking);
}

SmallVector<const BlockingEntry *, 4>
ModelSet::blocking(StringRef QualifiedName) const {
  SmallVector<const BlockingEntry *, 4> Entries;
  auto Found = Names->Functions.lookup(Fact::Blocking, QualifiedName);
  if (Found.empty())
    return Entries;
  const Mention *Never =
      Names->Functions.find(Fact::NonBlocking, QualifiedName);
  for (const Mention *M : Found)
    if (!Never || M->Document > Never->Document)
      Entries.push_back(static_cast<const BlockingEntry *>(M->Rule));
  return Entries;
}

bool ModelSet::isNonBlocking(StringRef QualifiedName) const {
  const Mention *Never =
      Names->Functions.find(Fact::NonBlocking, QualifiedName);
  if (!Never)
    return false;
  const Mention *Entry = Names->Functions.find(Fact::Blocking, QualifiedName);
  return !Entry || Entry->Document <= Never->Document;
}

bool ModelSet::mayMention(StringRef LastComponent,
                          std::optional<StringRef> Scope) const {
  // An `operator std::string` counts by its end, as in the index.
  auto [Inner, Last] = lastComponents(LastComponent);
  if (!Inner.empty())
    Scope = Inner;
  return Names->Functions.mayMention(Last, Scope);
}

template <typename RuleT> static Match<RuleT> match(const Mention *M) {
  if (!M)
    return {};
  return {static_cast<const RuleT *>(M->Rule), M->From};
}

template <typename RuleT>
static SmallVector<Match<RuleT>, 2> matches(ArrayRef<const Mention *> Found) {
  return to_vector<2>(map_range(Found, match<RuleT>));
}

SmallVector<Match<CallableRule>, 2>
ModelSet::callable(StringRef QualifiedName) const {
  return matches<CallableRule>(
      Names->Functions.lookup(Fact::Callable, QualifiedName));
}

SmallVector<Match<HopRule>, 2> ModelSet::hop(StringRef QualifiedName) const {
  return matches<HopRule>(Names->Functions.lookup(Fact::Hop, QualifiedName));
}

Match<ExecutorRule> ModelSet::executor(StringRef QualifiedType) const {
  return match<ExecutorRule>(Names->Types.find(Fact::Executor, QualifiedType));
}

Match<TaskRule> ModelSet::task(StringRef QualifiedType) const {
  return match<TaskRule>(Names->Types.find(Fact::Task, QualifiedType));
}

bool ModelSet::isGenerator(StringRef QualifiedType) const {
  return Names->Types.find(Fact::Generator, QualifiedType);
}

bool ModelSet::isNonSuspending(StringRef QualifiedType) const {
  return Names->Types.find(Fact::NonSuspending, QualifiedType);
}

bool ModelSet::isPrimitive(StringRef QualifiedType) const {
  return Names->Types.find(Fact::Primitive, QualifiedType);
}

bool ModelSet::isMutex(StringRef QualifiedType) const {
  return Names->Types.find(Fact::Mutex, QualifiedType);
}

bool ModelSet::isGuard(StringRef QualifiedType) const {
  return Names->Types.find(Fact::Guard, QualifiedType);
}

Roles ModelSet::rolesOfFunction(StringRef QualifiedName) const {
  Roles Result;
  for (const Mention *M : Names->Functions.lookup(Fact::Role, QualifiedName))
    Result.set(unsigned(static_cast<const RoleRule *>(M->Rule)->Is));
  return Result;
}

Roles ModelSet::rolesOfType(StringRef QualifiedType) const {
  Roles Result;
  for (const Mention *M : Names->Types.lookup(Fact::Role, QualifiedType))
    Result.set(unsigned(static_cast<const RoleRule *>(M->Rule)->Is));
  return Result;
}

const Profile *ModelSet::profile(StringRef Name) const {
  return Names->profile(Name);
}

std::string findUserModels(StringRef SourceFile) {
  SmallString<256> Path(SourceFile);
  if (sys::fs::make_absolute(Path))
    return "";
  sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  for (StringRef Dir = sys::path::parent_path(Path); !Dir.empty();
       Dir = sys::path::parent_path(Dir)) {
    SmallString<256> File(Dir);
    sys::path::append(File, ".unblock.yaml");
    if (sys::fs::exists(File))
      return std::string(File);
  }
  return "";
}

} // namespace unblock::model
