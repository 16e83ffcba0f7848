// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

//! Locks and channels.

use crate::context::{black_box, Context};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, Mutex, Semaphore};

pub const CASES: &[crate::Case] = &[
    ("ping_pong", ping_pong),
    ("mutex", mutex),
    ("mutex_8_tasks", mutex_8_tasks),
    ("semaphore", semaphore),
    ("oneshot", oneshot_same_task),
    ("oneshot_spawn", oneshot_spawn),
    ("mpsc_same_task", mpsc_same_task),
    ("mpsc_1024", mpsc_1024),
    ("mpsc_unbounded", mpsc_unbounded),
    ("mpsc_8_senders", mpsc_8_senders),
];

fn ping_pong(context: &Context) {
    context.measure(200_000, |n| async move {
        let (ping, mut pings) = mpsc::channel(1);
        let (pong, mut pongs) = mpsc::channel(1);
        let echo = tokio::spawn(async move {
            while let Some(value) = pings.recv().await {
                pong.send(value).await.unwrap();
            }
        });
        for i in 0..n {
            ping.send(i).await.unwrap();
            assert_eq!(pongs.recv().await, Some(i));
        }
        drop(ping);
        echo.await.unwrap();
    });
}

fn mutex(context: &Context) {
    context.measure(1_000_000, |n| async move {
        let counter = Mutex::new(0);
        for _ in 0..n {
            *counter.lock().await += 1;
        }
        assert_eq!(*counter.lock().await, n);
    });
}

fn mutex_8_tasks(context: &Context) {
    context.measure(400_000, |n| async move {
        let counter = Arc::new(Mutex::new(0));
        let mut handles = Vec::new();
        for _ in 0..8 {
            let counter = counter.clone();
            handles.push(tokio::spawn(async move {
                for _ in 0..n / 8 {
                    *counter.lock().await += 1;
                }
            }));
        }
        for handle in handles {
            handle.await.unwrap();
        }
        assert_eq!(*counter.lock().await, n);
    });
}

fn semaphore(context: &Context) {
    context.measure(1_000_000, |n| async move {
        let semaphore = Semaphore::new(4);
        for _ in 0..n {
            drop(black_box(semaphore.acquire().await.unwrap()));
        }
    });
}

fn oneshot_same_task(context: &Context) {
    context.measure(1_000_000, |n| async move {
        for i in 0..n {
            let (sender, receiver) = oneshot::channel();
            sender.send(i).unwrap();
            black_box(receiver.await.unwrap());
        }
    });
}

fn oneshot_spawn(context: &Context) {
    context.measure(200_000, |n| async move {
        for i in 0..n {
            let (sender, receiver) = oneshot::channel();
            tokio::spawn(async move { sender.send(i).unwrap() });
            black_box(receiver.await.unwrap());
        }
    });
}

fn mpsc_same_task(context: &Context) {
    context.measure(1_000_000, |n| async move {
        let (sender, mut receiver) = mpsc::channel(64);
        for i in 0..n {
            sender.send(i).await.unwrap();
            black_box(receiver.recv().await.unwrap());
        }
    });
}

fn mpsc_1024(context: &Context) {
    context.measure(1_000_000, |n| async move {
        let (sender, mut receiver) = mpsc::channel(1024);
        tokio::spawn(async move {
            for i in 0..n {
                sender.send(i).await.unwrap();
            }
        });
        let mut count = 0;
        while receiver.recv().await.is_some() {
            count += 1;
        }
        assert_eq!(count, n);
    });
}

fn mpsc_unbounded(context: &Context) {
    context.measure(1_000_000, |n| async move {
        let (sender, mut receiver) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            for i in 0..n {
                sender.send(i).unwrap();
            }
        });
        let mut count = 0;
        while receiver.recv().await.is_some() {
            count += 1;
        }
        assert_eq!(count, n);
    });
}

fn mpsc_8_senders(context: &Context) {
    context.measure(1_000_000, |n| async move {
        let (sender, mut receiver) = mpsc::channel(1024);
        for _ in 0..8 {
            let sender = sender.clone();
            tokio::spawn(async move {
                for i in 0..n / 8 {
                    sender.send(i).await.unwrap();
                }
            });
        }
        drop(sender);
        let mut count = 0;
        while receiver.recv().await.is_some() {
            count += 1;
        }
        assert_eq!(count, n);
    });
}
