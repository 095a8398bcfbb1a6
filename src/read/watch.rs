//! Waits until something in the folders of a site may have changed.
//!
//! Owns the watching of folders (never of single files: editors replace these) and the look at
//! everything where watching cannot work or may have missed something. Does not know what changed:
//! events only say where to look.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::read::snapshot::Touched;
use crate::read::walk::FOLDERS;

/// No event for so long: a save is over.
const QUIET: Duration = Duration::from_millis(15);
/// At most so long after the first event.
const PATIENCE: Duration = Duration::from_millis(250);
/// How often everything is looked at although nothing was heard.
const ROUND: Duration = Duration::from_secs(2);
/// Of the time, looking at everything may take at most one part in so many.
const SHARE: u32 = 40;

/// Why changes are looked for instead of heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Polling {
    /// It was asked for.
    Asked,
    /// The folder lies on a file system that tells nothing, by its name.
    FileSystem(&'static str),
    /// The machine allows no more watches.
    Limit,
    /// Watching fails for another reason.
    Refused(String),
}

/// Watches the folders of a site.
pub struct Watch {
    root: PathBuf,
    events: Receiver<notify::Result<Event>>,
    watcher: Option<RecommendedWatcher>,
    polling: Option<Polling>,
    round: Duration,
    last_look: Instant,
}

impl Watch {
    /// Begins to watch the folders below `root`, a path without symbolic links. Where they cannot be
    /// watched, or `poll` says how often to look, they are looked at.
    pub fn start(root: &Path, poll: Option<Duration>) -> Watch {
        let (sender, events) = channel();
        let mut watch = Watch {
            root: root.to_owned(),
            events,
            watcher: None,
            polling: None,
            round: poll.unwrap_or(ROUND),
            last_look: Instant::now(),
        };
        let refusal = match (poll, silent_file_system(root)) {
            (Some(_), _) => Some(Polling::Asked),
            (None, Some(name)) => Some(Polling::FileSystem(name)),
            (None, None) => {
                let watcher = RecommendedWatcher::new(sender, Config::default());
                watcher.and_then(|watcher| watch.listen(watcher)).err().map(|error| refused(&error))
            }
        };
        watch.polling = refusal;
        watch
    }

    fn listen(&mut self, mut watcher: RecommendedWatcher) -> notify::Result<()> {
        watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS.map(|folder| self.root.join(folder)).iter().filter(|folder| folder.is_dir()) {
            watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        self.watcher = Some(watcher);
        Ok(())
    }

    /// Why changes are looked for, where they are not heard.
    pub fn polling(&self) -> Option<&Polling> {
        self.polling.as_ref()
    }

    /// Waits until something may have changed, but not longer than `patience`.
    pub fn wait(&mut self, patience: Duration) -> Option<Touched> {
        let next_look = self.round.saturating_sub(self.last_look.elapsed());
        if self.watcher.is_none() {
            std::thread::sleep(next_look.min(patience));
            return (next_look <= patience).then(|| self.look());
        }
        let first = match self.events.recv_timeout(next_look.min(patience)) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => return (next_look <= patience).then(|| self.look()),
            Err(RecvTimeoutError::Disconnected) => {
                self.watcher = None;
                self.polling = Some(Polling::Refused(String::new()));
                return Some(self.look());
            }
        };
        let mut paths = BTreeSet::new();
        let mut is_everything = self.take(first, &mut paths);
        let begun = Instant::now();
        while let Some(left) = PATIENCE.checked_sub(begun.elapsed()) {
            match self.events.recv_timeout(QUIET.min(left)) {
                Ok(event) => is_everything |= self.take(event, &mut paths),
                Err(_) => break,
            }
        }
        if is_everything {
            return Some(self.look());
        }
        (!paths.is_empty()).then_some(Touched::Paths(paths))
    }

    /// Says how long the look at everything took that [`Watch::wait`] asked for: what takes long is done
    /// less often.
    pub fn looked(&mut self, took: Duration) {
        self.round = self.round.max(took * SHARE);
        self.last_look = Instant::now();
    }

    fn look(&mut self) -> Touched {
        self.last_look = Instant::now();
        Touched::Everything
    }

    /// Keeps where an event says to look; whether it says to look everywhere.
    fn take(&mut self, event: notify::Result<Event>, paths: &mut BTreeSet<PathBuf>) -> bool {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                let refused = refused(&error);
                if refused == Polling::Limit {
                    self.watcher = None;
                    self.polling = Some(refused);
                }
                return true;
            }
        };
        if event.need_rescan() {
            return true;
        }
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        let mut is_everything = false;
        for path in event.paths {
            // The folders themselves may come and go: what is new is to be watched.
            if FOLDERS.iter().any(|folder| self.root.join(folder) == path) {
                is_everything = true;
                if let Some(watcher) = &mut self.watcher
                    && path.is_dir()
                {
                    // One that vanishes again, or is watched already, is looked at all the same.
                    let _ = watcher.watch(&path, RecursiveMode::Recursive);
                }
            } else if path.parent() != Some(&self.root) {
                paths.insert(path);
            }
        }
        is_everything
    }
}

fn refused(error: &notify::Error) -> Polling {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => Polling::Limit,
        notify::ErrorKind::Io(cause) if cause.kind() == std::io::ErrorKind::StorageFull => Polling::Limit,
        notify::ErrorKind::Io(cause) if matches!(cause.raw_os_error(), Some(23 | 24)) => Polling::Limit,
        _ => Polling::Refused(error.to_string()),
    }
}

/// The name of the file system below `root` if it tells nothing of changes that others make.
#[cfg(target_os = "linux")]
fn silent_file_system(root: &Path) -> Option<&'static str> {
    // statfs(2), linux/magic.h.
    const SILENT: [(u32, &str); 6] = [
        (0x6969, "nfs"),
        (0xff53_4d42, "cifs"),
        (0xfe53_4d42, "smb"),
        (0x0102_1997, "9p"),
        (0x6573_5546, "fuse"),
        (0x786f_4256, "vboxsf"),
    ];
    let kind = rustix::fs::statfs(root).ok()?.f_type;
    SILENT.iter().find(|(magic, _)| *magic == kind as u32).map(|(_, name)| *name)
}

#[cfg(not(target_os = "linux"))]
fn silent_file_system(_: &Path) -> Option<&'static str> {
    None
}
