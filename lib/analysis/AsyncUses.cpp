//===- AsyncUses.cpp - Asynchronous work where nobody can await -----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AsyncUses.h"
#include "BodyScan.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"

using namespace clang;
using namespace unblock::analysis;
using unblock::model::Category;
using unblock::model::Role;

/// Is \p T, or a base of it, a type that must be polled?
static bool isPrimitive(TranslationUnit &TU, QualType T) {
  llvm::StringRef Name = TU.facts().typeName(T);
  if (Name.empty())
    return false;
  if (TU.facts().models().isPrimitive(Name))
    return true;
  const CXXRecordDecl *Record = recordOf(T);
  return Record && Record->hasDefinition() &&
         llvm::any_of(Record->getDefinition()->bases(),
                      [&](const CXXBaseSpecifier &Base) {
                        return isPrimitive(TU, Base.getType());
                      });
}

/// Only for the words of a message: what is a finding is decided by the models.
AsyncUse::Resource unblock::analysis::resourceOf(TranslationUnit &TU,
                                                 QualType T,
                                                 llvm::StringRef Operation) {
  if (!T.isNull() && TU.facts().is(T, Role::Handle))
    return AsyncUse::Result;
  struct Word {
    llvm::StringLiteral Part;
    AsyncUse::Resource Means;
  };
  static constexpr Word Words[] = {
      {"sleep", AsyncUse::Time},       {"timer", AsyncUse::Time},
      {"interval", AsyncUse::Time},    {"mutex", AsyncUse::Lock},
      {"lock", AsyncUse::Lock},        {"semaphore", AsyncUse::Signal},
      {"notify", AsyncUse::Signal},    {"event", AsyncUse::Signal},
      {"baton", AsyncUse::Signal},     {"latch", AsyncUse::Signal},
      {"barrier", AsyncUse::Signal},   {"condition", AsyncUse::Signal},
      {"channel", AsyncUse::Message},  {"sender", AsyncUse::Message},
      {"receiver", AsyncUse::Message}, {"queue", AsyncUse::Message},
      {"pipe", AsyncUse::Message},     {"mpsc", AsyncUse::Message},
      {"oneshot", AsyncUse::Message},  {"watch", AsyncUse::Message},
      {"future", AsyncUse::Result},    {"handle", AsyncUse::Result},
      {"result", AsyncUse::Result},    {"promise", AsyncUse::Result}};
  // A library may have any name.
  std::string Names;
  if (!T.isNull()) {
    llvm::StringRef Name = TU.facts().typeName(T);
    Names = Name.substr(Name.contains("::") ? Name.find("::") : 0).lower();
  }
  Names += "::" + Operation.lower();
  for (const Word &W : Words)
    if (llvm::StringRef(Names).contains(W.Part))
      return W.Means;
  return AsyncUse::Work;
}

/// What the awaitable \p Operand stands for: where it was made, if that is
/// evident.
static AsyncUse waitFor(TranslationUnit &TU, const Expr *Operand) {
  AsyncUse Use;
  for (unsigned Depth = 0; Operand && Depth != 4; ++Depth) {
    Operand = stripConversions(Operand);
    if (isPrimitive(TU, Operand->getType()))
      Use.Of = resourceOf(TU, Operand->getType(), "");
    if (const auto *DRE = dyn_cast<DeclRefExpr>(Operand)) {
      const auto *VD = dyn_cast<VarDecl>(DRE->getDecl());
      if (Use.Of == AsyncUse::Result || !VD || !TU.isStable(VD)) {
        Use.What = TU.facts().typeName(Operand->getType()).str();
        return Use;
      }
      Operand = VD->getInit();
      continue;
    }
    auto C = asCall(Operand);
    if (!C || isa<CXXConstructorDecl>(C->Callee))
      return Use;
    QualType Of = C->Object && isPrimitive(TU, C->Object->getType())
                      ? stripConversions(C->Object)->getType()
                      : QualType();
    bool IsOwn = Of.isNull() && TU.isAnalysable(C->Callee);
    if (!IsOwn && Use.Of == AsyncUse::Work)
      Use.Of = resourceOf(TU, Of, lastComponent(C->Callee));
    const auto *MD = dyn_cast<CXXMethodDecl>(C->Callee);
    if (!MD || !isClosure(MD->getParent()))
      Use.What = qualifiedName(C->Callee);
    return Use;
  }
  return Use;
}

std::optional<AsyncUse> unblock::analysis::useOf(TranslationUnit &TU,
                                                 const Call &C,
                                                 const Boxed<Primitive> &Blocks,
                                                 const BodyScan &Scan) {
  const FunctionFacts &Known = TU.facts().of(C.Callee);
  if (Known.is(Role::Harmless))
    return std::nullopt;
  if (Known.is(Role::SpawnsLocal))
    return AsyncUse{AsyncUse::Spawns, AsyncUse::Work, qualifiedName(C.Callee),
                    ""};
  // An event loop that is run here needs nobody else.
  if (Blocks && Blocks->Kind == Category::SyncWait && !Blocks->Unbounded) {
    AsyncUse Use;
    if (C.Object && isPrimitive(TU, C.Object->getType()))
      Use = waitFor(TU, C.Object);
    else if (!C.Args.empty())
      Use = waitFor(TU, C.Args.front());
    Use.Callee = Blocks->Callee;
    return Use;
  }
  if (!C.Object || Blocks || isa<CXXDestructorDecl>(C.Callee) ||
      C.Callee->getOverloadedOperator() == OO_Coawait ||
      Scan.AwaitedElsewhere.contains(C.Origin) ||
      Scan.AwaitedOperands.contains(C.Origin) ||
      !isPrimitive(TU, C.Object->getType()))
    return std::nullopt;
  // What it hands out need not be an operation.
  QualType Result = C.Callee->getReturnType();
  if (Result->isReferenceType() || !TU.isAwaitable(Result) ||
      TU.facts().is(Result, Role::Handle) ||
      recordOf(Result) == C.Callee->getParent())
    return std::nullopt;
  QualType Of = stripConversions(C.Object)->getType();
  return AsyncUse{AsyncUse::Starts, resourceOf(TU, Of, lastComponent(C.Callee)),
                  qualifiedName(C.Callee), ""};
}

/// What the closure of \p O owns and does not give away.
static void findOwned(TranslationUnit &TU, const Offload &O,
                      std::vector<InPlaceUse> &Out) {
  std::optional<BodyScan> Scan;
  for (const LambdaCapture &Capture : O.Lambda->captures()) {
    if (!Capture.capturesVariable() || Capture.getCaptureKind() != LCK_ByCopy)
      continue;
    const ValueDecl *Owned = Capture.getCapturedVar();
    if (Owned->getType()->isReferenceType() ||
        !TU.facts().is(Owned->getType(), Role::Completer))
      continue;
    if (!Scan)
      Scan.emplace(TU).scan(O.Lambda->getBody());
    if (Scan->MovedAway.contains(Owned))
      continue;
    InPlaceUse Use;
    Use.By = &O;
    Use.Use = {AsyncUse::Ends, AsyncUse::Message, Owned->getNameAsString(), ""};
    Use.At = Capture.getLocation();
    Out.push_back(std::move(Use));
  }
}

void unblock::analysis::findInPlaceUses(TranslationUnit &TU,
                                        std::vector<InPlaceUse> &Out) {
  for (const Offload &O : TU.offloads()) {
    if (!O.isInPlace())
      continue;
    if (O.Lambda)
      findOwned(TU, O, Out);
    for (auto &Way : findWays(TU, O, usesAsync)) {
      InPlaceUse Use;
      Use.By = &O;
      Use.Use = *Way.back().At->Uses;
      Use.At = TU.location(Way.front().At->At);
      Use.Way = std::move(Way);
      Out.push_back(std::move(Use));
    }
  }
}
