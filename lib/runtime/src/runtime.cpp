//===- runtime.cpp - Runtimes, handles, and the way in -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "scheduler.hpp"

#include <stdexcept>
#include <string>
#include <thread>

namespace unblock {

context_error::context_error(std::string_view what, std::source_location where,
                             std::string_view instead)
    : std::logic_error(std::string(what) + " (at " + where.file_name() + ":" +
                       std::to_string(where.line()) + " in " +
                       where.function_name() + "); instead, " +
                       std::string(instead)),
      where_(where) {}

namespace detail {

scheduler *try_current_scheduler() noexcept { return this_thread.runtime; }

scheduler &current_scheduler(const char *function, std::source_location where) {
  if (!this_thread.runtime) [[unlikely]]
    throw context_error(std::string(function) +
                            " was called on a thread that is in no runtime",
                        where,
                        "call it through a handle of the runtime, or after "
                        "runtime::enter()");
  return *this_thread.runtime;
}

void submit(scheduler &on, job_core &work) { on.pool.submit(work); }

} // namespace detail

enter_guard::enter_guard(std::shared_ptr<detail::scheduler> runtime) noexcept
    : runtime_(std::move(runtime)),
      before_(std::exchange(detail::this_thread.runtime, runtime_.get())) {}

enter_guard::~enter_guard() { detail::this_thread.runtime = before_; }

handle handle::current(std::source_location where) {
  return handle(
      detail::current_scheduler("handle::current", where).shared_from_this());
}

std::optional<handle> handle::try_current() noexcept {
  if (detail::scheduler *runtime = detail::this_thread.runtime)
    return handle(runtime->shared_from_this());
  return std::nullopt;
}

runtime_metrics handle::metrics() const { return runtime_->metrics(); }

runtime::runtime() : runtime(builder::multi_thread().build()) {}

namespace {

bool in_async_code() noexcept {
  return detail::this_thread.where == detail::place::async;
}

std::optional<detail::clock::time_point>
deadline_after(std::chrono::nanoseconds limit) {
  auto now = detail::clock::now();
  if (limit >= detail::timers::never - now)
    return std::nullopt;
  return now + std::max(limit, std::chrono::nanoseconds(0));
}

} // namespace

runtime::~runtime() {
  if (!runtime_ || ended_)
    return;
  const auto &grace = runtime_->options.shutdown_grace;
  if (in_async_code())
    shutdown_background();
  else
    runtime_->shut_down(grace ? deadline_after(*grace) : std::nullopt);
}

bool runtime::shutdown_timeout(std::chrono::nanoseconds limit,
                               std::source_location where) {
  if (in_async_code())
    throw context_error("shutdown_timeout was called in async code: it would "
                        "wait for its own worker",
                        where, "call shutdown_background");
  ended_ = true;
  return runtime_->shut_down(deadline_after(limit));
}

void runtime::shutdown_background() noexcept {
  ended_ = true;
  runtime_->shut_down(detail::clock::now());
}

runtime runtime::builder::build() const {
  detail::runtime_options options = options_;
  if (options.current_thread)
    options.worker_threads = 1;
  else if (!workers_set_)
    options.worker_threads = std::max(1u, std::thread::hardware_concurrency());
  if (options.worker_threads == 0)
    throw std::invalid_argument(
        "runtime::builder: worker_threads must be at least 1");
  if (options.worker_threads > 4096)
    throw std::invalid_argument(
        "runtime::builder: worker_threads must be at most 4096");
  if (options.max_blocking_threads == 0)
    throw std::invalid_argument(
        "runtime::builder: max_blocking_threads must be at least 1");
  if (options.stall_threshold &&
      *options.stall_threshold <= options.stall_threshold->zero())
    throw std::invalid_argument(
        "runtime::builder: the threshold of detect_stalls must be positive");
  auto made = std::make_shared<detail::scheduler>(options);
  made->start();
  return runtime(std::move(made));
}

} // namespace unblock
