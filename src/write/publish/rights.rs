//! Owner, group and mode of what is published: those of the output folder.
//!
//! Owns the rule: everything in an output bears its owner and group; who may enter the folder may read every
//! file. What is published where nothing was bears what the umask leaves.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::workshop::Workshop;
use crate::language::Words;

/// The rights of an output.
#[derive(Clone, Copy, Default)]
pub(super) struct Rights {
    #[cfg(unix)]
    claim: Option<unix::Claim>,
}

#[cfg(unix)]
impl Rights {
    /// Those of an output, as far as they can be given to what is made in `staging`; that gets them.
    pub fn claim(output: &Path, staging: &Path) -> Rights {
        Rights { claim: fs::metadata(output).ok().and_then(|of| unix::Claim::new(output, &of, staging)) }
    }

    /// Whether a file has them.
    pub fn fit(&self, file: &fs::Metadata) -> bool {
        self.claim.is_none_or(|claim| claim.fits(file))
    }

    /// Gives them to a file. Where the machine refuses, [`Rights::warning`] tells.
    pub fn give_file(&self, file: &File) {
        if let Some(claim) = self.claim {
            claim.give(file, claim.file.mode);
        }
    }

    /// Makes a folder that has them; one that is there gets them.
    pub fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let made = match self.claim {
            Some(claim) => unix::make(folder, claim.folder.mode),
            None => fs::create_dir(folder),
        };
        match made {
            Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => return Err(cause),
            _ => {}
        }
        if let (Some(claim), Ok(folder)) = (self.claim, File::open(folder)) {
            claim.give(&folder, claim.folder.mode);
        }
        Ok(())
    }

    /// Gives the folder that takes the place of the output exactly its mode.
    pub fn give_output(&self, folder: &Path) {
        if let (Some(claim), Ok(folder)) = (self.claim, File::open(folder)) {
            claim.give(&folder, claim.output_mode());
        }
    }

    /// What to do where somebody who could read the output cannot read what is published now.
    pub fn warning(&self, output: &Path) -> Option<Words> {
        let (wanted, modes) = self.claim?.locked_out()?;
        let output = output.display();
        let typed = format!(
            "sudo chgrp -R {wanted} {output} && sudo chmod -R {modes} {output} && sudo chmod g+s {output}"
        );
        Some(Words::new(
            format!(
                "cảnh báo: {output}: nhóm {wanted} đọc được trang cũ nhưng không đọc được trang mới; \
                 gõ `{typed}`, sau đó nhóm được giữ"
            ),
            format!(
                "warning: {output}: group {wanted} could read the old site and cannot read the new one; \
                 type `{typed}`, after which the group is kept"
            ),
        ))
    }
}

#[cfg(not(unix))]
impl Rights {
    pub fn claim(_: &Path, _: &Path) -> Rights {
        Rights::default()
    }

    pub fn fit(&self, _: &fs::Metadata) -> bool {
        true
    }

    pub fn give_file(&self, _: &File) {}

    pub fn make_folder(&self, folder: &Path) -> io::Result<()> {
        match fs::create_dir(folder) {
            Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => Err(cause),
            _ => Ok(()),
        }
    }

    pub fn give_output(&self, _: &Path) {}

    pub fn warning(&self, _: &Path) -> Option<Words> {
        None
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, DirBuilder, File, Metadata, Permissions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, fchown};
    use std::path::Path;

    use super::Workshop;

    const SETGID: u32 = 0o2000;

    /// Who may do what with a file or folder.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(super) struct Access {
        uid: u32,
        gid: u32,
        pub mode: u32,
    }

    /// What an output has, and what the machine lets a new file and folder have of it.
    #[derive(Clone, Copy)]
    pub(super) struct Claim {
        output: Access,
        pub folder: Access,
        pub file: Access,
    }

    impl Access {
        fn of(meta: &Metadata) -> Access {
            Access { uid: meta.uid(), gid: meta.gid(), mode: meta.mode() & 0o7777 }
        }

        /// The mode of a folder in an output of this mode: nobody but owner and group may change it.
        fn folder_mode(self) -> u32 {
            self.mode & 0o2775 | 0o700
        }

        /// The mode of a file: who may enter the folder may read it.
        fn file_mode(self) -> u32 {
            (self.mode & 0o111) << 2 | self.mode & 0o220 | 0o600
        }
    }

    impl Claim {
        /// None where the folder cannot be opened: then it stays as it was made.
        pub fn new(output: &Path, of: &Metadata, staging: &Path) -> Option<Claim> {
            let output_access = Access::of(of);
            let (uid, gid, mode) = (output_access.uid, output_access.gid, output_access.folder_mode());
            fs::remove_dir(staging).and_then(|()| make(staging, mode)).ok()?;
            let mut folder = File::open(staging).ok()?;
            // Who may not give the owner away may yet give the group.
            let given = fchown(&folder, Some(uid), Some(gid)).or_else(|_| fchown(&folder, None, Some(gid)));
            if given.is_err() && mode & SETGID != 0 && folder.metadata().ok()?.gid() != gid {
                inherit(output, staging, mode).ok()?;
                folder = File::open(staging).ok()?;
            }
            copy_acl(output, staging);
            let mut reached = Access::of(&folder.metadata().ok()?);
            reached.mode = output_access.mode;
            if reached.gid != gid {
                // What one group may read is not for another one.
                reached.mode = reached.mode & !(SETGID | 0o070) | (reached.mode & 0o007) << 3;
            }
            let mut claim = Claim {
                output: output_access,
                folder: Access { mode: reached.folder_mode(), ..reached },
                file: Access { mode: reached.file_mode(), ..reached },
            };
            claim.give(&folder, claim.folder.mode);
            let probe = staging.join("probe");
            let file = File::create(&probe).ok()?;
            claim.give(&file, claim.file.mode);
            // What a file system makes of modes is its own affair; this is what every file will have.
            claim.folder = Access::of(&folder.metadata().ok()?);
            claim.file = Access::of(&file.metadata().ok()?);
            fs::remove_file(probe).ok()?;
            Some(claim)
        }

        pub fn output_mode(&self) -> u32 {
            match self.folder.gid == self.output.gid {
                true => self.output.mode,
                false => self.folder.mode,
            }
        }

        pub fn fits(&self, file: &Metadata) -> bool {
            let now = Access::of(file);
            let has_owner = now.uid == self.file.uid || self.file.uid != self.output.uid;
            let is_like_new = (now.gid, now.mode) == (self.file.gid, self.file.mode);
            let is_as_wanted = (now.gid, now.mode) == (self.output.gid, self.output.file_mode());
            has_owner && (is_like_new || is_as_wanted)
        }

        pub fn give(&self, file: &File, mode: u32) {
            let Ok(meta) = file.metadata() else { return };
            let now = Access::of(&meta);
            let is_owned = (now.uid, now.gid) == (self.folder.uid, self.folder.gid);
            if !is_owned {
                let _ = fchown(file, Some(self.folder.uid), Some(self.folder.gid));
            }
            // A change of hands takes bits away.
            if !is_owned || now.mode != mode {
                let _ = file.set_permissions(Permissions::from_mode(mode));
            }
        }

        /// The group that is locked out, and the modes that would let it in.
        pub fn locked_out(&self) -> Option<(u32, &'static str)> {
            let (folder, file) = (self.folder, self.file);
            let has_group = folder.gid == self.output.gid && file.gid == self.output.gid;
            let may = |class: u32| folder.mode >> class & 1 == 1 && file.mode >> class & 4 == 4;
            let could = |class: u32| self.output.mode >> class & 1 == 1;
            let (group, other) = (3, 0);
            let lets_in =
                (!could(other) || may(other)) && (!could(group) || may(other) || has_group && may(group));
            let modes = if could(other) { "g+rX,o+rX" } else { "g+rX" };
            (!lets_in).then_some((self.output.gid, modes))
        }
    }

    /// Makes a folder with this mode, whatever the umask: a change of mode would take the group's bit away
    /// from who is not in the group.
    pub(super) fn make(folder: &Path, mode: u32) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        let umask = rustix::process::umask(rustix::fs::Mode::empty());
        let made = DirBuilder::new().mode(mode & 0o777).create(folder);
        #[cfg(target_os = "linux")]
        rustix::process::umask(umask);
        made
    }

    /// Makes `staging` anew so that it has the group of the output: a folder that is made in one that hands
    /// its group on has it, even where nobody may give it.
    fn inherit(output: &Path, staging: &Path, mode: u32) -> io::Result<()> {
        let inside = Workshop::inside(output);
        // One that is left from a command that died here is empty.
        let _ = fs::remove_dir(&inside);
        if make(&inside, mode).is_err() {
            return Ok(());
        }
        fs::remove_dir(staging)?;
        fs::rename(&inside, staging).or_else(|_| {
            let _ = fs::remove_dir(&inside);
            make(staging, mode)
        })
    }

    /// Gives a folder the access control lists of another one.
    #[cfg(target_os = "linux")]
    fn copy_acl(from: &Path, to: &Path) {
        use rustix::fs::{XattrFlags, getxattr, setxattr};
        for name in ["system.posix_acl_access", "system.posix_acl_default"] {
            let mut value = vec![0; 64 * 1024];
            if let Ok(length) = getxattr(from, name, &mut value[..]) {
                let _ = setxattr(to, name, &value[..length], XattrFlags::empty());
            }
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn copy_acl(_: &Path, _: &Path) {}
}
