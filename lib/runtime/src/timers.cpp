//===- timers.cpp - The pending timers of a runtime -*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "timers.hpp"

namespace unblock::detail {

void timers::sift_up(std::size_t place, timer *t) noexcept {
  while (place > 0) {
    std::size_t above = (place - 1) / 2;
    if (heap_[above]->when <= t->when)
      break;
    put(place, heap_[above]);
    place = above;
  }
  put(place, t);
}

void timers::sift_down(std::size_t place, timer *t) noexcept {
  for (;;) {
    std::size_t below = 2 * place + 1;
    if (below >= heap_.size())
      break;
    if (below + 1 < heap_.size() && heap_[below + 1]->when < heap_[below]->when)
      ++below;
    if (t->when <= heap_[below]->when)
      break;
    put(place, heap_[below]);
    place = below;
  }
  put(place, t);
}

void timers::take_out(timer &t) noexcept {
  timer *last = heap_.back();
  heap_.pop_back();
  if (last != &t) {
    if (last->when < t.when)
      sift_up(t.place, last);
    else
      sift_down(t.place, last);
  }
  t.place = timer::unset;
}

bool timers::add(timer &t) {
  ready_batch ready;
  std::lock_guard lock(mutex_);
  if (closed_) {
    t.cut_short = true;
    ready.wake(t);
    return false;
  }
  heap_.push_back(&t);
  sift_up(heap_.size() - 1, &t);
  if (t.place != 0)
    return false;
  publish_next();
  return true;
}

bool timers::remove(timer &t) noexcept {
  std::lock_guard lock(mutex_);
  if (t.place == timer::unset)
    return false;
  bool first = t.place == 0;
  take_out(t);
  if (first)
    publish_next();
  return true;
}

bool timers::fire(clock::time_point now) noexcept {
  ready_batch ready;
  std::lock_guard lock(mutex_);
  bool any = false;
  while (!heap_.empty() && heap_.front()->when <= now) {
    timer &t = *heap_.front();
    take_out(t);
    ready.wake(t);
    any = true;
  }
  if (any)
    publish_next();
  return any;
}

void timers::close() noexcept {
  ready_batch ready;
  std::lock_guard lock(mutex_);
  closed_ = true;
  for (timer *t : heap_) {
    t->place = timer::unset;
    t->cut_short = true;
    ready.wake(*t);
  }
  heap_.clear();
  publish_next();
}

} // namespace unblock::detail
