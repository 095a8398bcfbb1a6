//! The targets of cargo-fuzz. `tests/replay` runs the same over what was found.

pub mod targets;

/// Called once before anything is tried.
pub fn prepare() {
    // A panic that is caught on purpose (of the reader of workbooks) is none: only one that comes through ends
    // the run, and that of libFuzzer would end it at once.
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
    // One thread: what an input reaches must not depend on which of several was first.
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    one.build_global().expect("the only pool");
}
