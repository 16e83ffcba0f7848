//===- Explain.cpp - Why a function blocks, or does not -------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Explain.h"
#include "lib/analysis/Names.h"
#include "lib/analysis/TranslationUnit.h"
#include "lib/report/Writers.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace clang;
using namespace unblock;
using namespace unblock::lint;

//===----------------------------------------------------------------------===//
// The models' answer
//===----------------------------------------------------------------------===//

static std::string argumentName(int Index) {
  if (Index == model::Condition::Object)
    return "the object";
  return "argument " + std::to_string(Index + 1);
}

static std::string quoted(ArrayRef<StringRef> Names) {
  std::string Text;
  for (StringRef Name : Names)
    Text += (Text.empty() ? "'" : " or '") + Name.str() + "'";
  return Text;
}

static std::string describe(const model::Condition &C) {
  std::vector<std::string> Parts;
  std::string Argument = argumentName(C.Arg);
  if (C.Equals)
    Parts.push_back(Argument + " is " + std::to_string(*C.Equals));
  if (!C.Flags.empty())
    Parts.push_back(Argument + " holds " + quoted(C.Flags));
  if (!C.Types.empty())
    Parts.push_back(Argument + " is of type " + quoted(C.Types));
  if (C.Params >= 0)
    Parts.push_back("it declares " + std::to_string(C.Params) + " parameters");
  if (C.MinArgs >= 0)
    Parts.push_back("the call has at least " + std::to_string(C.MinArgs) +
                    " arguments");
  if (C.MaxArgs >= 0)
    Parts.push_back("the call has at most " + std::to_string(C.MaxArgs) +
                    " arguments");
  return join(Parts, " and ");
}

static void printEntry(StringRef Function, const model::BlockingEntry &Entry,
                       const model::ModelSet &Models, raw_ostream &OS) {
  OS << "'" << Function << "' blocks (" << model::toString(Entry.Kind) << ", "
     << model::toString(Entry.Severity) << "): it " << Entry.Reason << '\n'
     << "  known from the models of " << Entry.Library;
  if (!Entry.Source.empty())
    OS << "; source: " << Entry.Source;
  OS << '\n';
  for (const model::Condition &C : Entry.When)
    OS << "  only when " << describe(C) << '\n';
  for (const model::Condition &C : Entry.Unless)
    OS << "  not when " << describe(C) << '\n';
  if (Entry.Descriptor >= 0)
    OS << "  not when " << argumentName(Entry.Descriptor)
       << " is a descriptor in non-blocking mode\n";
  if (!Entry.Remedy.empty()) {
    OS << "  instead, " << Entry.Remedy << '\n';
    return;
  }
  for (const model::Document &D : Models.documents())
    for (const model::Profile &P : D.Profiles) {
      auto Rule = find_if(P.Remedies, [&](const model::RemedyRule &R) {
        return R.Kind == Entry.Kind;
      });
      bool HasRule = Rule != P.Remedies.end();
      if (!HasRule && P.Offload.empty())
        continue;
      OS << "  with " << P.Name << ": ";
      if (HasRule)
        OS << Rule->Replace;
      if (!P.Offload.empty())
        OS << (HasRule ? ", or " : "") << "move the call off the worker with '"
           << P.Offload << "'";
      OS << '\n';
    }
}

bool unblock::lint::explainFromModels(StringRef Function,
                                      const model::ModelSet &Models,
                                      raw_ostream &OS) {
  if (Models.isNonBlocking(Function)) {
    OS << "'" << Function << "' does not block: a model says so\n";
    return true;
  }
  auto Entries = Models.blocking(Function);
  for (const model::BlockingEntry *Entry : Entries)
    printEntry(Function, *Entry, Models, OS);
  return !Entries.empty();
}

//===----------------------------------------------------------------------===//
// The analysis's answer
//===----------------------------------------------------------------------===//

namespace {
class Explainer : public ASTConsumer, public RecursiveASTVisitor<Explainer> {
public:
  Explainer(StringRef Function, std::shared_ptr<model::ModelSet> Models,
            std::vector<report::Finding> &Answers)
      : Function(Function), Models(std::move(Models)), Answers(Answers) {}

  void HandleTranslationUnit(ASTContext &Context) override {
    analysis::TranslationUnit Unit(Context, *Models);
    TU = &Unit;
    TraverseAST(Context);
    TU = nullptr;
  }

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }

  bool VisitFunctionDecl(FunctionDecl *FD) {
    if (FD->isThisDeclarationADefinition() && !FD->isDependentContext() &&
        isWanted(analysis::qualifiedName(FD)))
      answer(FD);
    return true;
  }

private:
  bool isWanted(StringRef Name) const {
    return Name.consume_back(Function) &&
           (Name.empty() || Name.ends_with("::"));
  }

  report::Location locate(SourceLocation Loc) const {
    const SourceManager &SM = TU->context().getSourceManager();
    Loc = SM.getFileLoc(Loc);
    report::Location L;
    if (Loc.isValid()) {
      L.File = SM.getFilename(Loc).str();
      L.Line = SM.getSpellingLineNumber(Loc);
      L.Column = SM.getSpellingColumnNumber(Loc);
    }
    return L;
  }

  void answer(const FunctionDecl *FD);

  const std::string Function;
  const std::shared_ptr<model::ModelSet> Models;
  std::vector<report::Finding> &Answers;
  analysis::TranslationUnit *TU = nullptr;
};
} // namespace

void Explainer::answer(const FunctionDecl *FD) {
  analysis::FunctionId Id = TU->idOf(FD);
  const analysis::FunctionSummary &Summary = TU->summary(Id);
  report::Finding Base;
  Base.Where = locate(FD->getLocation());
  std::string Name = "'" + analysis::qualifiedName(FD) + "'";

  size_t Before = Answers.size();
  const analysis::Effect &Effect = TU->effects().effect(Id);
  for (unsigned C = 0; C != model::NumCategories; ++C) {
    const analysis::Way &Way = Effect.Ways[C];
    if (!Way)
      continue;
    std::optional<analysis::Chain> Chain = TU->effects().chain(
        Id, Summary.Sites[Way.Site], analysis::CategorySet().set(C));
    if (!Chain)
      continue;
    const analysis::Primitive &End = *Chain->End;
    report::Finding F = Base;
    F.Kind = Chain->Kind;
    F.Severity = End.Severity;
    F.Callee = End.Callee;
    F.Message = Name + " blocks (" + model::toString(*F.Kind).str() + ", " +
                model::toString(F.Severity).str() + "): it reaches '" +
                End.Callee + "', which " + End.Reason;
    for (const analysis::Step &S : Chain->Steps) {
      std::string Callee = S.Callee == analysis::NoFunction
                               ? End.Callee
                               : TU->summary(S.Callee).Name;
      F.Notes.push_back(
          {report::NoteKind::Chain, locate(TU->location(S.At->At)),
           "'" + TU->summary(S.Caller).Name + "' calls '" + Callee + "' here"});
    }
    Answers.push_back(std::move(F));
  }
  if (Answers.size() != Before)
    return;

  Base.Message = Name + " does not block";
  if (Summary.NonBlocking)
    Base.Message += ": it is marked so";
  else if (Summary.HasUnknownCalls)
    Base.Message += ", as far as is known: it calls functions whose bodies "
                    "are not in this translation unit";
  Answers.push_back(std::move(Base));
}

std::unique_ptr<ASTConsumer>
unblock::lint::makeExplainer(StringRef Function,
                             std::shared_ptr<model::ModelSet> Models,
                             std::vector<report::Finding> &Answers) {
  return std::make_unique<Explainer>(Function, std::move(Models), Answers);
}

void unblock::lint::printAnswers(ArrayRef<report::Finding> Answers,
                                 StringRef Directory, raw_ostream &OS) {
  auto PrintPlace = [&](const report::Location &L) {
    OS << report::relativeTo(Directory, L.File) << ':' << L.Line << ':'
       << L.Column << ": ";
  };
  for (const report::Finding &F : Answers) {
    PrintPlace(F.Where);
    OS << F.Message << '\n';
    for (const report::Note &N : F.Notes) {
      PrintPlace(N.Where);
      OS << "note: " << N.Message << '\n';
    }
  }
}
