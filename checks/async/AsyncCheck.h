//===- AsyncCheck.h - What all async checks share ---------------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A check of this folder chooses among what the analysis found and words it.
// The analysis of a translation unit is made once, by the first check that asks
// for it, and shared by all of them.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CHECKS_ASYNC_ASYNCCHECK_H
#define UNBLOCK_CHECKS_ASYNC_ASYNCCHECK_H

#include "clang-tidy/ClangTidyCheck.h"
#include "lib/analysis/TranslationUnit.h"
#include "lib/index/UnitBuilder.h"
#include "lib/report/Finding.h"

namespace unblock::analysis {
struct FoundInPlace;
struct Offload;
struct Rewrite;
class Rewrites;
} // namespace unblock::analysis

namespace unblock::checks {

/// A finding under construction, with places of this translation unit.
struct Diagnosis {
  clang::SourceLocation At;
  std::string Message;
  model::Tier Severity = model::Tier::Stall;
  std::optional<model::Category> Kind;
  std::string Callee;
  struct Note {
    report::NoteKind Kind;
    clang::SourceLocation At;
    std::string Message;
  };
  std::vector<Note> Notes;
  std::vector<clang::FixItHint> Fixes;
  /// Headers that the fixes need, as they are named in an include directive
  /// with angle brackets: `unblock/time.hpp`.
  std::vector<std::string> Includes;
};

class AsyncCheck : public clang::tidy::ClangTidyCheck {
public:
  AsyncCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);

  bool isLanguageVersionSupported(
      const clang::LangOptions &LangOpts) const override {
    return LangOpts.CPlusPlus20;
  }
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
  void onEndOfTranslationUnit() override;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

protected:
  /// Called once per translation unit.
  virtual void checkUnit(analysis::TranslationUnit &TU) = 0;

  /// Reports \p D as a diagnostic and, when somebody listens, as a finding.
  /// Several findings of one check at one place are one.
  void emit(Diagnosis D);

  /// Reports every occurrence that answers \p Q with yes: a call and its chain.
  /// A fix awaits the call instead, where \p Q wants fixes and that is safe.
  /// What needs other translation units is noted, or reported at the end of
  /// this one when there is an index.
  void checkOccurrences(analysis::TranslationUnit &TU, index::Question Q);

  /// Asks \p Q of the code that the offloads run which \p Takes accepts, where
  /// it depends on other translation units. What this one shows is for the
  /// check to report.
  void askInside(analysis::TranslationUnit &TU, index::Question Q,
                 llvm::function_ref<bool(const analysis::Offload &)> Takes);

  /// Asks \p Words of the call that ends the way of \p Found, which only other
  /// translation units can answer. \p Context is the open call's, and \p D the
  /// finding as far as it is known: all but its message, and without a place.
  void askInPlace(analysis::TranslationUnit &TU, index::Question::Kind Words,
                  const analysis::FoundInPlace &Found, std::string Context,
                  Diagnosis D);

  /// Reports \p D, about the allowance \p A of \p F, unless what the allowance
  /// covers depends on other translation units.
  void emitUnused(analysis::TranslationUnit &TU, analysis::FunctionId F,
                  const analysis::Allowance &A, Diagnosis D);

  /// The fixes of all checks of the unit.
  static analysis::Rewrites &rewrites(analysis::TranslationUnit &TU);

  /// Adds the fixes of \p R, or a note that says why there are none.
  static void addFixes(const analysis::Rewrite &R, Diagnosis &D);

  /// Adds a fix that hands the closure of \p O, which runs in place, to the
  /// pool instead; \p O may be null. Several checks may give the same.
  static void fixInPlace(analysis::TranslationUnit &TU,
                         const analysis::Offload *O, Diagnosis &D);

  /// Notes that say where the async context of \p R begins.
  static void noteContext(analysis::TranslationUnit &TU,
                          const analysis::Root &R, Diagnosis &D);

  /// Notes for a way that findWay() found: a note "'f' calls 'g' here" for each
  /// call on it. The last step, which reaches no further function, calls
  /// \p End.
  static void noteWay(analysis::TranslationUnit &TU,
                      llvm::ArrayRef<analysis::Step> Way, llvm::StringRef End,
                      Diagnosis &D);

  /// A note that says who runs the code that a finding is about.
  static void noteRunner(const analysis::Offload &O, Diagnosis &D);

  /// Where a finding about the code that \p O runs stands: at the call, or,
  /// when this is a template that is handed the code, at \p Inside.
  static clang::SourceLocation placeOf(const analysis::Offload &O,
                                       clang::SourceLocation Inside);

private:
  /// An open call of this unit, as a diagnostic.
  struct OpenDiagnosis {
    size_t Call;
    clang::SourceLocation At;
    std::vector<clang::FixItHint> Fixes;
    std::vector<std::string> Includes;
  };

  std::vector<clang::FixItHint> prepare(Diagnosis &D) const;
  report::Finding findingOf(const Diagnosis &D,
                            llvm::ArrayRef<clang::FixItHint> Directives) const;
  void addOpen(analysis::TranslationUnit &TU, const analysis::Occurrence &O,
               uint32_t Asked, analysis::Rewrites *Fixes);
  void addOpen(analysis::TranslationUnit &TU, const analysis::Root &R,
               uint32_t Asked);
  void keepOpen(index::OpenCall Call, Diagnosis D);
  void emitAnswers();
  bool isDefinedElsewhere(llvm::StringRef Function) const;

  clang::ASTContext *Context = nullptr;
  /// User's model files, separated by semicolons: the global option `Models`.
  const std::string ModelFiles;
  /// The index of the project: the global option `Index`.
  const std::string IndexFile;
  std::vector<OpenDiagnosis> Open;
  /// The question that askInPlace() asks in this unit.
  std::optional<uint32_t> InPlaceQuestion;
  llvm::DenseSet<clang::SourceLocation> Reported;
};

/// "coroutine 'f'", "a callback that 'asio::post' runs", ...
std::string describe(analysis::TranslationUnit &TU, const analysis::Root &R);

/// The same for any function: "coroutine 'f'", "function 'f'", "a lambda".
std::string describe(analysis::TranslationUnit &TU,
                     const clang::FunctionDecl *FD);

} // namespace unblock::checks

#endif // UNBLOCK_CHECKS_ASYNC_ASYNCCHECK_H
