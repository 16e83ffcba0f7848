// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

//! spawn_blocking and block_in_place.

use crate::context::{black_box, nanoseconds, on_worker, timed, Context};
use crate::process::threads;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};
use tokio::task::{block_in_place, spawn_blocking, yield_now};

pub const CASES: &[crate::Case] = &[
    ("offload", offload),
    ("offload_4_tasks", offload_4_tasks),
    ("offload_1e5", offload_1e5),
    ("offload_1e5_cap_16", offload_1e5_cap_16),
    ("offload_600_x_100ms", offload_600),
    ("in_place", in_place),
    ("in_place_yield", in_place_yield),
    ("in_place_nested", in_place_nested),
    ("in_place_20us", in_place_20us),
    ("in_place_handoff", in_place_handoff),
    ("spike", spike),
    ("all_blocked", all_blocked),
    ("abort_queued", abort_queued),
    ("shutdown_queued", shutdown_queued),
];

fn milliseconds(count: u64) -> Duration {
    Duration::from_millis(count)
}

fn offload(context: &Context) {
    let n = 20_000;
    let (time, each) = on_worker(&context.runtime(), async move {
        spawn_blocking(|| ()).await.unwrap();
        let mut each = Vec::with_capacity(n);
        let time = timed(async {
            for i in 0..n {
                let start = Instant::now();
                black_box(spawn_blocking(move || i).await.unwrap());
                each.push(start.elapsed());
            }
        })
        .await;
        (time, each)
    });
    context.report_each(time, n);
    context.report_percentiles(each);
}

fn offload_4_tasks(context: &Context) {
    context.measure(20_000, |n| async move {
        let mut handles = Vec::new();
        for _ in 0..4 {
            handles.push(tokio::spawn(async move {
                for i in 0..n / 4 {
                    black_box(spawn_blocking(move || i).await.unwrap());
                }
            }));
        }
        for handle in handles {
            handle.await.unwrap();
        }
    });
}

fn outstanding(context: &Context, cap: usize) {
    let n = 100_000;
    let started = Arc::new(AtomicUsize::new(0));
    let count = started.clone();
    let runtime = context
        .builder()
        .max_blocking_threads(cap)
        .on_thread_start(move || {
            count.fetch_add(1, SeqCst);
        })
        .build()
        .unwrap();
    let time = on_worker(
        &runtime,
        timed(async move {
            let mut handles = Vec::with_capacity(n);
            for i in 0..n {
                handles.push(spawn_blocking(move || i));
            }
            let mut sum = 0;
            for handle in handles {
                sum += handle.await.unwrap();
            }
            assert_eq!(sum, n * (n - 1) / 2);
        }),
    );
    context.report_each(time, n);
    let blocking = started.load(SeqCst) - context.workers;
    context.report_also("threads_started", blocking as f64);
}

fn offload_1e5(context: &Context) {
    outstanding(context, 512);
}

fn offload_1e5_cap_16(context: &Context) {
    outstanding(context, 16);
}

fn offload_600(context: &Context) {
    let runtime = context.builder().max_blocking_threads(512).build().unwrap();
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let most_seen = most.clone();
    let time = on_worker(
        &runtime,
        timed(async move {
            let mut handles = Vec::new();
            for _ in 0..600 {
                let (running, most) = (running.clone(), most.clone());
                handles.push(spawn_blocking(move || {
                    most.fetch_max(running.fetch_add(1, SeqCst) + 1, SeqCst);
                    sleep(milliseconds(100));
                    running.fetch_sub(1, SeqCst);
                }));
            }
            for handle in handles {
                handle.await.unwrap();
            }
        }),
    );
    context.report(nanoseconds(time));
    context.report_also("at_once", most_seen.load(SeqCst) as f64);
}

async fn in_place_loop(n: usize, and_yield: bool) {
    for i in 0..n {
        black_box(block_in_place(|| black_box(i)));
        if and_yield {
            yield_now().await;
        }
    }
}

// Times 5e4 block_in_place, and counts the threads that twice as many leave.
fn measure_in_place(context: &Context, and_yield: bool) {
    let n = 50_000;
    let (time, more) = on_worker(&context.runtime(), async move {
        let before = threads();
        let time = timed(in_place_loop(n, and_yield)).await;
        in_place_loop(n, and_yield).await;
        (time, threads() - before)
    });
    context.report_each(time, n);
    context.report_also("extra_threads", more as f64);
}

fn in_place(context: &Context) {
    measure_in_place(context, false);
}

fn in_place_yield(context: &Context) {
    measure_in_place(context, true);
}

fn in_place_nested(context: &Context) {
    context.measure(100_000, |n| async move {
        block_in_place(|| {
            for i in 0..n {
                black_box(block_in_place(|| black_box(i)));
            }
        });
    });
}

fn in_place_20us(context: &Context) {
    let n = 5_000;
    let overhead = on_worker(&context.runtime(), async move {
        let mut inside = Duration::ZERO;
        let start = Instant::now();
        for _ in 0..n {
            inside += block_in_place(|| {
                let start = Instant::now();
                loop {
                    let time = start.elapsed();
                    if time >= Duration::from_micros(20) {
                        return time;
                    }
                }
            });
            yield_now().await;
        }
        start.elapsed() - inside
    });
    context.report_each(overhead, n as usize);
}

// A task makes another one ready on its own worker and blocks: when does that
// one start?
fn in_place_handoff(context: &Context) {
    let each = on_worker(&context.runtime(), async {
        let mut each = Vec::new();
        for _ in 0..300 {
            let start = Instant::now();
            let other = tokio::spawn(async move { start.elapsed() });
            block_in_place(|| sleep(milliseconds(2)));
            each.push(other.await.unwrap());
            yield_now().await;
        }
        each
    });
    context.report_also("first", nanoseconds(each[0]));
    context.report_percentiles(each);
}

fn spike(context: &Context) {
    let runtime = context
        .builder()
        .thread_keep_alive(milliseconds(500))
        .build()
        .unwrap();
    let (after_spike, after_load) = runtime.block_on(async {
        let mut handles = Vec::new();
        for _ in 0..200 {
            handles.push(spawn_blocking(|| sleep(milliseconds(50))));
        }
        for handle in handles {
            handle.await.unwrap();
        }
        let after_spike = threads();
        let start = Instant::now();
        while start.elapsed() < milliseconds(4000) {
            spawn_blocking(|| ()).await.unwrap();
            tokio::time::sleep(milliseconds(1)).await;
        }
        (after_spike, threads())
    });
    context.report_also("threads_after_spike", after_spike as f64);
    context.report_also("threads_after_load", after_load as f64);
}

// The only blocking thread and all workers are blocked: when does a new task
// start?
fn all_blocked(context: &Context) {
    let runtime = context.builder().max_blocking_threads(1).build().unwrap();
    let closure = runtime.spawn_blocking(|| sleep(milliseconds(300)));
    let mut handles = Vec::new();
    for _ in 0..context.workers {
        handles.push(runtime.spawn(async { block_in_place(|| sleep(milliseconds(200))) }));
    }
    sleep(milliseconds(20));
    let start = Instant::now();
    let other = runtime.spawn(async move { start.elapsed() });
    let delay = runtime.block_on(other).unwrap();
    runtime.block_on(async {
        for handle in handles {
            handle.await.unwrap();
        }
        closure.await.unwrap();
    });
    context.report(nanoseconds(delay));
}

fn abort_queued(context: &Context) {
    let runtime = context.builder().max_blocking_threads(1).build().unwrap();
    let time = runtime.block_on(async {
        let running = spawn_blocking(|| sleep(milliseconds(100)));
        let queued = spawn_blocking(|| ());
        let start = Instant::now();
        queued.abort();
        assert!(queued.await.unwrap_err().is_cancelled());
        let time = start.elapsed();
        running.await.unwrap();
        time
    });
    context.report(nanoseconds(time));
}

fn shutdown_queued(context: &Context) {
    let runtime = context.builder().max_blocking_threads(1).build().unwrap();
    let (started, finished) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    for _ in 0..20 {
        let (started, finished) = (started.clone(), finished.clone());
        runtime.spawn_blocking(move || {
            started.fetch_add(1, SeqCst);
            sleep(milliseconds(10));
            finished.fetch_add(1, SeqCst);
        });
    }
    while started.load(SeqCst) == 0 {
        sleep(milliseconds(1));
    }
    let start = Instant::now();
    drop(runtime);
    context.report(nanoseconds(start.elapsed()));
    context.report_also("closures_run", finished.load(SeqCst) as f64);
}
