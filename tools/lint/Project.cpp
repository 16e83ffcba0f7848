//===- Project.cpp - Units together ---------------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Project.h"
#include "checks/async/Answers.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"
#include <deque>
#include <set>

using namespace llvm;
using namespace unblock;
using namespace unblock::lint;
using analysis::FunctionId;
using analysis::FunctionSummary;
using analysis::NoFunction;
using analysis::Site;
using analysis::Way;
using model::Category;

//===----------------------------------------------------------------------===//
// Findings
//===----------------------------------------------------------------------===//

void unblock::lint::addFindings(AnalysedUnit &U, const index::Project &Project,
                                index::Whole &Functions) {
  std::vector<report::Finding> &Findings = U.Result.Findings;
  erase_if(Findings, [&](const report::Finding &F) {
    return F.Kind == Category::Ffi &&
           Project.Defined.contains("c:@F@" + F.Callee);
  });
  if (U.Summary.OpenCalls.empty() && U.Summary.OpenAllowances.empty())
    return;

  // A check says one thing about a place.
  std::set<std::tuple<std::string, std::string, unsigned, unsigned>> Said;
  auto Say = [&](report::Finding F) {
    if (Said.insert({F.Check, F.Where.File, F.Where.Line, F.Where.Column})
            .second)
      Findings.push_back(std::move(F));
  };
  for (const report::Finding &F : Findings)
    Said.insert({F.Check, F.Where.File, F.Where.Line, F.Where.Column});
  Functions.enter(std::move(static_cast<index::Module &>(U.Summary)));
  for (checks::Answer &A : checks::answer(U.Summary, Functions))
    Say(std::move(A.Finding));
  for (report::Finding &F : checks::unusedAllowances(U.Summary, Functions))
    Say(std::move(F));
}

//===----------------------------------------------------------------------===//
// The whole project as a graph
//===----------------------------------------------------------------------===//

namespace {

/// All functions, their effects, and who calls whom on its own thread.
class Graph {
public:
  explicit Graph(const index::Project &All)
      : All(All), Summaries(All), Solver(Summaries) {}

  const index::Project &All;
  index::ProjectTable Summaries;
  analysis::EffectSolver Solver;

  bool blocks(FunctionId F) {
    return any_of(Solver.effect(F).Ways, [](const Way &W) { return bool(W); });
  }

  /// The functions that \p F enters before it returns, with the places.
  void callees(FunctionId F,
               function_ref<void(FunctionId, analysis::Place)> Visit) {
    for (const Site &S : All.Functions[F].Sites) {
      if (S.Allowed || S.Thread == analysis::OnThread::Pool ||
          S.Thread == analysis::OnThread::Unknown)
        continue;
      auto Enter = [&](FunctionId Callee) {
        const FunctionSummary &C = All.Functions[Callee];
        if (!C.NonBlocking && !(C.IsCoroutine && !C.IsGenerator))
          Visit(Callee, S.At);
      };
      for_each(S.Callees, Enter);
      Solver.forEachInline(S, Enter);
    }
  }

  /// The shortest way from an async context to \p F, for each context.
  std::vector<std::vector<std::pair<FunctionId, analysis::Place>>>
  waysTo(FunctionId F) {
    if (Callers.empty()) {
      Callers.resize(All.Functions.size());
      for (FunctionId Caller = 0; Caller != All.Functions.size(); ++Caller)
        callees(Caller, [&](FunctionId Callee, analysis::Place At) {
          Callers[Callee].push_back({Caller, At});
        });
    }
    DenseMap<FunctionId, std::pair<FunctionId, analysis::Place>> Next;
    Next[F] = {NoFunction, {}};
    std::deque<FunctionId> Work{F};
    std::vector<std::vector<std::pair<FunctionId, analysis::Place>>> Ways;
    while (!Work.empty()) {
      FunctionId Current = Work.front();
      Work.pop_front();
      if (std::binary_search(All.Contexts.begin(), All.Contexts.end(),
                             Current)) {
        auto &Way = Ways.emplace_back();
        for (FunctionId Step = Current; Step != F; Step = Next[Step].first)
          Way.push_back({Step, Next[Step].second});
      }
      for (auto [Caller, At] : Callers[Current])
        if (Next.try_emplace(Caller, std::pair(Current, At)).second)
          Work.push_back(Caller);
    }
    return Ways;
  }

private:
  std::vector<std::vector<std::pair<FunctionId, analysis::Place>>> Callers;
};

} // namespace

static void printPlace(const index::Module &M, analysis::Place P,
                       raw_ostream &OS) {
  report::Location L = M.location(P);
  OS << L.File << ':' << L.Line << ':' << L.Column;
}

/// "coroutine 'f'", "function 'f'", "a lambda".
static std::string describe(const FunctionSummary &F) {
  if (F.IsLambda)
    return F.IsCoroutine ? "a coroutine lambda" : "a lambda";
  return (F.IsCoroutine ? "coroutine '" : "function '") + F.Name + "'";
}

//===----------------------------------------------------------------------===//
// --explain
//===----------------------------------------------------------------------===//

static void explainOne(Graph &G, FunctionId F, raw_ostream &OS) {
  const index::Function &Fn = G.All.Functions[F];
  const analysis::Effect &Effect = G.Solver.effect(F);
  bool Blocks = false;
  for (unsigned C = 0; C != model::NumCategories; ++C) {
    const Way &W = Effect.Ways[C];
    if (!W)
      continue;
    auto Chain =
        G.Solver.chain(F, Fn.Sites[W.Site], analysis::CategorySet().set(C));
    if (!Chain)
      continue;
    Blocks = true;
    const analysis::Primitive &End = *Chain->End;
    printPlace(G.All, Fn.At, OS);
    OS << ": '" << Fn.Name << "' blocks (" << model::toString(Chain->Kind)
       << ", " << model::toString(End.Severity) << "): it reaches '"
       << End.Callee << "', which " << End.Reason << '\n';
    for (const analysis::Step &S : Chain->Steps) {
      printPlace(G.All, S.At->At, OS);
      OS << ": note: '" << G.All.Functions[S.Caller].Name << "' calls '"
         << (S.Callee == NoFunction ? End.Callee
                                    : G.All.Functions[S.Callee].Name)
         << "' here\n";
    }
  }
  if (!Blocks) {
    printPlace(G.All, Fn.At, OS);
    OS << ": '" << Fn.Name << "' does not block";
    if (Fn.NonBlocking)
      OS << ": it is marked so";
    else if (Fn.HasUnknownCalls)
      OS << ", as far as is known: it calls functions whose bodies are not in "
            "the project";
    OS << '\n';
  }

  constexpr size_t Most = 10;
  auto Ways = G.waysTo(F);
  for (const auto &Way : ArrayRef(Ways).take_front(Most)) {
    FunctionId Context = Way.empty() ? F : Way.front().first;
    printPlace(G.All, G.All.Functions[Context].At, OS);
    if (Way.empty()) {
      OS << ": note: it runs on a worker or an event loop itself\n";
      continue;
    }
    OS << ": note: " << describe(G.All.Functions[Context])
       << " reaches it from a worker or an event loop\n";
    for (size_t I = 0; I != Way.size(); ++I) {
      FunctionId Callee = I + 1 == Way.size() ? F : Way[I + 1].first;
      printPlace(G.All, Way[I].second, OS);
      OS << ": note: '" << G.All.Functions[Way[I].first].Name << "' calls '"
         << G.All.Functions[Callee].Name << "' here\n";
    }
  }
  if (Ways.size() > Most)
    OS << "  and " << report::plural(Ways.size() - Most, "more async context")
       << '\n';
}

bool unblock::lint::explainFromProject(StringRef Function,
                                       const index::Project &All,
                                       raw_ostream &OS) {
  Graph G(All);
  bool Found = false;
  std::set<std::tuple<StringRef, std::string, unsigned, unsigned>> Said;
  for (FunctionId F = 0; F != All.Functions.size(); ++F) {
    const index::Function &Fn = All.Functions[F];
    StringRef Name = Fn.Name;
    if (!Fn.HasBody || Fn.IsLambda || !Name.consume_back(Function) ||
        !(Name.empty() || Name.ends_with("::")))
      continue;
    // The instances of a template have one place.
    report::Location At = All.location(Fn.At);
    if (!Said.insert({Fn.Name, At.File, At.Line, At.Column}).second)
      continue;
    explainOne(G, F, OS);
    Found = true;
  }
  return Found;
}

//===----------------------------------------------------------------------===//
// The graph
//===----------------------------------------------------------------------===//

void unblock::lint::writeGraph(const index::Project &All, GraphForm Form,
                               raw_ostream &OS) {
  Graph G(All);
  std::vector<bool> Blocks(All.Functions.size());
  for (FunctionId F = 0; F != All.Functions.size(); ++F)
    Blocks[F] = G.blocks(F);

  // Nodes: what blocks, and the primitives at the end, by name.
  struct Edge {
    std::string From, To;
    auto key() const { return std::tie(From, To); }
    bool operator<(const Edge &E) const { return key() < E.key(); }
  };
  std::map<std::string, std::string> Labels; // by identity
  std::set<std::string> Contexts, Primitives;
  std::set<Edge> Edges;
  auto NodeOf = [&](FunctionId F) {
    const index::Function &Fn = All.Functions[F];
    report::Location At = All.location(Fn.At);
    std::string Key = Fn.Name + '@' + At.File + ':' + std::to_string(At.Line) +
                      ':' + std::to_string(At.Column);
    Labels[Key] = Fn.Name + "\n" + At.File + ':' + std::to_string(At.Line);
    return Key;
  };
  for (FunctionId F = 0; F != All.Functions.size(); ++F) {
    if (!Blocks[F])
      continue;
    std::string From = NodeOf(F);
    if (std::binary_search(All.Contexts.begin(), All.Contexts.end(), F))
      Contexts.insert(From);
    G.callees(F, [&](FunctionId Callee, analysis::Place) {
      if (Blocks[Callee] && Callee != F)
        Edges.insert({From, NodeOf(Callee)});
    });
    for (const Site &S : All.Functions[F].Sites)
      if (S.Blocks && !S.Awaited && !S.Allowed &&
          S.Thread != analysis::OnThread::Pool &&
          S.Thread != analysis::OnThread::Unknown) {
        std::string To = S.Blocks->Callee == "loop"
                             ? From + " loop"
                             : "primitive " + S.Blocks->Callee;
        Labels[To] =
            S.Blocks->Callee + "\n" + model::toString(S.Blocks->Kind).str();
        Primitives.insert(To);
        Edges.insert({From, To});
      }
  }

  std::map<std::string, unsigned> Numbers;
  for (const auto &[Key, Label] : Labels)
    Numbers.emplace(Key, Numbers.size());
  auto Quote = [&](StringRef Label, StringRef NewLine) {
    std::string Text;
    for (char C : Label)
      if (C == '\n')
        Text += NewLine;
      else if (Form == GraphForm::Dot && (C == '"' || C == '\\'))
        Text += std::string("\\") + C;
      else if (Form == GraphForm::Mermaid && StringRef("\"<>#&").contains(C))
        Text += "#" + std::to_string(unsigned(C)) + ";";
      else
        Text += C;
    return '"' + Text + '"';
  };
  if (Form == GraphForm::Dot) {
    OS << "digraph blocking {\n  rankdir=LR;\n  node [shape=box];\n";
    for (const auto &[Key, Label] : Labels)
      OS << "  n" << Numbers[Key] << " [label=" << Quote(Label, "\\n")
         << (Contexts.count(Key)     ? ", style=bold"
             : Primitives.count(Key) ? ", shape=ellipse"
                                     : "")
         << "];\n";
    for (const Edge &E : Edges)
      OS << "  n" << Numbers[E.From] << " -> n" << Numbers[E.To] << ";\n";
    OS << "}\n";
    return;
  }
  OS << "flowchart LR\n";
  for (const auto &[Key, Label] : Labels)
    OS << "  n" << Numbers[Key] << (Primitives.count(Key) ? "([" : "[")
       << Quote(Label, "<br>") << (Primitives.count(Key) ? "])" : "]") << '\n';
  for (const Edge &E : Edges)
    OS << "  n" << Numbers[E.From] << " --> n" << Numbers[E.To] << '\n';
  if (!Contexts.empty()) {
    OS << "  classDef context stroke-width:3px\n  class ";
    ListSeparator Comma(",");
    for (const std::string &Key : Contexts)
      OS << Comma << 'n' << Numbers[Key];
    OS << " context\n";
  }
}

//===----------------------------------------------------------------------===//
// dump
//===----------------------------------------------------------------------===//

static StringRef toString(analysis::OnThread T) {
  switch (T) {
  case analysis::OnThread::Entry:
    return "the caller's thread";
  case analysis::OnThread::Loop:
    return "a worker";
  case analysis::OnThread::Pool:
    return "a pool";
  case analysis::OnThread::Unknown:
    return "an unknown thread";
  }
  llvm_unreachable("covered switch");
}

static void dumpModule(const index::Module &M, raw_ostream &OS) {
  auto Name = [&](FunctionId F) {
    const index::Function &Fn = M.Functions[F];
    return "#" + std::to_string(F) + " " + Fn.Name;
  };
  for (FunctionId F = 0; F != M.Functions.size(); ++F) {
    const index::Function &Fn = M.Functions[F];
    OS << Name(F);
    if (Fn.At) {
      OS << " at ";
      printPlace(M, Fn.At, OS);
    }
    OS << (Fn.HasBody ? "" : ", no body")
       << (Fn.IsGenerator   ? ", generator"
           : Fn.IsCoroutine ? ", coroutine"
                            : "")
       << (Fn.NonBlocking ? ", does not block" : "")
       << (is_contained(M.Contexts, F) ? ", async context" : "") << '\n';
    if (!Fn.Usr.empty())
      OS << "  usr " << Fn.Usr << '\n';
    for (const Site &S : Fn.Sites) {
      OS << "  at ";
      printPlace(M, S.At, OS);
      OS << " on " << toString(S.Thread) << (S.Awaited ? ", awaited" : "")
         << (S.Allowed ? ", allowed" : "") << '\n';
      if (S.Blocks)
        OS << "    blocks: '" << S.Blocks->Callee << "' " << S.Blocks->Reason
           << " (" << model::toString(S.Blocks->Kind) << ", "
           << model::toString(S.Blocks->Severity) << ")\n";
      auto List = [&](StringRef What, ArrayRef<FunctionId> Ids) {
        for (FunctionId Id : Ids)
          OS << "    " << What << ' ' << Name(Id) << '\n';
      };
      List("calls", S.Callees);
      List("calls, out of sight,", S.Externals);
      List("may call an overrider of", S.Overridable);
      List("runs", S.RunsInline);
      for (unsigned P : S.CallsParams)
        OS << "    runs its parameter " << P << '\n';
      for (unsigned P : S.LoopsParams)
        OS << "    hands its parameter " << P << " to an event loop\n";
      for (const analysis::CallableArg &Arg : S.Args)
        OS << "    passes "
           << (Arg.Target != NoFunction
                   ? Name(Arg.Target)
                   : "its parameter " + std::to_string(*Arg.OwnParam))
           << " as argument " << Arg.Param << '\n';
    }
  }
  for (const index::Override &O : M.Overrides)
    OS << Name(O.Overrider) << " overrides " << Name(O.Base) << '\n';
}

void unblock::lint::dump(const index::Unit &U, raw_ostream &OS) {
  OS << "unit " << U.MainFile << '\n';
  dumpModule(U, OS);
  for (const index::OpenCall &C : U.OpenCalls) {
    OS << "open call at " << C.Draft.Where.File << ':' << C.Draft.Where.Line
       << ':' << C.Draft.Where.Column << " in " << C.Context << ':';
    for (const index::OpenCall::Asking &A : C.Asked)
      OS << ' ' << U.Questions[A.What].Check;
    OS << '\n';
  }
  for (const index::OpenAllowance &A : U.OpenAllowances)
    OS << "open allowance at " << A.Finding.Where.File << ':'
       << A.Finding.Where.Line << '\n';
  OS << "result " << U.Payload << '\n';
}

void unblock::lint::dump(const index::Project &P, raw_ostream &OS) {
  OS << "project\n";
  dumpModule(P, OS);
  std::vector<StringRef> Defined;
  for (const auto &Entry : P.Defined)
    Defined.push_back(Entry.first());
  llvm::sort(Defined);
  for (StringRef Name : Defined)
    OS << "defines " << Name.drop_front(strlen("c:@F@")) << '\n';
}
