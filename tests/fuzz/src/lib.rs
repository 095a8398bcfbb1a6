//! The targets of cargo-fuzz. `tests/replay` runs the same over what was found.

pub mod targets;

/// Called once before anything is tried.
pub fn prepare() {
    // A panic of a reader of others that is caught on purpose is none; the hook of libFuzzer would end the run at
    // once.
    targets::caught::watch(|panic| eprintln!("{panic}"));
    // One thread: what an input reaches must not depend on which of several was first.
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    one.build_global().expect("the only pool");
}
