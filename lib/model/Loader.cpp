//===- Loader.cpp - YAML to documents -------------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/model/ModelSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"

using namespace llvm;

namespace unblock::model {
namespace {

bool isIdentifierChar(char C) { return isAlnum(C) || C == '_' || C == '$'; }

/// `operator<<`, `operator bool`; not `operators`.
bool isOperator(StringRef Component) {
  return Component.consume_front("operator") && !Component.empty() &&
         !isIdentifierChar(Component.front());
}

/// What is wrong with \p Name, or empty.
StringRef problemOfName(StringRef Name) {
  if (Name.starts_with("::"))
    return "leave out the leading '::'";
  while (true) {
    auto [Component, Rest] = Name.split("::");
    if (isOperator(Component))
      return "";
    if (Component.empty())
      return "a component is empty";
    if (Component.contains('<'))
      return "leave out template arguments";
    if (Component.contains('('))
      return "leave out parameters";
    if (Component.drop_front(Component.front() == '~').find_if_not([](char C) {
          return isIdentifierChar(C) || C == '*';
        }) != StringRef::npos)
      return "expected identifiers with '::' between them";
    if (Component.size() == Name.size())
      return "";
    Name = Rest;
  }
}

/// Reads the nodes of one file into the types of Model.h. An error does not
/// stop it, so that a user sees all of them at once.
class Reader {
public:
  Reader(MemoryBufferRef Buffer, BumpPtrAllocator &Arena)
      : Buffer(Buffer), Arena(Arena), Stream(Buffer, Sources, false) {
    Sources.setDiagHandler(
        [](const SMDiagnostic &D, void *Self) {
          static_cast<Reader *>(Self)->Errors.push_back(D);
        },
        this);
    SMLoc Start = SMLoc::getFromPointer(Buffer.getBufferStart());
    LastKey = SMRange(Start, Start);
  }

  Expected<Document> read();

private:
  struct Field {
    StringRef Key;
    function_ref<void(yaml::Node &)> Read;
    bool Required = false;
  };
  static constexpr bool Required = true;

  Document document(yaml::Node &N);
  BlockingEntry blockingEntry(yaml::Node &N);
  Condition condition(yaml::Node &N);
  Profile profile(yaml::Node &N);
  TaskRule taskRule(yaml::Node &N);
  ExecutorRule executorRule(yaml::Node &N);
  CallableRule callableRule(yaml::Node &N);
  HopRule hopRule(yaml::Node &N);
  ArrayRef<RoleRule> roles(yaml::Node &N);
  RemedyRule remedyRule(yaml::Node &N);
  RewriteRule rewriteRule(yaml::Node &N);
  StringRef code(yaml::Node &N, ArrayRef<StringRef> Words, bool Arguments);

  void error(yaml::Node &At, const Twine &Message) {
    // What follows a syntax error is its echo.
    if (!Stream.failed())
      Stream.printError(placeOf(At), Message);
  }

  SMRange placeOf(const yaml::Node &N) const;
  bool mapping(yaml::Node &N, StringRef What, ArrayRef<Field> Fields);
  template <typename T>
  MutableArrayRef<T> list(yaml::Node &N, T (Reader::*Item)(yaml::Node &));
  StringRef text(yaml::Node &N);
  ArrayRef<StringRef> texts(yaml::Node &N) { return list(N, &Reader::text); }
  ArrayRef<StringRef> names(yaml::Node &N);
  std::optional<int64_t> integer(yaml::Node &N);
  int count(yaml::Node &N);
  int index(yaml::Node &N, ArrayRef<std::pair<StringRef, int>> Words = {});
  bool boolean(yaml::Node &N);
  template <typename T>
  T word(yaml::Node &N, StringRef What,
         ArrayRef<std::pair<StringRef, T>> Words);
  Category category(yaml::Node &N);
  Tier tier(yaml::Node &N);

  /// The text of a plain or quoted scalar; nothing when \p N is none.
  std::optional<StringRef> scalar(yaml::Node &N,
                                  SmallVectorImpl<char> &Storage);
  void expand(yaml::Node &At, const Twine &Name,
              SmallVectorImpl<StringRef> &Out);

  template <typename T> MutableArrayRef<T> save(ArrayRef<T> Items) {
    return Items.empty() ? MutableArrayRef<T>() : Items.copy(Arena);
  }

  MemoryBufferRef Buffer;
  BumpPtrAllocator &Arena;
  SourceMgr Sources;
  SmallVector<SMDiagnostic, 0> Errors;
  yaml::Stream Stream;
  SMRange LastKey;
};

Expected<Document> Reader::read() {
  Document Doc;
  yaml::document_iterator It = Stream.begin();
  // A file without any token has a document with a null root.
  if (yaml::Node *Root = It == Stream.end() ? nullptr : It->getRoot()) {
    if (isa<yaml::NullNode>(Root))
      error(*Root, "the document is empty; expected at least one of the keys "
                   "'blocking', 'nonblocking' and 'profiles'");
    else
      Doc = document(*Root);
    if (!Stream.failed() && ++It != Stream.end())
      if (yaml::Node *Second = It->getRoot())
        error(*Second, "only one document in a file");
  }
  if (Errors.empty() && !Stream.failed())
    return Doc;

  llvm::sort(Errors, [](const SMDiagnostic &A, const SMDiagnostic &B) {
    return std::pair(A.getLoc().getPointer(), A.getMessage()) <
           std::pair(B.getLoc().getPointer(), B.getMessage());
  });
  std::string Text;
  raw_string_ostream OS(Text);
  ListSeparator Newline("\n");
  for (const SMDiagnostic &D : Errors)
    OS << Newline << Buffer.getBufferIdentifier() << ':' << D.getLineNo() << ':'
       << D.getColumnNo() + 1 << ": error: " << D.getMessage();
  return createStringError(Text);
}

/// The parser gives some nodes the place of the token after their first.
SMRange Reader::placeOf(const yaml::Node &N) const {
  if (isa<yaml::NullNode, yaml::AliasNode, yaml::BlockScalarNode>(N))
    return LastKey;
  SMRange Range = N.getSourceRange();
  StringRef Bracket = isa<yaml::SequenceNode>(N)  ? "["
                      : isa<yaml::MappingNode>(N) ? "{"
                                                  : "";
  const char *Start = Buffer.getBufferStart();
  StringRef Before = StringRef(Start, Range.Start.getPointer() - Start).rtrim();
  if (!Bracket.empty() && Before.ends_with(Bracket))
    Range.Start = SMLoc::getFromPointer(Before.end() - 1);
  return Range;
}

/// Reads the keys of \p N, which is \p What ("a profile"). False when it is no
/// mapping or a required key is missing.
bool Reader::mapping(yaml::Node &N, StringRef What, ArrayRef<Field> Fields) {
  auto KeyOf = [](const Field &F) { return F.Key; };
  std::string Keys = join(map_range(Fields, KeyOf), ", ");
  auto *Mapping = dyn_cast<yaml::MappingNode>(&N);
  if (!Mapping) {
    error(N, "expected " + What + ", a mapping with the keys " + Keys);
    return false;
  }
  uint32_t Seen = 0;
  for (yaml::KeyValueNode &Entry : *Mapping) {
    yaml::Node *Key = Entry.getKey();
    if (!Key)
      return false;
    SmallString<32> Storage;
    StringRef Name = scalar(*Key, Storage).value_or("");
    const Field *F =
        find_if(Fields, [&](const Field &F) { return F.Key == Name; });
    if (F == Fields.end()) {
      error(*Key, "unknown key '" + Name + "'; " + What + " has " + Keys);
      continue;
    }
    uint32_t Bit = 1u << (F - Fields.begin());
    if (Seen & Bit) {
      error(*Key, "duplicate key '" + Name + "'");
      continue;
    }
    Seen |= Bit;
    yaml::Node *Value = Entry.getValue();
    if (!Value)
      return false;
    LastKey = Key->getSourceRange();
    F->Read(*Value);
  }
  bool Complete = true;
  for (auto [I, F] : enumerate(Fields))
    if (F.Required && !(Seen >> I & 1)) {
      error(N, "missing key '" + F.Key + "' in " + What);
      Complete = false;
    }
  return Complete;
}

template <typename T>
MutableArrayRef<T> Reader::list(yaml::Node &N,
                                T (Reader::*Item)(yaml::Node &)) {
  auto *Sequence = dyn_cast<yaml::SequenceNode>(&N);
  if (!Sequence) {
    error(N, "expected a list");
    return {};
  }
  SmallVector<T, 8> Items;
  for (yaml::Node &Element : *Sequence)
    Items.push_back((this->*Item)(Element));
  return save<T>(Items);
}

std::optional<StringRef> Reader::scalar(yaml::Node &N,
                                        SmallVectorImpl<char> &Storage) {
  if (auto *Scalar = dyn_cast<yaml::ScalarNode>(&N))
    return Scalar->getValue(Storage);
  return std::nullopt;
}

StringRef Reader::text(yaml::Node &N) {
  SmallString<128> Storage;
  std::optional<StringRef> Value = scalar(N, Storage);
  if (!Value || Value->trim().empty() || Value->contains('\n')) {
    error(N, "expected text on one line");
    return "";
  }
  return Value->trim().copy(Arena);
}

/// Expands the braces of \p Name: `{a,b}::f` is `a::f` and `b::f`.
void Reader::expand(yaml::Node &At, const Twine &Pattern,
                    SmallVectorImpl<StringRef> &Out) {
  SmallString<128> Storage;
  StringRef Name = Pattern.toStringRef(Storage);
  size_t Open = Name.find_first_of("{}");
  if (Open == StringRef::npos) {
    StringRef Problem = problemOfName(Name);
    if (!Problem.empty())
      return error(At, "'" + Name + "' is not a qualified name: " + Problem);
    Out.push_back(Name.copy(Arena));
    return;
  }
  SmallVector<StringRef, 8> Alternatives;
  size_t Begin = Open + 1, Depth = 0, Close = StringRef::npos;
  for (size_t I = Open; I != Name.size(); ++I) {
    if (Name[I] == '{')
      ++Depth;
    else if (Name[I] == '}' ? Depth-- <= 1 : Name[I] == ',' && Depth == 1) {
      Alternatives.push_back(Name.slice(Begin, I));
      Begin = I + 1;
      if (Name[I] == '}') {
        Close = I;
        break;
      }
    }
  }
  if (Close == StringRef::npos || Name[Open] == '}')
    return error(At, "unbalanced braces in '" + Name + "'");
  for (StringRef Alternative : Alternatives)
    expand(At, Name.take_front(Open) + Alternative + Name.drop_front(Close + 1),
           Out);
}

ArrayRef<StringRef> Reader::names(yaml::Node &N) {
  auto *Sequence = dyn_cast<yaml::SequenceNode>(&N);
  if (!Sequence) {
    error(N, "expected a list of qualified names");
    return {};
  }
  SmallVector<StringRef, 8> Names;
  bool Empty = true;
  for (yaml::Node &Element : *Sequence) {
    Empty = false;
    SmallString<128> Storage;
    if (std::optional<StringRef> Name = scalar(Element, Storage))
      expand(Element, *Name, Names);
    else
      error(Element, "expected a qualified name");
  }
  if (Empty)
    error(N, "expected at least one qualified name");
  return save<StringRef>(Names);
}

std::optional<int64_t> Reader::integer(yaml::Node &N) {
  auto *Scalar = dyn_cast<yaml::ScalarNode>(&N);
  int64_t Value;
  if (Scalar && to_integer(Scalar->getRawValue(), Value, 10))
    return Value;
  error(N, "expected an integer");
  return std::nullopt;
}

int Reader::count(yaml::Node &N) {
  auto *Scalar = dyn_cast<yaml::ScalarNode>(&N);
  unsigned Value;
  if (Scalar && to_integer(Scalar->getRawValue(), Value, 10) && Value < 1000)
    return Value;
  error(N, "expected a number from 0 to 999");
  return -1;
}

/// The index of an argument, or one of \p Words.
int Reader::index(yaml::Node &N, ArrayRef<std::pair<StringRef, int>> Words) {
  SmallString<16> Storage;
  std::optional<StringRef> Value = scalar(N, Storage);
  for (auto [Word, Meaning] : Words)
    if (Value == Word)
      return Meaning;
  unsigned Index;
  if (auto *Scalar = dyn_cast<yaml::ScalarNode>(&N))
    if (to_integer(Scalar->getRawValue(), Index, 10) && Index < 1000)
      return Index;
  std::string Expected = "expected the index of an argument (0 is the first)";
  for (auto [Word, Meaning] : Words)
    Expected += (" or '" + Word + "'").str();
  error(N, Expected);
  return 0;
}

bool Reader::boolean(yaml::Node &N) {
  auto *Scalar = dyn_cast<yaml::ScalarNode>(&N);
  StringRef Value = Scalar ? Scalar->getRawValue() : "";
  if (Value != "true" && Value != "false")
    error(N, "expected true or false");
  return Value == "true";
}

template <typename T>
T Reader::word(yaml::Node &N, StringRef What,
               ArrayRef<std::pair<StringRef, T>> Words) {
  SmallString<32> Storage;
  std::optional<StringRef> Value = scalar(N, Storage);
  for (auto [Word, Meaning] : Words)
    if (Value == Word)
      return Meaning;
  error(N, (Value ? "unknown " + What + " '" + *Value + "'; it is one of "
                  : "expected " + What + ": one of ") +
               join(make_first_range(Words), ", "));
  return Words.front().second;
}

Category Reader::category(yaml::Node &N) {
  SmallVector<std::pair<StringRef, Category>, NumCategories> Words;
  for (unsigned I = 0; I != NumCategories; ++I)
    Words.emplace_back(toString(Category(I)), Category(I));
  return word<Category>(N, "category", Words);
}

Tier Reader::tier(yaml::Node &N) {
  SmallVector<std::pair<StringRef, Tier>, 4> Words;
  for (Tier T : {Tier::Advice, Tier::Hazard, Tier::Stall, Tier::Deadlock})
    Words.emplace_back(toString(T), T);
  return word<Tier>(N, "tier", Words);
}

constexpr std::pair<StringRef, int> ObjectWord = {"object", Condition::Object};
constexpr std::pair<StringRef, int> TokenWord = {"token", HopRule::Token};
constexpr std::pair<StringRef, Runs> RunsWords[] = {
    {"inline", Runs::Inline},    {"pool", Runs::Pool},
    {"loop", Runs::Loop},        {"unknown", Runs::Unknown},
    {"in-place", Runs::InPlace}, {"executor", Runs::Executor}};
/// Without `inline`, `in-place` and `executor`: what an executor can be.
constexpr std::pair<StringRef, Runs> ExecutorWords[] = {
    {"pool", Runs::Pool}, {"loop", Runs::Loop}, {"unknown", Runs::Unknown}};
/// Nothing moves to `inline` or `in-place`.
constexpr std::pair<StringRef, Runs> TargetWords[] = {
    {"pool", Runs::Pool},
    {"loop", Runs::Loop},
    {"unknown", Runs::Unknown},
    {"executor", Runs::Executor}};

Condition Reader::condition(yaml::Node &N) {
  Condition C;
  bool Value = false, Any = false;
  // Notes which kinds of predicates are there.
  auto Count = [&](yaml::Node &V) {
    Any = true;
    return count(V);
  };
  bool Read =
      mapping(N, "a condition",
              {{"arg", [&](yaml::Node &V) { C.Arg = index(V, ObjectWord); }},
               {"equals",
                [&](yaml::Node &V) {
                  Value = true;
                  C.Equals = integer(V);
                }},
               {"flags",
                [&](yaml::Node &V) {
                  Value = true;
                  C.Flags = names(V);
                  if (any_of(C.Flags,
                             [](StringRef Flag) { return Flag.contains(':'); }))
                    error(V, "a flag is named without its scope");
                }},
               {"types",
                [&](yaml::Node &V) {
                  Value = true;
                  C.Types = names(V);
                }},
               {"of",
                [&](yaml::Node &V) {
                  Value = true;
                  C.Of = texts(V);
                }},
               {"params", [&](yaml::Node &V) { C.Params = Count(V); }},
               {"min-args", [&](yaml::Node &V) { C.MinArgs = Count(V); }},
               {"max-args", [&](yaml::Node &V) { C.MaxArgs = Count(V); }}});
  if (!Read)
    return C;
  if (Value && C.Arg == Condition::None)
    error(N, "missing key 'arg' in a condition: which argument?");
  else if (!Value && C.Arg != Condition::None)
    error(N, "'arg' needs one of equals, flags, types, of");
  else if (!Value && !Any)
    error(N, "the condition is empty");
  return C;
}

BlockingEntry Reader::blockingEntry(yaml::Node &N) {
  BlockingEntry E;
  std::optional<Tier> Severity;
  mapping(
      N, "a blocking entry",
      {{"names", [&](yaml::Node &V) { E.Names = names(V); }, Required},
       {"category", [&](yaml::Node &V) { E.Kind = category(V); }, Required},
       {"tier", [&](yaml::Node &V) { Severity = tier(V); }},
       {"reason", [&](yaml::Node &V) { E.Reason = text(V); }, Required},
       {"source", [&](yaml::Node &V) { E.Source = text(V); }},
       {"remedy", [&](yaml::Node &V) { E.Remedy = text(V); }},
       {"when", [&](yaml::Node &V) { E.When = list(V, &Reader::condition); }},
       {"unless",
        [&](yaml::Node &V) { E.Unless = list(V, &Reader::condition); }},
       {"descriptor", [&](yaml::Node &V) { E.Descriptor = index(V); }},
       {"unbounded", [&](yaml::Node &V) { E.Unbounded = boolean(V); }},
       {"async-driver", [&](yaml::Node &V) { E.AsyncDriver = text(V); }}});
  E.Severity = Severity.value_or(defaultTier(E.Kind));
  return E;
}

TaskRule Reader::taskRule(yaml::Node &N) {
  TaskRule R;
  mapping(N, "a task rule",
          {{"types", [&](yaml::Node &V) { R.Types = names(V); }, Required},
           {"lazy", [&](yaml::Node &V) { R.Lazy = boolean(V); }}});
  return R;
}

ExecutorRule Reader::executorRule(yaml::Node &N) {
  ExecutorRule R;
  mapping(N, "an executor rule",
          {{"types", [&](yaml::Node &V) { R.Types = names(V); }, Required},
           {"kind",
            [&](yaml::Node &V) {
              R.Kind = word(V, "kind of executor", ArrayRef(ExecutorWords));
            },
            Required}});
  return R;
}

CallableRule Reader::callableRule(yaml::Node &N) {
  CallableRule R;
  bool Executor = false;
  mapping(
      N, "a callable rule",
      {{"names", [&](yaml::Node &V) { R.Names = names(V); }, Required},
       {"by",
        [&](yaml::Node &V) { R.By = word(V, "runner", ArrayRef(RunsWords)); },
        Required},
       {"executor",
        [&](yaml::Node &V) {
          Executor = true;
          R.ExecutorArg = index(V, ObjectWord);
        }},
       {"callable", [&](yaml::Node &V) { R.CallableArg = index(V); }},
       {"when", [&](yaml::Node &V) { R.When = list(V, &Reader::condition); }}});
  if (Executor && R.By != Runs::Executor)
    error(N, "'executor' needs 'by: executor'");
  return R;
}

HopRule Reader::hopRule(yaml::Node &N) {
  HopRule R;
  bool Executor = false;
  mapping(
      N, "a hop rule",
      {{"names", [&](yaml::Node &V) { R.Names = names(V); }, Required},
       {"to",
        [&](yaml::Node &V) { R.To = word(V, "target", ArrayRef(TargetWords)); },
        Required},
       {"executor", [&](yaml::Node &V) {
          Executor = true;
          R.ExecutorArg = index(V, {ObjectWord, TokenWord});
        }}});
  if (Executor && R.To != Runs::Executor)
    error(N, "'executor' needs 'to: executor'");
  return R;
}

RemedyRule Reader::remedyRule(yaml::Node &N) {
  RemedyRule R;
  mapping(N, "a remedy",
          {{"category", [&](yaml::Node &V) { R.Kind = category(V); }, Required},
           {"replace", [&](yaml::Node &V) { R.Replace = text(V); }, Required}});
  return R;
}

/// Code with placeholders: one of \p Words in braces, or, with \p Arguments,
/// the index of an argument.
StringRef Reader::code(yaml::Node &N, ArrayRef<StringRef> Words,
                       bool Arguments) {
  StringRef Code = text(N);
  for (size_t Open = 0; (Open = Code.find('{', Open)) != StringRef::npos;
       ++Open) {
    StringRef Name = Code.drop_front(Open + 1).take_while(
        [](char C) { return isAlnum(C) || C == '-'; });
    unsigned Index;
    // Other braces are code.
    if (!Name.empty() &&
        Code.drop_front(Open + 1 + Name.size()).starts_with("}") &&
        !is_contained(Words, Name) &&
        !(Arguments && to_integer(Name, Index, 10)))
      error(N, "unknown placeholder '{" + Name + "}'; there is " +
                   (Arguments ? "{0} and so on, " : "") + "{" +
                   join(Words, "}, {") + "}");
  }
  return Code;
}

RewriteRule Reader::rewriteRule(yaml::Node &N) {
  RewriteRule R;
  mapping(
      N, "a rewrite",
      {{"names", [&](yaml::Node &V) { R.Names = names(V); }, Required},
       {"in", [&](yaml::Node &V) { R.In = names(V); }},
       {"in-of", [&](yaml::Node &V) { R.InOf = texts(V); }},
       {"when", [&](yaml::Node &V) { R.When = list(V, &Reader::condition); }},
       {"with",
        [&](yaml::Node &V) {
          R.With = code(V, {"object", "name", "namespace"}, /*Arguments=*/true);
        },
        Required},
       {"includes", [&](yaml::Node &V) { R.Includes = texts(V); }},
       {"value", [&](yaml::Node &V) { R.Value = boolean(V); }},
       {"whole-file", [&](yaml::Node &V) { R.WholeFile = boolean(V); }}});
  return R;
}

/// A mapping from roles to the names that have them.
ArrayRef<RoleRule> Reader::roles(yaml::Node &N) {
  SmallVector<RoleRule, NumRoles> Rules;
  auto Read = [&](Role R) {
    return [&, R](yaml::Node &V) { Rules.push_back({R, names(V)}); };
  };
  using Reading = decltype(Read(Role()));
  SmallVector<Reading, NumRoles> Readings;
  SmallVector<Field, NumRoles> Fields;
  for (unsigned I = 0; I != NumRoles; ++I)
    Readings.push_back(Read(Role(I)));
  for (unsigned I = 0; I != NumRoles; ++I)
    Fields.push_back({toString(Role(I)), Readings[I]});
  mapping(N, "the roles", Fields);
  return save<RoleRule>(Rules);
}

Profile Reader::profile(yaml::Node &N) {
  static constexpr std::pair<StringRef, HopScope> Scopes[] = {
      {"coroutine", HopScope::Coroutine},
      {"leaks", HopScope::Leaks},
      {"next-await", HopScope::NextAwait}};
  Profile P;
  mapping(
      N, "a profile",
      {{"name", [&](yaml::Node &V) { P.Name = text(V); }, Required},
       {"tasks", [&](yaml::Node &V) { P.Tasks = list(V, &Reader::taskRule); }},
       {"generators", [&](yaml::Node &V) { P.Generators = names(V); }},
       {"executors",
        [&](yaml::Node &V) { P.Executors = list(V, &Reader::executorRule); }},
       {"callables",
        [&](yaml::Node &V) { P.Callables = list(V, &Reader::callableRule); }},
       {"hops", [&](yaml::Node &V) { P.Hops = list(V, &Reader::hopRule); }},
       {"scope",
        [&](yaml::Node &V) { P.Scope = word(V, "scope", ArrayRef(Scopes)); }},
       {"non-suspending", [&](yaml::Node &V) { P.NonSuspending = names(V); }},
       {"primitives", [&](yaml::Node &V) { P.Primitives = names(V); }},
       {"mutexes", [&](yaml::Node &V) { P.Mutexes = names(V); }},
       {"guards", [&](yaml::Node &V) { P.Guards = names(V); }},
       {"roles", [&](yaml::Node &V) { P.Roles = roles(V); }},
       {"remedies",
        [&](yaml::Node &V) { P.Remedies = list(V, &Reader::remedyRule); }},
       {"rewrites",
        [&](yaml::Node &V) { P.Rewrites = list(V, &Reader::rewriteRule); }},
       {"offload", [&](yaml::Node &V) { P.Offload = text(V); }},
       {"offload-with",
        [&](yaml::Node &V) {
          P.OffloadWith = code(V, {"closure"}, /*Arguments=*/false);
          if (!P.OffloadWith.contains("{closure}"))
            error(V, "expected code with {closure}");
        }},
       {"offload-includes",
        [&](yaml::Node &V) { P.OffloadIncludes = texts(V); }}});
  return P;
}

Document Reader::document(yaml::Node &N) {
  Document D;
  MutableArrayRef<BlockingEntry> Blocking;
  StringRef AsyncDriver;
  mapping(N, "a document",
          {{"library", [&](yaml::Node &V) { D.Library = text(V); }},
           {"package", [&](yaml::Node &V) { D.Package = text(V); }},
           {"headers", [&](yaml::Node &V) { D.Headers = texts(V); }},
           {"pkg-config", [&](yaml::Node &V) { D.PkgConfig = texts(V); }},
           {"flags", [&](yaml::Node &V) { D.Flags = texts(V); }},
           {"async-driver", [&](yaml::Node &V) { AsyncDriver = text(V); }},
           {"blocking",
            [&](yaml::Node &V) { Blocking = list(V, &Reader::blockingEntry); }},
           {"nonblocking", [&](yaml::Node &V) { D.NonBlocking = names(V); }},
           {"profiles",
            [&](yaml::Node &V) { D.Profiles = list(V, &Reader::profile); }}});
  if (D.Library.empty())
    D.Library = sys::path::filename(Buffer.getBufferIdentifier()).copy(Arena);
  for (BlockingEntry &E : Blocking) {
    E.Library = D.Library;
    if (E.AsyncDriver.empty())
      E.AsyncDriver = AsyncDriver;
    else if (E.AsyncDriver == "none")
      E.AsyncDriver = "";
  }
  D.Blocking = Blocking;
  return D;
}

} // namespace

Expected<Document> parseDocument(MemoryBufferRef Buffer,
                                 BumpPtrAllocator &Arena) {
  return Reader(Buffer, Arena).read();
}

} // namespace unblock::model
