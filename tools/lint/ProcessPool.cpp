//===- ProcessPool.cpp - Work in processes of its own ---------------------===//
//
// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ProcessPool.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Errno.h"
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace llvm;
using namespace unblock::lint;

namespace {
/// Tells poll that a signal asked to stop, for as long as it lives. A second
/// signal then ends the program as it does by default.
class StopSignals {
public:
  StopSignals() {
    if (pipe(Pipe) != 0)
      Pipe[0] = Pipe[1] = -1;
    struct sigaction Action = {};
    Action.sa_handler = [](int) {
      ssize_t Ignored = write(Pipe[1], "", 1);
      (void)Ignored;
    };
    Action.sa_flags = SA_RESETHAND;
    sigemptyset(&Action.sa_mask);
    for (auto [Signal, Old] : zip_equal(Signals, Before))
      sigaction(Signal, &Action, &Old);
  }
  ~StopSignals() {
    restore();
    close(Pipe[0]);
    close(Pipe[1]);
  }
  void restore() {
    for (auto [Signal, Old] : zip_equal(Signals, Before))
      sigaction(Signal, &Old, nullptr);
  }
  static int descriptor() { return Pipe[0]; }

private:
  static constexpr int Signals[] = {SIGINT, SIGTERM};
  struct sigaction Before[std::size(Signals)];
  static inline int Pipe[2];
};

struct Child {
  pid_t Pid;
  size_t Index;
  int Output, Errors; ///< ends of pipes; -1 when closed
  Outcome Result;
};
} // namespace

/// Appends what there is to read; closes \p FD at its end.
static void drain(int &FD, std::string &Text) {
  char Buffer[1 << 16];
  ssize_t N =
      sys::RetryAfterSignal(-1, ::read, FD, (void *)Buffer, sizeof(Buffer));
  if (N > 0) {
    Text.append(Buffer, N);
    return;
  }
  close(FD);
  FD = -1;
}

static std::string signalName(int Signal) {
  switch (Signal) {
  case SIGABRT:
    return "SIGABRT";
  case SIGBUS:
    return "SIGBUS";
  case SIGFPE:
    return "SIGFPE";
  case SIGILL:
    return "SIGILL";
  case SIGKILL:
    return "SIGKILL";
  case SIGSEGV:
    return "SIGSEGV";
  case SIGTRAP:
    return "SIGTRAP";
  default:
    return "signal " + std::to_string(Signal);
  }
}

static std::string describeDeath(int Status) {
  if (WIFSIGNALED(Status)) {
    int Signal = WTERMSIG(Status);
    if (Signal == SIGKILL)
      return "was killed with SIGKILL (out of memory?)";
    return "crashed with " + signalName(Signal) + " (" + strsignal(Signal) +
           ")";
  }
  if (WEXITSTATUS(Status) != 0)
    return "ended with status " + std::to_string(WEXITSTATUS(Status));
  return "";
}

/// Starts the process for piece \p Index.
static Child start(size_t Index, ArrayRef<Child> Others, StopSignals &Stop,
                   function_ref<void(size_t, raw_ostream &)> Work) {
  Child C{-1, Index, -1, -1, {}};
  int Output[2] = {-1, -1}, Errors[2] = {-1, -1};
  if (pipe(Output) == 0 && pipe(Errors) == 0)
    C.Pid = fork();
  if (C.Pid == 0) {
    Stop.restore();
    for (const Child &Other : Others) {
      close(Other.Output);
      close(Other.Errors);
    }
    close(Output[0]);
    close(Errors[0]);
    dup2(Errors[1], STDOUT_FILENO);
    dup2(Errors[1], STDERR_FILENO);
    {
      raw_fd_ostream OS(Output[1], /*shouldClose=*/false);
      Work(Index, OS);
    }
    _exit(0);
  }
  if (C.Pid < 0)
    C.Result.Death = std::string("could not be started: ") + strerror(errno);
  close(Output[1]);
  close(Errors[1]);
  C.Output = Output[0];
  C.Errors = Errors[0];
  return C;
}

bool unblock::lint::runInProcesses(
    size_t Count, unsigned Jobs, function_ref<void(size_t, raw_ostream &)> Work,
    function_ref<void(size_t, Outcome)> Done) {
  // Deep code makes deep recursion. The limit is the stack's, which grows as it
  // is used.
  constexpr rlim_t StackSize = 64 << 20;
  rlimit Stack;
  if (getrlimit(RLIMIT_STACK, &Stack) == 0 && Stack.rlim_cur < StackSize) {
    Stack.rlim_cur = std::min(StackSize, Stack.rlim_max);
    setrlimit(RLIMIT_STACK, &Stack);
  }

  StopSignals Stop;
  std::vector<Child> Running;
  size_t Next = 0;
  while (Next < Count || !Running.empty()) {
    while (Next < Count && Running.size() < Jobs)
      Running.push_back(start(Next++, Running, Stop, Work));

    SmallVector<pollfd, 16> Events{{StopSignals::descriptor(), POLLIN, 0}};
    for (const Child &C : Running) {
      Events.push_back({C.Output, POLLIN, 0});
      Events.push_back({C.Errors, POLLIN, 0});
    }
    if (poll(Events.data(), Events.size(), -1) < 0)
      continue;
    if (Events[0].revents) {
      for (const Child &C : Running)
        if (C.Pid > 0)
          kill(C.Pid, SIGKILL);
      for (const Child &C : Running)
        if (C.Pid > 0)
          waitpid(C.Pid, nullptr, 0);
      return false;
    }
    for (size_t I = 0; I < Running.size(); ++I) {
      Child &C = Running[I];
      if (Events[1 + 2 * I].revents)
        drain(C.Output, C.Result.Output);
      if (Events[2 + 2 * I].revents)
        drain(C.Errors, C.Result.Errors);
    }
    for (Child &C : Running)
      if (C.Output < 0 && C.Errors < 0) {
        int Status = 0;
        if (C.Pid > 0 &&
            sys::RetryAfterSignal(-1, ::waitpid, C.Pid, &Status, 0) == C.Pid)
          C.Result.Death = describeDeath(Status);
        Done(C.Index, std::move(C.Result));
        C.Pid = 0;
      }
    erase_if(Running, [](const Child &C) { return C.Pid == 0; });
  }
  return true;
}
