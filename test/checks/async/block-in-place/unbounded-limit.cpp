// RUN: %check_async %s async-block-in-place-unbounded %t -- -I %src_root/lib/runtime/include
//
// Sockets that have a time limit.

#include <sys/socket.h>
#include <sys/time.h>
#include <unblock/unblock.hpp>

//===--- Nothing to report ------------------------------------------------===//

void socketWithALimit() {
  unblock::block_in_place([] {
    int peer = socket(AF_INET, SOCK_STREAM, 0);
    timeval limit = {1, 0};
    setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    char c;
    return recv(peer, &c, 1, 0);
  });
}
struct Peer {
  int fd;
  // Its limit was set when it was made, say.
  char next() {
    char c;
    recv(fd, &c, 1, 0);
    return c;
  }
};
char ofAPeer(Peer &peer) {
  return unblock::block_in_place([&] { return peer.next(); });
}

//===--- Unbounded --------------------------------------------------------===//

// Another socket than the one with the limit.
void another() {
  unblock::block_in_place([] {
    // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{.*}}: 'recv' waits for the peer, and nothing limits the time
    int peer = socket(AF_INET, SOCK_STREAM, 0), other = socket(AF_INET, SOCK_STREAM, 0);
    timeval limit = {1, 0};
    setsockopt(other, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    char c;
    return recv(peer, &c, 1, 0);
  });
}
