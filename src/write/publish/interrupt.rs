//! Signals that end a command, noticed where nothing is left behind.
//!
//! Owns which ones they are. A signal that was ignored when the command began (`nohup`, a job in the
//! background of a script) stays ignored.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::{Error, Signal};

/// Listens for signals from its making on.
#[derive(Default)]
pub struct Interrupt {
    /// The number of the last one; 0 where there was none.
    received: Arc<AtomicUsize>,
}

impl Interrupt {
    /// Listens from now on.
    pub fn listen() -> Interrupt {
        let interrupt = Interrupt::default();
        #[cfg(unix)]
        for signal in SIGNALS.into_iter().filter(|signal| !is_ignored(*signal)) {
            // Without a handler the signal ends the command at once; the next one clears up.
            let received = interrupt.received.clone();
            let _ = signal_hook::flag::register_usize(signal.number.into(), received, signal.number.into());
        }
        interrupt
    }

    /// Refuses to go on where a signal has come.
    ///
    /// # Errors
    /// The signal.
    pub fn check(&self) -> Result<(), Error> {
        let received = self.received.load(Ordering::Relaxed);
        match SIGNALS.into_iter().find(|signal| usize::from(signal.number) == received) {
            Some(signal) => Err(Error::stopped(signal)),
            None => Ok(()),
        }
    }
}

/// The signals that end a command; their numbers are the same on every Unix.
const SIGNALS: [Signal; 3] = [
    Signal { name: "SIGINT", number: 2 },
    Signal { name: "SIGTERM", number: 15 },
    Signal { name: "SIGHUP", number: 1 },
];

/// Whether a signal was ignored when the command began, where the system tells.
#[cfg(unix)]
fn is_ignored(signal: Signal) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask >> (signal.number - 1) & 1 == 1
}
