// RUN: %check_fixits %s %t
// lint: --models=%S/Inputs/acme.yaml
// no-fix: the object stays on its thread
#include <acme/task.h>
#include <fstream>
#include <string>

namespace acme {
struct GlContext {
  int texture;
};
} // namespace acme

static int upload(const acme::GlContext &context, std::string name) {
  std::ifstream in(name);
  return in.get() + context.texture;
}
acme::Task<int> loads(acme::GlContext context, std::string name) {
  co_return upload(context, name);
}
