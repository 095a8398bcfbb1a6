//! Panics that somebody caught: of a reader of others they are known, of our own they are faults.

use std::panic::PanicHookInfo;
use std::path::Path;
use std::sync::Mutex;

static OURS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Called once before anything is tried: from then on panics are told, and our own remembered.
pub fn watch(tell: impl Fn(&PanicHookInfo<'_>) + Send + Sync + 'static) {
    std::panic::set_hook(Box::new(move |panic| {
        tell(panic);
        // A dependency lies in the registry, std in no folder of this machine.
        let is_ours = |file: &str| {
            let mut above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
            let is_source =
                file.starts_with("src/") || above.any(|root| Path::new(file).starts_with(root.join("src")));
            is_source && !file.contains("src/targets/")
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
