//===- Linker.h - From units to the project ---------------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Linking brings the functions of all units together, computes what each does
// to its caller's thread, and keeps those that do something.
//
// Who is who:
//   - A function that several units define at the same place is one: an inline
//     function, an instance of a template. Where the units disagree about it,
//     the first one counts, in the order of their main files.
//   - Functions of one name at different places are different programs' (every
//     test has its own `helper`). A unit means its own; a unit that has none
//     means nobody, since nobody knows which is linked to it.
//   - A call of a virtual member enters every overrider of every unit.
//
// Static initialisation is no caller: what it runs, it runs before any worker.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_INDEX_LINKER_H
#define UNBLOCK_INDEX_LINKER_H

#include "Module.h"

namespace unblock::index {

/// The result does not depend on the order of \p Units.
Project link(llvm::ArrayRef<const Unit *> Units);

/// The same for who does not need the units any more; it takes less memory.
Project takeAndLink(std::vector<Unit> Units);

/// All functions of \p Units with their calls, not only those that matter.
Project linkAll(llvm::ArrayRef<const Unit *> Units);

/// The functions of a project as the solver asks for them.
class ProjectTable : public analysis::SummaryTable {
public:
  /// \p P has to outlive this.
  explicit ProjectTable(const Project &P) : P(P) {}
  const analysis::FunctionSummary &summary(FunctionId F) override {
    return P.Functions[F];
  }

private:
  const Project &P;
};

/// The functions of a unit together with those of the project around it: those
/// of the project have the numbers that they have there, those of the unit come
/// after them. Places of both keep their numbers, too, so ask location().
class Whole : public analysis::SummaryTable {
public:
  /// \p Around has to outlive this.
  explicit Whole(const Project &Around);
  Whole(const Project &Around, Module Own) : Whole(Around) {
    enter(std::move(Own));
  }

  /// Goes on to another unit. What was computed of the project's functions
  /// serves for this one, too.
  void enter(Module Unit);

  const analysis::FunctionSummary &summary(FunctionId F) override;
  FunctionId own(FunctionId OfModule) const { return FirstOwn + OfModule; }
  /// The bodies of the module's function, here or around it.
  llvm::SmallVector<FunctionId, 1> definitions(FunctionId OfModule) const;
  /// A place in the body of \p F.
  report::Location location(FunctionId F, analysis::Place P) const;

  analysis::EffectSolver &effects() { return *Solver; }

private:
  bool isOwn(FunctionId F) const { return F >= Around.Functions.size(); }

  const Project &Around;
  Module Own;
  /// Numbers are not used again: the solver remembers those of former units.
  FunctionId FirstOwn;
  std::optional<analysis::EffectSolver> Solver;
};

} // namespace unblock::index

#endif // UNBLOCK_INDEX_LINKER_H
