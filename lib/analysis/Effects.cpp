//===- Effects.cpp - What a function does to its thread -------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Effects.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallSet.h"
#include <algorithm>

using namespace unblock::analysis;
using unblock::model::Category;

/// A call that a model knows beats a loop, and a longer loop a shorter one: a
/// check may find a loop too short to mention. Otherwise the shorter way wins,
/// and among equals the one that was found first, which makes the result
/// independent of the order of evaluation within a component.
static bool isBetter(const Way &New, const Way &Old) {
  if (!Old)
    return true;
  if (New.Iterations != Old.Iterations)
    return Old.Iterations != 0 &&
           (New.Iterations == 0 || New.Iterations > Old.Iterations);
  return New.Length < Old.Length;
}

static uint16_t oneLonger(uint16_t Length) {
  return std::min<uint16_t>(Length, Way::None - 2) + 1;
}

/// Sites on a thread that may block, or on one that nobody knows, do nothing
/// to the thread that the function was entered on.
static bool isOnCallersThread(const Site &S) {
  return S.Thread == OnThread::Entry || S.Thread == OnThread::Loop;
}

bool unblock::analysis::movesInPlace(const Site &At) {
  return At.Moves == Site::InPlace;
}

bool unblock::analysis::isUnbounded(const Site &At) {
  return At.Blocks && !At.Awaited && !At.Allowed &&
         (At.Blocks->Unbounded || At.Blocks->Iterations == Primitive::Endless);
}

bool unblock::analysis::usesAsync(const Site &At) {
  return At.Uses && !At.Awaited && !At.Allowed;
}

/// A coroutine that a scheduler drives is an async context of its own; the call
/// creates it.
bool EffectSolver::isDriven(FunctionId Callee) {
  const FunctionSummary &S = Table.summary(Callee);
  return S.IsCoroutine && !S.IsGenerator;
}

bool EffectSolver::enters(FunctionId Callee) {
  return !Table.summary(Callee).NonBlocking && !isDriven(Callee);
}

void EffectSolver::forEachInline(const Site &S,
                                 llvm::function_ref<void(FunctionId)> Visit) {
  for (FunctionId F : S.RunsInline)
    Visit(F);
  for (const CallableArg &Arg : S.Args) {
    if (Arg.Target == NoFunction || Arg.Param >= 64)
      continue;
    for (FunctionId Callee : S.Callees)
      if (!isDriven(Callee) && (effect(Callee).RunsParam >> Arg.Param & 1)) {
        Visit(Arg.Target);
        break;
      }
  }
}

void EffectSolver::forEachTarget(const Site &S,
                                 llvm::function_ref<void(FunctionId)> Visit) {
  for (FunctionId F : S.Callees)
    Visit(F);
  for (FunctionId F : S.RunsInline)
    Visit(F);
  for (const CallableArg &Arg : S.Args)
    if (Arg.Target != NoFunction)
      Visit(Arg.Target);
}

/// Is the callee of \p S, or one of the functions that run before it returns,
/// out of sight, or does one of them depend on what is?
bool EffectSolver::isOpenHere(
    const Site &S, llvm::function_ref<const Effect *(FunctionId)> Known) {
  if (!S.Externals.empty() || !S.Overridable.empty())
    return true;
  auto IsOpen = [&](FunctionId F) {
    const Effect *E = enters(F) ? Known(F) : nullptr;
    return E && E->IsOpen;
  };
  return llvm::any_of(S.Callees, IsOpen) ||
         llvm::any_of(S.RunsInline, IsOpen) ||
         llvm::any_of(S.Args, [&](const CallableArg &Arg) {
           return Arg.Target != NoFunction && IsOpen(Arg.Target);
         });
}

bool EffectSolver::leadsHere(
    const Site &S, llvm::function_ref<const Effect *(FunctionId)> Known) {
  if (movesInPlace(S) || isUnbounded(S) || usesAsync(S) ||
      !S.Externals.empty() || !S.Overridable.empty())
    return true;
  bool Found = false;
  forEachTarget(S, [&](FunctionId F) {
    const Effect *E = Table.summary(F).NonBlocking ? nullptr : Known(F);
    Found |= E && E->Leads;
  });
  return Found;
}

bool EffectSolver::update(FunctionId F) {
  const FunctionSummary &Summary = Table.summary(F);
  Effect &Result = Nodes[F]->Result;
  bool Changed = false;

  auto Known = [&](FunctionId Callee) -> const Effect * {
    auto It = Nodes.find(Callee);
    return It == Nodes.end() ? nullptr : &It->second->Result;
  };
  auto SetBit = [&](uint64_t &Bits, unsigned Param) {
    if (Param < 64 && !(Bits >> Param & 1)) {
      Bits |= uint64_t(1) << Param;
      Changed = true;
    }
  };

  for (uint32_t I = 0; I != Summary.Sites.size(); ++I) {
    const Site &S = Summary.Sites[I];
    if (!isOnCallersThread(S))
      continue;

    if (S.Allowed && !S.CallsParams.empty()) {
      // Who passes a callable is not charged with what is allowed here.
      markUsed(F, *S.Allowed);
      continue;
    }
    for (unsigned Param : S.CallsParams)
      SetBit(Result.RunsParam, Param);
    for (unsigned Param : S.LoopsParams)
      SetBit(Result.LoopsParam, Param);
    for (const CallableArg &Arg : S.Args)
      if (Arg.OwnParam && Arg.Param < 64)
        for (FunctionId Callee : S.Callees)
          if (const Effect *E = Known(Callee)) {
            // What a coroutine runs, it runs on its worker.
            if (E->RunsParam >> Arg.Param & 1)
              SetBit(isDriven(Callee) ? Result.LoopsParam : Result.RunsParam,
                     *Arg.OwnParam);
            if (E->LoopsParam >> Arg.Param & 1)
              SetBit(Result.LoopsParam, *Arg.OwnParam);
          }

    if (!Result.IsOpen && !S.Allowed && isOpenHere(S, Known)) {
      Result.IsOpen = true;
      Changed = true;
    }

    if (!Result.Leads && leadsHere(S, Known)) {
      Result.Leads = true;
      Changed = true;
    }

    // What is allowed here is not the caller's business.
    bool Blocks = false;
    auto Offer = [&](Category C, Way W) {
      Blocks = true;
      if (S.Allowed)
        return;
      Way &Old = Result.Ways[unsigned(C)];
      if (isBetter(W, Old)) {
        Old = W;
        Changed = true;
      }
    };
    auto OfferVia = [&](FunctionId Callee) {
      const Effect *E = Known(Callee);
      if (!E || !enters(Callee))
        return;
      for (unsigned C = 0; C != model::NumCategories; ++C)
        if (const Way &W = E->Ways[C])
          Offer(Category(C), {oneLonger(W.Length), I, Callee, W.Iterations});
    };

    if (S.Blocks && !S.Awaited)
      Offer(S.Blocks->Kind, {0, I, NoFunction, S.Blocks->Iterations});
    for (FunctionId Callee : S.Callees)
      OfferVia(Callee);
    for (FunctionId Callee : S.RunsInline)
      OfferVia(Callee);
    for (const CallableArg &Arg : S.Args)
      if (Arg.Target != NoFunction && Arg.Param < 64)
        for (FunctionId Callee : S.Callees)
          if (const Effect *E = Known(Callee);
              E && !isDriven(Callee) && (E->RunsParam >> Arg.Param & 1))
            OfferVia(Arg.Target);

    if (Blocks && S.Allowed)
      markUsed(F, *S.Allowed);
  }
  return Changed;
}

/// Tarjan's algorithm. It keeps its own stack of frames: a chain of calls
/// through a whole project may be longer than the thread's stack allows.
void EffectSolver::visit(FunctionId First) {
  struct Frame {
    FunctionId F;
    llvm::SmallVector<FunctionId, 4> Targets;
    size_t Next = 0;
  };
  std::vector<Frame> Frames;
  auto Open = [&](FunctionId F) {
    Node *N = (Nodes[F] = std::make_unique<Node>()).get();
    N->Index = N->LowLink = NextIndex++;
    N->OnStack = true;
    Stack.push_back(F);
    Frame New{F, {}};
    for (const Site &S : Table.summary(F).Sites)
      forEachTarget(S,
                    [&](FunctionId Callee) { New.Targets.push_back(Callee); });
    Frames.push_back(std::move(New));
  };

  Open(First);
  while (!Frames.empty()) {
    Frame &Top = Frames.back();
    Node *N = Nodes[Top.F].get();
    if (Top.Next != Top.Targets.size()) {
      FunctionId Callee = Top.Targets[Top.Next++];
      auto It = Nodes.find(Callee);
      if (It == Nodes.end())
        Open(Callee);
      else if (It->second->OnStack)
        N->LowLink = std::min(N->LowLink, It->second->Index);
      continue;
    }
    if (N->LowLink == N->Index)
      solve(Top.F);
    uint32_t LowLink = N->LowLink;
    Frames.pop_back();
    if (!Frames.empty()) {
      Node *Caller = Nodes[Frames.back().F].get();
      Caller->LowLink = std::min(Caller->LowLink, LowLink);
    }
  }
}

/// Solves the component whose first function on the stack is \p Root.
void EffectSolver::solve(FunctionId Root) {
  auto Begin = std::find(Stack.rbegin(), Stack.rend(), Root).base() - 1;
  llvm::SmallVector<FunctionId, 8> Component(Begin, Stack.end());
  Stack.erase(Begin, Stack.end());
  // Ids are given in the order of discovery, which depends on where the
  // traversal started; iterating in their order at least does not depend on
  // the shape of the component.
  llvm::sort(Component);
  llvm::DenseMap<FunctionId, unsigned> Position;
  for (auto [I, Member] : llvm::enumerate(Component))
    Position[Member] = I;
  std::vector<llvm::SmallVector<unsigned, 2>> Callers(Component.size());
  for (auto [I, Member] : llvm::enumerate(Component))
    for (const Site &S : Table.summary(Member).Sites)
      forEachTarget(S, [&](FunctionId Callee) {
        if (auto It = Position.find(Callee); It != Position.end())
          Callers[It->second].push_back(I);
      });
  // Round after round, but only those whose callees have changed: a component
  // may hold most of a project, and its longest way decides on the rounds.
  llvm::BitVector Due(Component.size(), true);
  while (Due.any())
    for (unsigned I : Due.set_bits()) {
      Due.reset(I);
      if (update(Component[I]))
        for (unsigned Caller : Callers[I])
          Due.set(Caller);
    }
  for (FunctionId Member : Component)
    Nodes[Member]->OnStack = false;
}

const Effect &EffectSolver::effect(FunctionId F) {
  if (!Nodes.contains(F))
    visit(F);
  return Nodes[F]->Result;
}

/// Is there anything to say of \p E but that it blocks?
static bool handsOnOrLeads(const Effect &E) {
  return E.RunsParam || E.LoopsParam || E.Leads;
}

static bool blocks(const Effect &E) {
  return llvm::any_of(E.Ways, [](const Way &W) { return bool(W); });
}

bool EffectSolver::doesAnything(FunctionId F) {
  const Effect &E = effect(F);
  return handsOnOrLeads(E) || blocks(E);
}

bool EffectSolver::matters(FunctionId F) {
  const Effect &E = effect(F);
  // Nobody waits for a coroutine by calling it.
  return handsOnOrLeads(E) || (blocks(E) && !isDriven(F));
}

bool EffectSolver::leads(const Site &S) {
  return leadsHere(S, [&](FunctionId F) { return &effect(F); });
}

bool EffectSolver::isOpen(const Site &S) {
  return isOpenHere(S, [&](FunctionId F) { return &effect(F); });
}

std::optional<Chain>
EffectSolver::chain(FunctionId F, const Site &S, CategorySet Wanted,
                    llvm::function_ref<bool(FunctionId)> Skip) {
  std::optional<Chain> Best;
  auto Consider = [&](Chain C) {
    if (!Best ||
        std::make_pair(unsigned(C.End->Severity), -int(C.Steps.size())) >
            std::make_pair(unsigned(Best->End->Severity),
                           -int(Best->Steps.size())))
      Best = std::move(C);
  };

  if (S.Blocks && !S.Awaited && Wanted.test(unsigned(S.Blocks->Kind)))
    Consider({S.Blocks->Kind, &*S.Blocks, {{F, &S, NoFunction}}});

  auto Follow = [&](FunctionId Callee) {
    if ((Skip && Skip(Callee)) || !enters(Callee))
      return;
    const Effect &E = effect(Callee);
    for (unsigned C = 0; C != model::NumCategories; ++C) {
      if (!Wanted.test(C) || !E.Ways[C])
        continue;
      Chain Result{Category(C), nullptr, {{F, &S, Callee}}};
      FunctionId Current = Callee;
      // Lengths fall along the way, so it ends; the bound holds for ways that
      // prefer a longer loop, too.
      llvm::SmallSet<FunctionId, 8> Seen;
      while (Seen.insert(Current).second) {
        const Way &W = effect(Current).Ways[C];
        const Site &Next = Table.summary(Current).Sites[W.Site];
        Result.Steps.push_back({Current, &Next, W.Next});
        if (W.Next == NoFunction) {
          Result.End = &*Next.Blocks;
          break;
        }
        Current = W.Next;
      }
      if (Result.End)
        Consider(std::move(Result));
    }
  };

  for (FunctionId Callee : S.Callees)
    Follow(Callee);
  forEachInline(S, Follow);
  return Best;
}
