//! The threads that make answers, few and always the same: what a thread has made leaves some of its memory
//! behind, and a thread for each connection would keep as much as there are connections.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use super::lock;

/// Answers that are made at the same time: one for a later day may take seconds, and holds up no other.
pub(super) const WORKERS: usize = 4;

/// Something that a worker does.
type Job = Box<dyn FnOnce() + Send>;

/// The threads that make answers.
pub(super) struct Workers(Sender<Job>);

impl Workers {
    /// Workers who wait for something to do.
    ///
    /// # Errors
    /// A machine that gives no thread.
    pub fn new() -> io::Result<Workers> {
        let (jobs, waiting) = channel::<Job>();
        let waiting = Arc::new(Mutex::new(waiting));
        for at in 0..WORKERS {
            let waiting = waiting.clone();
            let run = move || {
                loop {
                    let next = lock(&waiting).recv();
                    let Ok(job) = next else { return };
                    // What it fails of ends with it.
                    let _ = catch_unwind(AssertUnwindSafe(job));
                }
            };
            std::thread::Builder::new().name(format!("worker {at}")).spawn(run)?;
        }
        Ok(Workers(jobs))
    }

    /// Has something done, and what came of it told; none where it failed.
    pub fn work<T: 'static>(
        &self,
        make: impl FnOnce() -> T + Send + 'static,
        tell: impl FnOnce(Option<T>) + Send + 'static,
    ) {
        let job = move || tell(catch_unwind(AssertUnwindSafe(make)).ok());
        // The workers wait as long as this is there.
        let _ = self.0.send(Box::new(job));
    }
}
