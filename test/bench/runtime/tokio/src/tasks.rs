// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

//! Tasks: start, join, yield.

use crate::context::{black_box, on_worker, timed, Context};
use crate::process::peak_resident;
use std::future::Future;
use std::pin::Pin;
use tokio::task::yield_now;

pub const CASES: &[crate::Case] = &[
    ("spawn_join_1e6", spawn_join_1e6),
    ("task_bytes", task_bytes),
    ("spawn_join_1000", spawn_join_1000),
    ("spawn_await_one", spawn_await_one),
    ("tree_spawned", spawned_tree),
    ("tree_joined", joined_tree),
    ("yield_1", yield_1),
    ("yield_100", yield_100),
];

async fn spawn_all(n: usize) {
    let mut handles = Vec::with_capacity(n);
    for i in 0..n {
        handles.push(tokio::spawn(async move { i }));
    }
    let mut sum = 0;
    for handle in handles {
        sum += handle.await.unwrap();
    }
    assert_eq!(sum, n * (n - 1) / 2);
}

fn spawn_join_1e6(context: &Context) {
    let n = 1_000_000;
    let time = on_worker(&context.runtime(), async move {
        spawn_all(1000).await;
        timed(spawn_all(n)).await
    });
    context.report_each(time, n);
}

fn task_bytes(context: &Context) {
    let n = 1_000_000;
    let bytes = on_worker(&context.runtime(), async move {
        spawn_all(1000).await;
        let before = peak_resident();
        spawn_all(n).await;
        peak_resident() - before
    });
    context.report_also("resident_bytes", bytes as f64 / n as f64);
}

fn spawn_join_1000(context: &Context) {
    context.measure(1_000_000, |n| async move {
        for _ in 0..n / 1000 {
            spawn_all(1000).await;
        }
    });
}

fn spawn_await_one(context: &Context) {
    context.measure(200_000, |n| async move {
        for i in 0..n {
            black_box(tokio::spawn(async move { i }).await.unwrap());
        }
    });
}

const TREE_DEPTH: u32 = 18;
const TREE_TASKS: usize = (1 << (TREE_DEPTH + 1)) - 2;

type Leaves = Pin<Box<dyn Future<Output = u64> + Send>>;

// Tokio runs two things at once by spawning them...
fn spawned_tree(context: &Context) {
    fn tree(depth: u32) -> Leaves {
        Box::pin(async move {
            if depth == 0 {
                return 1;
            }
            let left = tokio::spawn(tree(depth - 1));
            let right = tokio::spawn(tree(depth - 1));
            left.await.unwrap() + right.await.unwrap()
        })
    }
    context.measure(TREE_TASKS, |_| async {
        assert_eq!(tree(TREE_DEPTH).await, 1 << TREE_DEPTH);
    });
}

// ... or inside one task.
fn joined_tree(context: &Context) {
    fn tree(depth: u32) -> Leaves {
        Box::pin(async move {
            if depth == 0 {
                return 1;
            }
            let (left, right) = tokio::join!(tree(depth - 1), tree(depth - 1));
            left + right
        })
    }
    context.measure(TREE_TASKS, |_| async {
        assert_eq!(tree(TREE_DEPTH).await, 1 << TREE_DEPTH);
    });
}

fn yield_1(context: &Context) {
    context.measure(300_000, |n| async move {
        for _ in 0..n {
            yield_now().await;
        }
    });
}

fn yield_100(context: &Context) {
    context.measure(500_000, |n| async move {
        let mut handles = Vec::new();
        for _ in 0..100 {
            handles.push(tokio::spawn(async move {
                for _ in 0..n / 100 {
                    yield_now().await;
                }
            }));
        }
        for handle in handles {
            handle.await.unwrap();
        }
    });
}
