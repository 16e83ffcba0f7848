//===- ModelHeaders.cpp - Checks models against real headers --------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// unblock-model-headers compiles the headers that a document of models names
// and looks for a declaration of each of its names. A misspelt name, or one
// that a library has moved to another class, is otherwise never noticed: it
// just matches nothing.
//
//===----------------------------------------------------------------------===//

#include "lib/analysis/Names.h"
#include "lib/model/ModelSet.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/FileManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/StringSaver.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>
#include <set>

using namespace clang;
using namespace llvm;
using namespace unblock;

static cl::list<std::string>
    Inputs(cl::Positional,
           cl::desc("[models.yaml...]\n\nWithout a file, the models that are "
                    "compiled in are checked."));

static cl::list<std::string> Includes(
    "I", cl::Prefix, cl::value_desc("folder"),
    cl::desc("A folder of headers. A document without a Debian package is "
             "verified as well if its first header is there."));

namespace {

enum class Wants { Function, Type, Constant };

struct Name {
  StringRef Pattern;
  Wants Kind;
  bool Found = false;
  /// Why a declaration of this name does not count.
  std::string Reason;
};

StringRef lastOf(StringRef Name) {
  size_t Colons = Name.rfind("::");
  return Colons == StringRef::npos ? Name : Name.drop_front(Colons + 2);
}

/// The names of one document, and what the headers declare that is like them.
class NameTable {
public:
  explicit NameTable(const model::Document &D) {
    for (const model::BlockingEntry &E : D.Blocking) {
      add(E.Names, Wants::Function);
      conditions(E.When);
      conditions(E.Unless);
    }
    add(D.NonBlocking, Wants::Function);
    for (const model::Profile &P : D.Profiles) {
      for (const model::TaskRule &R : P.Tasks)
        add(R.Types, Wants::Type);
      for (const model::ExecutorRule &R : P.Executors)
        add(R.Types, Wants::Type);
      for (const model::CallableRule &R : P.Callables) {
        add(R.Names, Wants::Function);
        conditions(R.When);
      }
      for (const model::HopRule &R : P.Hops)
        add(R.Names, Wants::Function);
      for (ArrayRef<StringRef> Types :
           {P.Generators, P.NonSuspending, P.Primitives, P.Mutexes, P.Guards})
        add(Types, Wants::Type);
    }
    for (auto &[Key, N] : Names) {
      StringRef Last = lastOf(N.Pattern);
      if (Last.contains('*') && !Last.starts_with("operator"))
        Wild.push_back(&N);
      else
        ByLast[Last].push_back(&N);
    }
  }

  void visit(const NamedDecl *D) {
    std::string Last = analysis::lastComponent(D);
    auto It = ByLast.find(Last);
    const auto *Record = dyn_cast<CXXRecordDecl>(D);
    auto Dtor = Record ? ByLast.find("~" + Last) : ByLast.end();
    if (It == ByLast.end() && Dtor == ByLast.end() && Wild.empty())
      return;
    std::string Qualified = analysis::qualifiedName(D);
    if (It != ByLast.end()) {
      Alike[Last].insert(Qualified);
      for (Name *N : It->second)
        consider(*N, D, Qualified);
    }
    for (Name *N : Wild)
      consider(*N, D, Qualified);
    // A class has constructors and a destructor even where it declares none.
    if (Record && It != ByLast.end())
      for (Name *N : It->second)
        N->Found |= N->Kind == Wants::Function &&
                    model::matchesName(N->Pattern, Qualified + "::" + Last);
    if (Dtor != ByLast.end())
      for (Name *N : Dtor->second)
        N->Found |= model::matchesName(N->Pattern, Qualified + "::~" + Last);
  }

  void visitMacros(Preprocessor &PP) {
    for (auto &[Key, N] : Names)
      if (!N.Found && PP.isMacroDefined(N.Pattern)) {
        N.Found = N.Kind == Wants::Constant;
        N.Reason = "is a macro";
      }
  }

  unsigned size() const { return Names.size(); }

  std::vector<std::string> missing() const {
    std::vector<std::string> Result;
    for (const auto &[Key, N] : Names) {
      if (N.Found)
        continue;
      std::string Text = ("'" + N.Pattern + "' ").str();
      Text += !N.Reason.empty()           ? N.Reason
              : N.Kind == Wants::Function ? "is no function"
              : N.Kind == Wants::Type     ? "is no class"
                                          : "is no macro or constant";
      auto It = Alike.find(lastOf(N.Pattern).str());
      if (N.Reason.empty() && It != Alike.end()) {
        Text += "; there is ";
        ListSeparator Comma;
        for (StringRef Other :
             make_range(It->second.begin(),
                        std::next(It->second.begin(),
                                  std::min<size_t>(4, It->second.size()))))
          Text += (StringRef(Comma) + Other).str();
      }
      Result.push_back(Text);
    }
    return Result;
  }

private:
  void add(ArrayRef<StringRef> Patterns, Wants Kind) {
    for (StringRef Pattern : Patterns)
      Names.try_emplace({Pattern, Kind}, Name{Pattern, Kind, false, ""});
  }

  void conditions(ArrayRef<model::Condition> Conditions) {
    for (const model::Condition &C : Conditions) {
      add(C.Types, Wants::Type);
      add(C.Flags, Wants::Constant);
    }
  }

  void consider(Name &N, const NamedDecl *D, StringRef Qualified) {
    if (N.Kind == Wants::Constant) {
      // It is named without its scope.
      N.Found |= isa<VarDecl, EnumConstantDecl>(D);
      return;
    }
    if (N.Found || !model::matchesName(N.Pattern, Qualified))
      return;
    N.Found =
        N.Kind == Wants::Function ? isa<FunctionDecl>(D) : isa<TagDecl>(D);
    if (N.Kind == Wants::Function && isa<VarDecl>(D))
      N.Reason = "is an object of type " +
                 cast<VarDecl>(D)
                     ->getType()
                     .getCanonicalType()
                     .getUnqualifiedType()
                     .getAsString() +
                 ": name its operator()";
    else if (const auto *Alias = dyn_cast<TypedefNameDecl>(D))
      N.Reason = "is an alias of " +
                 Alias->getUnderlyingType().getCanonicalType().getAsString();
    else if (const auto *Shadow = dyn_cast<UsingShadowDecl>(D))
      N.Reason = "is another name of '" +
                 analysis::qualifiedName(Shadow->getTargetDecl()) + "'";
  }

  std::map<std::pair<StringRef, Wants>, Name> Names;
  StringMap<SmallVector<Name *, 2>> ByLast;
  SmallVector<Name *> Wild;
  std::map<std::string, std::set<std::string>> Alike;
};

class Consumer : public ASTConsumer {
public:
  Consumer(NameTable &Table, Preprocessor &PP) : Table(Table), PP(PP) {}

  void HandleTranslationUnit(ASTContext &Context) override {
    walk(Context.getTranslationUnitDecl());
    Table.visitMacros(PP);
  }

private:
  void walk(const DeclContext *DC) {
    for (const Decl *D : DC->decls())
      visit(D);
  }

  void visit(const Decl *D) {
    if (const auto *Friend = dyn_cast<FriendDecl>(D))
      D = Friend->getFriendDecl();
    if (const auto *Template = dyn_cast_or_null<TemplateDecl>(D))
      D = Template->getTemplatedDecl();
    if (!D)
      return;
    if (const auto *Named = dyn_cast<NamedDecl>(D))
      Table.visit(Named);
    if (const auto *Inner = dyn_cast<DeclContext>(D);
        Inner && !Inner->isFunctionOrMethod())
      walk(Inner);
  }

  NameTable &Table;
  Preprocessor &PP;
};

class Action : public ASTFrontendAction {
public:
  explicit Action(NameTable &Table) : Table(Table) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 StringRef) override {
    CI.getFrontendOpts().SkipFunctionBodies = true;
    return std::make_unique<Consumer>(Table, CI.getPreprocessor());
  }

private:
  NameTable &Table;
};

class FirstError : public DiagnosticConsumer {
public:
  std::string Text;

  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &Info) override {
    if (Level < DiagnosticsEngine::Error || !Text.empty())
      return;
    SmallString<128> Message;
    Info.FormatDiagnostic(Message);
    if (Info.hasSourceManager())
      Text = Info.getLocation().printToString(Info.getSourceManager()) + ": ";
    Text += Message;
  }
};

/// The flags of pkg-config's \p Modules.
Expected<std::vector<std::string>> pkgConfig(ArrayRef<StringRef> Modules) {
  std::vector<std::string> Flags;
  if (Modules.empty())
    return Flags;
  ErrorOr<std::string> Program = sys::findProgramByName("pkg-config");
  if (!Program)
    return createStringError("pkg-config is not installed");
  SmallString<128> Output;
  if (std::error_code EC = sys::fs::createTemporaryFile("flags", "txt", Output))
    return createStringError(EC, "no temporary file");
  FileRemover Remover(Output);
  SmallVector<StringRef> Args = {*Program, "--cflags"};
  append_range(Args, Modules);
  int Status =
      sys::ExecuteAndWait(*Program, Args, std::nullopt,
                          {StringRef(""), Output.str(), StringRef("")});
  auto Buffer = MemoryBuffer::getFile(Output);
  if (Status || !Buffer)
    return createStringError("pkg-config does not know " + join(Modules, " "));
  BumpPtrAllocator Arena;
  StringSaver Saver(Arena);
  SmallVector<const char *> Words;
  cl::TokenizeGNUCommandLine((*Buffer)->getBuffer(), Saver, Words);
  Flags.assign(Words.begin(), Words.end());
  return Flags;
}

/// Compiles the headers of \p D and fills \p Table. What is wrong, or empty.
std::string compile(const model::Document &D, NameTable &Table,
                    StringRef Stdlib) {
  Expected<std::vector<std::string>> Flags = pkgConfig(D.PkgConfig);
  if (!Flags)
    return toString(Flags.takeError());
  std::vector<std::string> Command = {UNBLOCK_LLVM_BIN "/clang++", "-std=c++20",
                                      "-fsyntax-only", "-w",
                                      ("-stdlib=" + Stdlib).str()};
  append_range(Command, *Flags);
  for (StringRef Flag : D.Flags)
    Command.push_back(Flag.str());
  for (StringRef Folder : Includes)
    Command.push_back(("-I" + Folder).str());
  Command.push_back("headers.cpp");

  std::string Code;
  for (StringRef Header : D.Headers)
    Code += ("#include <" + Header + ">\n").str();
  auto Memory = makeIntrusiveRefCnt<vfs::InMemoryFileSystem>();
  auto Overlay = makeIntrusiveRefCnt<vfs::OverlayFileSystem>(
      vfs::createPhysicalFileSystem());
  Overlay->pushOverlay(Memory);
  Memory->addFile("headers.cpp", 0, MemoryBuffer::getMemBuffer(Code));
  auto Files = makeIntrusiveRefCnt<FileManager>(FileSystemOptions(), Overlay);
  FirstError Errors;
  tooling::ToolInvocation Tool(Command, std::make_unique<Action>(Table),
                               Files.get());
  Tool.setDiagnosticConsumer(&Errors);
  if (!Tool.run() && Errors.Text.empty())
    return "the compiler failed";
  return Errors.Text;
}

/// Are the Debian packages \p Names there? Then their headers have to be.
bool isInstalled(StringRef Names) {
  SmallVector<StringRef> Packages;
  Names.split(Packages, ' ', -1, /*KeepEmpty=*/false);
  return all_of(Packages, [](StringRef Package) {
    std::string Stem = ("/var/lib/dpkg/info/" + Package).str();
    return sys::fs::exists(Stem + ".list") ||
           sys::fs::exists(Stem + ":" + UNBLOCK_DEBIAN_ARCH + ".list");
  });
}

/// Is \p Header in a folder that was given?
bool isIncluded(StringRef Header) {
  return any_of(Includes, [&](StringRef Folder) {
    return sys::fs::exists(Folder + "/" + Header);
  });
}

struct Result {
  unsigned Names = 0;
  std::vector<std::string> Missing;
  /// Why the headers cannot be included here, and whether that is an error.
  std::string Unverified;
  bool Wrong = false;
};

Result check(const model::Document &D) {
  NameTable Table(D);
  Result R;
  R.Names = Table.size();
  bool Included = !D.Headers.empty() && isIncluded(D.Headers.front());
  if (D.Package.empty() && !Included) {
    R.Unverified = "no Debian package";
    return R;
  }
  if (D.Headers.empty()) {
    R.Unverified = "a package but no headers";
    R.Wrong = true;
    return R;
  }
  R.Unverified = compile(D, Table, "libstdc++");
  if (!R.Unverified.empty()) {
    R.Wrong = Included || isInstalled(D.Package);
    if (!R.Wrong)
      R.Unverified = ("not installed: " + D.Package).str();
    return R;
  }
  // A member may stand in a base class in one standard library only.
  R.Missing = Table.missing();
  if (!R.Missing.empty() && compile(D, Table, "libc++").empty())
    R.Missing = Table.missing();
  return R;
}

} // namespace

int main(int Argc, char **Argv) {
  InitLLVM Init(Argc, Argv);
  cl::ParseCommandLineOptions(
      Argc, Argv, "Looks for the names of models in the libraries' headers\n");

  BumpPtrAllocator Arena;
  std::vector<model::Document> Documents;
  for (const std::string &Path : Inputs) {
    auto Buffer = MemoryBuffer::getFile(Path, /*IsText=*/true);
    if (!Buffer) {
      errs() << Path << ": error: " << Buffer.getError().message() << '\n';
      return 2;
    }
    auto Doc = model::parseDocument((*Buffer)->getMemBufferRef(), Arena);
    if (!Doc) {
      errs() << toString(Doc.takeError()) << '\n';
      return 2;
    }
    Documents.push_back(*Doc);
  }
  if (Inputs.empty())
    append_range(Documents, model::builtinDocuments());

  std::vector<Result> Results(Documents.size());
  {
    DefaultThreadPool Pool;
    for (auto [D, R] : zip(Documents, Results))
      Pool.async([&D = D, &R = R] { R = check(D); });
  }

  unsigned Verified = 0, Missing = 0, Unverified = 0;
  std::set<StringRef> Libraries;
  bool Wrong = false;
  for (auto [D, R] : zip(Documents, Results)) {
    for (StringRef Text : R.Missing)
      outs() << D.Library << ": " << Text << '\n';
    Missing += R.Missing.size();
    if (R.Unverified.empty()) {
      Verified += R.Names - R.Missing.size();
      continue;
    }
    outs() << D.Library << ": " << (R.Wrong ? "error: " : "unverified: ")
           << R.Unverified << '\n';
    Wrong |= R.Wrong;
    Unverified += R.Names;
    Libraries.insert(D.Library);
  }
  outs() << "verified: " << Verified << " names\n"
         << "missing: " << Missing << " names\n"
         << "unverified: " << Unverified << " names (libraries: "
         << (Libraries.empty() ? "none" : join(Libraries, ", ")) << ")\n";
  return Missing || Wrong;
}
