//===- PoolStops.cpp - Stopping to wait for work that goes on -------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PoolStops.h"
#include "Coroutines.h"
#include "Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace unblock::analysis;

namespace {

class Finder {
public:
  explicit Finder(TranslationUnit &TU)
      : TU(TU), SM(TU.context().getSourceManager()) {}

  std::vector<PoolStop> run();

private:
  BodyShape &shape(const FunctionDecl *FD);
  bool canBeStopped(const Offload &O);
  bool looksAtFlag(const Stmt *S, const FunctionDecl *In, unsigned Depth);
  void follow(const Offload &O, BodyShape &Body, const Expr *Start);
  void collect(BodyShape &Body, const ValueDecl *Carrier, DeclSet &Seen,
               llvm::SmallVectorImpl<Destination> &Uses);
  void member(const Offload &O, const FieldDecl *Field);
  void found(PoolStop::Kind What, const Offload &O, const Stmt *At,
             const FieldDecl *Member = nullptr);

  TranslationUnit &TU;
  const SourceManager &SM;
  llvm::DenseMap<const FunctionDecl *, std::unique_ptr<BodyShape>> Shapes;
  llvm::DenseSet<std::pair<const Offload *, const FieldDecl *>> Members;
  std::vector<PoolStop> Out;
};

} // namespace

BodyShape &Finder::shape(const FunctionDecl *FD) {
  std::unique_ptr<BodyShape> &Slot = Shapes[FD->getCanonicalDecl()];
  if (!Slot)
    Slot = std::make_unique<BodyShape>(TU, FD);
  return *Slot;
}

void Finder::found(PoolStop::Kind What, const Offload &O, const Stmt *At,
                   const FieldDecl *Member) {
  PoolStop Stop{What, &O, {}, nullptr, Member};
  auto C = At ? asCall(cast<Expr>(At)) : std::nullopt;
  Stop.At = C ? C->Loc : O.at();
  Stop.Callee = C ? C->Callee : nullptr;
  Out.push_back(Stop);
}

//===----------------------------------------------------------------------===//
// Work that can be told to stop
//===----------------------------------------------------------------------===//

/// Is \p Name one by which people ask whether they shall go on? Used only to
/// fall silent.
static bool soundsLikeStop(llvm::StringRef Name) {
  std::string Lower = Name.lower();
  return llvm::any_of(llvm::ArrayRef<llvm::StringRef>{"stop", "cancel", "abort",
                                                      "interrupt", "quit",
                                                      "shutdown"},
                      [&](llvm::StringRef Word) {
                        return llvm::StringRef(Lower).contains(Word);
                      });
}

/// Does the body \p S of \p In look at something from outside of it that says
/// whether to go on?
bool Finder::looksAtFlag(const Stmt *S, const FunctionDecl *In,
                         unsigned Depth) {
  if (!S)
    return false;
  auto IsOutside = [&](const ValueDecl *D) {
    const auto *VD = dyn_cast_or_null<VarDecl>(D);
    return !VD || VD->getParentFunctionOrMethod() != In ||
           VD->isInitCapture() || VD->isStaticLocal();
  };
  if (const auto *E = dyn_cast<Expr>(S)) {
    const ValueDecl *D = nullptr;
    if (const auto *DRE = dyn_cast<DeclRefExpr>(E))
      D = DRE->getDecl();
    else if (const auto *ME = dyn_cast<MemberExpr>(E))
      D = ME->getMemberDecl();
    if (D && !isa<FunctionDecl>(D) && IsOutside(D)) {
      const CXXRecordDecl *Record = recordOf(D->getType());
      if ((Record && Record->getIdentifier() &&
           soundsLikeStop(Record->getName())) ||
          D->getType().isVolatileQualified() ||
          (D->getIdentifier() && soundsLikeStop(D->getName())))
        return true;
    }
    if (auto C = asCall(E); C && C->Callee) {
      if (C->Callee->getIdentifier() && soundsLikeStop(C->Callee->getName()) &&
          (!C->Object || IsOutside(subjectOf(C->Object))))
        return true;
      // `flag.load()`, `if (flag)`, `flag.test()`
      const CXXRecordDecl *Record =
          C->Object ? recordOf(C->Object->getType()) : nullptr;
      if (Record && Record->getIdentifier() &&
          Record->getName().contains("atomic") &&
          IsOutside(subjectOf(C->Object)) &&
          (isa<CXXConversionDecl>(C->Callee) || isNamed(C->Callee, "load") ||
           isNamed(C->Callee, "test")))
        return true;
      const FunctionDecl *Definition = nullptr;
      if (Depth != 0 && TU.isAnalysable(C->Callee) &&
          C->Callee->hasBody(Definition) &&
          looksAtFlag(Definition->getBody(), Definition, Depth - 1))
        return true;
    }
    if (const auto *LE = dyn_cast<LambdaExpr>(E))
      return looksAtFlag(LE->getBody(), In, Depth);
  }
  return llvm::any_of(S->children(), [&](const Stmt *Child) {
    return looksAtFlag(Child, In, Depth);
  });
}

bool Finder::canBeStopped(const Offload &O) {
  for (const Expr *Arg : O.Made.Args)
    if (const CXXRecordDecl *Record = recordOf(Arg->getType());
        Record && Record->getIdentifier() && soundsLikeStop(Record->getName()))
      return true;
  const FunctionDecl *Body = bodyOf(TU, O);
  return !Body || looksAtFlag(Body->getBody(), Body, /*Depth=*/2);
}

//===----------------------------------------------------------------------===//
// Uses of the handle
//===----------------------------------------------------------------------===//

/// Adds what becomes of the handle in \p Carrier, and where that moves it to.
void Finder::collect(BodyShape &Body, const ValueDecl *Carrier, DeclSet &Seen,
                     llvm::SmallVectorImpl<Destination> &Uses) {
  if (!Seen.insert(Carrier).second)
    return;
  for (const Expr *Mention : Body.mentions(Carrier)) {
    Destination D = Body.destination(Mention);
    if (D.What == Destination::Held && D.In == Carrier)
      continue;
    Uses.push_back(D);
    if (D.What == Destination::Held)
      collect(Body, D.In, Seen, Uses);
  }
  for (const Stmt *Branch : Body.branches())
    if (const auto *For = dyn_cast<CXXForRangeStmt>(Branch);
        For && For->getRangeInit() && subjectOf(For->getRangeInit()) == Carrier)
      collect(Body, For->getLoopVariable(), Seen, Uses);
}

/// Does somebody see to the end of the work, as far as \p D shows?
static bool seesToEnd(const Destination &D) {
  switch (D.What) {
  case Destination::Awaited:
    return !D.GivenUpBy;
  case Destination::Unknown:
  case Destination::Returned:
    return true;
  case Destination::Kept:
    return D.Moved;
  case Destination::Dropped:
    return D.At && isa<Expr>(D.At) && asCall(cast<Expr>(D.At)); // detached
  default:
    return false;
  }
}

void Finder::follow(const Offload &O, BodyShape &Body, const Expr *Start) {
  Destination First = Body.destination(Start);
  if (First.GivenUpBy) {
    found(PoolStop::GivesUp, O, First.GivenUpBy);
    return;
  }
  if (First.What == Destination::Aborted) {
    found(PoolStop::Aborts, O, First.At);
    return;
  }
  if (First.What == Destination::Kept && First.In)
    if (const auto *Field = dyn_cast<FieldDecl>(First.In)) {
      member(O, Field);
      return;
    }
  if (First.What != Destination::Held)
    return;
  DeclSet Seen;
  llvm::SmallVector<Destination, 4> Uses;
  collect(Body, First.In, Seen, Uses);
  for (const Destination &D : Uses) {
    bool GivesUp = D.GivenUpBy && D.What != Destination::Unknown;
    if (!GivesUp && D.What != Destination::Aborted)
      continue;
    const Stmt *At = GivesUp ? D.GivenUpBy : D.At;
    bool SeenTo = !(GivesUp && D.Moved) &&
                  llvm::any_of(Uses, [&](const Destination &Other) {
                    if (!seesToEnd(Other))
                      return false;
                    // To wait for aborted work is to ask how it ended.
                    if (!GivesUp && Other.What == Destination::Awaited &&
                        !Other.AsOutcome)
                      return false;
                    if (SM.isBeforeInTranslationUnit(At->getBeginLoc(),
                                                     Other.At->getEndLoc()))
                      return true;
                    // Earlier in the text of a loop around both.
                    return llvm::any_of(Body.branches(), [&](const Stmt *Loop) {
                      return !isa<IfStmt>(Loop) && Body.isWithin(At, Loop) &&
                             Body.isWithin(Other.At, Loop);
                    });
                  });
    if (!SeenTo)
      found(GivesUp ? PoolStop::GivesUp : PoolStop::Aborts, O, At);
  }
}

/// The handle is in a member: all the members of the class may see to it.
void Finder::member(const Offload &O, const FieldDecl *Field) {
  if (!Members.insert({&O, Field}).second || Field->getAccess() == AS_public)
    return;
  const auto *Record = dyn_cast<CXXRecordDecl>(Field->getParent());
  if (!Record)
    return;
  const CXXDestructorDecl *Dtor = Record->getDestructor();
  const FunctionDecl *Definition = nullptr;
  struct Use {
    Destination Where;
    const FunctionDecl *In;
  };
  llvm::SmallVector<Use, 4> Uses;
  auto Look = [&](const FunctionDecl *FD, const FunctionDecl *Method) {
    DeclSet Seen;
    llvm::SmallVector<Destination, 4> Found;
    collect(shape(FD), Field, Seen, Found);
    for (const Destination &D : Found)
      Uses.push_back({D, Method});
  };
  for (const CXXMethodDecl *Method : Record->methods()) {
    if (!Method->isImplicit() && !Method->isDefaulted() &&
        !Method->hasBody(Definition))
      return; // out of sight, it may see to it
    if (!Method->hasBody(Definition))
      continue;
    Look(Definition, Method);
    for (const LambdaExpr *LE : shape(Definition).lambdas())
      Look(LE->getCallOperator(), Method);
  }
  if (llvm::any_of(Uses, [](const Use &U) { return seesToEnd(U.Where); }))
    return;

  bool UsesObject =
      O.Lambda && llvm::any_of(O.Lambda->captures(), [](const auto &C) {
        return C.getCaptureKind() == LCK_This;
      });
  // A copy of a smart pointer keeps the object.
  if (O.Lambda && llvm::any_of(O.Lambda->captures(), [](const auto &C) {
        return C.capturesVariable() && C.getCaptureKind() == LCK_ByCopy &&
               recordOf(C.getCapturedVar()->getType()) &&
               isNamed(recordOf(C.getCapturedVar()->getType()), "shared_ptr");
      }))
    UsesObject = false;
  bool Aborted = false;
  for (const Use &U : Uses) {
    if (U.Where.GivenUpBy && U.Where.What == Destination::Awaited)
      found(PoolStop::GivesUp, O, U.Where.GivenUpBy, Field);
    if (U.Where.What != Destination::Aborted)
      continue;
    bool AtEnd = UsesObject && isa<CXXDestructorDecl>(U.In);
    Aborted |= AtEnd;
    found(AtEnd ? PoolStop::AbortsAtEnd : PoolStop::Aborts, O, U.Where.At,
          Field);
  }
  // A handle of a class with bases, or one that is a base, may be waited for
  // there.
  if (UsesObject && !Aborted && Record->getNumBases() == 0 &&
      (!Dtor || !Dtor->isVirtual()))
    found(PoolStop::EndsUnregarded, O, nullptr, Field);
}

std::vector<PoolStop> Finder::run() {
  for (const Offload &O : TU.offloads()) {
    if (O.How != Offload::Pool || !O.In || !O.Closure ||
        !isa<CallExpr>(O.Made.Origin))
      continue;
    HandleKind Kind = handleKind(TU, O.Made.Origin->getType());
    if (Kind != HandleKind::Handle && Kind != HandleKind::Task)
      continue;
    BodyShape &Body = shape(O.In);
    if (!Body.contains(O.Made.Origin) || canBeStopped(O))
      continue;
    Destination D = Body.destination(O.Made.Origin);
    if (D.What != Destination::Returned || D.GivenUpBy) {
      follow(O, Body, O.Made.Origin);
      continue;
    }
    // A function that gives the handle to those who call it.
    if (coroutineBody(O.In))
      continue;
    for (const FunctionDecl *Caller : TU.coroutines()) {
      BodyShape &Outer = shape(Caller);
      for (const Expr *E : Outer.calls())
        if (auto C = asCall(E);
            C && C->Callee->getCanonicalDecl() == O.In->getCanonicalDecl())
          follow(O, Outer, E);
    }
  }
  return std::move(Out);
}

std::vector<PoolStop> unblock::analysis::findPoolStops(TranslationUnit &TU) {
  return Finder(TU).run();
}
