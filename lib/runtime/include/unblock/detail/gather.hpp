//===- detail/gather.hpp - Several coroutines in one task -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The branches run in the task of who awaits them, one at a time: each until it
// suspends, then the next. They are resumed by their own wake-ups. Since a task
// runs on one thread at a time, the bookkeeping needs no atomics.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_DETAIL_GATHER_HPP
#define UNBLOCK_DETAIL_GATHER_HPP

#include <unblock/detail/context.hpp>
#include <unblock/task.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace unblock::detail {

/// When the awaiting coroutine goes on.
enum class gather_until { all, first_error, first };

class gather {
public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  explicit gather(gather_until until) noexcept : until_(until) {}
  gather(const gather &) = delete;
  gather &operator=(const gather &) = delete;

  ~gather() {
    if (task_)
      --task_->branchings;
  }

  /// The branch whose end was enough.
  std::size_t decider() const noexcept { return decider_; }

protected:
  std::coroutine_handle<> branch_ended(std::size_t index,
                                       bool failed) noexcept {
    --running_;
    if (decider_ != none || !(running_ == 0 || until_ == gather_until::first ||
                              (failed && until_ == gather_until::first_error)))
      return std::noop_coroutine();
    decider_ = index;
    // While the branches are being started, await_suspend looks at decider_.
    return starting_ ? std::noop_coroutine() : parent_;
  }

  template <class Branches>
  bool start(Branches &&for_each, std::size_t count,
             std::coroutine_handle<> parent) {
    task_ = this_thread.task;
    ++task_->branchings;
    parent_ = parent;
    running_ = count;
    starting_ = true;
    for_each([this](auto &b) {
      if (decider_ == none)
        b.start();
    });
    starting_ = false;
    return decider_ == none;
  }

  /// What a branch is made of; a branch itself can be neither copied nor moved.
  template <class T> struct seed {
    gather &owner;
    std::size_t index;
    task<T> &work;
  };

  template <class T> struct branch final : completion {
    branch(seed<T> s) noexcept
        : owner(s.owner), index(s.index), work(std::move(s.work)) {}

    void start() {
      work.frame().promise().out = &out;
      work.frame().promise().then.set(*this);
      work.frame().resume();
    }
    std::coroutine_handle<> arrived() noexcept override {
      return owner.branch_ended(index,
                                out.which() == result<T>::state::exception);
    }
    void stop() noexcept { task<T> gone = std::move(work); }
    void rethrow() {
      if (out.which() == result<T>::state::exception)
        std::rethrow_exception(out.exception());
    }
    /// The value; void as monostate.
    auto take() {
      if constexpr (std::is_void_v<T>)
        return std::monostate{};
      else if constexpr (std::is_reference_v<T>)
        return std::ref(out.take());
      else
        return out.take();
    }

    gather &owner;
    std::size_t index;
    task<T> work;
    result<T> out;
  };

  template <class T>
  using branch_value_t = decltype(std::declval<branch<T> &>().take());

private:
  gather_until until_;
  bool starting_ = false;
  std::size_t running_ = 0;
  std::size_t decider_ = none;
  std::coroutine_handle<> parent_;
  task_core *task_ = nullptr;
};

/// A fixed number of branches of any types.
template <class... T> class gather_tuple : public gather {
public:
  gather_tuple(gather_until until, std::tuple<task<T>...> &&work)
      : gather_tuple(until, work, std::index_sequence_for<T...>()) {}

  bool await_ready() const noexcept { return sizeof...(T) == 0; }
  bool await_suspend(std::coroutine_handle<> parent) {
    auto for_each = [this](auto f) {
      std::apply([&](auto &...b) { (f(b), ...); }, branches_);
    };
    return start(for_each, sizeof...(T), parent);
  }

protected:
  void stop_all() noexcept {
    std::apply([](auto &...b) { (b.stop(), ...); }, branches_);
  }
  /// Rethrows the first exception in the order of the branches.
  std::tuple<branch_value_t<T>...> take_all() {
    std::apply([](auto &...b) { (b.rethrow(), ...); }, branches_);
    return std::apply(
        [](auto &...b) {
          return std::tuple<branch_value_t<T>...>{b.take()...};
        },
        branches_);
  }
  std::variant<branch_value_t<T>...> take_one(std::size_t index) {
    return take_one(index, std::index_sequence_for<T...>());
  }
  void rethrow_one(std::size_t index) {
    std::apply(
        [&](auto &...b) { ((b.index == index ? b.rethrow() : void()), ...); },
        branches_);
  }

private:
  template <std::size_t... I>
  gather_tuple(gather_until until, std::tuple<task<T>...> &work,
               std::index_sequence<I...>)
      : gather(until), branches_(seed<T>{*this, I, std::get<I>(work)}...) {}

  template <std::size_t... I>
  std::variant<branch_value_t<T>...> take_one(std::size_t index,
                                              std::index_sequence<I...>) {
    using variant = std::variant<branch_value_t<T>...>;
    std::optional<variant> won;
    ((index == I ? void(won.emplace(std::in_place_index<I>,
                                    std::get<I>(branches_).take()))
                 : void()),
     ...);
    return std::move(*won);
  }

  std::tuple<branch<T>...> branches_;
};

/// Any number of branches of one type.
template <class T> class gather_vector : public gather {
public:
  gather_vector(gather_until until, std::vector<task<T>> &&work)
      : gather(until) {
    for (std::size_t i = 0; i != work.size(); ++i)
      branches_.emplace_back(seed<T>{*this, i, work[i]});
  }

  bool await_ready() const noexcept { return branches_.empty(); }
  bool await_suspend(std::coroutine_handle<> parent) {
    auto for_each = [this](auto f) {
      for (auto &b : branches_)
        f(b);
    };
    return start(for_each, branches_.size(), parent);
  }

protected:
  void stop_all() noexcept {
    for (auto &b : branches_)
      b.stop();
  }
  /// std::vector of the values; void for void.
  auto take_all() {
    for (auto &b : branches_)
      b.rethrow();
    if constexpr (!std::is_void_v<T>) {
      std::vector<branch_value_t<T>> values;
      values.reserve(branches_.size());
      for (auto &b : branches_)
        values.push_back(b.take());
      return values;
    }
  }
  std::pair<std::size_t, branch_value_t<T>> take_one(std::size_t index) {
    return {index, branches_[index].take()};
  }
  void rethrow_one(std::size_t index) { branches_[index].rethrow(); }

private:
  std::deque<branch<T>> branches_; // a deque does not move its elements
};

} // namespace unblock::detail

#endif // UNBLOCK_DETAIL_GATHER_HPP
