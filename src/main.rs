//! The program: parse, run, exit code. What a command takes, does and prints stands in `commands/`.

mod commands;

/// A large site is many small values: with glibc's allocator, taking in an edit takes half as long again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    commands::run()
}
