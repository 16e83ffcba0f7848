//===- annotations.hpp - Say what a function does to its thread -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Annotations that unblock's checks read. They cost nothing: with Clang they
// are attributes, elsewhere nothing at all. The header needs no other one and
// may be copied into a project.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_ANNOTATIONS_HPP
#define UNBLOCK_ANNOTATIONS_HPP

#if defined(__clang__) && defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::annotate)
#define UNBLOCK_DETAIL_ANNOTATE(...) [[clang::annotate(__VA_ARGS__)]]
#endif
#endif
#ifndef UNBLOCK_DETAIL_ANNOTATE
#define UNBLOCK_DETAIL_ANNOTATE(...)
#endif

/// The function may block its thread, for the reason \p why, a string literal.
/// Calls from async contexts are reported, whatever the body says.
///
///   UNBLOCK_BLOCKING("waits for the license server") void check_out();
#define UNBLOCK_BLOCKING(why) UNBLOCK_DETAIL_ANNOTATE("unblock::blocking", why)

/// The function never blocks for long, whatever its body says. Nothing that it
/// calls is charged to its callers.
///
///   UNBLOCK_NONBLOCKING bool try_log(std::string_view line);
#define UNBLOCK_NONBLOCKING UNBLOCK_DETAIL_ANNOTATE("unblock::nonblocking")

/// The function runs on a worker or on an event loop: its body must not block.
///
///   UNBLOCK_ASYNC_CONTEXT void on_readable(int fd);
#define UNBLOCK_ASYNC_CONTEXT UNBLOCK_DETAIL_ANNOTATE("unblock::async_context")

/// The function runs the callables that it is given on a thread that may block.
///
///   UNBLOCK_OFFLOADS void run_on_pool(std::function<void()> work);
#define UNBLOCK_OFFLOADS UNBLOCK_DETAIL_ANNOTATE("unblock::offloads")

/// The function runs so often, once per request or per message, that whatever it
/// does must be cheap. `[[gnu::hot]]` says the same.
///
///   UNBLOCK_HOT_PATH unblock::task<> answer(request r);
#define UNBLOCK_HOT_PATH UNBLOCK_DETAIL_ANNOTATE("unblock::hot_path")

#define UNBLOCK_DETAIL_CONCAT2(a, b) a##b
#define UNBLOCK_DETAIL_CONCAT(a, b) UNBLOCK_DETAIL_CONCAT2(a, b)

/// From here to the end of the enclosing block, blocking is accepted for the
/// reason \p why, a string literal that must not be empty. Put it into the
/// narrowest scope of the caller, never into the function that blocks; an
/// allowance that covers nothing is reported. A lambda that runs later, or that
/// is a coroutine, needs its own.
///
///   {
///     UNBLOCK_ALLOW_BLOCKING("reads one line at start-up");
///     config = load_config();
///   }
#define UNBLOCK_ALLOW_BLOCKING(why)                                            \
  static_assert(sizeof(why) > 1, "an allowance to block needs a reason");      \
  [[maybe_unused]] UNBLOCK_DETAIL_ANNOTATE("unblock::allow_blocking", why)     \
      constexpr char UNBLOCK_DETAIL_CONCAT(unblock_allowance_, __LINE__) = 0

#endif // UNBLOCK_ANNOTATIONS_HPP
