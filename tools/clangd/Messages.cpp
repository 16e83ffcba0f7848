//===- Messages.cpp - What the client is told of findings -----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Messages.h"
#include "lib/support/CheckSelection.h"
#include "lib/support/FileUri.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;

/// The name of our check that a diagnostic comes from, or nothing.
static StringRef ownCheck(const json::Object &Diagnostic) {
  StringRef Check = Diagnostic.getString("code").value_or("");
  return unblock::isOwnCheck(Check) ? Check : "";
}

//===----------------------------------------------------------------------===//
// Links
//===----------------------------------------------------------------------===//

/// The page of a check, as a URI; nothing if it is not installed.
static std::string pageOf(StringRef Check) {
  static const std::string Program = sys::fs::getMainExecutable(
      nullptr, reinterpret_cast<void *>(&unblock::clangd::linkToPages));
  SmallString<256> Page(sys::path::parent_path(Program));
  sys::path::append(Page, UNBLOCK_PAGES, Check + ".md");
  sys::path::remove_dots(Page, /*remove_dot_dot=*/true);
  return sys::fs::exists(Page) ? unblock::fileUri(Page) : "";
}

void unblock::clangd::linkToPages(json::Value &Params) {
  json::Array *Diagnostics = Params.getAsObject()
                                 ? Params.getAsObject()->getArray("diagnostics")
                                 : nullptr;
  if (!Diagnostics)
    return;
  for (json::Value &V : *Diagnostics) {
    json::Object *Diagnostic = V.getAsObject();
    if (!Diagnostic)
      continue;
    StringRef Check = ownCheck(*Diagnostic);
    if (Check.empty())
      continue;
    std::string Page = pageOf(Check);
    if (Page.empty())
      Diagnostic->erase("codeDescription");
    else
      (*Diagnostic)["codeDescription"] = json::Object{{"href", Page}};
  }
}

//===----------------------------------------------------------------------===//
// Titles
//===----------------------------------------------------------------------===//

/// Code as a part of a title, shortened as clangd does it, but later: most of
/// ours begin with `co_await unblock::spawn_blocking(`.
static std::string quoted(StringRef Code) {
  constexpr size_t Limit = 80;
  StringRef Shown = Code.split('\n').first;
  if (Shown.size() > Limit) {
    size_t End = Limit;
    while ((Shown[End] & 0xC0) == 0x80) // within a character
      --End;
    Shown = Shown.take_front(End);
  }
  return ("'" + Shown + (Shown.size() < Code.size() ? "…" : "") + "'").str();
}

static bool isInsertion(const json::Object &Edit) {
  const json::Object *Range = Edit.getObject("range");
  const json::Value *Begin = Range ? Range->get("start") : nullptr;
  const json::Value *End = Range ? Range->get("end") : nullptr;
  return Begin && End && *Begin == *End;
}

/// All edits of a fix, in whichever form the client takes them.
static SmallVector<const json::Object *> editsOf(const json::Object &Action) {
  SmallVector<const json::Object *> Edits;
  auto Add = [&](const json::Array *Some) {
    if (Some)
      for (const json::Value &V : *Some)
        if (const json::Object *Edit = V.getAsObject())
          Edits.push_back(Edit);
  };
  const json::Object *Whole = Action.getObject("edit");
  if (!Whole)
    return Edits;
  if (const json::Object *Files = Whole->getObject("changes"))
    for (const auto &File : *Files)
      Add(File.second.getAsArray());
  if (const json::Array *Files = Whole->getArray("documentChanges"))
    for (const json::Value &File : *Files)
      if (const json::Object *O = File.getAsObject())
        Add(O->getArray("edits"));
  return Edits;
}

void unblock::clangd::nameFix(json::Value &Value) {
  json::Object *Action = Value.getAsObject();
  const json::Array *Diagnostics =
      Action ? Action->getArray("diagnostics") : nullptr;
  const json::Object *Diagnostic = Diagnostics && Diagnostics->size() == 1
                                       ? Diagnostics->front().getAsObject()
                                       : nullptr;
  if (!Diagnostic)
    return;
  StringRef Check = ownCheck(*Diagnostic);
  SmallVector<const json::Object *> Edits = editsOf(*Action);
  if (Check.empty() || Edits.size() < 2)
    return;
  // Headers go without saying.
  erase_if(Edits, [](const json::Object *Edit) {
    return Edit->getString("newText").value_or("").ltrim().starts_with(
        "#include");
  });
  StringRef Text = Edits.size() == 1
                       ? Edits.front()->getString("newText").value_or("").trim()
                       : "";
  if (Text.empty())
    (*Action)["title"] = "fix " + Check.str();
  else
    (*Action)["title"] =
        (isInsertion(*Edits.front()) ? "insert " : "change to ") + quoted(Text);
}
