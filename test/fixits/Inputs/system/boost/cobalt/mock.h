// Boost.Cobalt, in the shape of boost/cobalt/*.hpp, on the real Boost.Asio.
#ifndef INPUTS_COBALT_MOCK_H
#define INPUTS_COBALT_MOCK_H
#include <coro_mock.h>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/this_coro.hpp>

namespace boost::cobalt {

namespace this_coro {
using namespace boost::asio::this_coro;
}
struct use_op_t {};
constexpr use_op_t use_op{};

template <typename Result, typename T, typename Initial>
struct promise_base : mock::Promise<Result, T, Initial> {
  template <typename Awaitable> Awaitable &&await_transform(Awaitable &&A) {
    return static_cast<Awaitable &&>(A);
  }
  mock::Awaiter<asio::any_io_executor> await_transform(asio::this_coro::executor_t);
};

template <typename T = void> class [[nodiscard]] task {
public:
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> Handle) noexcept;
  T await_resume();
  using promise_type = promise_base<task, T, std::suspend_always>;
};
template <typename T = void> class [[nodiscard]] promise {
public:
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> Handle) noexcept;
  T await_resume();
  using promise_type = promise_base<promise, T, std::suspend_never>;
};
template <typename T> class generator {
public:
  struct promise_type : promise_base<generator, T, std::suspend_never> {
    mock::Awaiter<void> yield_value(T value);
  };
  mock::Awaiter<T> operator co_await();
};

} // namespace boost::cobalt

namespace boost::asio {
template <typename... Args>
class async_result<cobalt::use_op_t, void(boost::system::error_code, Args...)> {
public:
  template <typename Initiation, typename... A>
  static mock::Awaiter<void> initiate(Initiation &&, cobalt::use_op_t, A &&...) {
    return {};
  }
};
} // namespace boost::asio

#endif // INPUTS_COBALT_MOCK_H
