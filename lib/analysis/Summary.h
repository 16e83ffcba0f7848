//===- Summary.h - What one function does, free of any AST ------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A summary holds the calls of one function body that matter, in source order,
// with the thread that the function is on at each of them. Summaries are plain
// data: functions are named by dense ids and places by opaque numbers, and the
// table that hands both out knows what they stand for. Nothing here looks at an
// AST, so a summary can be written to disk and read in another process.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANALYSIS_SUMMARY_H
#define UNBLOCK_ANALYSIS_SUMMARY_H

#include "lib/model/Model.h"
#include "lib/support/Boxed.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace unblock::analysis {

/// A function, as numbered by the table that holds its summary.
using FunctionId = uint32_t;
inline constexpr FunctionId NoFunction = std::numeric_limits<FunctionId>::max();

/// A place in the source. In one translation unit this is the raw encoding of
/// a SourceLocation; 0 is no place.
struct Place {
  uint32_t Raw = 0;
  explicit operator bool() const { return Raw; }
  friend bool operator==(Place, Place) = default;
};

/// A call that blocks by itself, and what is known of it.
struct Primitive {
  model::Category Kind = model::Category::Wait;
  model::Tier Severity = model::Tier::Stall;
  std::string Callee; ///< qualified name, or the words that stand for it
  std::string Reason; ///< completes "'callee' ..."
  std::string Remedy; ///< when the model has one for every profile
  /// Iterations of a loop that computes; endless is the largest value.
  uint64_t Iterations = 0;
  static constexpr uint64_t Endless = std::numeric_limits<uint64_t>::max();
  /// The header that declares a foreign function.
  std::string Header;
  /// A descriptor that is in non-blocking mode makes the call return at once.
  bool OnDescriptor = false;
  /// Nothing ends the wait by itself.
  bool Unbounded = false;
  /// What does the same without blocking, when the model names it.
  std::string AsyncDriver;
};

/// What \p Entry says of a call of \p Callee.
inline Primitive primitiveOf(const model::BlockingEntry &Entry,
                             std::string Callee) {
  Primitive P;
  P.Kind = Entry.Kind;
  P.Severity = Entry.Severity;
  P.Callee = std::move(Callee);
  P.Reason = Entry.Reason.str();
  P.Remedy = Entry.Remedy.str();
  P.OnDescriptor = Entry.Descriptor >= 0;
  P.Unbounded = Entry.Unbounded;
  P.AsyncDriver = Entry.AsyncDriver.str();
  return P;
}

/// The thread that a function is on at some point of its body.
enum class OnThread : uint8_t {
  Entry,   ///< the one that it was entered on
  Loop,    ///< a worker or an event loop
  Pool,    ///< a thread that may block
  Unknown, ///< it depends, or nobody knows
};

/// The thread where paths meet that are on \p A and on \p B.
inline OnThread merge(OnThread A, OnThread B) {
  if (A == B)
    return A;
  // Both must not block.
  if (A <= OnThread::Loop && B <= OnThread::Loop)
    return OnThread::Entry;
  return OnThread::Unknown;
}

/// A callable that a call passes on.
struct CallableArg {
  unsigned Param = 0;               ///< of the callee
  FunctionId Target = NoFunction;   ///< what it is, if that is evident
  std::optional<unsigned> OwnParam; ///< or the caller's own parameter
};

/// What a call does with asynchronous work, on a thread that cannot await.
struct AsyncUse {
  enum Kind : uint8_t {
    Waits,  ///< blocks until it is done
    Starts, ///< makes an operation that has to be awaited
    Ends,   ///< destroys what completes it: a promise
    Spawns, ///< starts it where only the current task's context can run it
  } How = Waits;
  /// What has to happen before the wait ends.
  enum Resource : uint8_t {
    Work,    ///< some work
    Result,  ///< work that is under way ends
    Message, ///< one is sent or received
    Lock,    ///< a lock is let go
    Signal,  ///< a permit is given back, somebody notifies
    Time,    ///< a timer expires
  } Of = Work;
  /// The function that is called; of Ends, the object.
  std::string Callee;
  /// The operation that is waited for; may be empty.
  std::string What;
};

/// One call, explicit or implicit.
struct Site {
  Place At;
  OnThread Thread = OnThread::Entry;
  /// The operand of a `co_await`.
  bool Awaited = false;
  /// The function awaits the readiness of the object that the call is made on.
  bool Polled = false;
  /// It stands in a loop of the body.
  bool InLoop = false;
  /// How often the loops of the body repeat it, at most: 1 outside of loops and
  /// in those that wait for a time to pass, Primitive::Endless when that is not
  /// evident.
  uint64_t Repeats = 1;
  Place Loop; ///< the innermost of the loops that decide about Repeats
  /// Who runs the task that the call makes.
  enum Start : uint8_t {
    Awaiter,    ///< who awaits it
    Runtime,    ///< the runtime that the call is made on, as a task of its own
    OtherLoop,  ///< another runtime or event loop, perhaps
    PoolThread, ///< a thread that may block
    Anybody,    ///< nobody knows
  } StartedBy = Awaiter;
  /// What the call does about a callable of its caller, or, for a scope guard,
  /// about the rest of the block.
  enum Move : uint8_t {
    Stays,   ///< nothing
    Pool,    ///< runs it on a thread that may block
    InPlace, ///< runs it here, on a worker that gave its other tasks away
  } Moves = Stays;
  /// The name of what does so: the function, or the class of the guard.
  std::string Mover;
  /// Index into FunctionSummary::Allowances, of the innermost that covers this.
  std::optional<uint32_t> Allowed;

  /// The call blocks by itself.
  Boxed<Primitive> Blocks;
  Boxed<AsyncUse> Uses;
  /// The functions that the call may enter: one, or the overriders of one.
  llvm::SmallVector<FunctionId, 1> Callees;
  /// Functions without a body here that the call enters: another translation
  /// unit may define them.
  llvm::SmallVector<FunctionId, 1> Externals;
  /// Virtual members that the call may enter; other translation units may
  /// override them. The overriders of this one are among Callees.
  llvm::SmallVector<FunctionId, 1> Overridable;
  /// Callables that the callee, a function known from a model, runs before it
  /// returns.
  llvm::SmallVector<FunctionId, 1> RunsInline;
  /// The caller's own parameters that are called here.
  llvm::SmallVector<unsigned, 1> CallsParams;
  /// Callables passed to a callee whose summary says what it does with them.
  llvm::SmallVector<CallableArg, 1> Args;
  /// The caller's own parameters that a function known from a model hands to an
  /// event loop.
  llvm::SmallVector<unsigned, 1> LoopsParams;
};

/// `UNBLOCK_ALLOW_BLOCKING`: blocking is accepted here, for a reason.
struct Allowance {
  Place At;
  std::string Reason;
};

/// What the awaiting parent finds when a coroutine has finished.
enum class ExitThread : uint8_t { Unchanged, Loop, Pool, Unknown };

struct FunctionSummary {
  std::string Name; ///< qualified, for people; "lambda" for one
  Place At;
  bool HasBody = false;
  bool IsCoroutine = false;
  /// A coroutine that no scheduler drives: it runs on its consumer's thread.
  bool IsGenerator = false;
  bool IsLambda = false;
  /// A coroutine that only ever runs on a thread that may block, as far as its
  /// translation unit shows.
  bool StartsOnPool = false;
  /// Annotated as never blocking.
  bool NonBlocking = false;
  /// Some call in the body leads to code that nothing is known about.
  bool HasUnknownCalls = false;
  ExitThread Exit = ExitThread::Unchanged;
  std::vector<Site> Sites;
  std::vector<Allowance> Allowances;
};

/// Hands out summaries; the solver asks for those that it reaches.
class SummaryTable {
public:
  virtual ~SummaryTable() = default;
  /// The reference stays valid while the table lives.
  virtual const FunctionSummary &summary(FunctionId F) = 0;
};

} // namespace unblock::analysis

#endif // UNBLOCK_ANALYSIS_SUMMARY_H
