// Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

//! The benchmark cases of ../*.cpp, by the same names, over Tokio.
//!
//! `tokio-twin --list` prints the names. `tokio-twin WORKERS CASE...` runs cases
//! and prints `metric<TAB>value` lines. A case's own metric is nanoseconds for
//! one operation; further ones are `case/what`.

mod blocking;
mod context;
mod process;
mod sync;
mod tasks;
mod time;

type Case = (&'static str, fn(&context::Context));

fn main() {
    let cases: Vec<Case> = [
        tasks::CASES,
        sync::CASES,
        blocking::CASES,
        context::CASES,
        time::CASES,
    ]
    .concat();
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.split_first() {
        Some((first, [])) if first == "--list" => {
            for (name, _) in cases {
                println!("{name}");
            }
        }
        Some((workers, names)) if !names.is_empty() => {
            let workers = workers.parse().expect("WORKERS is a number");
            for wanted in names {
                let (name, run) = cases
                    .iter()
                    .find(|(name, _)| name == wanted)
                    .unwrap_or_else(|| panic!("no case '{wanted}'"));
                run(&context::Context { name, workers });
            }
        }
        _ => {
            eprintln!("usage: tokio-twin --list | WORKERS CASE...");
            std::process::exit(2);
        }
    }
}
