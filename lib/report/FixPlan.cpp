//===- FixPlan.cpp - Which fixes go together ------------------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/report/FixPlan.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <set>

using namespace llvm;
using namespace unblock::report;

bool unblock::report::isIncludeInsertion(const Replacement &R) {
  StringRef Rest = R.Text;
  if (R.Length != 0 || Rest.trim().empty())
    return false;
  while (!Rest.empty()) {
    StringRef Line;
    std::tie(Line, Rest) = Rest.split('\n');
    Line = Line.trim();
    if (!Line.empty() &&
        !(Line.consume_front("#") && Line.ltrim().starts_with("include")))
      return false;
  }
  return true;
}

static auto key(const Replacement &R) {
  return std::tie(R.File, R.Offset, R.Length, R.Text);
}

namespace {
/// The part of a file that a fix is about: from its first replacement to its
/// last. What lies between them need not be replaced, but a closure that
/// another fix puts around it would change its meaning.
struct Extent {
  unsigned Begin, End;

  /// Touching counts: two insertions at one place have no order.
  bool meets(const Extent &E) const { return Begin <= E.End && E.Begin <= End; }
};

/// One finding's fix.
struct Fix {
  std::vector<Replacement> Includes, Code;
  std::map<std::string, Extent> Extents; ///< of Code, per file

  explicit Fix(const Finding &F);
  bool overlapsItself() const;
};

class Planner {
public:
  FixState add(const Finding &F);
  std::map<std::string, std::vector<Replacement>> takeFiles();

private:
  struct FilePlan {
    std::vector<Replacement> Includes, Code;
    std::vector<Extent> Taken;
  };

  bool isPlanned(const Fix &F) const;
  bool overlaps(const Fix &F) const;

  std::map<std::string, FilePlan> Files;
};
} // namespace

Fix::Fix(const Finding &F) {
  for (const Replacement &R : F.Fixes) {
    if (isIncludeInsertion(R)) {
      Includes.push_back(R);
      continue;
    }
    Code.push_back(R);
    unsigned End = R.Offset + R.Length;
    auto [It, New] = Extents.try_emplace(R.File, Extent{R.Offset, End});
    if (!New) {
      It->second.Begin = std::min(It->second.Begin, R.Offset);
      It->second.End = std::max(It->second.End, End);
    }
  }
  // Insertions at one place stay in the order in which the check gave them.
  stable_sort(Code, [](const Replacement &L, const Replacement &R) {
    return std::tie(L.File, L.Offset) < std::tie(R.File, R.Offset);
  });
}

bool Fix::overlapsItself() const {
  for (size_t I = 1; I < Code.size(); ++I)
    if (Code[I].File == Code[I - 1].File &&
        Code[I].Offset < Code[I - 1].Offset + Code[I - 1].Length)
      return true;
  return false;
}

/// Whether exactly this is to be done already: two findings at one place may
/// have the same fix.
bool Planner::isPlanned(const Fix &F) const {
  return !F.Code.empty() && all_of(F.Extents, [&](auto &Entry) {
    auto It = Files.find(Entry.first);
    if (It == Files.end())
      return false;
    auto Within = [](const Extent &E, const Replacement &R) {
      return E.Begin <= R.Offset && R.Offset + R.Length <= E.End;
    };
    std::vector<const Replacement *> There, Here;
    for (const Replacement &R : It->second.Code)
      if (Within(Entry.second, R))
        There.push_back(&R);
    for (const Replacement &R : F.Code)
      if (R.File == Entry.first)
        Here.push_back(&R);
    auto Equal = [](const Replacement *L, const Replacement *R) {
      return key(*L) == key(*R);
    };
    return any_of(It->second.Taken,
                  [&](const Extent &E) {
                    return E.Begin == Entry.second.Begin &&
                           E.End == Entry.second.End;
                  }) &&
           std::equal(There.begin(), There.end(), Here.begin(), Here.end(),
                      Equal);
  });
}

bool Planner::overlaps(const Fix &F) const {
  for (const auto &[File, E] : F.Extents) {
    auto It = Files.find(File);
    if (It == Files.end())
      continue;
    if (any_of(It->second.Taken, [&](const Extent &T) { return T.meets(E); }))
      return true;
  }
  auto IsInside = [](const Replacement &Insertion, const Replacement &R) {
    return Insertion.File == R.File && R.Offset < Insertion.Offset &&
           Insertion.Offset < R.Offset + R.Length;
  };
  // An include directive that stands where other code is replaced.
  for (const auto &[File, Plan] : Files) {
    for (const Replacement &Include : F.Includes)
      if (any_of(Plan.Code, [&](auto &R) { return IsInside(Include, R); }))
        return true;
    for (const Replacement &Include : Plan.Includes)
      if (any_of(F.Code, [&](auto &R) { return IsInside(Include, R); }))
        return true;
  }
  return false;
}

FixState Planner::add(const Finding &Of) {
  Fix F(Of);
  if (!isPlanned(F)) {
    if (F.overlapsItself() || overlaps(F))
      return FixState::Overlaps;
    for (Replacement &R : F.Code)
      Files[R.File].Code.push_back(std::move(R));
    for (auto &[File, E] : F.Extents)
      Files[File].Taken.push_back(E);
  }
  for (Replacement &R : F.Includes) {
    std::vector<Replacement> &Known = Files[R.File].Includes;
    if (none_of(Known, [&](auto &K) { return key(K) == key(R); }))
      Known.push_back(std::move(R));
  }
  return FixState::Planned;
}

std::map<std::string, std::vector<Replacement>> Planner::takeFiles() {
  std::map<std::string, std::vector<Replacement>> Result;
  for (auto &[File, Plan] : Files) {
    // Includes first: at one offset they stay before the code.
    std::vector<Replacement> All = std::move(Plan.Includes);
    append_range(All, Plan.Code);
    stable_sort(All, [](const Replacement &L, const Replacement &R) {
      return L.Offset < R.Offset;
    });
    std::vector<Replacement> &Merged = Result[File];
    for (Replacement &R : All) {
      if (!Merged.empty() &&
          Merged.back().Offset + Merged.back().Length == R.Offset) {
        Merged.back().Length += R.Length;
        Merged.back().Text += R.Text;
      } else {
        Merged.push_back(std::move(R));
      }
    }
  }
  return Result;
}

FixPlan unblock::report::planFixes(ArrayRef<Finding> Findings,
                                   function_ref<bool(StringRef)> MayChange) {
  FixPlan Plan;
  Planner P;
  for (const Finding &F : Findings) {
    FixState State = FixState::None;
    if (!F.Suppressed && !F.Fixes.empty())
      State = all_of(F.Fixes, [&](auto &R) { return MayChange(R.File); })
                  ? P.add(F)
                  : FixState::Locked;
    Plan.States.push_back(State);
  }
  Plan.Files = P.takeFiles();
  return Plan;
}

std::string unblock::report::applyChanges(StringRef Text,
                                          ArrayRef<Replacement> Changes) {
  std::string Result;
  size_t At = 0;
  for (const Replacement &R : Changes) {
    Result += Text.slice(At, R.Offset);
    Result += R.Text;
    At = R.Offset + R.Length;
  }
  Result += Text.substr(At);
  return Result;
}

unsigned unblock::report::shifted(unsigned Offset,
                                  ArrayRef<Replacement> Changes) {
  unsigned Shift = 0; // modulo 2^N, as it may be negative
  for (const Replacement &R : Changes) {
    if (R.Offset > Offset)
      break;
    if (R.Offset + R.Length > Offset) // what is gone
      return R.Offset + Shift +
             std::min<unsigned>(Offset - R.Offset, R.Text.size());
    Shift += R.Text.size() - R.Length;
  }
  return Offset + Shift;
}
