//===- LocksTest.cpp - Mutexes, guards and what calls do to them ----------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lib/analysis/Locks.h"
#include "TestAST.h"
#include "lib/model/ModelSet.h"

using namespace unblock::analysis;
using clang::CXXRecordDecl;
using clang::FunctionDecl;
using unblock::model::ModelSet;
using unblock::test::TestAST;

namespace {

TEST(LockActions, OfMembers) {
  TestAST AST(R"(struct mutex {
    void lock(); void lock_shared(); void lockForRead(); void ReaderLock(); void relock(); void acquire(int);
    bool try_lock(); bool try_lock_for(int); bool tryLock(); bool TryReaderLock();
    void unlock(); void unlock_shared(); void ReaderUnlock(); int *release(); void Release();
    bool owns_lock() const; bool isLocked() const; explicit operator bool() const;
    void unlock_and_lock_shared(); int lock_count() const; bool locked(); mutex lockExclusive(); void swap(mutex &);
    operator int() const; void operator()();
  };)");
  auto Action = [&](const char *Name) {
    return memberAction(AST.find<FunctionDecl>(Name));
  };
  for (const char *Name : {"lock", "lock_shared", "lockForRead", "ReaderLock",
                           "relock", "acquire"})
    EXPECT_EQ(Action(Name), LockAction::Lock) << Name;
  for (const char *Name :
       {"try_lock", "try_lock_for", "tryLock", "TryReaderLock"})
    EXPECT_EQ(Action(Name), LockAction::Try) << Name;
  for (const char *Name :
       {"unlock", "unlock_shared", "ReaderUnlock", "release", "Release"})
    EXPECT_EQ(Action(Name), LockAction::Unlock) << Name;
  for (const char *Name : {"owns_lock", "isLocked", "operator bool"})
    EXPECT_EQ(Action(Name), LockAction::Ask) << Name;
  for (const char *Name :
       {"unlock_and_lock_shared", "lock_count", "locked", "lockExclusive",
        "swap", "operator int", "operator()"})
    EXPECT_EQ(Action(Name), LockAction::None) << Name;
}

TEST(LockActions, OfCFunctions) {
  TestAST AST(R"(extern "C" {
    int pthread_mutex_lock(void *); int pthread_rwlock_rdlock(void *); int pthread_spin_lock(int *); int mtx_lock(void *); void uv_rwlock_wrlock(void *);
    int pthread_mutex_trylock(void *); int pthread_mutex_timedlock(void *, int *); int pthread_rwlock_tryrdlock(void *);
    int pthread_mutex_unlock(void *); void uv_rwlock_rdunlock(void *);
    int pthread_mutex_init(void *); int flock(int, int); int file_lock(void *); int mutex_lock(int); int my_mutex_lock();
    }
    int cxx_mutex_lock(void *);)");
  auto Action = [&](const char *Name) {
    return functionAction(AST.find<FunctionDecl>(Name));
  };
  for (const char *Name : {"pthread_mutex_lock", "pthread_rwlock_rdlock",
                           "pthread_spin_lock", "mtx_lock", "uv_rwlock_wrlock"})
    EXPECT_EQ(Action(Name), LockAction::Lock) << Name;
  for (const char *Name : {"pthread_mutex_trylock", "pthread_mutex_timedlock",
                           "pthread_rwlock_tryrdlock"})
    EXPECT_EQ(Action(Name), LockAction::Try) << Name;
  for (const char *Name : {"pthread_mutex_unlock", "uv_rwlock_rdunlock"})
    EXPECT_EQ(Action(Name), LockAction::Unlock) << Name;
  for (const char *Name : {"pthread_mutex_init", "flock", "file_lock",
                           "mutex_lock", "my_mutex_lock", "cxx_mutex_lock"})
    EXPECT_EQ(Action(Name), LockAction::None) << Name;
}

constexpr char Types[] = R"(
  namespace std { inline namespace v1 {
  struct mutex { void lock(); void unlock(); };
  template <typename M> struct unique_lock { unique_lock(); explicit unique_lock(M &); ~unique_lock(); void unlock(); };
  template <typename M> struct lock_guard { explicit lock_guard(M &); ~lock_guard(); };
  template <typename... Ms> struct scoped_lock { explicit scoped_lock(Ms &...); ~scoped_lock(); };
  } }
  struct awaitable {};
  struct async_mutex { awaitable lock(); bool try_lock(); void unlock(); };
  struct spin_lock { void lock(); void unlock(); };
  struct tried { void lock(); bool try_lock(); void unlock(); };
  struct door { void lock(); void unlock(); };
  struct null_mutex { void lock() {} bool try_lock(); void unlock() {} };
  struct derived_mutex : tried {};
  struct keyed_mutex { void lock(int key); void unlock(int key); };

  struct by_reference { std::mutex &m; ~by_reference() { m.unlock(); } };
  struct by_pointer { spin_lock *m; ~by_pointer() { if (m) give(); } void give() { m->unlock(); m = nullptr; } };
  std::mutex global;
  struct of_a_global { ~of_a_global() { global.unlock(); } };
  struct holder { std::lock_guard<std::mutex> lock; };
  struct releasable_holder { std::unique_lock<std::mutex> lock; };
  struct child : by_reference {};
  struct worker { std::mutex m; bool stop; ~worker() { m.lock(); stop = true; m.unlock(); } };
  struct owner { std::mutex m; ~owner() { m.unlock(); } };
  struct pool { std::mutex &m; void give() { m.unlock(); } };
  struct lent { pool *p; ~lent() { p->give(); } };
  struct async_guard { async_mutex &m; ~async_guard() { m.unlock(); } };
  struct pointer_holder { std::unique_lock<std::mutex> *lock; };

  std::lock_guard<std::mutex> *a; std::unique_lock<async_mutex> *b; std::scoped_lock<> *c;
  std::scoped_lock<std::mutex, tried> *d; std::lock_guard<null_mutex> *e;
  auto sizes = sizeof(*a) + sizeof(*b) + sizeof(*c) + sizeof(*d) + sizeof(*e);
  void uses(by_reference *, by_pointer *);
)";

struct LockTypes : testing::Test {
  LockTypes() : AST(Types), TU(AST.context(), Models), Kinds(TU) {}

  clang::QualType type(const char *Name) {
    return AST.context().getCanonicalTagType(AST.find<CXXRecordDecl>(Name));
  }
  clang::QualType pointee(const char *Name) {
    return AST.find<clang::VarDecl>(Name)->getType()->getPointeeType();
  }

  TestAST AST;
  ModelSet Models;
  TranslationUnit TU;
  Locks Kinds;
};

TEST_F(LockTypes, Mutexes) {
  for (const char *Name : {"std::mutex", "spin_lock", "tried", "derived_mutex"})
    EXPECT_TRUE(Kinds.isMutex(type(Name))) << Name;
  for (const char *Name : {"async_mutex", "door", "null_mutex", "keyed_mutex",
                           "holder", "awaitable"})
    EXPECT_FALSE(Kinds.isMutex(type(Name))) << Name;
  EXPECT_FALSE(Kinds.isMutex(AST.context().IntTy));
  EXPECT_FALSE(Kinds.isMutex({}));
}

TEST_F(LockTypes, GuardsOfTheStandardLibrary) {
  EXPECT_TRUE(Kinds.isGuard(pointee("a")));
  EXPECT_TRUE(Kinds.isGuard(pointee("d")));
  EXPECT_FALSE(Kinds.isGuard(pointee("b")));
  EXPECT_FALSE(Kinds.isGuard(pointee("c")));
  EXPECT_FALSE(Kinds.isGuard(pointee("e")));
  EXPECT_FALSE(Kinds.isGuard(AST.find<clang::VarDecl>("a")->getType()));
}

TEST_F(LockTypes, GuardsByStructure) {
  for (const char *Name : {"by_reference", "by_pointer", "of_a_global",
                           "holder", "releasable_holder", "child"})
    EXPECT_TRUE(Kinds.isGuard(type(Name))) << Name;
  for (const char *Name : {"worker", "owner", "pool", "lent", "async_guard",
                           "pointer_holder", "awaitable", "std::mutex"})
    EXPECT_FALSE(Kinds.isGuard(type(Name))) << Name;
}

TEST_F(LockTypes, ReleasableGuards) {
  EXPECT_FALSE(Kinds.isReleasable(pointee("a")));
  EXPECT_FALSE(Kinds.isReleasable(type("holder")));
  EXPECT_TRUE(Kinds.isReleasable(type("releasable_holder")));
  EXPECT_TRUE(Kinds.isReleasable(type("by_pointer")));
}

TEST(LockEffects, OfFunctions) {
  TestAST AST(std::string(Types) + R"(
    struct account {
      std::mutex m;
      void take() { m.lock(); }
      void give() { m.unlock(); }
      void both() { take(); give(); }
    };
    void recursive(account &a, int n) { if (n) recursive(a, n - 1); a.give(); }
    void lambda(account &a) { auto l = [&] { a.give(); }; }
    void guarded(account &a) { std::lock_guard<std::mutex> g(a.m); }
    void declared(account &a);
    account *make();
    void through() { make()->give(); }
  )");
  ModelSet Models;
  TranslationUnit TU(AST.context(), Models);
  Locks Kinds(TU);
  auto Effect = [&](const char *Name) {
    const Locks::Effect &E = Kinds.effect(AST.find<FunctionDecl>(Name));
    return std::make_pair(E.Locked.size(), E.Unlocked.size());
  };
  using Pair = std::pair<unsigned, unsigned>;
  EXPECT_EQ(Effect("take"), Pair(1, 0));
  EXPECT_EQ(Effect("account::give"), Pair(0, 1));
  EXPECT_EQ(Effect("both"), Pair(1, 1));
  EXPECT_EQ(Effect("recursive"), Pair(0, 1));
  EXPECT_EQ(Effect("lambda"), Pair(0, 0));
  EXPECT_EQ(Effect("guarded"), Pair(0, 0));
  EXPECT_EQ(Effect("declared"), Pair(0, 0));
  EXPECT_EQ(Effect("through"), Pair(0, 1));
}

} // namespace
