//===- Answers.cpp - Findings, worded without an AST ----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Answers.h"
#include "lib/analysis/InPlace.h"
#include "lib/analysis/Offloads.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/GlobPattern.h"

using namespace unblock;
using namespace unblock::analysis;
using namespace unblock::checks;
using namespace unblock::index;
using model::Category;
using report::NoteKind;

bool checks::accepts(const Question &Q, const Primitive &End) {
  if (End.Kind == Category::Cpu)
    return End.Iterations == 0 || End.Iterations >= Q.MinIterations;
  if (End.Kind != Category::Ffi || Q.AllForeign)
    return true;
  return llvm::any_of(Q.ForeignHeaders, [&](const std::string &Glob) {
    llvm::Expected<llvm::GlobPattern> Pattern = llvm::GlobPattern::create(Glob);
    if (Pattern)
      return Pattern->match(End.Header);
    llvm::consumeError(Pattern.takeError());
    return false;
  });
}

static std::string wordBlocks(llvm::StringRef Context, bool IsOnLoop,
                              llvm::StringRef Callee, const Primitive &End,
                              bool IsDirect) {
  std::string Text = ("'" + Callee + "' ").str();
  Text += End.Kind == Category::Ffi ? "may block " : "blocks ";
  Text += IsOnLoop ? "the event loop that runs " : "the worker that runs ";
  Text += Context;
  Text += IsDirect ? ": it " : ": it reaches '" + End.Callee + "', which ";
  return Text + End.Reason;
}

static std::string wordDeadlocks(llvm::StringRef Context,
                                 llvm::StringRef Callee, const Primitive &End,
                                 bool IsDirect) {
  std::string Text =
      ("'" + Callee + "' can deadlock " + Context + ": it ").str();
  if (!IsDirect)
    Text += "reaches '" + End.Callee + "', which ";
  return Text + End.Reason;
}

static std::string wordComputes(llvm::StringRef Context, llvm::StringRef Callee,
                                const Primitive &End, bool IsDirect) {
  bool IsLoop = End.Iterations != 0;
  std::string Text =
      IsDirect && IsLoop ? "this loop" : ("'" + Callee + "'").str();
  Text += (" holds the worker that runs " + Context + ": it ").str();
  if (!IsDirect)
    Text += IsLoop ? "reaches a loop that "
                   : "reaches '" + End.Callee + "', which ";
  return Text + End.Reason;
}

std::string checks::wordFinding(const Question &Q, llvm::StringRef Context,
                                bool IsOnLoop, llvm::StringRef Callee,
                                const Primitive &End, bool IsDirect) {
  switch (Q.Words) {
  case Question::Blocks:
    return wordBlocks(Context, IsOnLoop, Callee, End, IsDirect);
  case Question::Deadlocks:
    return wordDeadlocks(Context, Callee, End, IsDirect);
  case Question::Computes:
    return wordComputes(Context, Callee, End, IsDirect);
  default:
    llvm_unreachable("has words of its own");
  }
}

std::string checks::calleeName(SummaryTable &Functions, const Chain &C) {
  if (C.Steps.size() == 1)
    return C.End->Callee;
  return Functions.summary(C.Steps.front().Callee).Name;
}

void checks::noteChain(
    SummaryTable &Functions, const Chain &C,
    llvm::function_ref<void(FunctionId, Place, std::string)> Note) {
  for (const Step &S : llvm::drop_begin(C.Steps)) {
    const FunctionSummary &Caller = Functions.summary(S.Caller);
    if (!Caller.HasBody)
      continue; // a primitive that was passed as a callable
    std::string Text;
    if (S.Callee != NoFunction)
      Text = "'" + Caller.Name + "' calls '" +
             Functions.summary(S.Callee).Name + "' here";
    else if (C.End->Iterations != 0)
      Text = "the loop in '" + Caller.Name + "' begins here";
    else
      Text = "'" + Caller.Name + "' calls '" + C.End->Callee + "' here";
    Note(S.Caller, S.At->At, std::move(Text));
  }
}

Remedies checks::remediesOf(const model::Profile *Library) {
  Remedies Instead;
  if (!Library)
    return Instead;
  for (unsigned C = 0; C != model::NumCategories; ++C) {
    std::string &Text = Instead[C];
    for (const model::RemedyRule &Rule : Library->Remedies)
      if (Rule.Kind == Category(C) && !Rule.Replace.empty())
        Text = "instead, " + Rule.Replace.str();
    if (!Library->Offload.empty())
      Text += (Text.empty() ? "move the call off the worker with '"
                            : ", or move the call off the worker with '") +
              Library->Offload.str() + "'";
  }
  return Instead;
}

std::string checks::remedy(const Remedies &Instead, const Primitive &End) {
  return End.Remedy.empty() ? Instead[unsigned(End.Kind)]
                            : "instead, " + End.Remedy;
}

//===----------------------------------------------------------------------===//
// Code that is run off the workers
//===----------------------------------------------------------------------===//

/// Why a wait may have no end. The words before it name what is waited for.
static llvm::StringRef whyForever(AsyncUse::Resource Of) {
  switch (Of) {
  case AsyncUse::Work:
    return "it may need this very task, which stands still meanwhile";
  case AsyncUse::Result:
    return "the work behind it may need this very task, which stands still "
           "meanwhile";
  case AsyncUse::Message:
    return "the other end may be a branch of this very task, which stands "
           "still "
           "meanwhile";
  case AsyncUse::Lock:
    return "the lock may be held by this very task, which stands still "
           "meanwhile";
  case AsyncUse::Signal:
    return "it may have to come from this very task, which stands still "
           "meanwhile";
  case AsyncUse::Time:
    return "a timer needs a worker, and all of them may stand in such code";
  }
  llvm_unreachable("covered switch");
}

std::string checks::remedyForUse(const AsyncUse &Use, llvm::StringRef Name) {
  std::string Runner = Name.str();
  switch (Use.How) {
  case AsyncUse::Ends:
    return "let it end outside of '" + Runner + "', or complete it in there";
  case AsyncUse::Spawns:
    return "start the work before '" + Runner + "', or after it";
  case AsyncUse::Waits:
  case AsyncUse::Starts:
    break;
  }
  switch (Use.Of) {
  case AsyncUse::Lock:
    return "await the lock before '" + Runner + "', or try it without waiting";
  case AsyncUse::Message:
    return "await it outside of '" + Runner +
           "', or use an operation that never waits";
  case AsyncUse::Time:
    return "await the timer outside of '" + Runner + "'";
  default:
    return "await it outside of '" + Runner + "'";
  }
}

/// What \p Use does, and why that can deadlock.
static std::string reason(const AsyncUse &Use) {
  std::string What = Use.What.empty() ? "" : "'" + Use.What + "'";
  switch (Use.How) {
  case AsyncUse::Waits:
    if (What.empty())
      What = "asynchronous work";
    return "waits for " + What + ", and " + whyForever(Use.Of).str();
  case AsyncUse::Starts:
    return "has to be awaited, and " + whyForever(Use.Of).str();
  case AsyncUse::Ends:
    return "wakes who awaits the other end, which may be queued behind this "
           "very task";
  case AsyncUse::Spawns:
    return "starts work that only the context of this task can run, which "
           "stands still meanwhile";
  }
  llvm_unreachable("covered switch");
}

std::string checks::wordUse(llvm::StringRef Runner, llvm::StringRef Callee,
                            const AsyncUse &Use, bool IsDirect) {
  std::string Subject = Use.How == AsyncUse::Ends
                            ? "the end of '" + Use.Callee + "'"
                            : "'" + Use.Callee + "'";
  std::string Text = IsDirect ? Subject : ("'" + Callee + "'").str();
  Text += (" can deadlock inside of '" + Runner + "': it ").str();
  if (!IsDirect)
    Text += "reaches " + Subject + ", which ";
  return Text + reason(Use);
}

static bool isEndless(const Primitive &P) {
  return P.Iterations == Primitive::Endless;
}

std::string checks::wordUnbounded(llvm::StringRef Runner,
                                  const Primitive &End) {
  std::string Text = ("what '" + Runner + "' runs may never end: ").str();
  if (isEndless(End))
    return Text + "it reaches a loop that has no end";
  return Text + "'" + End.Callee + "' " + End.Reason +
         ", and nothing limits the time";
}

std::string checks::remedyForUnbounded(const Primitive &End) {
  return isEndless(End) ? "give a loop without an end a thread of its own"
                        : "set a time limit, await the asynchronous "
                          "counterpart, or give the wait a thread of its own";
}

std::string checks::wordNested(llvm::StringRef Runner, bool IsInPlace,
                               llvm::StringRef Inner, bool IsDirect) {
  std::string Text =
      IsDirect ? ("'" + Inner + "' inside of '" + Runner + "' ").str()
               : ("what '" + Runner + "' runs reaches '" + Inner + "', which ")
                     .str();
  return Text + (IsInPlace ? "gives nothing more away, and hides what blocks"
                           : "does nothing there: the thread is no worker");
}

static std::string moverReached(llvm::StringRef Callee, llvm::StringRef Mover) {
  return Callee.empty()
             ? ("'" + Mover + "'").str()
             : ("'" + Callee + "' reaches '" + Mover + "', which").str();
}

std::string checks::wordRepeated(llvm::StringRef Callee, llvm::StringRef Mover,
                                 llvm::StringRef Reason) {
  return moverReached(Callee, Mover) + " is on a hot path: " + Reason.str() +
         ", and each time the worker's other tasks change threads";
}

std::string checks::wordBranch(llvm::StringRef Callee, llvm::StringRef Mover,
                               llvm::StringRef Branching) {
  return moverReached(Callee, Mover) + " stops the other branches of '" +
         Branching.str() + "': they belong to the same task";
}

std::string checks::wordOnlyThread(llvm::StringRef Callee,
                                   llvm::StringRef Mover, llvm::StringRef In) {
  return moverReached(Callee, Mover) + (In.empty() ? "" : " in ") + In.str() +
         " runs on a current-thread runtime: there is no other thread to run "
         "the runtime's tasks meanwhile";
}

std::string checks::remedyForNested(llvm::StringRef Inner, bool IsDirect) {
  return IsDirect
             ? ("call the inner closure without '" + Inner + "'").str()
             : "leave out one of them: who may block is to be decided in one "
               "place";
}

void checks::noteWay(
    SummaryTable &Functions, llvm::ArrayRef<Step> Way, llvm::StringRef End,
    llvm::function_ref<void(FunctionId, Place, std::string)> Note) {
  for (const Step &S : Way) {
    bool IsLast = S.Callee == NoFunction;
    if (IsLast && S.At->Blocks && isEndless(*S.At->Blocks)) {
      Note(S.Caller, S.At->At, "the loop begins here");
      continue;
    }
    llvm::StringRef Callee =
        IsLast ? End : llvm::StringRef(Functions.summary(S.Callee).Name);
    Note(S.Caller, S.At->At,
         ("'" + Functions.summary(S.Caller).Name + "' calls '" + Callee +
          "' here")
             .str());
  }
}

//===----------------------------------------------------------------------===//
// Answers
//===----------------------------------------------------------------------===//

/// Does whoever gets the context make one of it?
static bool isContext(const Handover &If, Whole &Functions) {
  if (!If)
    return true;
  if (If.Param >= 64)
    return false;
  return llvm::any_of(Functions.definitions(If.To), [&](FunctionId F) {
    const Effect &E = Functions.effects().effect(F);
    const FunctionSummary &S = Functions.summary(F);
    bool Runs = E.RunsParam >> If.Param & 1;
    // What a coroutine runs, it runs on its worker.
    bool IsTask = S.IsCoroutine && !S.IsGenerator;
    return If.Inline ? Runs && !IsTask
                     : (Runs && IsTask) || (E.LoopsParam >> If.Param & 1);
  });
}

bool (*checks::wantedBy(const Question &Q))(const Site &) {
  switch (Q.Words) {
  case Question::Nests:
    return movesInPlace;
  case Question::NeverEnds:
    return isUnbounded;
  default:
    return usesAsync;
  }
}

/// How far such a question goes into the tasks that a call makes.
static Reach reachOf(Question::Kind Words) {
  switch (Words) {
  case Question::StopsBranches:
    return Reach::Task;
  case Question::StopsRuntime:
    return Reach::Runtime;
  default:
    return Reach::Workers;
  }
}

/// Looks for a way from the open call \p C to what gives a worker away.
static bool answerInPlace(const Question &Q, const OpenCall &C,
                          Whole &Functions, report::Finding &F) {
  FunctionId In = Functions.own(C.In);
  InPlaceWay Way = findInPlaceWay(Functions, Functions.effects(), In,
                                  Functions.summary(In).Sites[C.Site],
                                  reachOf(Q.Words), C.NeedsTask);
  if (Way.empty())
    return false;
  F.Callee = moverOf(Way);
  const std::string &Callee = Functions.summary(Way.front().Callee).Name;
  switch (Q.Words) {
  case Question::Repeats:
    F.Severity = model::Tier::Hazard;
    F.Message = wordRepeated(Callee, F.Callee, C.Context);
    break;
  case Question::StopsBranches:
    F.Severity = model::Tier::Stall;
    F.Message = wordBranch(Callee, F.Callee, C.Context);
    break;
  default:
    F.Severity = model::Tier::Deadlock;
    F.Message = wordOnlyThread(Callee, F.Callee, "");
    break;
  }
  // The draft's chain leads to the call, this one on from it.
  auto Rest = llvm::find_if(C.Draft.Notes, [](const report::Note &N) {
    return N.Kind != NoteKind::Chain;
  });
  F.Notes.assign(C.Draft.Notes.begin(), Rest);
  noteWay(Functions, Way, F.Callee,
          [&](FunctionId Caller, Place P, std::string Text) {
            F.Notes.push_back({NoteKind::Chain, Functions.location(Caller, P),
                               std::move(Text)});
          });
  F.Notes.insert(F.Notes.end(), Rest, C.Draft.Notes.end());
  return true;
}

/// Looks for a way from the open call \p C that answers \p Q, and fills in the
/// finding about it.
static bool answerWithWay(const Question &Q, const OpenCall &C,
                          Whole &Functions, report::Finding &F) {
  FunctionId In = Functions.own(C.In);
  auto Way = findWayFrom(Functions, Functions.effects(), In,
                         Functions.summary(In).Sites[C.Site], wantedBy(Q));
  if (Way.empty())
    return false;
  bool IsDirect = Way.size() == 1;
  const Site &End = *Way.back().At;
  llvm::ArrayRef<Step> Shown = Way;
  std::string Remedy;
  switch (Q.Words) {
  case Question::Nests:
    F.Severity = model::Tier::Hazard;
    F.Callee = End.Mover;
    F.Message =
        wordNested(C.Context, C.IsInPlace, F.Callee, /*IsDirect=*/false);
    Remedy = remedyForNested(F.Callee, /*IsDirect=*/false);
    break;
  case Question::NeverEnds:
    F.Severity = model::Tier::Stall;
    F.Kind = End.Blocks->Kind;
    F.Callee = End.Blocks->Callee;
    F.Message = wordUnbounded(C.Context, *End.Blocks);
    Remedy = remedyForUnbounded(*End.Blocks);
    break;
  default:
    F.Severity = model::Tier::Deadlock;
    F.Callee = End.Uses->Callee;
    F.Message = wordUse(
        C.Context,
        IsDirect ? ""
                 : llvm::StringRef(Functions.summary(Way.front().Callee).Name),
        *End.Uses, IsDirect);
    Remedy = remedyForUse(*End.Uses, C.Context);
    Shown = Shown.drop_front();
    break;
  }
  noteWay(Functions, Shown, F.Callee,
          [&](FunctionId Caller, Place P, std::string Text) {
            F.Notes.push_back({NoteKind::Chain, Functions.location(Caller, P),
                               std::move(Text)});
          });
  llvm::append_range(F.Notes, C.Draft.Notes);
  F.Notes.push_back({NoteKind::Remedy, F.Where, std::move(Remedy)});
  return true;
}

/// The same for a call in an async context.
static bool answerWithChain(const Question &Q, const OpenCall &C,
                            const Remedies &Instead, Whole &Functions,
                            report::Finding &F) {
  FunctionId In = Functions.own(C.In);
  const Site &At = Functions.summary(In).Sites[C.Site];
  auto IsApart = [&](FunctionId F) {
    return llvm::any_of(
        C.Apart, [&](FunctionId Own) { return Functions.own(Own) == F; });
  };
  std::optional<Chain> Way =
      Functions.effects().chain(In, At, Q.Wanted, IsApart);
  if (!Way || !accepts(Q, *Way->End) || (Way->End->OnDescriptor && At.Polled))
    return false;
  F.Severity = Way->End->Severity;
  F.Kind = Way->Kind;
  F.Callee = Way->End->Callee;
  F.Message = wordFinding(Q, C.Context, C.IsOnLoop, calleeName(Functions, *Way),
                          *Way->End, Way->Steps.size() == 1);
  noteChain(Functions, *Way, [&](FunctionId Caller, Place P, std::string Text) {
    F.Notes.push_back(
        {NoteKind::Chain, Functions.location(Caller, P), std::move(Text)});
  });
  llvm::append_range(F.Notes, C.Draft.Notes);
  if (std::string Text = remedy(Instead, *Way->End); !Text.empty())
    F.Notes.push_back({NoteKind::Remedy, F.Where, std::move(Text)});
  // A lock is given back by the thread that took it.
  if (!Q.Fixes || Way->Kind == Category::Lock)
    F.Fixes.clear();
  else if (F.Fixes.empty() && !C.NoFix.empty())
    F.Notes.push_back({NoteKind::Remedy, F.Where, "no fix: " + C.NoFix});
  return true;
}

std::vector<Answer> checks::answer(const Unit &U, Whole &Functions) {
  std::vector<Answer> Answers;
  for (size_t I = 0; I != U.OpenCalls.size(); ++I) {
    const OpenCall &C = U.OpenCalls[I];
    if (!isContext(C.If, Functions))
      continue;
    for (const OpenCall::Asking &Asked : C.Asked) {
      const Question &Q = U.Questions[Asked.What];
      report::Finding F = C.Draft;
      F.Notes.clear();
      bool Found =
          Q.Words >= Question::Repeats ? answerInPlace(Q, C, Functions, F)
          : Q.Words >= Question::Nests
              ? answerWithWay(Q, C, Functions, F)
              : answerWithChain(Q, C, U.Instead[C.Instead], Functions, F);
      if (!Found)
        continue;
      F.Check = Q.Check;
      F.Suppressed = Asked.Suppressed;
      Answers.push_back({I, std::move(F)});
    }
  }
  return Answers;
}

std::vector<report::Finding> checks::unusedAllowances(const Unit &U,
                                                      Whole &Functions) {
  std::vector<report::Finding> Findings;
  for (const OpenAllowance &A : U.OpenAllowances) {
    FunctionId In = Functions.own(A.In);
    Functions.effects().effect(In);
    if (!Functions.effects().isUsed(In, A.Allowance))
      Findings.push_back(A.Finding);
  }
  return Findings;
}
