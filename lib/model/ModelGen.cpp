//===- ModelGen.cpp - Compiles the data into tables -----------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// unblock-modelgen reads the documents of data/*.yaml with the loader that
// reads a user's, and writes the C++ source that defines builtinDocuments().
// Its tables are constants: a program builds nothing from them at startup.
//
//===----------------------------------------------------------------------===//

#include "lib/model/ModelSet.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/ToolOutputFile.h"

using namespace llvm;
using namespace unblock::model;

static cl::list<std::string> Inputs(cl::Positional, cl::desc("<file.yaml>..."));
static cl::opt<std::string> Output("o", cl::Required, cl::value_desc("file"),
                                   cl::desc("the C++ source to write"));

namespace {

/// Gives an initializer for each thing; the arrays that it refers to are
/// written first, as tables of their own.
class Writer {
public:
  explicit Writer(raw_ostream &OS) : OS(OS) {}

  std::string table(StringRef Type, ArrayRef<std::string> Items) {
    if (Items.empty())
      return "{}";
    std::string Name = "Table" + std::to_string(NumTables++);
    OS << "constexpr " << Type << ' ' << Name << "[] = {\n";
    for (const std::string &Item : Items)
      OS << "    " << Item << ",\n";
    OS << "};\n";
    return Name;
  }

  std::string init(const Document &D) {
    return fields({{"Library", init(D.Library)},
                   {"Package", init(D.Package)},
                   {"Headers", init(D.Headers)},
                   {"PkgConfig", init(D.PkgConfig)},
                   {"Flags", init(D.Flags)},
                   {"Blocking", init("BlockingEntry", D.Blocking)},
                   {"NonBlocking", init(D.NonBlocking)},
                   {"Profiles", init("Profile", D.Profiles)}});
  }

private:
  std::string init(StringRef Text) {
    std::string Literal;
    raw_string_ostream(Literal).write_escaped(Text);
    return '"' + Literal + '"';
  }
  std::string init(bool Value) { return Value ? "true" : "false"; }
  std::string init(int Value) { return std::to_string(Value); }
  std::string init(std::optional<int64_t> Value) {
    // The least number has no literal of its own.
    return !Value                ? "std::nullopt"
           : *Value < -INT64_MAX ? "INT64_MIN"
                                 : "INT64_C(" + std::to_string(*Value) + ")";
  }
  template <typename E>
    requires std::is_enum_v<E>
  std::string init(E Value) {
    StringRef Type = std::is_same_v<E, Category> ? "Category"
                     : std::is_same_v<E, Tier>   ? "Tier"
                     : std::is_same_v<E, Runs>   ? "Runs"
                     : std::is_same_v<E, Role>   ? "Role"
                                                 : "HopScope";
    return (Type + "(" + Twine(unsigned(Value)) + ")").str();
  }
  template <typename T> std::string init(StringRef Type, ArrayRef<T> Items) {
    std::vector<std::string> Texts;
    for (const T &Item : Items)
      Texts.push_back(init(Item));
    return table(Type, Texts);
  }
  std::string init(ArrayRef<StringRef> Texts) {
    return init("StringRef", Texts);
  }

  std::string init(const Condition &C) {
    return fields({{"Arg", init(C.Arg)},
                   {"Equals", init(C.Equals)},
                   {"Flags", init(C.Flags)},
                   {"Types", init(C.Types)},
                   {"Of", init(C.Of)},
                   {"Params", init(C.Params)},
                   {"MinArgs", init(C.MinArgs)},
                   {"MaxArgs", init(C.MaxArgs)}});
  }
  std::string init(const BlockingEntry &E) {
    return fields({{"Names", init(E.Names)},
                   {"Kind", init(E.Kind)},
                   {"Severity", init(E.Severity)},
                   {"Reason", init(E.Reason)},
                   {"Source", init(E.Source)},
                   {"Remedy", init(E.Remedy)},
                   {"When", init("Condition", E.When)},
                   {"Unless", init("Condition", E.Unless)},
                   {"Descriptor", init(E.Descriptor)},
                   {"Unbounded", init(E.Unbounded)},
                   {"AsyncDriver", init(E.AsyncDriver)},
                   {"Library", init(E.Library)}});
  }
  std::string init(const TaskRule &R) {
    return fields({{"Types", init(R.Types)}, {"Lazy", init(R.Lazy)}});
  }
  std::string init(const ExecutorRule &R) {
    return fields({{"Types", init(R.Types)}, {"Kind", init(R.Kind)}});
  }
  std::string init(const CallableRule &R) {
    return fields({{"Names", init(R.Names)},
                   {"By", init(R.By)},
                   {"ExecutorArg", init(R.ExecutorArg)},
                   {"CallableArg", init(R.CallableArg)},
                   {"When", init("Condition", R.When)}});
  }
  std::string init(const HopRule &R) {
    return fields({{"Names", init(R.Names)},
                   {"To", init(R.To)},
                   {"ExecutorArg", init(R.ExecutorArg)}});
  }
  std::string init(const RoleRule &R) {
    return fields({{"Is", init(R.Is)}, {"Names", init(R.Names)}});
  }
  std::string init(const RemedyRule &R) {
    return fields({{"Kind", init(R.Kind)}, {"Replace", init(R.Replace)}});
  }
  std::string init(const RewriteRule &R) {
    return fields({{"Names", init(R.Names)},
                   {"In", init(R.In)},
                   {"InOf", init(R.InOf)},
                   {"When", init("Condition", R.When)},
                   {"With", init(R.With)},
                   {"Includes", init(R.Includes)},
                   {"Value", init(R.Value)},
                   {"WholeFile", init(R.WholeFile)}});
  }
  std::string init(const Profile &P) {
    return fields({{"Name", init(P.Name)},
                   {"Tasks", init("TaskRule", P.Tasks)},
                   {"Generators", init(P.Generators)},
                   {"Executors", init("ExecutorRule", P.Executors)},
                   {"Callables", init("CallableRule", P.Callables)},
                   {"Hops", init("HopRule", P.Hops)},
                   {"Scope", init(P.Scope)},
                   {"NonSuspending", init(P.NonSuspending)},
                   {"Primitives", init(P.Primitives)},
                   {"Mutexes", init(P.Mutexes)},
                   {"Guards", init(P.Guards)},
                   {"Roles", init("RoleRule", P.Roles)},
                   {"Remedies", init("RemedyRule", P.Remedies)},
                   {"Rewrites", init("RewriteRule", P.Rewrites)},
                   {"Offload", init(P.Offload)},
                   {"OffloadWith", init(P.OffloadWith)},
                   {"OffloadIncludes", init(P.OffloadIncludes)}});
  }

  std::string
  fields(std::initializer_list<std::pair<StringRef, std::string>> Fields) {
    std::string Text = "{";
    ListSeparator Comma;
    for (const auto &[Name, Value] : Fields)
      Text += (Twine(StringRef(Comma)) + "." + Name + " = " + Value).str();
    return Text + "}";
  }

  raw_ostream &OS;
  unsigned NumTables = 0;
};

} // namespace

int main(int Argc, char **Argv) {
  InitLLVM Init(Argc, Argv);
  cl::ParseCommandLineOptions(Argc, Argv, "Compiles models into C++ tables\n");

  BumpPtrAllocator Arena;
  std::vector<Document> Documents;
  bool Failed = false;
  for (const std::string &Path : Inputs) {
    auto Buffer = MemoryBuffer::getFile(Path, /*IsText=*/true);
    Expected<Document> Doc =
        Buffer ? parseDocument((*Buffer)->getMemBufferRef(), Arena)
               : createStringError(Path +
                                   ": error: " + Buffer.getError().message());
    if (Doc) {
      Documents.push_back(*Doc);
    } else {
      errs() << toString(Doc.takeError()) << '\n';
      Failed = true;
    }
  }
  if (Failed)
    return 1;

  std::error_code EC;
  ToolOutputFile Out(Output, EC, sys::fs::OF_Text);
  if (EC) {
    errs() << Output << ": error: " << EC.message() << '\n';
    return 1;
  }
  Out.os() << "// Written by unblock-modelgen from lib/model/data.\n"
              "#include \"lib/model/Model.h\"\n\n"
              "namespace unblock::model {\n"
              "using llvm::StringRef;\n"
              "namespace {\n";
  Writer W(Out.os());
  std::vector<std::string> Items;
  for (const Document &Doc : Documents)
    Items.push_back(W.init(Doc));
  std::string Table = W.table("Document", Items);
  Out.os() << "} // namespace\n\n"
           << "llvm::ArrayRef<Document> builtinDocuments() { return " << Table
           << "; }\n"
           << "} // namespace unblock::model\n";
  Out.keep();
  return 0;
}
