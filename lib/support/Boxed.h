//===- Boxed.h - An optional value that is seldom there ---------*- C++ -*-===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Like std::optional, for members of objects of which there are very many: one
// pointer when there is no value, and the value on the heap when there is. A
// copy has a value of its own.
//
//===----------------------------------------------------------------------===//

#ifndef UNBLOCK_SUPPORT_BOXED_H
#define UNBLOCK_SUPPORT_BOXED_H

#include <memory>
#include <optional>
#include <utility>

namespace unblock {

template <typename T> class Boxed {
public:
  Boxed() = default;
  Boxed(T Value) : P(std::make_unique<T>(std::move(Value))) {}
  Boxed(std::optional<T> Value) {
    if (Value)
      emplace(std::move(*Value));
  }
  Boxed(const Boxed &Other)
      : P(Other ? std::make_unique<T>(*Other) : nullptr) {}
  Boxed(Boxed &&) noexcept = default;
  Boxed &operator=(Boxed Other) noexcept {
    P = std::move(Other.P);
    return *this;
  }

  template <typename... Args> T &emplace(Args &&...From) {
    P = std::make_unique<T>(std::forward<Args>(From)...);
    return *P;
  }
  void reset() { P.reset(); }

  bool has_value() const { return P != nullptr; }
  explicit operator bool() const { return P != nullptr; }
  T &operator*() { return *P; }
  const T &operator*() const { return *P; }
  T *operator->() { return P.get(); }
  const T *operator->() const { return P.get(); }

private:
  std::unique_ptr<T> P;
};

} // namespace unblock

#endif // UNBLOCK_SUPPORT_BOXED_H
