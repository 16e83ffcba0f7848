//===- Answers.cpp - Findings, worded without an AST -------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Answers.h"
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
  }
  llvm_unreachable("covered switch");
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

std::vector<Answer> checks::answer(const Unit &U, Whole &Functions) {
  std::vector<Answer> Answers;
  for (size_t I = 0; I != U.OpenCalls.size(); ++I) {
    const OpenCall &C = U.OpenCalls[I];
    if (!isContext(C.If, Functions))
      continue;
    FunctionId In = Functions.own(C.In);
    const Site &At = Functions.summary(In).Sites[C.Site];
    auto IsApart = [&](FunctionId F) {
      return llvm::any_of(
          C.Apart, [&](FunctionId Own) { return Functions.own(Own) == F; });
    };
    for (const OpenCall::Asking &Asked : C.Asked) {
      const Question &Q = U.Questions[Asked.What];
      std::optional<Chain> Way =
          Functions.effects().chain(In, At, Q.Wanted, IsApart);
      if (!Way || !accepts(Q, *Way->End) ||
          (Way->End->OnDescriptor && At.Polled))
        continue;
      report::Finding F = C.Draft;
      F.Check = Q.Check;
      F.Severity = Way->End->Severity;
      F.Kind = Way->Kind;
      F.Callee = Way->End->Callee;
      F.Message =
          wordFinding(Q, C.Context, C.IsOnLoop, calleeName(Functions, *Way),
                      *Way->End, Way->Steps.size() == 1);
      F.Notes.clear();
      noteChain(
          Functions, *Way, [&](FunctionId Caller, Place P, std::string Text) {
            F.Notes.push_back({NoteKind::Chain, Functions.location(Caller, P),
                               std::move(Text)});
          });
      llvm::append_range(F.Notes, C.Draft.Notes);
      if (std::string Text = remedy(U.Instead[C.Instead], *Way->End);
          !Text.empty())
        F.Notes.push_back({NoteKind::Remedy, F.Where, std::move(Text)});
      // A lock is given back by the thread that took it.
      if (!Q.Fixes || Way->Kind == Category::Lock)
        F.Fixes.clear();
      else if (F.Fixes.empty() && !C.NoFix.empty())
        F.Notes.push_back({NoteKind::Remedy, F.Where, "no fix: " + C.NoFix});
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
