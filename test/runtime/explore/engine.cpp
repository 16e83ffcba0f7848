//===- engine.cpp - Schedules, fibers and the memory model ----------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A schedule is the list of the choices that were made in it. The search is
// depth-first and keeps nothing else: it repeats the schedule up to the last
// choice that has an alternative within the bounds, takes that, and goes on
// with the default (option 0: the same thread goes on, the load sees the newest
// value, nothing fails) at every choice behind it.
//
// The memory model. An atomic keeps all stores that were made to it, in the
// order in which they were made; that is its modification order. Every thread
// carries a view, which is two vector clocks. `before` has what happens before
// the thread's next operation, in C++'s sense: a store with release order keeps
// its thread's view, and whoever reads it with acquire order joins that view.
// `seen` has in addition what seq_cst fences order without making it happen
// before. A load may return any store that is not older than one that its
// thread has in `seen`, as written or as read: that is coherence. A
// read-modify-write takes the last store. Fences, release sequences and seq_cst
// follow C++20 ([atomics.order], [atomics.fences]); the order of the seq_cst
// operations is that of the schedule.
//
// What is left out, as in most such tools: a store that enters the modification
// order before one that was made earlier in the schedule, and a load that
// returns a store that is made later (load buffering). A plain access is
// checked for races and always sees the newest value.
//
//===----------------------------------------------------------------------===//

#include "explore/engine.hpp"
#include "explore/explorer.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <exception>
#include <memory>
#include <optional>
#include <ostream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <sys/mman.h>
#include <ucontext.h>
#include <utility>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#define UNBLOCK_EXPLORE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNBLOCK_EXPLORE_ASAN 1
#endif
#endif
#ifdef UNBLOCK_EXPLORE_ASAN
#include <pthread.h>
#include <sanitizer/common_interface_defs.h>

/// A schedule that fails leaves its threads where they are, with what they own;
/// and locals have to stand where they stood in the schedule before.
extern "C" const char *__asan_default_options();
const char *__asan_default_options() {
  return "detect_leaks=0:detect_stack_use_after_return=0";
}
#endif

namespace explore {
namespace {

constexpr unsigned max_threads = 8;
constexpr unsigned nobody = max_threads;
constexpr std::size_t stack_size = 64 * 1024;

//===----------------------------------------------------------------------===//
// Views
//===----------------------------------------------------------------------===//

struct vector_clock {
  std::array<std::uint32_t, max_threads> at{};

  void join(const vector_clock &other) {
    for (unsigned i = 0; i != max_threads; ++i)
      at[i] = std::max(at[i], other.at[i]);
  }
};

/// An event of a thread. No thread is older than its first event, stamp 1.
struct event {
  unsigned thread = 0;
  std::uint32_t stamp = 0;
  place where;

  bool in(const vector_clock &clock) const { return stamp <= clock.at[thread]; }
};

struct view {
  vector_clock before;
  vector_clock seen;
  /// The latest seq_cst fence that happens before.
  std::uint32_t fence = 0;

  void join(const view &other) {
    before.join(other.before);
    seen.join(other.seen);
    fence = std::max(fence, other.fence);
  }
};

//===----------------------------------------------------------------------===//
// Records of the scenario's objects
//===----------------------------------------------------------------------===//

struct store_event {
  std::uint64_t value;
  event made;
  /// What an acquire load of this store learns.
  view released;
  /// When each thread read it first; 0 is never.
  std::array<std::uint32_t, max_threads> read{};
  /// Its first seq_cst access, in the order of those; 0 is none.
  std::uint32_t seq_cst = 0;
};

struct record {
  const detail::cell *owner = nullptr; // null: destroyed
  const char *name = nullptr;
  event construction;
  std::array<event, max_threads> accesses;
  std::vector<store_event> history; // of an atomic
  event last_write;                 // of a var
  view carried;                     // by a mutex or a parker
  unsigned holder = nobody;         // of a mutex
  bool token = false;               // of a parker
  unsigned waiting = 0;             // for a notification: a bit per thread
};

//===----------------------------------------------------------------------===//
// Choices
//===----------------------------------------------------------------------===//

/// What is chosen, and so what it costs. Option 0 is free.
enum class choice_kind : std::uint8_t {
  turn,    // 0 is the next thread: the one that had the turn cannot go on
  preempt, // 0 is the thread that had the turn
  relax,   // the last is the thread that had the turn
  read,    // the others are stale
  weak,    // success, then stale failures, then a failure for no reason
  time_out // wait, or give up
};

struct spent {
  std::uint8_t preemptions = 0, stale_reads = 0, spurious = 0, timeouts = 0,
               turns = 0;
};

struct choice {
  choice_kind kind;
  std::uint16_t count;
  std::uint16_t option;
  spent before;
};

spent after(const choice &c) {
  spent s = c.before;
  if (c.option == 0)
    return s;
  const bool last = c.option == c.count - 1;
  switch (c.kind) {
  case choice_kind::turn:
    ++s.turns;
    break;
  case choice_kind::preempt:
    ++s.preemptions;
    break;
  case choice_kind::relax:
    ++(last ? s.preemptions : s.turns);
    break;
  case choice_kind::read:
    ++s.stale_reads;
    break;
  case choice_kind::weak:
    ++(last ? s.spurious : s.stale_reads);
    break;
  case choice_kind::time_out:
    ++s.timeouts;
    break;
  }
  return s;
}

bool within(const spent &s, const spent &bounds) {
  return s.preemptions <= bounds.preemptions &&
         s.stale_reads <= bounds.stale_reads && s.spurious <= bounds.spurious &&
         s.timeouts <= bounds.timeouts && s.turns <= bounds.turns;
}

/// "7.1-0.2" is: seven times option 0, then 1, then at once 2, then only 0.
std::string to_string(const std::vector<choice> &path) {
  std::ostringstream out;
  std::size_t zeros = 0;
  bool first = true;
  for (const choice &c : path) {
    if (c.option == 0) {
      ++zeros;
      continue;
    }
    out << (first ? "" : "-") << zeros << '.' << c.option;
    zeros = 0;
    first = false;
  }
  return first ? "0" : out.str();
}

std::vector<std::uint16_t> parse_schedule(const std::string &text) {
  std::vector<std::uint16_t> options;
  std::istringstream in(text);
  std::size_t zeros = 0, option = 0;
  char dot, dash;
  while (in >> zeros >> dot >> option) {
    options.insert(options.end(), zeros, 0);
    options.push_back(static_cast<std::uint16_t>(option));
    in >> dash;
  }
  return options;
}

//===----------------------------------------------------------------------===//
// Fibers
//===----------------------------------------------------------------------===//

/// The C++ runtime's account of exceptions in flight belongs to the operating
/// system's thread, so that each fiber has to bring its own.
struct exception_state {
  void *caught;
  unsigned uncaught;
};

/// Of options::thread_local_at.
void *locals_at = nullptr;
std::size_t locals_size = 0;
std::array<std::byte, 128> initial_locals;

struct fiber {
  ucontext_t context;
  void *stack = nullptr;
  exception_state exceptions{};
  std::array<std::byte, 128> locals;

  fiber() = default;
  fiber(const fiber &) = delete;
  ~fiber() {
    if (stack)
      munmap(stack, stack_size);
  }

  void prepare(void (*entry)()) {
    if (!stack) {
      stack = mmap(nullptr, stack_size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      if (stack == MAP_FAILED)
        std::abort();
      // An overflow must not reach a neighbour.
      mprotect(stack, 4096, PROT_NONE);
    }
    exceptions = {};
    locals = initial_locals;
    getcontext(&context);
    context.uc_stack.ss_sp = stack;
    context.uc_stack.ss_size = stack_size;
    context.uc_link = nullptr;
    makecontext(&context, entry, 0);
  }
};

/// Ends a switch, on the side of the fiber that has now the turn.
void arrive([[maybe_unused]] void *fake_stack) {
#ifdef UNBLOCK_EXPLORE_ASAN
  __sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
#endif
}

void switch_fiber(fiber &from, fiber &to, [[maybe_unused]] bool for_good) {
  void *fake_stack = nullptr;
#ifdef UNBLOCK_EXPLORE_ASAN
  static const void *main_stack;
  static std::size_t main_size;
  if (!from.stack && !main_stack) {
    pthread_attr_t attributes;
    pthread_getattr_np(pthread_self(), &attributes);
    void *base;
    pthread_attr_getstack(&attributes, &base, &main_size);
    pthread_attr_destroy(&attributes);
    main_stack = base;
  }
  __sanitizer_start_switch_fiber(for_good ? nullptr : &fake_stack,
                                 to.stack ? to.stack : main_stack,
                                 to.stack ? stack_size : main_size);
#endif
  auto *globals = abi::__cxa_get_globals();
  std::memcpy(&from.exceptions, globals, sizeof from.exceptions);
  std::memcpy(globals, &to.exceptions, sizeof to.exceptions);
  if (locals_size) {
    std::memcpy(from.locals.data(), locals_at, locals_size);
    std::memcpy(locals_at, to.locals.data(), locals_size);
  }
  swapcontext(&from.context, &to.context);
  arrive(fake_stack);
}

//===----------------------------------------------------------------------===//
// The engine
//===----------------------------------------------------------------------===//

struct thread_state {
  fiber run;
  std::function<void()> body;
  view now;
  view to_acquire;    // learned by relaxed loads, for the next acquire fence
  view to_release;    // what the last release fence lets relaxed stores carry
  bool fresh = false; // has not come to an operation yet
  bool finished = false;
  bool relaxed = false; // gave its turn away until something has changed
  /// What the thread waits for; null when it does not.
  bool (*ready)(unsigned) = nullptr;
  unsigned ready_of = 0; // its argument: a record or a thread
  unsigned waits_in = 0; // the record in whose line it waits for a notification
  std::int64_t until = detail::never; // the time limit of the wait
  bool timed_out = false;
  const char *waits = "";
  place where;
};

enum class mode { search, random, replay };

struct engine {
  options bounds;
  spent limit;
  mode how = mode::search;

  std::uint32_t schedule_id = 0;
  std::vector<choice> path;
  std::size_t position = 0;
  std::vector<std::uint16_t> replayed;
  std::mt19937_64 random;
  unsigned calm = 4; // in random schedules, one choice of so many is no default

  fiber main;
  std::array<thread_state, max_threads> threads;
  unsigned count = 0;
  unsigned turn = 0;

  std::vector<record> records;
  std::uint32_t used_records = 0;
  /// The records of what was made outside of schedules.
  std::vector<std::pair<const detail::cell *, std::uint32_t>> outside;
  vector_clock fences; // what all seq_cst fences have seen
  std::uint32_t seq_cst = 0;
  std::size_t steps = 0;

  bool tracing = false;
  std::ostringstream trace;
  failure kind = failure::none;
  std::string message;

  thread_state &me() { return threads[turn]; }
};

// Never destroyed: atomics of static storage may outlive any other choice.
engine &the = *new engine;

[[noreturn]] void leave() {
  detail::active = false;
  detail::tracking = false;
  switch_fiber(the.me().run, the.main, true);
  std::abort();
}

[[noreturn]] void stop(failure kind, const std::string &text) {
  detail::tracking = false;
  the.kind = kind;
  the.message = text;
  leave();
}

std::string at(const place &where) {
  const std::string path = where.file_name();
  return path.substr(path.rfind('/') + 1) + ":" + std::to_string(where.line());
}

template <class... Parts> std::string text(const Parts &...parts) {
  std::ostringstream out;
  (out << ... << parts);
  return out.str();
}

std::string label(const record &r) {
  if (r.name)
    return r.name;
  return "#" + std::to_string(&r - the.records.data());
}

std::string show(std::uint64_t value) {
  std::ostringstream out;
  if (const detail::address found = detail::find_memory(value); found.block) {
    // Addresses differ from run to run, their order of allocation does not.
    out << "block " << found.block;
    if (found.offset)
      out << "+" << found.offset;
  } else if (value >= 1 << 20) {
    out << "0x" << std::hex << value;
  } else {
    out << value;
  }
  return out.str();
}

const char *show(std::memory_order order) {
  switch (order) {
  case std::memory_order_relaxed:
    return "relaxed";
  case std::memory_order_consume:
    return "consume";
  case std::memory_order_acquire:
    return "acquire";
  case std::memory_order_release:
    return "release";
  case std::memory_order_acq_rel:
    return "acq_rel";
  case std::memory_order_seq_cst:
    break;
  }
  return "seq_cst";
}

/// Adds a line to the trace; \p write gets the stream.
template <class F> void note(const place &where, F write) {
  if (!the.tracing)
    return;
  detail::not_tracked guard;
  the.trace << "  T" << the.turn << "  " << at(where) << "  ";
  write(the.trace);
  the.trace << '\n';
}

bool acquires(std::memory_order order) {
  return order != std::memory_order_relaxed &&
         order != std::memory_order_release;
}

bool releases(std::memory_order order) {
  return order == std::memory_order_release ||
         order == std::memory_order_acq_rel ||
         order == std::memory_order_seq_cst;
}

unsigned choose(choice_kind kind, unsigned count) {
  if (count <= 1)
    return 0;
  detail::not_tracked guard;
  engine &e = the;
  const spent before =
      e.position == 0 ? spent{} : after(e.path[e.position - 1]);
  if (e.position < e.path.size()) {
    // On the way to the last choice that was changed.
    choice &c = e.path[e.position];
    if (c.kind != kind || c.count != count)
      stop(failure::divergence, "the scenario did not repeat itself");
    ++e.position;
    return c.option;
  }
  unsigned option = 0;
  if (e.how == mode::replay && e.position < e.replayed.size()) {
    option = e.replayed[e.position];
    if (option >= count)
      stop(failure::divergence, "the schedule does not fit the scenario");
  } else if (e.how == mode::random &&
             (kind == choice_kind::turn || e.random() % e.calm == 0)) {
    option = static_cast<unsigned>(e.random() % count);
    if (!within(after({kind, static_cast<std::uint16_t>(count),
                       static_cast<std::uint16_t>(option), spent{}}),
                e.limit))
      option = 0;
  }
  e.path.push_back({kind, static_cast<std::uint16_t>(count),
                    static_cast<std::uint16_t>(option), before});
  ++e.position;
  return option;
}

bool can_go_on(const thread_state &t) {
  return !t.finished && (!t.ready || t.ready(t.ready_of));
}

void time_out(thread_state &t) {
  t.timed_out = true;
  detail::time = std::max(detail::time, t.until);
}

/// Picks who has the turn next; nobody when all threads have finished.
unsigned next_turn() {
  engine &e = the;
  thread_state &me = e.me();
  std::array<unsigned, max_threads + 1> options;
  for (;;) {
    unsigned n = 0;
    const bool stay = can_go_on(me);
    if (stay && !me.relaxed)
      options[n++] = e.turn;
    for (unsigned i = 1; i != e.count; ++i) {
      const unsigned other = (e.turn + i) % e.count;
      if (!e.threads[other].relaxed && can_go_on(e.threads[other]))
        options[n++] = other;
    }
    if (n != 0) {
      choice_kind kind = choice_kind::turn;
      if (stay && me.relaxed) {
        kind = choice_kind::relax;
        options[n++] = e.turn;
      } else if (stay) {
        kind = choice_kind::preempt;
      }
      return options[choose(kind, n)];
    }

    // Nobody but those who wait for a change that nobody will make.
    bool again = false;
    for (unsigned i = 0; i != e.count; ++i) {
      thread_state &t = e.threads[i];
      again |= std::exchange(t.relaxed, false) && can_go_on(t);
    }
    if (again)
      continue;
    thread_state *earliest = nullptr;
    for (unsigned i = 0; i != e.count; ++i) {
      thread_state &t = e.threads[i];
      if (!t.finished && t.until != detail::never &&
          (!earliest || t.until < earliest->until))
        earliest = &t;
    }
    if (earliest && e.bounds.timeouts_when_stuck) {
      time_out(*earliest);
      earliest->ready = nullptr;
      continue;
    }

    bool all_finished = true;
    std::ostringstream out;
    out << "deadlock:";
    for (unsigned i = 0; i != e.count; ++i) {
      const thread_state &t = e.threads[i];
      if (t.finished)
        continue;
      all_finished = false;
      out << " T" << i << " waits at " << at(t.where) << " for " << t.waits
          << ';';
    }
    if (all_finished)
      return nobody;
    std::string message = out.str();
    message.pop_back();
    stop(failure::deadlock, message);
  }
}

void give_turn(unsigned next, bool for_good = false) {
  engine &e = the;
  if (next == e.turn)
    return;
  thread_state &from = e.me();
  e.turn = next;
  switch_fiber(from.run, e.threads[next].run, for_good);
}

/// The place before an operation where another thread can get the turn. With
/// \p ready, the thread cannot go on before that holds.
void turn_point(place where, bool (*ready)(unsigned) = nullptr,
                unsigned ready_of = 0, const char *waits = "") {
  engine &e = the;
  thread_state &me = e.me();
  if (++e.steps > e.bounds.max_steps)
    stop(failure::livelock, text("livelock: the schedule has more than ",
                                 e.bounds.max_steps, " operations"));
  me.ready = ready;
  me.ready_of = ready_of;
  me.waits = waits;
  me.where = where;
  // Who has just got the turn for its first operation need not ask again.
  if (!std::exchange(me.fresh, false) || !can_go_on(me)) {
    detail::tracking = false; // every fiber that gets the turn turns it on
    give_turn(next_turn());
    detail::tracking = true;
  }
  me.ready = nullptr;
  me.until = detail::never;
}

/// Something that other threads can notice has changed.
void changed() {
  for (unsigned i = 0; i != the.count; ++i)
    the.threads[i].relaxed = false;
}

event tick(place where) {
  thread_state &me = the.me();
  const std::uint32_t stamp = ++me.now.before.at[the.turn];
  me.now.seen.at[the.turn] = stamp;
  return {the.turn, stamp, where};
}

void run_thread() {
  arrive(nullptr);
  thread_state &me = the.me();
  detail::active = true;
  detail::tracking = true;
  // Not in the handler, since the engine is left for good from there.
  std::optional<std::string> escaped;
  try {
    me.body();
  } catch (const std::exception &error) {
    detail::not_tracked guard;
    escaped = error.what();
  } catch (...) {
    detail::not_tracked guard;
    escaped = "of an unknown type";
  }
  if (escaped)
    stop(failure::exception, "an exception left the thread: " + *escaped);
  me.body = nullptr;
  detail::tracking = false;
  me.finished = true;
  changed();
  const unsigned next = next_turn();
  if (next == nobody)
    leave();
  give_turn(next, true);
  std::abort();
}

std::uint32_t new_record(const detail::cell &c, event construction,
                         std::uint64_t value) {
  detail::not_tracked guard;
  engine &e = the;
  if (e.used_records == e.records.size())
    e.records.emplace_back();
  const std::uint32_t index = e.used_records++;
  record &r = e.records[index];
  r.owner = &c;
  r.name = nullptr;
  r.construction = construction;
  r.accesses = {};
  r.history.clear();
  r.history.emplace_back();
  r.history.back().value = value;
  r.history.back().made = construction;
  r.last_write = construction;
  r.carried = {};
  r.holder = nobody;
  r.token = false;
  r.waiting = 0;
  return index;
}

/// The cell's record. Its object must be alive, as far as anybody can tell.
std::uint32_t alive(const detail::cell &c, std::uint64_t value, place where) {
  engine &e = the;
  if (c.schedule == e.schedule_id && c.index < e.used_records &&
      e.records[c.index].owner == &c)
    return c.index;
  if (c.schedule != c.outside || c.index != c.outside)
    stop(failure::lifetime,
         text("T", e.turn, " at ", at(where),
              " uses an object that was destroyed or never constructed"));
  for (const auto &[cell, index] : e.outside)
    if (cell == &c)
      return index;
  const std::uint32_t index = new_record(c, event{}, value);
  detail::not_tracked guard;
  e.outside.emplace_back(&c, index);
  return index;
}

/// Begins an operation on \p c: the turn, then the checks that it is alive.
record &begin(detail::cell &c, std::uint64_t value, place where,
              bool (*ready)(unsigned) = nullptr, const char *waits = "") {
  const std::uint32_t index = alive(c, value, where);
  turn_point(where, ready, index, waits);
  record &r = the.records[index];
  if (r.owner != &c)
    stop(failure::lifetime, text("T", the.turn, " at ", at(where),
                                 " uses an object that was destroyed"));
  if (!r.construction.in(the.me().now.before))
    stop(failure::lifetime,
         text("T", the.turn, " at ", at(where), " uses ", label(r),
              " whose construction by T", r.construction.thread, " at ",
              at(r.construction.where), " does not happen before"));
  return r;
}

void race(const record &r, const event &other, place where) {
  stop(failure::race,
       text("race on ", label(r), ": T", the.turn, " at ", at(where),
            " is not ordered after T", other.thread, " at ", at(other.where)));
}

//===----------------------------------------------------------------------===//
// Atomics
//===----------------------------------------------------------------------===//

/// The oldest store that the current thread may read.
std::size_t oldest(const record &r, std::memory_order order) {
  const view &now = the.me().now;
  vector_clock seen = now.seen;
  std::uint32_t fence = now.fence;
  if (order == std::memory_order_seq_cst) {
    // Not older than what precedes it among the seq_cst operations, or what a
    // fence that precedes it has seen.
    seen.join(the.fences);
    fence = the.seq_cst;
  }
  for (std::size_t i = r.history.size() - 1; i != 0; --i) {
    const store_event &s = r.history[i];
    if (s.made.in(seen) || (s.seq_cst != 0 && s.seq_cst <= fence))
      return i;
    for (unsigned t = 0; t != the.count; ++t)
      if (s.read[t] != 0 && s.read[t] <= seen.at[t])
        return i;
  }
  return 0;
}

void take(store_event &s, const event &by, std::memory_order order) {
  thread_state &me = the.me();
  if (s.read[by.thread] == 0)
    s.read[by.thread] = by.stamp;
  if (order == std::memory_order_seq_cst && s.seq_cst == 0)
    s.seq_cst = ++the.seq_cst;
  (acquires(order) ? me.now : me.to_acquire).join(s.released);
}

void append(record &r, std::uint64_t value, const event &by,
            std::memory_order order, const view *continued) {
  detail::not_tracked guard;
  thread_state &me = the.me();
  store_event &s = r.history.emplace_back();
  s.value = value;
  s.made = by;
  s.released = releases(order) ? me.now : me.to_release;
  if (continued)
    s.released.join(*continued);
  if (order == std::memory_order_seq_cst)
    s.seq_cst = ++the.seq_cst;
  changed();
}

std::string behind(const record &r, std::size_t index) {
  const std::size_t n = r.history.size() - 1 - index;
  return n == 0 ? "" : text(", ", n, " behind");
}

} // namespace

namespace detail {

std::uint64_t load(cell &c, std::uint64_t value, std::memory_order order,
                   place where) {
  record &r = begin(c, value, where);
  const std::size_t newest = r.history.size() - 1;
  const std::size_t index =
      newest - choose(choice_kind::read,
                      static_cast<unsigned>(newest - oldest(r, order) + 1));
  const event by = r.accesses[the.turn] = tick(where);
  take(r.history[index], by, order);
  note(where, [&](std::ostream &out) {
    out << label(r) << " load " << show(order) << " -> "
        << show(r.history[index].value) << behind(r, index);
  });
  return r.history[index].value;
}

void store(cell &c, std::uint64_t old, std::uint64_t value,
           std::memory_order order, place where) {
  record &r = begin(c, old, where);
  const event by = r.accesses[the.turn] = tick(where);
  append(r, value, by, order, nullptr);
  note(where, [&](std::ostream &out) {
    out << label(r) << " store " << show(order) << " " << show(value);
  });
}

std::uint64_t apply(std::uint64_t value, modification by) {
  switch (by.how) {
  case change::exchange:
    break;
  case change::add:
    return (value + by.operand) & by.mask;
  case change::sub:
    return (value - by.operand) & by.mask;
  case change::bit_and:
    return value & by.operand;
  case change::bit_or:
    return value | by.operand;
  case change::bit_xor:
    return value ^ by.operand;
  }
  return by.operand;
}

namespace {
void read_modify_write(record &r, std::uint64_t desired,
                       std::memory_order order, place where) {
  const event by = r.accesses[the.turn] = tick(where);
  take(r.history.back(), by, order);
  const view continued = r.history.back().released;
  append(r, desired, by, order, &continued);
}
} // namespace

std::uint64_t modify(cell &c, std::uint64_t value, modification by,
                     std::memory_order order, place where) {
  static constexpr const char *names[] = {"exchange",  "fetch_add",
                                          "fetch_sub", "fetch_and",
                                          "fetch_or",  "fetch_xor"};
  record &r = begin(c, value, where);
  const std::uint64_t old = r.history.back().value;
  const std::uint64_t desired = apply(old, by);
  read_modify_write(r, desired, order, where);
  note(where, [&](std::ostream &out) {
    out << label(r) << " " << names[static_cast<int>(by.how)] << " "
        << show(order) << " " << show(old) << " -> " << show(desired);
  });
  return old;
}

bool compare_exchange(cell &c, std::uint64_t value, std::uint64_t &expected,
                      std::uint64_t desired, std::memory_order success,
                      std::memory_order failure, bool weak, place where) {
  record &r = begin(c, value, where);
  const std::size_t newest = r.history.size() - 1;
  const bool equal = r.history[newest].value == expected;

  // A failure is a load, of any store that is not the expected value.
  std::array<std::size_t, 16> different;
  unsigned n = 0;
  const std::size_t from = oldest(r, failure);
  for (std::size_t i = newest + 1; i-- > from && n != different.size();)
    if (r.history[i].value != expected)
      different[n++] = i;

  std::size_t index = newest;
  if (equal) {
    const unsigned option =
        choose(weak ? choice_kind::weak : choice_kind::read, 1 + n + weak);
    if (option == 0) {
      read_modify_write(r, desired, success, where);
      note(where, [&](std::ostream &out) {
        out << label(r) << " compare_exchange " << show(success) << " "
            << show(expected) << " -> " << show(desired);
      });
      return true;
    }
    if (option <= n)
      index = different[option - 1];
  } else {
    index = different[choose(choice_kind::read, n)];
  }
  const event by = r.accesses[the.turn] = tick(where);
  take(r.history[index], by, failure);
  note(where, [&](std::ostream &out) {
    out << label(r) << " compare_exchange " << show(failure) << " wants "
        << show(expected) << ", fails with " << show(r.history[index].value)
        << behind(r, index);
  });
  expected = r.history[index].value;
  return false;
}

void fence(std::memory_order order, place where) {
  turn_point(where);
  tick(where);
  thread_state &me = the.me();
  if (acquires(order))
    me.now.join(me.to_acquire);
  if (order == std::memory_order_seq_cst) {
    me.now.seen.join(the.fences);
    the.fences = me.now.seen;
    me.now.fence = ++the.seq_cst;
  }
  if (releases(order))
    me.to_release = me.now;
  note(where, [&](std::ostream &out) { out << "fence " << show(order); });
}

void relax(place where) {
  the.me().relaxed = true;
  turn_point(where);
  the.me().relaxed = false;
  note(where, [&](std::ostream &out) { out << "relax"; });
}

void cell::attach(std::uint64_t value) {
  if (!active)
    return;
  index = new_record(*this, tick(place::current()), value);
  schedule = the.schedule_id;
}

void cell::retire() {
  if (!active)
    return;
  const place where = place::current();
  record &r = the.records[alive(*this, 0, where)];
  const view &now = the.me().now;
  for (const event &a : r.accesses)
    if (!a.in(now.before))
      stop(failure::race, text("T", the.turn, " destroys ", label(r),
                               ", which is not ordered after T", a.thread,
                               " at ", at(a.where)));
  if (r.holder != nobody)
    stop(failure::lifetime, "a mutex is destroyed that is locked");
  r.owner = nullptr;
  schedule = dead;
}

//===----------------------------------------------------------------------===//
// Plain variables, locks, parking, threads
//===----------------------------------------------------------------------===//

namespace {

/// Whether a wait is to end at once, by its time limit or for no reason.
bool ends_at_once(std::int64_t until) {
  return choose(until != never ? choice_kind::time_out : choice_kind::weak,
                2) == 1;
}

/// Waits for a notification. False if the time limit ended it.
bool wait_in_line(record &r, std::int64_t until, bool at_once, place where) {
  thread_state &me = the.me();
  me.until = until;
  me.timed_out = false;
  if (at_once) {
    if (until != never)
      time_out(me);
    me.until = never;
    return !me.timed_out;
  }
  const unsigned bit = 1u << the.turn;
  r.waiting |= bit;
  me.waits_in = static_cast<unsigned>(&r - the.records.data());
  turn_point(
      where,
      [](unsigned t) {
        return !(the.records[the.threads[t].waits_in].waiting & 1u << t);
      },
      the.turn, "a notification");
  the.records[me.waits_in].waiting &= ~bit;
  return !me.timed_out;
}

void wake_one(record &r) {
  std::array<unsigned, max_threads> waiting;
  unsigned n = 0;
  for (unsigned i = 0; i != max_threads; ++i)
    if (r.waiting & 1u << i)
      waiting[n++] = i;
  if (n != 0)
    r.waiting &= ~(1u << waiting[choose(choice_kind::turn, n)]);
}

} // namespace

futex futex_wait(cell &c, std::uint64_t value, std::uint64_t expected,
                 std::int64_t until, place where) {
  const bool at_once = ends_at_once(until);
  record &r = begin(c, value, where);
  r.accesses[the.turn] = tick(where);
  // The kernel looks at the newest value.
  const bool changed = r.history.back().value != expected;
  note(where, [&](std::ostream &out) {
    out << label(r) << " futex_wait" << (changed ? ", value has changed" : "");
  });
  if (changed)
    return futex::changed;
  return wait_in_line(r, until, at_once, where) ? futex::woken
                                                : futex::timed_out;
}

void futex_wake(cell &c, place where) {
  // By the address only: the object may be gone.
  turn_point(where);
  if (c.schedule != the.schedule_id || c.index >= the.used_records)
    return;
  record &r = the.records[c.index];
  note(where, [&](std::ostream &out) { out << label(r) << " futex_wake"; });
  wake_one(r);
  changed();
}

bool wait(cell &c, cell &mutex, std::int64_t until, place where) {
  const bool at_once = ends_at_once(until);
  record &r = begin(c, 0, where);
  r.accesses[the.turn] = tick(where);
  record &m = the.records[alive(mutex, 0, where)];
  if (m.holder != the.turn)
    stop(failure::check, text("T", the.turn, " at ", at(where),
                              " waits without holding the mutex"));
  m.accesses[the.turn] = tick(where);
  m.holder = nobody;
  m.carried = the.me().now;
  changed();
  note(where, [&](std::ostream &out) { out << label(r) << " wait"; });
  const bool notified = wait_in_line(r, until, at_once, where);
  lock(mutex, where);
  return notified;
}

void notify(cell &c, bool all, place where) {
  if (!active)
    return;
  record &r = begin(c, 0, where);
  r.accesses[the.turn] = tick(where);
  if (all)
    r.waiting = 0;
  else
    wake_one(r);
  changed();
  note(where, [&](std::ostream &out) { out << label(r) << " notify"; });
}

void plain_read(cell &c, place where) {
  if (!active)
    return;
  record &r = the.records[alive(c, 0, where)];
  if (!r.last_write.in(the.me().now.before))
    race(r, r.last_write, where);
  r.accesses[the.turn] = tick(where);
  note(where, [&](std::ostream &out) { out << label(r) << " is read"; });
}

void plain_write(cell &c, place where) {
  if (!active)
    return;
  record &r = the.records[alive(c, 0, where)];
  if (!r.last_write.in(the.me().now.before))
    race(r, r.last_write, where);
  for (const event &a : r.accesses)
    if (!a.in(the.me().now.before))
      race(r, a, where);
  r.accesses[the.turn] = r.last_write = tick(where);
  note(where, [&](std::ostream &out) { out << label(r) << " is written"; });
}

void lock(cell &c, place where) {
  if (the.records[alive(c, 0, where)].holder == the.turn)
    stop(failure::deadlock, text("T", the.turn, " at ", at(where),
                                 " locks a mutex that it holds"));
  record &r = begin(
      c, 0, where, [](unsigned i) { return the.records[i].holder == nobody; },
      "a mutex");
  r.accesses[the.turn] = tick(where);
  r.holder = the.turn;
  the.me().now.join(r.carried);
  note(where, [&](std::ostream &out) { out << label(r) << " lock"; });
}

bool try_lock(cell &c, place where) {
  record &r = begin(c, 0, where);
  r.accesses[the.turn] = tick(where);
  const bool taken = r.holder == nobody;
  if (taken) {
    r.holder = the.turn;
    the.me().now.join(r.carried);
  }
  note(where,
       [&](std::ostream &out) { out << label(r) << " try_lock -> " << taken; });
  return taken;
}

void unlock(cell &c, place where) {
  record &r = begin(c, 0, where);
  if (r.holder != the.turn)
    stop(failure::check, text("T", the.turn, " at ", at(where),
                              " unlocks a mutex that it does not hold"));
  r.accesses[the.turn] = tick(where);
  r.holder = nobody;
  r.carried = the.me().now;
  changed();
  note(where, [&](std::ostream &out) { out << label(r) << " unlock"; });
}

bool park(cell &c, std::int64_t until, place where) {
  if (!active)
    return true;
  thread_state &me = the.me();
  alive(c, 0, where);
  me.until = until;
  me.timed_out = false;
  if (until != never && choose(choice_kind::time_out, 2) == 1)
    time_out(me);
  record &r = begin(
      c, 0, where,
      me.timed_out ? nullptr : [](unsigned i) { return the.records[i].token; },
      "a token");
  r.accesses[the.turn] = tick(where);
  // A token that has come meanwhile is taken.
  const bool taken = std::exchange(r.token, false);
  if (taken)
    me.now.join(r.carried);
  note(where, [&](std::ostream &out) {
    out << label(r) << (taken ? " park" : " park, time is out");
  });
  return taken;
}

void unpark(cell &c, place where) {
  if (!active)
    return;
  record &r = begin(c, 0, where);
  r.accesses[the.turn] = tick(where);
  r.token = true;
  r.carried.join(the.me().now);
  changed();
  note(where, [&](std::ostream &out) { out << label(r) << " unpark"; });
}

unsigned start_thread(std::function<void()> body) {
  engine &e = the;
  if (e.count == max_threads)
    stop(failure::check, "too many threads in the scenario");
  const unsigned id = e.count++;
  thread_state &t = e.threads[id];
  t.run.prepare(run_thread);
  t.body = std::move(body);
  t.now = {};
  t.to_acquire = {};
  t.to_release = {};
  t.fresh = true;
  t.finished = t.relaxed = t.timed_out = false;
  t.until = detail::never;
  t.ready = nullptr;
  if (id != 0) {
    tick(place::current());
    t.now = e.me().now;
  }
  return id;
}

void join_thread(unsigned id, place where) {
  turn_point(
      where, [](unsigned i) { return the.threads[i].finished; }, id,
      "a thread to finish");
  tick(where);
  the.me().now.join(the.threads[id].now);
  note(where, [&](std::ostream &out) { out << "join T" << id; });
}

void join_others(place where) {
  // From the second thread on: none is younger than who waits for it.
  for (unsigned i = 1; i != the.count; ++i)
    if (i != the.turn)
      join_thread(i, where);
}

unsigned this_thread() { return the.turn; }

void set_name(cell &c, const char *name) {
  if (active)
    the.records[alive(c, 0, place::current())].name = name;
}

void fail(failure kind, const char *what, place where) {
  if (!active)
    std::abort();
  stop(kind, text("T", the.turn, " at ", at(where), ": ", what));
}

} // namespace detail

//===----------------------------------------------------------------------===//
// The search
//===----------------------------------------------------------------------===//

namespace {

void run_schedule(const std::function<void()> &scenario) {
  engine &e = the;
  ++e.schedule_id;
  e.position = 0;
  e.count = 0;
  e.turn = 0;
  e.used_records = 0;
  e.outside.clear();
  e.fences = {};
  e.seq_cst = 0;
  e.steps = 0;
  detail::time = 0;
  e.kind = failure::none;
  detail::start_thread(scenario);
  switch_fiber(e.main, e.threads[0].run, false);

  for (unsigned i = 0; i != e.count; ++i)
    e.threads[i].body = nullptr;
  const detail::leaked left = detail::live_memory();
  detail::release_memory();
  if (e.kind == failure::none && e.bounds.report_leaks && left.blocks != 0) {
    e.kind = failure::leak;
    e.message =
        text("not freed: ", left.blocks, " blocks, ", left.bytes, " bytes");
  }
}

/// Makes the path that of the next schedule within the bounds, if there is one.
bool advance() {
  engine &e = the;
  while (!e.path.empty()) {
    choice &c = e.path.back();
    while (++c.option < c.count)
      if (within(after(c), e.limit))
        return true;
    e.path.pop_back();
  }
  return false;
}

/// Runs the failed schedule once more, for its trace.
void trace_schedule(const std::function<void()> &scenario, result &r) {
  engine &e = the;
  r.kind = e.kind;
  r.message = e.message;
  r.schedule = to_string(e.path);
  std::vector<std::uint16_t> options;
  for (const choice &c : e.path)
    options.push_back(c.option);
  e.path.clear();
  e.how = mode::replay;
  e.replayed = std::move(options);
  e.tracing = true;
  e.trace.str({});
  run_schedule(scenario);
  e.tracing = false;
  r.trace = e.trace.str();
  if (e.kind != r.kind)
    r.trace += "  (did not repeat itself)\n";
}

} // namespace

result run(const options &o, const std::function<void()> &scenario) {
  engine &e = the;
  result r;
  e.bounds = o;
  e.tracing = false;
  locals_at = o.thread_local_at;
  locals_size = o.thread_local_size;
  if (locals_size > initial_locals.size())
    throw std::length_error("explore: the thread_local variable is too large");
  if (locals_size)
    std::memcpy(initial_locals.data(), locals_at, locals_size);

  std::string replay = o.replay;
  if (const char *asked = std::getenv("UNBLOCK_EXPLORE_SCHEDULE"))
    replay = asked;
  if (!replay.empty()) {
    e.path.clear();
    e.how = mode::replay;
    e.replayed = parse_schedule(replay);
    run_schedule(scenario);
    r.schedules = 1;
    trace_schedule(scenario, r);
    return r;
  }

  const int depth =
      std::max({o.preemptions, o.stale_reads, o.spurious_failures, o.timeouts});
  for (int level = 0; level <= depth; ++level) {
    const auto bound = [level](int most) {
      return static_cast<std::uint8_t>(std::min(level, most));
    };
    e.limit = {bound(o.preemptions), bound(o.stale_reads),
               bound(o.spurious_failures), bound(o.timeouts),
               static_cast<std::uint8_t>(o.turns)};
    e.how = mode::search;
    e.path.clear();
    r.schedules = 0;
    do {
      if (r.schedules == o.max_schedules)
        return r;
      run_schedule(scenario);
      ++r.schedules;
      if (e.kind != failure::none) {
        trace_schedule(scenario, r);
        return r;
      }
    } while (advance());
  }
  r.complete = true;

  // Without bounds, but for what the scenario does not want at all.
  const auto wanted = [](int most) {
    return static_cast<std::uint8_t>(most == 0 ? 0 : 255);
  };
  e.limit = {255, wanted(o.stale_reads), wanted(o.spurious_failures),
             wanted(o.timeouts), 255};
  e.how = mode::random;
  e.random.seed(o.seed);
  for (; r.random_schedules != o.random_schedules; ++r.random_schedules) {
    e.path.clear();
    e.calm = 2u << r.random_schedules % 4;
    run_schedule(scenario);
    if (e.kind != failure::none) {
      trace_schedule(scenario, r);
      return r;
    }
  }
  return r;
}

std::ostream &operator<<(std::ostream &out, const result &r) {
  static constexpr const char *names[] = {
      "passed", "failed check", "exception", "race",      "lifetime",
      "leak",   "deadlock",     "livelock",  "divergence"};
  out << names[static_cast<int>(r.kind)] << " after " << r.schedules << " + "
      << r.random_schedules << " schedules"
      << (r.complete || !r.passed() ? "" : ", search not complete");
  if (!r.passed())
    out << ": " << r.message << "\nschedule " << r.schedule << "\n" << r.trace;
  return out;
}

} // namespace explore
