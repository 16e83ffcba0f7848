// What the tests of loops need of libraries, under the names that the models
// and the profiles know.
#pragma once
#include <coroutine>
#include <utility>

using std::size_t;

extern "C" {
int compress(unsigned char *, unsigned long *, const unsigned char *, unsigned long);
int compress2(unsigned char *, unsigned long *, const unsigned char *, unsigned long, int);
unsigned long compressBound(unsigned long);
unsigned long crc32(unsigned long, const unsigned char *, unsigned);
int EVP_PBE_scrypt(const char *, size_t, const unsigned char *, size_t,
                   unsigned long, unsigned long, unsigned long, unsigned long,
                   unsigned char *, size_t);
int PKCS5_PBKDF2_HMAC(const char *, int, const unsigned char *, int, int,
                      const void *, int, unsigned char *);
unsigned char *SHA256(const unsigned char *, size_t, unsigned char *);
}

namespace std {

struct thread {
  template <typename F> explicit thread(F &&f) { f(); }
  ~thread();
};
enum class launch { async = 1, deferred = 2 };
template <typename T> struct future {
  ~future();
};
template <typename F> future<void> async(launch, F &&f) {
  f();
  return {};
}

template <typename I, typename F> F for_each(I first, I last, F f) {
  for (; first != last; ++first)
    f(*first);
  return f;
}
template <typename I, typename C> void sort(I first, I last, C compare) {
  compare(*first, *last);
}

template <typename C> struct regex_traits {};
template <typename C, typename T = regex_traits<C>> class basic_regex {
public:
  basic_regex();
  explicit basic_regex(const C *);
  basic_regex(const basic_regex &);
  basic_regex(basic_regex &&);
  basic_regex &assign(const C *);
};
using regex = basic_regex<char>;
template <typename C> bool regex_match(const C *, const basic_regex<C> &);
template <typename C> bool regex_search(const C *, const basic_regex<C> &);

} // namespace std

namespace unblock {

template <typename T> struct join_handle {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
template <typename F> join_handle<void> spawn_blocking(F &&f) {
  f();
  return {};
}
template <typename F> void block_in_place(F &&f) { f(); }

} // namespace unblock

namespace asio {

template <typename T> struct awaitable {
  struct promise_type {
    awaitable get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void unhandled_exception();
    void return_void();
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
struct use_awaitable_t {};
inline constexpr use_awaitable_t use_awaitable;
class thread_pool {};
class io_context {};
template <typename E, typename T> struct executor_binder {};
template <typename E, typename T>
executor_binder<T, E> bind_executor(E &, T &&) {
  return {};
}
template <typename T> awaitable<void> post(T &&) { return {}; }
template <typename E, typename F> void post(E &, F &&f) { f(); }
struct steady_timer {
  awaitable<void> async_wait(use_awaitable_t);
};

} // namespace asio
