// RUN: %check_async %s async-blocking-call %t -- -isystem %src_root/lib/runtime/include
// What the closure of a fix captures: only what it can own, since the frame of
// the task may be gone before it ends.

#include <array>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unblock/blocking.hpp>
#include <unblock/task.hpp>
#include <unistd.h>
#include <utility>
#include <vector>

using unblock::task;

struct Point {
  int x, y;
};
struct Person {
  std::string name;
  int age;
};
struct Handle {
  int *where;
};
struct Counter {
  int n = 0;
  int next() { return sleep(n), ++n; }
  int peek() const { return sleep(n), n; }
};

int nap(int n) { return sleep(n); }
int napPoint(Point p) { return nap(p.x); }
int load(const std::string &path) { return nap(path.size()); }
int loadView(std::string_view path) { return nap(path.size()); }
int loadC(const char *path) { return nap(*path); }
int loadAll(const std::vector<std::string> &paths) { return nap(paths.size()); }
int greet(const Person &p) { return load(p.name); }
int take(std::unique_ptr<int> p) { return nap(*p); }
int takeText(std::string text) { return load(text); }
int peekAt(const std::shared_ptr<Counter> &c) { return c->peek(); }
int use(Handle h) { return nap(*h.where); }
void fill(std::string &text) { nap(text.size()); }
void fillC(char *buffer, int n) { nap(n); }
void send(const char *buffer, int n) { nap(n); }
void look(const Point *p) { nap(p->x); }
void consume(std::string &&text) { nap(text.size()); }
template <typename T> int forwarded(T &&t) { return nap(sizeof(t)); }
void log(const std::string &);
std::string describe(const Person &);
std::string describe(const std::string &);
void pair(const std::string &a, const std::string &b) { load(a); }

//===-- By value --------------------------------------------------------------===//

task<> scalars(int a, const int b, long &c) {
  int d = 1;
  const int e = 2;
  static int f = 3;
  constexpr int g = 4;
  nap(a + b);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([a, b] { nap(a + b); });
  nap(c + d + e + f + g);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([c, d] { nap(c + d + e + f + g); });
  co_return;
}
task<> objects(Point p, const std::string &path, std::shared_ptr<Counter> counter) {
  napPoint(p);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'napPoint' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([p] { napPoint(p); });
  load(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work = [path] { load(path); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work));
  counter->peek();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'Counter::peek' blocks {{.*}}
  // CHECK-FIXES: auto work2 = [counter] { counter->peek(); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work2));
  peekAt(counter);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'peekAt' blocks {{.*}}
  // CHECK-FIXES: auto work3 = [counter = std::move(counter)] { peekAt(counter); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work3));
  co_return;
}
task<> members(Person p, Counter c) {
  load(p.name);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work = [arg = p.name] { load(arg); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work));
  c.peek();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Counter::peek' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([c] { c.peek(); });
  greet(p);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'greet' blocks {{.*}}
  // CHECK-FIXES: auto work2 = [p = std::move(p)] { greet(p); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work2));
  co_return;
}
task<> bindings(std::pair<std::string, int> pair) {
  auto [path, n] = pair;
  load(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work = [path = path] { load(path); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work));
  nap(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([n = n] { nap(n); });
  co_return;
}
task<> arrays(Point where) {
  std::array<char, 8> bytes = {};
  send(bytes.data(), sizeof(bytes));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'send' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([bytes] { send(bytes.data(), sizeof(bytes)); });
  fillC(bytes.data(), sizeof(bytes));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'fillC' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: the call changes 'bytes', {{.*}}
  std::vector<std::string> paths{"a"};
  load(paths[0]);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work = [arg = paths[0]] { load(arg); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work));
  fill(paths.front());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'fill' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: the call changes 'paths', {{.*}}
  char buffer[8] = "x";
  send(buffer, sizeof(buffer));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'send' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: {{.*}}
  look(&where);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'look' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([where] { look(&where); });
  co_return;
}
task<> literals() {
  const char *const path = "x";
  constexpr std::string_view view = "y";
  loadC(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'loadC' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([path] { loadC(path); });
  loadView(view);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'loadView' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([view] { loadView(view); });
  load("z");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([] { load("z"); });
  co_return;
}
struct Service {
  std::string path_;
  int n_ = 0;
  std::vector<std::string> all_;
  int own() { return nap(n_); }

  task<> run() {
    load(path_);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'load' blocks {{.*}}
    // CHECK-FIXES: auto work = [path_ = path_] { load(path_); };
    // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work));
    load(this->path_);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'load' blocks {{.*}}
    // CHECK-FIXES: auto work2 = [arg = this->path_] { load(arg); };
    // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work2));
    own();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Service::own' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: no fix: the closure would need 'this', whose object may be gone when the task is cancelled; give it copies, or a std::shared_ptr to the object
    loadAll(all_);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'loadAll' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: no fix: 'all_' would have to be copied, {{.*}}
    nap(++n_);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'nap' blocks {{.*}}
    // CHECK-FIXES: co_await unblock::spawn_blocking([arg = ++n_] { nap(arg); });
    co_return;
  }
};

//===-- By moving -------------------------------------------------------------===//

task<> lastUse(std::string text, std::vector<std::string> all) {
  load(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work = [text] { load(text); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work));
  load(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work2 = [text = std::move(text)] { load(text); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work2));
  loadAll(all);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'loadAll' blocks {{.*}}
  // CHECK-FIXES: auto work3 = [all = std::move(all)] { loadAll(all); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work3));
  co_return;
}
task<> explicitly(std::unique_ptr<int> p, std::string text, std::string more) {
  take(std::move(p));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'take' blocks {{.*}}
  // CHECK-FIXES: auto work = [p = std::move(p)]() mutable { take(std::move(p)); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work));
  takeText(std::move(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'takeText' blocks {{.*}}
  // CHECK-FIXES: auto work2 = [text = std::move(text)]() mutable { takeText(std::move(text)); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work2));
  text.clear();
  consume(std::move(more));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'consume' blocks {{.*}}
  // CHECK-FIXES: auto work3 = [more = std::move(more)]() mutable { consume(std::move(more)); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work3));
  co_return;
}
task<> loops(std::vector<std::string> all, std::string outer) {
  for (const std::string &path : all)
    load(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'load' blocks {{.*}}
    // CHECK-FIXES: co_await unblock::spawn_blocking([path] { load(path); });
  for (std::string path : all)
    load(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'load' blocks {{.*}}
    // CHECK-FIXES: co_await unblock::spawn_blocking([path = std::move(path)] { load(path); });
  for (int i = 0; i < 3; ++i)
    load(outer);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'load' blocks {{.*}}
    // CHECK-FIXES: co_await unblock::spawn_blocking([outer] { load(outer); });
  while (true) {
    loadAll(all);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'loadAll' blocks {{.*}}
    // CHECK-MESSAGES: :[[@LINE-2]]:5: note: no fix: 'all' would have to be copied, {{.*}}
  }
  co_return;
}
task<std::string> aliases(std::string a, std::string b, std::string c) {
  std::string_view view = a;
  load(a);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work = [a] { load(a); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work));
  auto later = [&b] { log(b); };
  load(b);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work2 = [b] { load(b); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work2));
  later();
  const std::string *p = &c;
  load(c);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work3 = [c] { load(c); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work3));
  log(*p);
  co_return std::string(view);
}
task<int> sameExpression(std::string text) {
  co_return load(text) + load(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'load' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:26: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: co_return co_await unblock::spawn_blocking([text] { return load(text); }) + co_await unblock::spawn_blocking([text] { return load(text); });
}

//===-- Not at all ------------------------------------------------------------===//

task<> changed(std::string line, Counter counter, int n, Person p) {
  fill(line);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'fill' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: the call changes 'line', and a reference to it would dangle when the task is cancelled; keep the object in the closure, and return it
  fill(p.name);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'fill' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: the call changes 'p', {{.*}}
  char buffer[8];
  fillC(buffer, sizeof(buffer));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'fillC' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: the call changes 'buffer', {{.*}}
  fillC(&buffer[1], 7);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'fillC' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: the call changes 'buffer', {{.*}}
  counter.next();
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: 'Counter::next' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:11: note: no fix: the call changes 'counter', {{.*}}
  forwarded(n);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'forwarded' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: the call changes 'n', {{.*}}
  co_return;
}
task<> borrowed(const char *path, std::string_view view, Handle handle, Counter *counter) {
  loadC(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'loadC' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: what 'path' refers to may be gone when the task is cancelled; give the closure a copy that it owns
  loadView(view);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'loadView' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: what 'view' refers to {{.*}}
  use(handle);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'use' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: no fix: what 'handle' refers to {{.*}}
  counter->peek();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'Counter::peek' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:12: note: no fix: what 'counter' refers to {{.*}}
  co_return;
}
// What is owned can be made before.
task<> ownedBefore(const char *path, std::string_view view, Person &person) {
  load(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work = [arg = std::string(path)] { load(arg); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work));
  load(std::string(view));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work2 = [arg = std::string(view)] { load(arg); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work2));
  load(describe(person));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'load' blocks {{.*}}
  // CHECK-FIXES: auto work3 = [arg = describe(person)] { load(arg); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work3));
  takeText(describe(person));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'takeText' blocks {{.*}}
  // CHECK-FIXES: auto work4 = [arg = describe(person)]() mutable { takeText(std::move(arg)); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work4));
  std::string text;
  pair(text, describe(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'pair' blocks {{.*}}
  // CHECK-FIXES: auto work5 = [arg = describe(text), text = std::move(text)] { pair(text, arg); };
  // CHECK-FIXES: co_await unblock::spawn_blocking(std::move(work5));
  int arg = 1;
  nap(arg + co_await unblock::spawn_blocking([] { return 1; }));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'nap' blocks {{.*}}
  // CHECK-FIXES: co_await unblock::spawn_blocking([arg2 = arg + co_await unblock::spawn_blocking([] { return 1; })] { nap(arg2); });
}
