// RUN: %check_fixits %s %t
// lint: --models=%S/Inputs/acme.yaml
// no-fix: the context must stay on its thread
// remains: async-block-in-place-hot-path
// What the profile calls thread-bound does not go to the pool.
#include <acme/pool.h>
#include <acme/task.h>
#include <memory>

namespace acme {
struct GlContext {
  void draw(int frame);
};
} // namespace acme

acme::Task<int> draws(std::shared_ptr<acme::GlContext> context, int frames) {
  for (int i = 0; i < frames; ++i)
    acme::blocking_region([context, i] { context->draw(i); });
  co_return frames;
}
