// RUN: %check_async %s async-spawn-blocking-capture %t -- -I%src_root/lib/runtime/include
//
// Objects that stay on their thread.

#include <functional>
#include <memory>
#include <unblock/unblock.hpp>

using unblock::spawn_blocking;
using unblock::task;

extern "C" {
struct lua_State;
struct GLFWwindow;
struct sqlite3;
void lua_settop(lua_State *L, int index);
void glfwSwapBuffers(GLFWwindow *window);
int sqlite3_changes(sqlite3 *db);
}
lua_State *makeState();

// A connection is not bound, as long as one thread uses it at a time.
task<> connection(sqlite3 *db) {
  co_await spawn_blocking([db] { return sqlite3_changes(db); });
}
task<> madeThere() {
  co_await spawn_blocking([] { lua_settop(makeState(), 0); });
}
task<> unused(lua_State *L) {
  co_await spawn_blocking([=] { return 1; });
  lua_settop(L, 0);
}

task<> pointer(lua_State *L) {
  co_await spawn_blocking([L] { lua_settop(L, 0); });
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'L' is used on another thread by the closure that 'unblock::spawn_blocking' runs, but a 'lua_State' is bound to its own [async-spawn-blocking-capture]
  // CHECK-MESSAGES: :[[@LINE-2]]:28: note: use it on its thread, and pass on what the work needs of it; or make another on the thread of the work
}
task<> implicit(GLFWwindow *window) {
  co_await spawn_blocking([&] { glfwSwapBuffers(window); });
  // CHECK-MESSAGES: :[[@LINE-1]]:49: warning: 'window' is used on another thread {{.*}}
}
class Script {
public:
  task<> run() {
    co_await spawn_blocking([this] { lua_settop(L_, 0); });
    // CHECK-MESSAGES: :[[@LINE-1]]:49: warning: 'L_' is used on another thread {{.*}}
  }

private:
  lua_State *L_;
};
