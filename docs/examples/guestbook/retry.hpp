// How long to wait before the next try of something that was busy.

#ifndef GUESTBOOK_RETRY_HPP
#define GUESTBOOK_RETRY_HPP

#include <chrono>
#include <thread>

inline std::chrono::milliseconds delay_before(int attempt) {
  return std::chrono::milliseconds(10 << attempt);
}

inline void pause_for(std::chrono::milliseconds delay) {
  std::this_thread::sleep_for(delay);
}

inline void pause_before(int attempt) { pause_for(delay_before(attempt)); }

#endif // GUESTBOOK_RETRY_HPP
