// RUN: %check_async %s async-blocking-call %t -- -isystem %src_root/lib/runtime/include
// A stream that is only there to read all of a file.

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
// CHECK-FIXES: #include <unblock/fs.hpp>
#include <unblock/task.hpp>

using unblock::task;

task<std::string> iterators(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  // CHECK-FIXES: std::string text = co_await unblock::fs::read_to_string(path);
  co_return text;
}
task<std::string> braces(const std::string &path) {
  std::ifstream in{path + ".txt"};
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  // CHECK-FIXES: const std::string text = co_await unblock::fs::read_to_string(path + ".txt");
  co_return text;
}
task<std::string> buffer(const char *path) {
  std::ifstream in(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  std::stringstream buffer;
  buffer << in.rdbuf();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'std::basic_ostream::operator<<' blocks {{.*}}
  co_return buffer.str();
  // CHECK-FIXES: co_return co_await unblock::fs::read_to_string(path);
}
task<std::size_t> bufferInExpression(std::string path) {
  std::ifstream in(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  std::ostringstream buffer;
  buffer << in.rdbuf();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'std::basic_ostream::operator<<' blocks {{.*}}
  auto size = buffer.str().size();
  // CHECK-FIXES: auto size = (co_await unblock::fs::read_to_string(path)).size();
  co_return size;
}

//===-- Not that plain --------------------------------------------------------===//

task<std::string> checked(std::string path) {
  std::ifstream in(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  // CHECK-MESSAGES: :[[@LINE-2]]:17: note: no fix: 'in' goes on to block where it is used; move all that uses it into one closure
  if (!in)
    co_return "";
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  co_return text;
}
task<std::string> line(std::string path) {
  std::ifstream in(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  std::string text;
  std::getline(in, text);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'std::getline' blocks {{.*}}
  co_return text;
}
task<std::string> twoFiles(std::string path) {
  std::ifstream in(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  std::ostringstream buffer;
  buffer << in.rdbuf();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'std::basic_ostream::operator<<' blocks {{.*}}
  buffer << "more";
  co_return buffer.str();
}
task<std::string> fromTheEnd(std::string path) {
  std::ifstream in(path, std::ios::ate);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  co_return text;
}
task<std::string> explained(std::string path) {
  std::ifstream in(path);
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'std::basic_ifstream::basic_ifstream' blocks {{.*}}
  // All of it.
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  co_return text;
}
