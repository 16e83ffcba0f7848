// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

//! What the kernel says about this process.

fn status(key: &str) -> usize {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with(key)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// The number of threads.
pub fn threads() -> usize {
    status("Threads:")
}

/// The largest resident set so far, in bytes.
pub fn peak_resident() -> usize {
    status("VmHWM:") * 1024
}
