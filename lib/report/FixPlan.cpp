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
  std::string Check;
  std::vector<Replacement> Includes, Code;
  std::map<std::string, Extent> Extents; ///< of Code, per file

  explicit Fix(const Finding &F);
  bool overlapsItself() const;
  bool overlaps(const Fix &F) const;
};

class Planner {
public:
  FixState add(const Finding &F);
  std::map<std::string, std::vector<Replacement>> takeFiles();

private:
  std::vector<Fix> Planned;
};
} // namespace

Fix::Fix(const Finding &F) : Check(F.Check) {
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

/// Whether no order of the two makes sense.
static bool overlap(const Replacement &L, const Replacement &R) {
  if (L.File != R.File)
    return false;
  if (L.Offset == R.Offset)
    return (L.Length == 0) == (R.Length == 0);
  const Replacement &First = L.Offset < R.Offset ? L : R;
  const Replacement &Second = L.Offset < R.Offset ? R : L;
  return Second.Offset < First.Offset + First.Length;
}

bool Fix::overlaps(const Fix &F) const {
  auto IsHit = [](ArrayRef<Replacement> Insertions, ArrayRef<Replacement> By) {
    return any_of(Insertions, [&](auto &I) {
      return any_of(
          By, [&](auto &R) { return I.Offset != R.Offset && overlap(I, R); });
    });
  };
  if (IsHit(Includes, F.Code) || IsHit(F.Includes, Code))
    return true;
  for (const auto &[File, E] : Extents) {
    auto It = F.Extents.find(File);
    if (It == F.Extents.end() || !E.meets(It->second))
      continue;
    // A check sees to it that its own fixes can stand in each other.
    if (Check != F.Check)
      return true;
    for (const Replacement &L : Code)
      if (any_of(F.Code, [&](auto &R) { return overlap(L, R); }))
        return true;
  }
  return false;
}

FixState Planner::add(const Finding &Of) {
  Fix F(Of);
  auto IsSame = [&](const Fix &P) {
    return !F.Code.empty() && llvm::equal(P.Code, F.Code, [](auto &L, auto &R) {
      return key(L) == key(R);
    });
  };
  if (any_of(Planned, IsSame))
    F.Code.clear(); // two findings at one place may have the same fix
  else if (F.overlapsItself() ||
           any_of(Planned, [&](const Fix &P) { return F.overlaps(P); }))
    return FixState::Overlaps;
  Planned.push_back(std::move(F));
  return FixState::Planned;
}

std::map<std::string, std::vector<Replacement>> Planner::takeFiles() {
  std::map<std::string, std::vector<Replacement>> Files;
  std::set<std::tuple<std::string, unsigned, unsigned, std::string>> Included;
  // Includes come first: at one offset they stay before the code.
  for (const Fix &F : Planned)
    for (const Replacement &R : F.Includes)
      if (Included.insert(key(R)).second)
        Files[R.File].push_back(R);
  for (const Fix &F : Planned)
    for (const Replacement &R : F.Code)
      Files[R.File].push_back(R);

  for (auto &[File, All] : Files) {
    stable_sort(All, [](const Replacement &L, const Replacement &R) {
      return std::pair(L.Offset, L.Length != 0) <
             std::pair(R.Offset, R.Length != 0);
    });
    std::vector<Replacement> Merged;
    for (Replacement &R : All) {
      if (!Merged.empty() &&
          Merged.back().Offset + Merged.back().Length == R.Offset) {
        Merged.back().Length += R.Length;
        Merged.back().Text += R.Text;
      } else {
        Merged.push_back(std::move(R));
      }
    }
    All = std::move(Merged);
  }
  return Files;
}

FixPlan unblock::report::planFixes(ArrayRef<Finding> Findings,
                                   function_ref<bool(StringRef)> MayChange) {
  FixPlan Plan;
  Planner P;
  for (const Finding &F : Findings) {
    FixState State = FixState::None;
    if (F.stands() && !F.Fixes.empty())
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
