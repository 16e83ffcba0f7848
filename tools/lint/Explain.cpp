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
