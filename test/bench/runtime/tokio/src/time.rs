// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

//! Timers, alone and beside blocking work.

use crate::context::{black_box, nanoseconds, on_worker, Context};
use std::time::{Duration, Instant};
use tokio::task::{block_in_place, spawn_blocking, yield_now};
use tokio::time::{sleep, timeout};

pub const CASES: &[crate::Case] = &[
    ("sleep_1ms", sleep_1ms),
    ("sleep_1e5_tasks", sleep_1e5_tasks),
    ("timeout_ready", timeout_ready),
    ("timeout_pending", timeout_pending),
    ("ticker_offload", |context| {
        ticker(context, Way::Offload, nap)
    }),
    ("ticker_in_place", |context| {
        ticker(context, Way::InPlace, nap)
    }),
    ("ticker_offload_busy", |context| {
        ticker(context, Way::Offload, spin)
    }),
    ("ticker_in_place_busy", |context| {
        ticker(context, Way::InPlace, spin)
    }),
];

const MILLISECOND: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

fn sleep_1ms(context: &Context) {
    let overshoot = on_worker(&context.runtime(), async {
        let mut overshoot = Vec::new();
        for _ in 0..200 {
            let start = Instant::now();
            sleep(MILLISECOND).await;
            overshoot.push(start.elapsed() - MILLISECOND);
        }
        overshoot
    });
    context.report_percentiles(overshoot);
}

fn sleep_1e5_tasks(context: &Context) {
    context.measure(100_000, |n| async move {
        let mut handles = Vec::with_capacity(n);
        for i in 0..n {
            handles.push(tokio::spawn(sleep((10 + i % 10) as u32 * MILLISECOND)));
        }
        for handle in handles {
            handle.await.unwrap();
        }
    });
}

fn timeout_ready(context: &Context) {
    context.measure(300_000, |n| async move {
        for i in 0..n {
            black_box(timeout(10 * SECOND, async move { i }).await.unwrap());
        }
    });
}

fn timeout_pending(context: &Context) {
    context.measure(100_000, |n| async move {
        for _ in 0..n {
            timeout(10 * SECOND, yield_now()).await.unwrap();
        }
    });
}

#[derive(Clone, Copy)]
enum Way {
    Offload,
    InPlace,
}

fn nap() {
    std::thread::sleep(SECOND);
}

fn spin() {
    let start = Instant::now();
    while start.elapsed() < SECOND {}
}

// A task that sleeps for 1 ms at a time, while two others block for 1 s: its
// longest sleep.
fn ticker(context: &Context, way: Way, block: fn()) {
    let longest = on_worker(&context.runtime(), async move {
        let ticks = tokio::spawn(async {
            let start = Instant::now();
            let mut longest = Duration::ZERO;
            while start.elapsed() < Duration::from_millis(1200) {
                let start = Instant::now();
                sleep(MILLISECOND).await;
                longest = longest.max(start.elapsed());
            }
            longest
        });
        sleep(50 * MILLISECOND).await;
        let mut handles = Vec::new();
        for _ in 0..2 {
            handles.push(tokio::spawn(async move {
                match way {
                    Way::Offload => spawn_blocking(block).await.unwrap(),
                    Way::InPlace => block_in_place(block),
                }
            }));
        }
        for handle in handles {
            handle.await.unwrap();
        }
        ticks.await.unwrap()
    });
    context.report(nanoseconds(longest));
}
