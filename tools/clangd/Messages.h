//===- Messages.h - What the client is told of findings ---------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What clangd writes to the client is right for the checks of LLVM. Here that
// is changed, in the messages of the protocol, for those that are ours.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_CLANGD_MESSAGES_H
#define UNBLOCK_CLANGD_MESSAGES_H

#include "llvm/Support/JSON.h"

namespace unblock::clangd {

/// \p Params are those of `textDocument/publishDiagnostics`. clangd links the
/// name of each check to a page of LLVM. That of ours leads to the installed
/// page, or nowhere where there is none.
void linkToPages(llvm::json::Value &Params);

/// \p Action is a `CodeAction`. A fix of several edits has the message of the
/// finding as its title. Ours get one that says what the fix does.
void nameFix(llvm::json::Value &Action);

} // namespace unblock::clangd

#endif // UNBLOCK_CLANGD_MESSAGES_H
