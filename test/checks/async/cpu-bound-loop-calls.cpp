// RUN: %check_async %s async-cpu-bound-loop %t
//
// Calls that models know to compute for long.

#include "coro_types.h"
#include "cpu_libraries.h"

void work(int = 0);
unsigned char out[10];
unsigned long size = 10;

std::regex global("[a-z]+");

//===--- Nothing to report ------------------------------------------------===//

task<> cheap(const std::regex &given) {
  compressBound(10);
  crc32(0, out, 10);
  SHA256(out, 10, out);
  std::regex empty;
  std::regex copy(given);
  std::regex moved(std::move(copy));
  co_return;
}

int main() {
  compress(out, &size, out, 10);
  std::regex pattern("[a-z]+");
}

task<> offloaded() {
  co_await unblock::spawn_blocking([] { compress(out, &size, out, 10); });
  std::thread([] { std::regex pattern("[a-z]+"); });
}

namespace mine {
int compress(int);
int scrypt(int);
struct regex {
  explicit regex(const char *);
};
} // namespace mine

task<> sameNames() {
  mine::compress(1);
  mine::scrypt(1);
  mine::regex pattern("[a-z]+");
  co_return;
}

//===--- Long -------------------------------------------------------------===//

task<> compression() {
  compress(out, &size, out, 10);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'compress' holds the worker that runs coroutine 'compression': it compresses the whole input in one call [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'compression' begins here
  compress2(out, &size, out, 10, 9);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'compress2' holds the worker that runs coroutine 'compression': it compresses the whole input in one call [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-6]]:8: note: coroutine 'compression' begins here
  co_return;
}

task<> passwords() {
  EVP_PBE_scrypt("", 0, out, 1, 1, 1, 1, 1, out, 1);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'EVP_PBE_scrypt' holds the worker that runs coroutine 'passwords': it derives a key from a password, which is slow by design [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'passwords' begins here
  PKCS5_PBKDF2_HMAC("", 0, out, 0, 1000, nullptr, 0, out);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'PKCS5_PBKDF2_HMAC' holds the worker that runs coroutine 'passwords': it derives a key from a password, which is slow by design [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-6]]:8: note: coroutine 'passwords' begins here
  co_return;
}

task<> expressions(std::regex &pattern) {
  std::regex local("[a-z]+");
  // CHECK-NOTES: :[[@LINE-1]]:14: warning: 'std::basic_regex::basic_regex' holds the worker that runs coroutine 'expressions': it compiles a regular expression [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: coroutine 'expressions' begins here
  auto made = std::regex("[a-z]+");
  // CHECK-NOTES: :[[@LINE-1]]:15: warning: 'std::basic_regex::basic_regex' holds the worker that runs coroutine 'expressions': it compiles a regular expression [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-6]]:8: note: coroutine 'expressions' begins here
  pattern.assign("[a-z]+");
  // CHECK-NOTES: :[[@LINE-1]]:11: warning: 'std::basic_regex::assign' holds the worker that runs coroutine 'expressions': it compiles a regular expression [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-9]]:8: note: coroutine 'expressions' begins here
  std::regex_match("abc", pattern);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'std::regex_match' holds the worker that runs coroutine 'expressions': it may take time exponential in the length of the input [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-12]]:8: note: coroutine 'expressions' begins here
  std::regex_search("abc", std::regex("[a-z]+"));
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'std::regex_search' holds the worker that runs coroutine 'expressions': it may take time exponential in the length of the input [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-15]]:8: note: coroutine 'expressions' begins here
  // CHECK-NOTES: :[[@LINE-3]]:28: warning: 'std::basic_regex::basic_regex' holds the worker that runs coroutine 'expressions': it compiles a regular expression [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-17]]:8: note: coroutine 'expressions' begins here
  co_return;
}

bool isName(const char *text) {
  std::regex pattern("[a-z]+");
  return text != nullptr;
}

void pack() {
  // A short loop does not hide the call.
  for (int i = 0; i < 20000; ++i)
    work();
  compress(out, &size, out, 10);
}

task<> throughHelpers() {
  isName("abc");
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'isName' holds the worker that runs coroutine 'throughHelpers': it reaches 'std::basic_regex::basic_regex', which compiles a regular expression [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-14]]:14: note: 'isName' calls 'std::basic_regex::basic_regex' here
  // CHECK-NOTES: :[[@LINE-4]]:8: note: coroutine 'throughHelpers' begins here
  pack();
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'pack' holds the worker that runs coroutine 'throughHelpers': it reaches 'compress', which compresses the whole input in one call [async-cpu-bound-loop]
  // CHECK-NOTES: :[[@LINE-10]]:3: note: 'pack' calls 'compress' here
  // CHECK-NOTES: :[[@LINE-8]]:8: note: coroutine 'throughHelpers' begins here
  co_return;
}
