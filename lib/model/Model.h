//===- Model.h - What is known of functions and libraries -------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The facts that the analysis starts from: which functions block, and what is
// known of each asynchronous library. This folder holds the schema, its loader
// and the data; it knows nothing of an AST.
//
// Everything here is a view: the strings and arrays live either in the tables
// that are compiled in, or in the arena of the ModelSet that loaded them.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_MODEL_MODEL_H
#define UNBLOCK_MODEL_MODEL_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>

namespace unblock::model {

/// What the calling thread waits for. The spelling in YAML and in check
/// options is the lower-case name with dashes (`sync-wait`).
enum class Category : uint8_t {
  Sleep,    ///< a time to pass
  File,     ///< a disk or a file system; reading standard input
  Network,  ///< a peer
  Dns,      ///< a name to be resolved
  Process,  ///< another process
  Database, ///< a database server or engine
  Wait,     ///< another thread: join, condition, future, semaphore, latch
  Lock,     ///< a mutex that is held for short sections as a rule
  Console,  ///< a terminal or a pipe that takes output
  Ffi,      ///< foreign code that nothing is known about
  Gpu,      ///< a device
  Cpu,      ///< nothing: it computes for longer than a worker may be held
  SyncWait, ///< an asynchronous result, by blocking on it
};
inline constexpr unsigned NumCategories = unsigned(Category::SyncWait) + 1;

/// How bad a finding is, in rising order.
enum class Tier : uint8_t { Advice, Hazard, Stall, Deadlock };

llvm::StringRef toString(Category C);
llvm::StringRef toString(Tier T);
std::optional<Category> parseCategory(llvm::StringRef Name);
std::optional<Tier> parseTier(llvm::StringRef Name);
/// The tier of an entry that names none: deadlock for sync-wait, advice for
/// lock and console, hazard for ffi, stall for the rest.
Tier defaultTier(Category C);

/// A predicate over one call. All fields that are given must hold.
struct Condition {
  /// Zero-based index of the argument that the value predicates look at;
  /// `Object` is the object of a member call.
  static constexpr int None = -1, Object = -2;
  int Arg = None;
  /// The constant value of the argument; a duration counts its ticks, a null
  /// pointer is 0.
  std::optional<int64_t> Equals;
  /// Names, without scope, of macros, enumerators or constants, one of which is
  /// part of the argument's value (`MSG_DONTWAIT`).
  llvm::ArrayRef<llvm::StringRef> Flags;
  /// Qualified names of classes or class templates, one of which is the static
  /// type of the argument before conversions (references and pointers removed)
  /// or a base of it.
  llvm::ArrayRef<llvm::StringRef> Types;
  /// Types, one of which is a template argument of the argument's type: `long`,
  /// `std::chrono::steady_clock`, `std::ratio<1, 1000>`.
  llvm::ArrayRef<llvm::StringRef> Of;
  /// Number of parameters that the callee declares; -1 is any.
  int Params = -1;
  /// Fewest and most arguments that the call spells out; -1 is any.
  int MinArgs = -1, MaxArgs = -1;
};

/// Functions that may block, and why.
struct BlockingEntry {
  /// Qualified names without inline namespaces. `ns::Class::Class` is the
  /// constructors, `ns::Class::~Class` the destructor, `ns::Class::operator<<`
  /// an operator. A name without `::` means a function with C linkage. A
  /// component may hold `*`.
  llvm::ArrayRef<llvm::StringRef> Names;
  Category Kind = Category::Wait;
  Tier Severity = Tier::Stall;
  /// Completes "'callee' ...": "suspends the calling thread".
  llvm::StringRef Reason;
  /// Where the fact is stated.
  llvm::StringRef Source;
  /// What to do instead, when it is the same for every profile; else empty.
  llvm::StringRef Remedy;
  /// The entry applies when all of `When` and none of `Unless` hold.
  llvm::ArrayRef<Condition> When, Unless;
  /// Index of the file descriptor argument when a non-blocking descriptor
  /// makes the call return at once; else -1. The readiness idioms apply.
  int Descriptor = -1;
  /// Nothing ends the wait by itself: no timeout, no work that gets done.
  bool Unbounded = false;
  /// What does the same without blocking: "the multi interface of libcurl".
  /// Empty when there is nothing, or nobody has said it.
  llvm::StringRef AsyncDriver;
  /// The library that the entry belongs to, for messages and tests.
  llvm::StringRef Library;
};

/// Who runs a callable (or a task) that is passed to a function.
enum class Runs : uint8_t {
  Unknown,  ///< nothing is known: nothing is reported
  Inline,   ///< the callee, before it returns
  Pool,     ///< a thread that may block
  Loop,     ///< an event loop or a worker
  Executor, ///< decided by the executor's type, see `ExecutorArg`
  InPlace,  ///< the callee, on a worker that gave its other tasks away first
};

struct CallableRule {
  llvm::ArrayRef<llvm::StringRef> Names;
  Runs By = Runs::Unknown;
  /// Index of the argument that decides when `By` is Executor; `Object` (-2)
  /// is the object of a member call.
  int ExecutorArg = 0;
  /// Index of the callable; -1 is every callable argument.
  int CallableArg = -1;
  llvm::ArrayRef<Condition> When;
};

/// An executor type: a loop must not be blocked, a pool may.
struct ExecutorRule {
  llvm::ArrayRef<llvm::StringRef> Types;
  Runs Kind = Runs::Unknown; ///< Loop, Pool or Unknown
};

/// A function whose awaited result moves the coroutine.
struct HopRule {
  llvm::ArrayRef<llvm::StringRef> Names;
  Runs To = Runs::Unknown; ///< Loop, Pool, Unknown, or Executor: by its type
  /// As CallableRule's. `Token` (-3): the executor that the completion token
  /// among the arguments is bound to; no hop when it is bound to none.
  int ExecutorArg = 0;
  static constexpr int Token = -3;
};

/// When a hop ends.
enum class HopScope : uint8_t {
  Leaks,     ///< holds until the next hop, in the awaiting parent too
  Coroutine, ///< the parent comes back where it was
  NextAwait, ///< the next ordinary awaited operation returns to the loop
};

struct TaskRule {
  llvm::ArrayRef<llvm::StringRef> Types;
  /// Dropping a lazy one means that nothing runs.
  bool Lazy = true;
};

/// What a function or a type is to the runtime of its library, where no other
/// rule says it.
enum class Role : uint8_t {
  // Of functions:
  CurrentThread, ///< makes (the builder of) a runtime that has one thread
  AllowsInPlace, ///< lets such a builder's runtime run block_in_place inline
  Branches,      ///< runs its arguments as branches of the calling task
  GivesUp,       ///< stops to wait for an awaitable argument: a timeout, a race
  Aborts,        ///< asks the work behind its object to stop
  Detaches,      ///< gives its object's result up by name
  Harmless,      ///< a use of an async primitive that never waits
  SpawnsLocal,   ///< starts work that only the context of this task can run
  TakesValue,    ///< gives the value of an outcome, and throws if it has none
  HasValue,      ///< says whether an outcome has a value
  HasFailed,     ///< says whether it has an exception instead
  IsCancelled,   ///< says whether its work was cancelled
  // Of types:
  InPlaceScope, ///< a guard: while it lives, its thread may block
  Handle,       ///< the result of work that is under way
  Completer,    ///< its end completes what somebody awaits: a promise
  Outcome,      ///< how work ended: with a value, or without
  JoinError,    ///< what is thrown at who awaits work that was cancelled
  ThreadBound,  ///< to be used on the thread that made it, and on no other
};
inline constexpr unsigned NumRoles = unsigned(Role::ThreadBound) + 1;

/// The key in YAML: the name in lower case with dashes (`current-thread`).
llvm::StringRef toString(Role R);
inline bool isOfTypes(Role R) { return R >= Role::InPlaceScope; }

struct RoleRule {
  Role Is = Role::CurrentThread;
  llvm::ArrayRef<llvm::StringRef> Names;
};

/// What to do instead of a blocking call of one category.
struct RemedyRule {
  Category Kind = Category::Wait;
  /// The async counterpart, or empty: "await 'unblock::sleep_for'".
  llvm::StringRef Replace;
};

/// The asynchronous expression that takes the place of a blocking call.
struct RewriteRule {
  llvm::ArrayRef<llvm::StringRef> Names;
  /// The coroutine types in which it works; empty: all of the profile's.
  llvm::ArrayRef<llvm::StringRef> In;
  /// If not empty: types, one of which is a template argument of that type.
  llvm::ArrayRef<llvm::StringRef> InOf;
  llvm::ArrayRef<Condition> When;
  /// The code, with `{0}` for the text of an argument, `{object}` for that of
  /// the object, `{name}` for the name of the function, `{namespace}` for the
  /// namespace of the coroutine's type.
  llvm::StringRef With;
  /// Headers that it needs; `{namespace}` stands for the namespace as a path.
  llvm::ArrayRef<llvm::StringRef> Includes;
  /// It has the type and the value of the call; otherwise it takes the place of
  /// calls whose value nobody uses.
  bool Value = false;
  /// `Names` are constructors of a stream that is only there to read all of a
  /// file: the code gives the content.
  bool WholeFile = false;
};

/// What is known of one asynchronous library.
struct Profile {
  llvm::StringRef Name;
  llvm::ArrayRef<TaskRule> Tasks;
  /// Coroutine types that no scheduler drives.
  llvm::ArrayRef<llvm::StringRef> Generators;
  llvm::ArrayRef<ExecutorRule> Executors;
  llvm::ArrayRef<CallableRule> Callables;
  llvm::ArrayRef<HopRule> Hops;
  HopScope Scope = HopScope::Coroutine;
  /// Types whose `co_await` never suspends.
  llvm::ArrayRef<llvm::StringRef> NonSuspending;
  /// Types that must be polled by the runtime: channels, async mutexes, ...
  llvm::ArrayRef<llvm::StringRef> Primitives;
  /// Thread mutexes and their guards, beyond those of the standard library.
  llvm::ArrayRef<llvm::StringRef> Mutexes, Guards;
  llvm::ArrayRef<RoleRule> Roles;
  llvm::ArrayRef<RemedyRule> Remedies;
  llvm::ArrayRef<RewriteRule> Rewrites;
  /// How a call is moved off the worker: "co_await unblock::spawn_blocking".
  /// Empty when the library has no such function.
  llvm::StringRef Offload;
  /// The same as code around `{closure}`; empty when it takes more than that.
  llvm::StringRef OffloadWith;
  llvm::ArrayRef<llvm::StringRef> OffloadIncludes;
};

/// What one document holds.
struct Document {
  llvm::StringRef Library;
  /// Debian package with the headers, or several with spaces between; empty
  /// when none is known.
  llvm::StringRef Package;
  llvm::ArrayRef<llvm::StringRef> Headers;
  /// How the headers are compiled to check the names against them: modules of
  /// pkg-config, and further flags.
  llvm::ArrayRef<llvm::StringRef> PkgConfig, Flags;
  llvm::ArrayRef<BlockingEntry> Blocking;
  /// Functions that never block, whatever their body or another entry says.
  llvm::ArrayRef<llvm::StringRef> NonBlocking;
  llvm::ArrayRef<Profile> Profiles;
};

/// The documents that are compiled in, generated from data/*.yaml.
llvm::ArrayRef<Document> builtinDocuments();

} // namespace unblock::model

#endif // UNBLOCK_MODEL_MODEL_H
