//===- ModelSet.h - Models and profiles, indexed by name --------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A ModelSet answers "what is known of this qualified name?" over the
// documents that are compiled in and those that a user added. Later documents
// win over earlier ones: an entry of a user's file is seen first.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_MODEL_MODELSET_H
#define UNBLOCK_MODEL_MODELSET_H

#include "Model.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <bitset>
#include <memory>

namespace unblock::model {

/// Does \p Pattern, a qualified name whose components may hold `*`, name
/// \p QualifiedName (no inline namespaces)? `*` alone stands for exactly one
/// component.
bool matchesName(llvm::StringRef Pattern, llvm::StringRef QualifiedName);

/// Parses one YAML document into \p Arena. Errors name file, line and column
/// ("models.yaml:3:5: error: unknown key 'nmae'") and are collected: one Error
/// holds all of them, a line each.
llvm::Expected<Document> parseDocument(llvm::MemoryBufferRef Buffer,
                                       llvm::BumpPtrAllocator &Arena);

/// A set of roles, a bit for each.
using Roles = std::bitset<NumRoles>;

/// A rule and where it comes from.
template <typename RuleT> struct Match {
  const RuleT *Rule = nullptr;
  const Profile *From = nullptr;
  explicit operator bool() const { return Rule; }
};

class ModelSet {
public:
  /// The built-in documents.
  ModelSet();
  ModelSet(const ModelSet &) = delete;
  ModelSet &operator=(const ModelSet &) = delete;

  /// Adds the document in \p Path; it wins over all that is there.
  llvm::Error addFile(llvm::StringRef Path);
  llvm::Error addBuffer(llvm::MemoryBufferRef Buffer);
  void add(const Document &Doc);

  /// Entries that name \p QualifiedName, the latest document's first; a caller
  /// takes the first whose conditions hold. Empty for most names, at the cost
  /// of one hash look-up.
  llvm::SmallVector<const BlockingEntry *, 4>
  blocking(llvm::StringRef QualifiedName) const;
  bool isNonBlocking(llvm::StringRef QualifiedName) const;
  /// Can \p LastComponent be the last component of a name that some blocking,
  /// non-blocking, callable, hop or role rule mentions? False is certain: it
  /// lets a caller skip building the qualified name. \p Scope, the component
  /// before it (empty at global scope), rules out what only a pattern like
  /// `Stub::*` fits.
  bool mayMention(llvm::StringRef LastComponent,
                  std::optional<llvm::StringRef> Scope = std::nullopt) const;

  llvm::SmallVector<Match<CallableRule>, 2>
  callable(llvm::StringRef QualifiedName) const;
  llvm::SmallVector<Match<HopRule>, 2> hop(llvm::StringRef QualifiedName) const;
  Match<ExecutorRule> executor(llvm::StringRef QualifiedType) const;
  Match<TaskRule> task(llvm::StringRef QualifiedType) const;
  bool isGenerator(llvm::StringRef QualifiedType) const;
  bool isNonSuspending(llvm::StringRef QualifiedType) const;
  bool isPrimitive(llvm::StringRef QualifiedType) const;
  bool isMutex(llvm::StringRef QualifiedType) const;
  bool isGuard(llvm::StringRef QualifiedType) const;
  Roles rolesOfFunction(llvm::StringRef QualifiedName) const;
  Roles rolesOfType(llvm::StringRef QualifiedType) const;
  const Profile *profile(llvm::StringRef Name) const;

  llvm::ArrayRef<Document> documents() const { return Documents; }

private:
  struct Index;
  llvm::BumpPtrAllocator Arena;
  llvm::SmallVector<Document, 0> Documents;
  std::shared_ptr<Index> Names;
};

/// The user's `.unblock.yaml` that applies to \p SourceFile: the nearest one
/// from its directory upwards, or empty.
std::string findUserModels(llvm::StringRef SourceFile);

} // namespace unblock::model

#endif // UNBLOCK_MODEL_MODELSET_H
