//===- Linker.cpp - From units to the project -----------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Linker.h"
#include "lib/analysis/Offloads.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using namespace unblock;
using namespace unblock::index;
using analysis::Effect;
using analysis::EffectSolver;
using analysis::FunctionSummary;
using analysis::Place;
using analysis::Site;
using analysis::Way;
using model::Category;

//===----------------------------------------------------------------------===//
// Project
//===----------------------------------------------------------------------===//

/// Makes, for each member, a list of the functions that override it, directly
/// or not. \p Usr and \p Body look a function up.
static StringMap<SmallVector<FunctionId, 2>>
overridersByBase(ArrayRef<std::pair<StringRef, StringRef>> Pairs,
                 function_ref<FunctionId(StringRef)> Find) {
  StringMap<std::vector<StringRef>> Direct;
  for (auto [Overrider, Base] : Pairs)
    Direct[Base].push_back(Overrider);
  StringMap<SmallVector<FunctionId, 2>> Result;
  for (const auto &Entry : Direct) {
    SmallVector<FunctionId, 2> &Bodies = Result[Entry.first()];
    std::vector<StringRef> Work = Entry.second;
    StringSet<> Seen;
    while (!Work.empty()) {
      StringRef Usr = Work.back();
      Work.pop_back();
      if (!Seen.insert(Usr).second)
        continue;
      if (FunctionId F = Find(Usr); F != NoFunction)
        Bodies.push_back(F);
      if (auto It = Direct.find(Usr); It != Direct.end())
        append_range(Work, It->second);
    }
    llvm::sort(Bodies);
  }
  return Result;
}

void Project::makeLookups() {
  for (FunctionId F = 0; F != Functions.size(); ++F)
    if (!Functions[F].Usr.empty())
      ByUsr[Functions[F].Usr] = F;
  std::vector<std::pair<StringRef, StringRef>> Pairs;
  for (const Override &O : Overrides)
    Pairs.push_back({Functions[O.Overrider].Usr, Functions[O.Base].Usr});
  ByBase = overridersByBase(Pairs, [&](StringRef Usr) {
    FunctionId F = find(Usr);
    return F != NoFunction && Functions[F].HasBody ? F : NoFunction;
  });
}

FunctionId Project::find(StringRef Usr) const {
  auto It = Usr.empty() ? ByUsr.end() : ByUsr.find(Usr);
  return It == ByUsr.end() ? NoFunction : It->second;
}

ArrayRef<FunctionId> Project::overriders(StringRef Usr) const {
  auto It = ByBase.find(Usr);
  return It == ByBase.end() ? ArrayRef<FunctionId>() : It->second;
}

//===----------------------------------------------------------------------===//
// Whole
//===----------------------------------------------------------------------===//

static void addTarget(Site &S, FunctionId F) {
  if (F != NoFunction && !is_contained(S.Callees, F))
    S.Callees.push_back(F);
}

/// The call is of code that some unit defines: it is no foreign code.
static void dropForeign(Site &S) {
  if (S.Blocks && S.Blocks->Kind == Category::Ffi)
    S.Blocks.reset();
}

/// Renumbers the functions that \p S means.
static void renumber(Site &S, function_ref<FunctionId(FunctionId)> Map) {
  for (auto *Ids : {&S.Callees, &S.RunsInline}) {
    SmallVector<FunctionId, 1> New;
    for (FunctionId F : *Ids)
      if (FunctionId N = Map(F); N != NoFunction && !is_contained(New, N))
        New.push_back(N);
    *Ids = std::move(New);
  }
  for (analysis::CallableArg &Arg : S.Args)
    if (Arg.Target != NoFunction)
      Arg.Target = Map(Arg.Target);
}

Whole::Whole(const Project &Around)
    : Around(Around), FirstOwn(Around.Functions.size()) {
  Solver.emplace(*this);
}

void Whole::enter(Module Unit) {
  FirstOwn += Own.Functions.size();
  Own = std::move(Unit);
  // To solve the project's functions again now and then costs less than to
  // remember all of every unit.
  constexpr FunctionId MostFormer = 1 << 16;
  if (FirstOwn > 2 * Around.Functions.size() + MostFormer) {
    FirstOwn = Around.Functions.size();
    Solver.emplace(*this);
  }
  std::vector<std::string> Usrs;
  for (Function &F : Own.Functions)
    Usrs.push_back(F.Usr);
  for (Function &F : Own.Functions)
    for (Site &S : F.Sites) {
      renumber(S, [&](FunctionId Id) { return own(Id); });
      for (FunctionId External : S.Externals) {
        addTarget(S, Around.find(Usrs[External]));
        if (Around.Defined.contains(Usrs[External]))
          dropForeign(S);
      }
      for (FunctionId Member : S.Overridable)
        for (FunctionId Overrider : Around.overriders(Usrs[Member]))
          addTarget(S, Overrider);
    }
}

const FunctionSummary &Whole::summary(FunctionId F) {
  if (isOwn(F))
    return Own.Functions[F - FirstOwn];
  return Around.Functions[F];
}

SmallVector<FunctionId, 1> Whole::definitions(FunctionId OfModule) const {
  const Function &F = Own.Functions[OfModule];
  SmallVector<FunctionId, 1> Result;
  if (F.HasBody)
    Result.push_back(own(OfModule));
  else if (FunctionId Around = this->Around.find(F.Usr); Around != NoFunction)
    Result.push_back(Around);
  return Result;
}

report::Location Whole::location(FunctionId F, Place P) const {
  return isOwn(F) ? Own.location(P) : Around.location(P);
}

//===----------------------------------------------------------------------===//
// Linking
//===----------------------------------------------------------------------===//

namespace {

/// Takes the functions of all units into one table.
template <typename UnitT> class Merger {
public:
  /// Units that are not const may be taken apart.
  explicit Merger(std::vector<UnitT *> Given) : Units(std::move(Given)) {
    llvm::stable_sort(Units, [](const Unit *A, const Unit *B) {
      return A->MainFile < B->MainFile;
    });
  }

  Project run() {
    Ids.resize(Units.size());
    for (size_t U = 0; U != Units.size(); ++U)
      number(U);
    Result.Functions.resize(Homes.size());
    for (FunctionId F = 0; F != Homes.size(); ++F)
      take(F);
    addOverrides();
    for (size_t U = 0; U != Units.size(); ++U)
      for (FunctionId F : Units[U]->Contexts)
        Result.Contexts.push_back(Ids[U][F]);
    llvm::sort(Result.Contexts);
    Result.Contexts.erase(llvm::unique(Result.Contexts), Result.Contexts.end());
    return std::move(Result);
  }

private:
  static bool hasCLinkage(StringRef Usr) {
    return Usr.starts_with("c:@F@") && !Usr.drop_front(5).contains('#');
  }

  /// The functions with a body get their numbers.
  void number(size_t U) {
    const Unit &Own = *Units[U];
    Ids[U].assign(Own.Functions.size(), NoFunction);
    for (FunctionId F = 0; F != Own.Functions.size(); ++F) {
      const Function &Fn = Own.Functions[F];
      // One without a body has sites when a model knows it.
      if (!Fn.HasBody && Fn.Sites.empty())
        continue;
      FunctionId New = Homes.size();
      if (Fn.HasBody && !Fn.Usr.empty()) {
        report::Location At = Own.location(Fn.At);
        std::string Key = Fn.Usr + '\n' + At.File + ':' +
                          std::to_string(At.Line) + ':' +
                          std::to_string(At.Column);
        auto [It, IsNew] = Same.try_emplace(Key, New);
        if (!IsNew) {
          Ids[U][F] = It->second;
          continue;
        }
        auto [Slot, IsOnly] = ByUsr.try_emplace(Fn.Usr, New);
        if (!IsOnly)
          Slot->second = NoFunction; // nobody knows which
        if (hasCLinkage(Fn.Usr))
          Result.Defined.insert(Fn.Usr);
      }
      Ids[U][F] = New;
      Homes.push_back({U, F});
    }
  }

  Place placeOf(size_t U, Place P) {
    const Unit &Own = *Units[U];
    if (!P || P.Raw > Own.Positions.size())
      return {};
    Position At = Own.Positions[P.Raw - 1];
    auto [File, NewFile] =
        Files.try_emplace(Own.Files[At.File], Result.Files.size());
    if (NewFile)
      Result.Files.push_back(Own.Files[At.File]);
    At.File = File->second;
    Result.Positions.push_back(At);
    return {uint32_t(Result.Positions.size())};
  }

  /// Copies the function \p F from its home.
  void take(FunctionId F) {
    auto [U, Local] = Homes[F];
    UnitT &Own = *Units[U];
    Function &New = Result.Functions[F];
    if constexpr (std::is_const_v<UnitT>) {
      New = Own.Functions[Local];
    } else {
      // Others still ask for the names.
      std::vector<Site> Sites = std::move(Own.Functions[Local].Sites);
      Own.Functions[Local].Sites.clear();
      New = Own.Functions[Local];
      New.Sites = std::move(Sites);
    }
    New.At = placeOf(U, New.At);
    if (!New.HasBody || (!New.Usr.empty() && ByUsr.lookup(New.Usr) != F))
      New.Usr.clear();
    for (analysis::Allowance &A : New.Allowances)
      A.At = placeOf(U, A.At);
    for (Site &S : New.Sites) {
      S.At = placeOf(U, S.At);
      S.Loop = {};
      renumber(S, [&](FunctionId Id) { return Ids[U][Id]; });
      for (FunctionId External : S.Externals) {
        const std::string &Usr = Own.Functions[External].Usr;
        if (auto It = ByUsr.find(Usr); It != ByUsr.end()) {
          addTarget(S, It->second);
          dropForeign(S);
        }
      }
      for (FunctionId Member : S.Overridable)
        Virtual.push_back(
            {F, uint32_t(&S - New.Sites.data()), Own.Functions[Member].Usr});
      S.Externals.clear();
      S.Overridable.clear();
    }
  }

  void addOverrides() {
    std::vector<std::pair<StringRef, StringRef>> Pairs;
    for (const Unit *U : Units)
      for (const Override &O : U->Overrides)
        Pairs.push_back(
            {U->Functions[O.Overrider].Usr, U->Functions[O.Base].Usr});
    llvm::sort(Pairs);
    Pairs.erase(llvm::unique(Pairs), Pairs.end());
    auto Find = [&](StringRef Usr) {
      auto It = ByUsr.find(Usr);
      return It == ByUsr.end() ? NoFunction : It->second;
    };
    auto Bodies = overridersByBase(Pairs, Find);
    for (const VirtualCall &V : Virtual)
      if (auto It = Bodies.find(V.Usr); It != Bodies.end())
        for (FunctionId F : It->second)
          addTarget(Result.Functions[V.In].Sites[V.Site], F);

    // Units look overriders up by the member that they override, which may
    // have no body anywhere.
    StringMap<FunctionId> Members;
    auto Member = [&](StringRef Usr) {
      if (FunctionId F = Find(Usr); F != NoFunction)
        return F;
      auto [It, New] = Members.try_emplace(Usr, Result.Functions.size());
      if (New)
        Result.Functions.emplace_back().Usr = Usr.str();
      return It->second;
    };
    for (auto [Overrider, Base] : Pairs) {
      FunctionId From = Member(Overrider), To = Member(Base);
      Result.Overrides.push_back({From, To});
    }
  }

  struct VirtualCall {
    FunctionId In;
    uint32_t Site;
    StringRef Usr;
  };

  std::vector<UnitT *> Units;
  Project Result;
  /// Numbers of the functions of each unit.
  std::vector<std::vector<FunctionId>> Ids;
  /// Where each function comes from: unit, and number in it.
  std::vector<std::pair<size_t, FunctionId>> Homes;
  StringMap<FunctionId> Same, ByUsr;
  StringMap<uint32_t> Files;
  std::vector<VirtualCall> Virtual;
};

/// Keeps what callers in other modules ask for.
class Pruner {
public:
  explicit Pruner(Project All)
      : All(std::move(All)), Summaries(this->All), Solver(Summaries) {}

  Project run() {
    New.assign(All.Functions.size(), NoFunction);
    for (FunctionId F = 0; F != All.Functions.size(); ++F)
      if (!All.Functions[F].Usr.empty() && Solver.matters(F))
        keep(F);
    for (const Override &O : All.Overrides)
      if (leadsToKept(O.Overrider)) {
        keep(O.Overrider);
        keep(O.Base);
        Result.Overrides.push_back({New[O.Overrider], New[O.Base]});
      }
    // Grows while it is walked over.
    for (size_t I = 0; I != Kept.size(); ++I)
      copy(Kept[I]);
    Result.Defined = std::move(All.Defined);
    return std::move(Result);
  }

private:
  /// Does \p F, or something that overrides it, matter?
  bool leadsToKept(FunctionId F) {
    if (Below.empty())
      for (const Override &O : All.Overrides)
        Below[O.Base].push_back(O.Overrider);
    SmallVector<FunctionId, 8> Work{F};
    DenseSet<FunctionId> Seen;
    while (!Work.empty()) {
      FunctionId Next = Work.pop_back_val();
      if (!Seen.insert(Next).second)
        continue;
      if (All.Functions[Next].HasBody && Solver.matters(Next))
        return true;
      if (auto It = Below.find(Next); It != Below.end())
        append_range(Work, It->second);
    }
    return false;
  }

  FunctionId keep(FunctionId F) {
    if (New[F] == NoFunction) {
      New[F] = Kept.size();
      Kept.push_back(F);
    }
    return New[F];
  }

  Place placeOf(Place P) {
    if (!P)
      return {};
    Position At = All.Positions[P.Raw - 1];
    auto [File, IsNew] = Files.try_emplace(At.File, Result.Files.size());
    if (IsNew)
      Result.Files.push_back(All.Files[At.File]);
    At.File = File->second;
    Result.Positions.push_back(At);
    return {uint32_t(Result.Positions.size())};
  }

  void copy(FunctionId F) {
    Function Out;
    Function &Old = All.Functions[F];
    static_cast<FunctionSummary &>(Out) = FunctionSummary();
    Out.Name = Old.Name;
    Out.Usr = Old.Usr;
    Out.At = placeOf(Old.At);
    Out.HasBody = Old.HasBody;
    Out.IsCoroutine = Old.IsCoroutine;
    Out.IsGenerator = Old.IsGenerator;
    Out.IsLambda = Old.IsLambda;
    Out.StartsOnPool = Old.StartsOnPool;
    Out.NonBlocking = Old.NonBlocking;
    Out.Exit = Old.Exit;
    if (!Old.Sites.empty()) {
      const Effect &E = Solver.effect(F);
      for (uint32_t I = 0; I != Old.Sites.size(); ++I) {
        Site &S = Old.Sites[I];
        bool IsOnWay =
            any_of(E.Ways, [&](const Way &W) { return W && W.Site == I; });
        bool HandsOn =
            !S.CallsParams.empty() || !S.LoopsParams.empty() ||
            any_of(S.Args, [](auto &Arg) { return Arg.OwnParam.has_value(); });
        if (S.Allowed || !(IsOnWay || HandsOn || Solver.leads(S)))
          continue;
        Site Copy = S;
        Copy.At = placeOf(S.At);
        renumber(Copy, [&](FunctionId Id) {
          return Solver.matters(Id) ? keep(Id) : NoFunction;
        });
        erase_if(Copy.Args, [](const analysis::CallableArg &Arg) {
          return Arg.Target == NoFunction && !Arg.OwnParam;
        });
        Out.Sites.push_back(std::move(Copy));
      }
    }
    Result.Functions.push_back(std::move(Out));
  }

  Project All;
  ProjectTable Summaries;
  EffectSolver Solver;
  Project Result;
  std::vector<FunctionId> New, Kept;
  DenseMap<uint32_t, uint32_t> Files;
  DenseMap<FunctionId, SmallVector<FunctionId, 2>> Below;
};

} // namespace

Project index::linkAll(ArrayRef<const Unit *> Units) {
  Project P = Merger(Units.vec()).run();
  P.makeLookups();
  return P;
}

Project index::link(ArrayRef<const Unit *> Units) {
  Project P = Pruner(Merger(Units.vec()).run()).run();
  P.makeLookups();
  return P;
}

Project index::takeAndLink(std::vector<Unit> Units) {
  std::vector<Unit *> Pointers;
  for (Unit &U : Units)
    Pointers.push_back(&U);
  Project All = Merger(std::move(Pointers)).run();
  Units = {};
  Project P = Pruner(std::move(All)).run();
  P.makeLookups();
  return P;
}
