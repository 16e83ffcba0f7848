// RUN: %check_async %s async-spawn-blocking-cancellation %t -- -I%src_root/lib/runtime/include
//
// Handles that an object keeps, and its destructor.

#include <memory>
#include <stop_token>
#include <string>
#include <unblock/unblock.hpp>
#include <utility>

using unblock::join_handle;
using unblock::spawn_blocking;
using unblock::task;

void write(const std::string &);

//===----------------------------------------------------------------------===//
// Right
//===----------------------------------------------------------------------===//

class Waits {
public:
  void start() {
    work_ = spawn_blocking([this] { write(text_); });
  }
  task<> stop() { co_await work_; }

private:
  std::string text_;
  join_handle<void> work_;
};
class IsTold {
public:
  ~IsTold() { source_.request_stop(); }
  void start() {
    work_ = spawn_blocking([this, token = source_.get_token()] {
      while (!token.stop_requested())
        write(text_);
    });
  }

private:
  std::string text_;
  std::stop_source source_;
  join_handle<void> work_;
};
class OwnsNothing {
public:
  void start(std::string text) {
    work_ = spawn_blocking([text] { write(text); });
  }

private:
  join_handle<void> work_;
};
class IsShared : public std::enable_shared_from_this<IsShared> {
public:
  void start() {
    work_ = spawn_blocking([this, self = shared_from_this()] { write(text_); });
  }

private:
  std::string text_;
  join_handle<void> work_;
};
class OutOfSight {
public:
  ~OutOfSight();
  void start() {
    work_ = spawn_blocking([this] { write(text_); });
  }

private:
  std::string text_;
  join_handle<void> work_;
};
class HandsOut {
public:
  void start() {
    work_ = spawn_blocking([this] { write(text_); });
  }
  join_handle<void> take() { return std::move(work_); }

private:
  std::string text_;
  join_handle<void> work_;
};

//===----------------------------------------------------------------------===//
// Wrong
//===----------------------------------------------------------------------===//

class Forgets {
public:
  void start() {
    work_ = spawn_blocking([this] { write(text_); });
    // CHECK-NOTES: :[[@LINE-1]]:13: warning: no destructor waits for the work of 'unblock::spawn_blocking', which uses the object that 'this' points to [async-spawn-blocking-cancellation]
    // CHECK-NOTES: :[[@LINE+6]]:21: note: its handle is kept in 'work_'
    // CHECK-NOTES: :[[@LINE-3]]:13: note: do the work in chunks and look at a 'std::stop_token' between them, and await the handle before the object is destroyed; or let the closure share what it uses
  }

private:
  std::string text_;
  join_handle<void> work_;
};
class Aborts {
public:
  Aborts() : work_(spawn_blocking([this] { write(text_); })) {}
  ~Aborts() { work_.abort(); }
  // CHECK-NOTES: :[[@LINE-1]]:21: warning: 'unblock::join_handle::abort' does not stop the work of 'unblock::spawn_blocking' once it has started, and that uses the object that is destroyed
  // CHECK-NOTES: :[[@LINE-3]]:20: note: the work is started here
  // CHECK-NOTES: :[[@LINE+5]]:21: note: its handle is kept in 'work_'
  // CHECK-NOTES: :[[@LINE-4]]:21: note: do the work in chunks {{.*}}

private:
  std::string text_;
  join_handle<void> work_;
};
class Stops {
public:
  void start(std::string text) {
    work_ = spawn_blocking([text] { write(text); });
  }
  void stop() { work_.abort(); }
  // CHECK-NOTES: :[[@LINE-1]]:23: warning: 'unblock::join_handle::abort' does not stop the work of 'unblock::spawn_blocking' once it has started
  // CHECK-NOTES: :[[@LINE-4]]:13: note: the work is started here
  // CHECK-NOTES: :[[@LINE+4]]:21: note: its handle is kept in 'work_'
  // CHECK-NOTES: :[[@LINE-4]]:23: note: do the work in chunks {{.*}}

private:
  join_handle<void> work_;
};
