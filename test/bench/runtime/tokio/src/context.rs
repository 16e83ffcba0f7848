// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

//! What every case uses: the runtime that it runs on, time and results. And the
//! one case that is about the runtime itself.

use std::future::Future;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

pub struct Context {
    pub name: &'static str,
    pub workers: usize,
}

impl Context {
    pub fn builder(&self) -> Builder {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(self.workers).enable_all();
        builder
    }

    pub fn runtime(&self) -> Runtime {
        self.builder().build().unwrap()
    }

    pub fn report(&self, value: f64) {
        println!("{}\t{value:.2}", self.name);
    }

    pub fn report_also(&self, what: &str, value: f64) {
        println!("{}/{what}\t{value:.2}", self.name);
    }

    /// Reports nanoseconds of one operation, when `n` took `time`.
    pub fn report_each(&self, time: Duration, n: usize) {
        self.report(nanoseconds(time) / n as f64);
    }

    /// Reports the median and the 99th percentile of `times`.
    pub fn report_percentiles(&self, mut times: Vec<Duration>) {
        times.sort();
        self.report_also("p50", nanoseconds(times[times.len() / 2]));
        self.report_also("p99", nanoseconds(times[times.len() * 99 / 100]));
    }

    /// Runs `body` as a task, on a worker as in an application, and reports what
    /// one of its `n` operations takes.
    pub fn measure<F, B>(&self, n: usize, body: B)
    where
        F: Future<Output = ()> + Send + 'static,
        B: FnOnce(usize) -> F,
    {
        let time = on_worker(&self.runtime(), timed(body(n)));
        self.report_each(time, n);
    }
}

pub fn nanoseconds(time: Duration) -> f64 {
    time.as_nanos() as f64
}

/// The compiler has to make `value` and knows nothing of it afterwards, as with
/// benchmark::DoNotOptimize; std::hint::black_box is newer than Debian 12's rustc.
#[inline(always)]
pub fn black_box<T>(value: T) -> T {
    unsafe {
        std::arch::asm!("/* {0} */", in(reg) &value, options(nostack, preserves_flags));
    }
    value
}

pub async fn timed<F: Future<Output = ()>>(body: F) -> Duration {
    let start = Instant::now();
    body.await;
    start.elapsed()
}

pub fn on_worker<F>(runtime: &Runtime, body: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    runtime.block_on(async move { tokio::spawn(body).await.unwrap() })
}

pub const CASES: &[crate::Case] = &[("runtime_start_stop", start_stop)];

fn start_stop(context: &Context) {
    let n = 200;
    let start = Instant::now();
    for _ in 0..n {
        on_worker(&context.runtime(), async {});
    }
    context.report_each(start.elapsed(), n);
}
