//! The gate: the one admission through which every file passes that reaches the output as it is.
//!
//! Owns [`Publishable`], which nothing else makes and which every route to a file holds: a new way of naming a
//! file cannot go round it. Judged is what a file says, whatever its name: its front matter, its marks. What its
//! words are is for [`crate::model::document::secrecy`] and [`crate::model::document::standing`].

use std::hash::DefaultHasher;
use std::io::Read;
use std::ops::Deref;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::files;
use crate::model::document::secrecy::{self, FileSecrecy};
use crate::model::document::standing::{self, Standing};
use crate::model::document::typed::SecretPolicy;
use crate::place::Place;
use crate::read::attached;
use crate::read::memo::Fingerprint;
use crate::read::snapshot::{Source, Sources};

/// A file that may be published: the gate has let it pass.
#[derive(Clone, Debug)]
pub struct Publishable(Arc<Source>);

impl Deref for Publishable {
    type Target = Source;
    fn deref(&self) -> &Source {
        &self.0
    }
}

impl PartialEq for Publishable {
    fn eq(&self, other: &Publishable) -> bool {
        (self.path(), self.version()) == (other.path(), other.version())
    }
}

impl Eq for Publishable {}

impl Fingerprint for Publishable {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        self.0.add_to(hasher);
    }
}

impl Publishable {
    /// Whether it says that it is a draft, and passed where these are shown.
    pub fn is_draft(&self) -> bool {
        verdict(self).barred == Some(Barred::Draft)
    }

    /// Whether there is more in it than the words that were read.
    pub fn is_looked_into(&self) -> bool {
        verdict(self).is_looked_into
    }

    /// The SHA-256 of its bytes, in hexadecimal digits; none where it is not at hand any more. Reckoned once for
    /// each content.
    pub fn sha256(&self) -> Option<String> {
        let kept = self.memo.get_or_compute(&**self, |source: &Source| Sum(sum(source)));
        kept.0.clone()
    }
}

/// A sum that is kept.
struct Sum(Option<String>);

fn sum(source: &Source) -> Option<String> {
    let mut hasher = Sha256::new();
    if source.disk().is_none() {
        hasher.update(source.text().unwrap_or_default());
    } else {
        let mut file = source.open().ok()?;
        let mut piece = vec![0; 64 * 1024];
        loop {
            match file.read(&mut piece).ok()? {
                0 => break,
                read => hasher.update(&piece[..read]),
            }
        }
    }
    Some(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Why a file does not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Barred {
    /// It is a draft.
    Draft,
    /// It is secret.
    Secret,
    /// It claims to have words, or a front matter, and nobody can read them.
    Unreadable,
}

/// The gate of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Whether drafts pass.
    pub drafts: bool,
    /// What a secret does.
    pub policy: SecretPolicy,
}

impl Gate {
    /// Lets a file pass, or not.
    ///
    /// # Errors
    /// Why it does not pass.
    pub fn admit(self, file: &Arc<Source>) -> Result<Publishable, Barred> {
        match verdict(file).barred {
            Some(Barred::Draft) if self.drafts => {}
            Some(barred) => return Err(barred),
            None => {}
        }
        Ok(Publishable(file.clone()))
    }

    /// The file that is typed in the file `from`; none where there is none that may be named.
    pub fn named(self, sources: &Sources, from: &str, typed: &str) -> Option<Result<Publishable, Barred>> {
        files::named(sources, from, typed).map(|file| self.admit(file))
    }

    /// What is said at the place that names a file that does not pass; nothing where it is left out in silence.
    pub fn fault(self, barred: Barred, at: Place, typed: &str) -> Option<Diagnostic> {
        match barred {
            Barred::Secret if self.policy == SecretPolicy::Skip => None,
            Barred::Secret => Some(diagnostic::secret(at)),
            Barred::Draft => Some(diagnostic::draft_file(at, typed)),
            Barred::Unreadable => Some(diagnostic::unreadable_file(at, typed)),
        }
    }
}

/// What is known of a file.
#[derive(Clone, Copy)]
struct Verdict {
    /// Why it does not pass.
    barred: Option<Barred>,
    is_looked_into: bool,
}

/// What is known of a file, judged once for each content.
fn verdict(file: &Source) -> Verdict {
    *file.memo.get_or_compute(file, |file| {
        let looked = attached::look(file);
        let secrecy = secrecy::of_looked(&looked);
        let barred = match (secrecy, standing::of_looked(file, &looked)) {
            (FileSecrecy::Secret, _) | (_, Standing::Secret(_)) => Some(Barred::Secret),
            (FileSecrecy::Unreadable, _) | (_, Standing::MaybeSecret | Standing::MaybeDraft) => {
                Some(Barred::Unreadable)
            }
            (_, Standing::Draft) => Some(Barred::Draft),
            (FileSecrecy::Open | FileSecrecy::NotLookedInto, Standing::Public) => None,
        };
        Verdict { barred, is_looked_into: secrecy != FileSecrecy::NotLookedInto }
    })
}
