// RUN: %check_async %s async-spawn-blocking-capture %t -- -I%src_root/lib/runtime/include
//
// What a closure can refer to, and how.

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unblock/unblock.hpp>
#include <vector>

using unblock::spawn_blocking;
using unblock::task;

void use(const void *);
void use(std::string_view);
void sum(std::span<const int>);
extern std::string global;

struct Config {
  std::string name;
  int size = 0;
};
const Config &config();

//===----------------------------------------------------------------------===//
// Right
//===----------------------------------------------------------------------===//

task<> literals() {
  std::string_view view = "literal";
  const char *text = "literal";
  (void)spawn_blocking([view, text] { use(view), use(text); });
  co_return;
}
task<> shared(std::shared_ptr<Config> config) {
  auto *raw = config.get();
  (void)spawn_blocking([config] { use(config.get()); });
  co_return;
}
task<> owned() {
  auto buffer = std::make_unique<char[]>(4096);
  char *raw = buffer.get();
  (void)spawn_blocking([buffer = std::move(buffer)] { use(buffer.get()); });
  co_return;
}
task<> elsewhere(Config *pointer) {
  const Config &known = config();
  const std::string *name = &global;
  (void)spawn_blocking([&known] { use(&known); });
  (void)spawn_blocking([name, pointer] { use(name), use(pointer); });
  co_return;
}
task<> viewsAwaited(std::string_view path) {
  std::string text;
  std::string_view view = text;
  co_await spawn_blocking([=] { use(view), use(path); });
  co_await spawn_blocking([p = text.data()] { use(p); });
}
struct Shared : std::enable_shared_from_this<Shared> {
  Config config;
  task<> run() {
    (void)spawn_blocking([this, self = shared_from_this()] { use(&config); });
    (void)spawn_blocking([*this] { use(&config); });
    co_await spawn_blocking([this] { use(&config); });
  }
};
struct Functor {
  int n;
  void operator()() const;
};
task<> functors() {
  (void)spawn_blocking(Functor{1});
  (void)spawn_blocking(std::bind(Functor{1}));
  Functor f{2};
  (void)spawn_blocking(f);
  co_await spawn_blocking(std::ref(f));
}

//===----------------------------------------------------------------------===//
// Wrong
//===----------------------------------------------------------------------===//

task<> pointers() {
  char buffer[16];
  char *p = buffer;
  (void)spawn_blocking([p] { use(p); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'p' points to 'buffer', which may be gone when 'unblock::spawn_blocking' runs the closure [async-spawn-blocking-capture]
  Config c;
  (void)spawn_blocking([q = &c] { use(q); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'q' points to 'c', which may be gone when {{.*}}
  std::vector<int> v;
  (void)spawn_blocking([q = v.data()] { use(q); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'q' points to 'v', which may be gone when {{.*}}
  auto owner = std::make_unique<Config>();
  (void)spawn_blocking([q = owner.get()] { use(q); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'q' points to 'owner', which may be gone when {{.*}}
  co_return;
}
task<> views() {
  std::string text;
  std::string_view view = text;
  (void)spawn_blocking([view] { use(view); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'view' is a view of 'text', which may be gone when {{.*}}
  std::array<int, 3> numbers{};
  std::span<const int> span(numbers);
  (void)spawn_blocking([span] { sum(span); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'span' is a view of 'numbers', which may be gone when {{.*}}
  std::vector<int> v;
  (void)spawn_blocking([it = v.begin()] { use(&*it); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'it' is a view of 'v', which may be gone when {{.*}}
  co_return;
}
task<> viewParameter(std::string_view path) {
  (void)spawn_blocking([path] { use(path); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: what the view 'path' refers to may be gone when {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:25: note: 'path' is captured here
  // CHECK-MESSAGES: :[[@LINE+2]]:1: note: the function ends here, and the work may still run
  co_return;
}
task<> references() {
  Config c;
  auto &alias = c.name;
  (void)spawn_blocking([&alias] { use(alias); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'alias' is captured by reference and may be gone when {{.*}}
  (void)spawn_blocking([&size = c.size] { use(&size); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'size' is captured by reference and may be gone when {{.*}}
  auto [name, n] = c;
  (void)spawn_blocking([&name] { use(name); });
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'name' is captured by reference and may be gone when {{.*}}
  co_return;
}
struct Server {
  std::string name;
  task<> run() {
    (void)spawn_blocking([this] { use(name); });
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the object of 'this' may be gone when {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:27: note: 'this' is captured here
    co_return;
  }
  void work();
  task<> bound() {
    (void)spawn_blocking(std::bind(&Server::work, this));
    // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: the object of 'this' may be gone when {{.*}}
    co_return;
  }
};
task<> binds() {
  Config c;
  (void)spawn_blocking(std::bind([](const Config &c) { use(&c); }, std::ref(c)));
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'c' is captured by reference and may be gone when {{.*}}
  auto named = [&c] { use(&c); };
  (void)spawn_blocking(named);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'c' is captured by reference and may be gone when {{.*}}
  (void)spawn_blocking(std::function<void()>([&c] { use(&c); }));
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'c' is captured by reference and may be gone when {{.*}}
  Functor f{2};
  (void)spawn_blocking(std::ref(f));
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'f' is captured by reference and may be gone when {{.*}}
  co_return;
}
struct Writer {
  Config *to;
  void operator()() const;
};
task<> writers() {
  Config c;
  (void)spawn_blocking(Writer{&c});
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'c' is passed by its address and may be gone when {{.*}}
  co_return;
}
