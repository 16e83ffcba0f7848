//===- stall.cpp - The stall detector -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A thread of its own, the *watchdog*, looks at the cores every half threshold.
// Workers only note which turn they are in (watched_turn), four plain stores
// without a clock; nothing at all when the detector is off. A turn whose number
// is the same as at earlier looks has lasted at least since the first of them.
//
// A turn that is as old as the threshold is a stall: it is counted, and reported.
// It is reported again whenever its age has doubled, so that the log shows how
// long it took (up to a factor of two) and shows a hang before it is over.
//
// block_in_place ends the watch: a core that is lent is not looked at, and each
// loan begins a new span of time. Who takes a lent core over clears what its
// owner had noted.
//
// The stack. Only the stalled thread itself can tell where it is, so it is sent
// a real-time signal, and the handler notes the return addresses with glibc's
// backtrace(), which neither allocates nor locks once libgcc's unwinder has been
// loaded: a call in advance sees to that. (With glibc before 2.35 the unwinder
// takes the dynamic loader's lock; a thread that stalls inside of dlopen is the
// one case in which that is not safe.) All that is slow, and all that is not
// allowed in a handler, is done by the watchdog from the addresses.
//
// The names. elfutils' libdw, if the build found it: it reads symbol tables and
// DWARF, so it names static functions, coroutines and lines, in the program and
// in its libraries; it is what perf and systemd use, and Debian, Fedora and their
// like maintain it. libbacktrace is not packaged on its own, libunwind unwinds
// but knows no lines, and std::stacktrace is not in GCC 12. Without libdw:
// dladdr, which knows exported functions (link with -rdynamic for more), and the
// module with the offset, which addr2line understands.
//
//===----------------------------------------------------------------------===//

#include "scheduler.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#ifdef __linux__
#include <cxxabi.h>
#include <dlfcn.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
#if __has_include(<execinfo.h>)
#include <execinfo.h>
#define UNBLOCK_HAS_BACKTRACE 1
#endif
#ifdef UNBLOCK_HAS_LIBDW
#include <elfutils/libdwfl.h>
#endif
#endif

namespace unblock {
namespace detail {
namespace {

constexpr int reports_per_second = 10;

long this_thread_number() noexcept {
#ifdef __linux__
  thread_local long number = ::syscall(SYS_gettid);
  return number;
#else
  return 0;
#endif
}

//===----------------------------------------------------------------------===//
// Addresses
//===----------------------------------------------------------------------===//

#ifdef UNBLOCK_HAS_BACKTRACE

/// What a thread is asked for. There is one, for all runtimes of the process: it
/// is taken under `request_mutex`.
struct stack_request {
  enum stage : int { idle, asked, answering, answered };

  std::atomic<int> now{idle};
  std::atomic<long> thread{0};
  void *addresses[64];
  int count = 0;
  sem_t done;
};

stack_request request;
std::mutex request_mutex;

extern "C" void unblock_note_stack(int) {
  int saved = errno;
  // A signal that comes late finds no request, or one to another thread.
  int asked = stack_request::asked;
  if (request.thread.load(std::memory_order_relaxed) == ::syscall(SYS_gettid) &&
      request.now.compare_exchange_strong(asked, stack_request::answering,
                                          std::memory_order_acquire,
                                          std::memory_order_relaxed)) {
    request.count = ::backtrace(request.addresses, 64);
    // Release: the addresses.
    request.now.store(stack_request::answered, std::memory_order_release);
    ::sem_post(&request.done);
  }
  errno = saved;
}

/// The first real-time signal from the top that nobody uses; 0 if there is none.
/// The handler stays for good: a late signal must not end the process.
int stack_signal() {
  static const int number = [] {
    ::sem_init(&request.done, 0, 0);
    void *one;
    ::backtrace(&one, 1);
    for (int candidate = SIGRTMAX; candidate >= SIGRTMIN; --candidate) {
      struct sigaction before;
      if (::sigaction(candidate, nullptr, &before) != 0 ||
          (before.sa_flags & SA_SIGINFO) || before.sa_handler != SIG_DFL)
        continue;
      struct sigaction mine = {};
      mine.sa_handler = unblock_note_stack;
      mine.sa_flags = SA_RESTART;
      ::sigfillset(&mine.sa_mask);
      if (::sigaction(candidate, &mine, nullptr) == 0)
        return candidate;
    }
    return 0;
  }();
  return number;
}

/// The return addresses of another thread, innermost first.
std::vector<void *> stack_of(long thread) {
  std::lock_guard lock(request_mutex);
  int number = stack_signal();
  if (number == 0)
    return {};
  request.thread.store(thread, std::memory_order_relaxed);
  // Release: the thread.
  request.now.store(stack_request::asked, std::memory_order_release);
  if (::syscall(SYS_tgkill, ::getpid(), thread, number) == 0) {
    // A thread may block signals, or be stopped: do not wait for ever.
    timespec limit;
    ::clock_gettime(CLOCK_REALTIME, &limit);
    limit.tv_nsec += 100'000'000;
    if (limit.tv_nsec >= 1'000'000'000)
      ++limit.tv_sec, limit.tv_nsec -= 1'000'000'000;
    while (::sem_timedwait(&request.done, &limit) == -1 && errno == EINTR)
      ;
  }
  int asked = stack_request::asked;
  if (request.now.compare_exchange_strong(asked, stack_request::idle))
    return {}; // no answer, and none will come
  // It answers, or is about to have answered.
  for (backoff pause; request.now.load(std::memory_order_acquire) !=
                      stack_request::answered;)
    pause();
  while (::sem_trywait(&request.done) == 0)
    ;
  request.now.store(stack_request::idle, std::memory_order_relaxed);
  // The first two are the handler and the kernel's return from it.
  constexpr int own = 2;
  if (request.count <= own)
    return {};
  return std::vector<void *>(request.addresses + own,
                             request.addresses + request.count);
}

#else

std::vector<void *> stack_of(long) { return {}; }

#endif

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

#ifdef __linux__

std::string demangled(const char *name) {
  int status = 0;
  char *text = abi::__cxa_demangle(name, nullptr, nullptr, &status);
  std::string result = text ? text : name;
  std::free(text);
  return result;
}

std::string hexadecimal(std::uintptr_t number) {
  char text[2 + 2 * sizeof number + 1];
  std::snprintf(text, sizeof text, "0x%llx",
                static_cast<unsigned long long>(number));
  return text;
}

/// Without debug information.
std::string dynamic_name(std::uintptr_t address) {
  Dl_info facts;
  if (::dladdr(reinterpret_cast<void *>(address), &facts) == 0)
    return hexadecimal(address);
  std::string name;
  if (facts.dli_sname)
    name = demangled(facts.dli_sname) + " ";
  const char *module = facts.dli_fname ? facts.dli_fname : "";
  if (const char *slash = std::strrchr(module, '/'))
    module = slash + 1;
  return name + "(" + module + "+" +
         hexadecimal(address -
                     reinterpret_cast<std::uintptr_t>(facts.dli_fbase)) +
         ")";
}

#endif

#if defined(__linux__) && defined(UNBLOCK_HAS_LIBDW)

/// The modules of this process. Kept, since opening them takes some 100 ms.
class symbols {
public:
  symbols() {
    open();
    // What every stack needs.
    name(reinterpret_cast<std::uintptr_t>(&::nanosleep));
    name(reinterpret_cast<std::uintptr_t>(&take_turn));
  }
  symbols(const symbols &) = delete;
  symbols &operator=(const symbols &) = delete;
  ~symbols() {
    if (session_)
      ::dwfl_end(session_);
  }

  std::string name(std::uintptr_t address) {
    Dwfl_Module *module = module_of(address);
    if (!module) {
      open(); // it may have been loaded since
      module = module_of(address);
    }
    const char *function =
        module ? ::dwfl_module_addrname(module, address) : nullptr;
    if (!function)
      return dynamic_name(address);
    return demangled(function) + place_of(module, address);
  }

private:
  // Not dwfl_standard_find_debuginfo, which may ask servers (debuginfod).
  static constexpr Dwfl_Callbacks callbacks = {
      .find_elf = ::dwfl_linux_proc_find_elf,
      .find_debuginfo = ::dwfl_build_id_find_debuginfo,
      .section_address = nullptr,
      .debuginfo_path = nullptr};

  void open() {
    if (session_)
      ::dwfl_end(session_);
    session_ = ::dwfl_begin(&callbacks);
    if (session_ && (::dwfl_linux_proc_report(session_, ::getpid()) != 0 ||
                     ::dwfl_report_end(session_, nullptr, nullptr) != 0))
      ::dwfl_end(std::exchange(session_, nullptr));
  }

  Dwfl_Module *module_of(std::uintptr_t address) const {
    return session_ ? ::dwfl_addrmodule(session_, address) : nullptr;
  }

  static std::string place_of(Dwfl_Module *module, std::uintptr_t address) {
    const char *file = nullptr;
    int number = 0;
    if (Dwfl_Line *line = ::dwfl_module_getsrc(module, address)) {
      file = ::dwfl_lineinfo(line, nullptr, &number, nullptr, nullptr, nullptr);
    } else {
      // Clang writes no .debug_aranges, without which libdw before 0.190 does not
      // find the compilation unit.
      Dwarf_Addr bias = 0;
      for (Dwarf_Die *unit = nullptr;
           (unit = ::dwfl_module_nextcu(module, unit, &bias));) {
        if (::dwarf_haspc(unit, address - bias) != 1)
          continue;
        if (Dwarf_Line *found = ::dwarf_getsrc_die(unit, address - bias)) {
          file = ::dwarf_linesrc(found, nullptr, nullptr);
          ::dwarf_lineno(found, &number);
        }
        break;
      }
    }
    return file ? std::string(" at ") + file + ":" + std::to_string(number)
                : std::string();
  }

  Dwfl *session_ = nullptr;
};

#elif defined(__linux__)

struct symbols {
  std::string name(std::uintptr_t address) { return dynamic_name(address); }
};

#else

struct symbols {
  std::string name(std::uintptr_t) { return {}; }
};

#endif

} // namespace

//===----------------------------------------------------------------------===//
// The watchdog
//===----------------------------------------------------------------------===//

void watched_turn::begin(const task_core &of) noexcept {
  // Release: that the turn before has ended.
  number.store(number.load(std::memory_order_relaxed) + 1,
               std::memory_order_release);
  // The number, before the rest.
  atomic_thread_fence(std::memory_order_release);
  thread.store(this_thread_number(), std::memory_order_relaxed);
  spawned_at.store(of.spawned_at, std::memory_order_relaxed);
  task.store(&of, std::memory_order_release); // what was written above
}

void scheduler::start_watchdog() {
  thread([this, home = shared_from_this()] { watchdog_main(); }).detach();
}

void scheduler::stop_watchdog(
    std::optional<clock::time_point> deadline) noexcept {
  watchdog_bed_.unpark();
  if (watchdog_.load() == std::this_thread::get_id())
    return; // in a report
  if (!deadline) {
    std::lock_guard wait(reporting_);
  } else if (reporting_.try_lock_until(*deadline)) {
    reporting_.unlock();
  }
}

void scheduler::watchdog_main() noexcept {
  thread_begins("stalls");
  watchdog_.store(std::this_thread::get_id());

  struct span {
    std::uint64_t number = 0;
    std::uint32_t loans = 0;
    clock::time_point since;         ///< first seen
    std::chrono::nanoseconds next{}; ///< age at which it is reported
  };
  std::vector<span> spans(cores_.size());
  const std::chrono::nanoseconds threshold = *options.stall_threshold;
  clock::time_point second = clock::now();
  int reports = 0;
  symbols names;

  while (!is_shut_down()) {
    watchdog_bed_.park(clock::now() +
                       std::max<clock::duration>(threshold / 2,
                                                 std::chrono::microseconds(1)));
    for (const auto &c : cores_) {
      watched_turn &turn = c->watched;
      span &seen = spans[c->index];
      clock::time_point now = clock::now();
      // Acquire: that the turn before had ended.
      std::uint64_t number = turn.number.load(std::memory_order_acquire);
      // Acquire: the rest.
      const task_core *task = turn.task.load(std::memory_order_acquire);
      std::uint32_t loans = c->loans.load(std::memory_order_relaxed);
      if (!task || c->lent.is_lent()) {
        seen.number = 0;
        continue;
      }
      if (seen.number != number || seen.loans != loans) {
        seen = {number, loans, now, threshold};
        continue;
      }
      std::chrono::nanoseconds age = now - seen.since;
      if (age < seen.next)
        continue;
      if (seen.next == threshold)
        stalls_.fetch_add(1, std::memory_order_relaxed);
      while (seen.next <= age)
        seen.next *= 2;
      if (now - second >= std::chrono::seconds(1))
        second = now, reports = 0;
      if (++reports > reports_per_second)
        continue;

      std::lock_guard lock(reporting_);
      if (is_shut_down())
        break;
      stall_report report;
      report.duration = age;
      report.worker = c->index;
      report.task = task;
      report.spawned_at = turn.spawned_at.load(std::memory_order_relaxed);
      std::vector<void *> stack =
          stack_of(turn.thread.load(std::memory_order_relaxed));
      // The turn may have ended, and the stack may be another's: then there is
      // nothing to report any more. Acquire: the number, after the rest.
      atomic_thread_fence(std::memory_order_acquire);
      if (turn.number.load(std::memory_order_relaxed) != number ||
          c->loans.load(std::memory_order_relaxed) != loans ||
          !turn.task.load(std::memory_order_relaxed))
        continue;
      // Calls return behind themselves; the address before is still in the call.
      // The innermost is where the thread stands, and one less does no harm.
      for (void *frame : stack)
        report.stack.push_back(
            names.name(reinterpret_cast<std::uintptr_t>(frame) - 1));
      report_stall(report);
    }
  }
  thread_ends();
}

void scheduler::report_stall(const stall_report &report) {
  if (options.on_stall)
    return options.on_stall(report);
  auto milliseconds =
      std::chrono::duration<double, std::milli>(report.duration).count();
  std::string line = "unblock: a task spawned at " +
                     std::string(report.spawned_at.file_name()) + ":" +
                     std::to_string(report.spawned_at.line()) +
                     " holds worker " + std::to_string(report.worker) +
                     " for " + std::to_string(milliseconds) + " ms";
  const char *separator = ": ";
  for (const std::string &frame : report.stack) {
    line += separator + frame;
    separator = " < ";
  }
  line += '\n';
  std::fputs(line.c_str(), stderr); // at once, so that lines do not mix
}

} // namespace detail

//===----------------------------------------------------------------------===//
// JSON
//===----------------------------------------------------------------------===//

namespace {

/// How long the UTF-8 sequence at the beginning of \p text is; 0 if there is
/// none.
std::size_t sequence_length(std::string_view text) noexcept {
  auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  auto follows = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
  unsigned first = byte(0);
  if (first < 0x80)
    return 1;
  if (first >= 0xc2 && first <= 0xdf)
    return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    // Neither overlong nor a surrogate.
    bool good = follows(1) && follows(2) && (first != 0xe0 || byte(1) >= 0xa0) &&
                (first != 0xed || byte(1) < 0xa0);
    return good ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    bool good = follows(1) && follows(2) && follows(3) &&
                (first != 0xf0 || byte(1) >= 0x90) &&
                (first != 0xf4 || byte(1) < 0x90);
    return good ? 4 : 0;
  }
  return 0;
}

void append_quoted(std::string &to, std::string_view text) {
  to += '"';
  while (!text.empty()) {
    std::size_t length = sequence_length(text);
    unsigned char first = static_cast<unsigned char>(text.front());
    if (length == 0) {
      to += "\\ufffd"; // file names may be in any encoding
      length = 1;
    } else if (first == '"' || first == '\\') {
      to += '\\';
      to += text.front();
    } else if (first < 0x20) {
      char escaped[7];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", unsigned(first));
      to += escaped;
    } else {
      to += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  to += '"';
}

} // namespace

std::string stall_report::to_json() const {
  char number[32];
  std::snprintf(number, sizeof number, "%p", task);
  std::string json = "{\"event\":\"stall\",\"duration_ns\":" +
                     std::to_string(duration.count()) +
                     ",\"worker\":" + std::to_string(worker) + ",\"task\":";
  append_quoted(json, number);
  json += ",\"spawned_at\":{\"file\":";
  append_quoted(json, spawned_at.file_name());
  json += ",\"line\":" + std::to_string(spawned_at.line()) + ",\"function\":";
  append_quoted(json, spawned_at.function_name());
  json += "},\"stack\":[";
  for (std::size_t i = 0; i != stack.size(); ++i) {
    if (i != 0)
      json += ',';
    append_quoted(json, stack[i]);
  }
  json += "]}";
  return json;
}

} // namespace unblock
