//! Panics that somebody caught: of a reader of others they are known, of our own they are faults.

use std::path::Path;
use std::sync::Mutex;

static OURS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Called once before anything is tried: from then on our own panics are remembered.
pub fn watch() {
    std::panic::set_hook(Box::new(|panic| {
        eprintln!("{panic}");
        // A dependency lies in the registry, std in no folder of this machine.
        let is_ours = |file: &str| {
            let sources = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|above| above.join("src"));
            let is_target = file.contains("targets");
            !is_target
                && (file.starts_with("src/")
                    || sources.into_iter().any(|src| Path::new(file).starts_with(src)))
        };
        if panic.location().is_some_and(|location| is_ours(location.file()))
            && let Ok(mut ours) = OURS.lock()
        {
            ours.push(panic.to_string());
        }
    }));
}

/// No panic of our own was caught since this was asked last.
pub fn none() {
    let caught = OURS.lock().map(|mut ours| std::mem::take(&mut *ours)).unwrap_or_default();
    assert!(caught.is_empty(), "caught: {caught:#?}");
}
