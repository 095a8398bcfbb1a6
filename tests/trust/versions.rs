//! Two versions of a site that take turns in one output, and what a reader may find there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use relative_path::RelativePath;

use crate::site::{build, built, files, put, said, say};

pub type Files = BTreeMap<String, Vec<u8>>;

/// Two versions: every page differs, attachments are the same but one, and each has a directive of its own.
pub struct Two {
    pub folder: tempfile::TempDir,
    pub sites: [Files; 2],
}

impl Two {
    pub fn new(directives: usize) -> Two {
        let folder = folder();
        let sites = [0, 1].map(|which| {
            let root = folder.path().join(format!("nguon-{which}"));
            let words = ["Lần chẵn", "Lần lẻ"][which];
            put(&root, "content/organizations.yaml", "- {id: tinh-uy, name: Tỉnh ủy}\n");
            put(&root, "content/directives/bieu.csv", "a,b\n");
            say(&root, directives, words);
            let own = directives + 1 + which;
            let row = format!("{words},1\n");
            put(&root, "content/directives/so-lieu.csv", &format!("a,b\n{}", row.repeat(2_000)));
            put(
                &root,
                &format!("content/directives/{own}.md"),
                &format!(
                    "---\nnumber: {own}-KH/TU\ntitle: Kế hoạch riêng\ndate: 2021-03-19\nissuer: tinh-uy\n\
                     attachments: [{{title: Số liệu, file: so-lieu.csv}}]\n\
                     relations: [{{implements: 1-KH/TU}}]\n---\n\n{words}\n"
                ),
            );
            put(
                &root,
                "content/directives/chung.md",
                "---\nnumber: 1-BC/TU\ntitle: Báo cáo\ndate: 2021-03-19\nissuer: tinh-uy\n\
                 attachments: [{title: Số liệu, file: so-lieu.csv}]\n---\n",
            );
            let site = built(&root);
            fs::remove_dir_all(root.join("public")).unwrap();
            assert!(site.values().all(|bytes| !bytes.is_empty()));
            site
        });
        fs::create_dir(folder.path().join("web")).unwrap();
        let two = Two { folder, sites };
        assert!(two.changing().len() > 10);
        for which in [0, 1] {
            assert!(two.sites[which].keys().any(|name| !two.sites[1 - which].contains_key(name)));
            let site = |name: &str| two.sites[which].get(name).cloned();
            assert_eq!(two.dead_links(site), Vec::<String>::new());
        }
        two
    }

    pub fn root(&self, which: usize) -> PathBuf {
        self.folder.path().join(format!("nguon-{which}"))
    }

    /// The folder in which the output stands alone.
    pub fn web(&self) -> PathBuf {
        self.folder.path().join("web")
    }

    pub fn public(&self) -> PathBuf {
        self.web().join("public")
    }

    /// A build of one version into the output.
    pub fn build(&self, which: usize) -> Command {
        let mut program = build(&self.root(which));
        program.arg("--output").arg(self.public());
        program
    }

    #[track_caller]
    pub fn published(&self, which: usize) {
        ran_well(&self.build(which).output().unwrap());
        assert_eq!(self.whole(&self.public()), which);
    }

    /// Which of the two sites a folder holds, whole; fails where it is neither.
    #[track_caller]
    pub fn whole(&self, public: &Path) -> usize {
        self.which(&files(public))
    }

    /// Which of the two sites some files are.
    #[track_caller]
    pub fn which(&self, found: &Files) -> usize {
        let which = self.sites.iter().position(|site| site == found);
        which.unwrap_or_else(|| panic!("neither the one site nor the other:\n{}", self.difference(found)))
    }

    fn difference(&self, found: &Files) -> String {
        let mut lines = Vec::new();
        for (which, site) in self.sites.iter().enumerate() {
            let names: BTreeSet<&String> = site.keys().chain(found.keys()).collect();
            let differs = names.into_iter().filter(|name| site.get(*name) != found.get(*name));
            let size = |site: &Files, name: &str| site.get(name).map(Vec::len);
            let shown: Vec<String> = differs
                .map(|name| format!("{name}: {:?} bytes, not {:?}", size(found, name), size(site, name)))
                .collect();
            lines.push(format!(
                "from site {which}: {} files, {:#?}",
                shown.len(),
                &shown[..shown.len().min(8)]
            ));
        }
        lines.join("\n")
    }

    /// Of which site a file is, whole; none where it is of neither. A file of both is of the one asked for first.
    pub fn of(&self, name: &str, bytes: &[u8]) -> Option<usize> {
        self.sites.iter().position(|site| site.get(name).is_some_and(|file| file == bytes))
    }

    /// The names that both sites have.
    pub fn common(&self) -> Vec<&str> {
        let both = self.sites[0].keys().filter(|name| self.sites[1].contains_key(*name));
        both.map(String::as_str).collect()
    }

    /// The names under which both sites have something, but not the same.
    pub fn changing(&self) -> Vec<&str> {
        self.common().into_iter().filter(|name| self.sites[0][*name] != self.sites[1][*name]).collect()
    }

    /// The links, from the index on, that lead nowhere.
    pub fn dead_links(&self, file: impl Fn(&str) -> Option<Vec<u8>>) -> Vec<String> {
        let mut open = vec!["index.html".to_owned()];
        let mut seen: BTreeSet<String> = open.iter().cloned().collect();
        let mut dead = Vec::new();
        while let Some(name) = open.pop() {
            let Some(bytes) = file(&name) else {
                dead.push(name);
                continue;
            };
            if name.ends_with(".html") {
                open.extend(links(&name, &bytes).into_iter().filter(|target| seen.insert(target.clone())));
            }
        }
        dead
    }

    /// What stands beside the output, which should be nothing.
    #[track_caller]
    pub fn no_leftovers(&self) {
        assert_eq!(names(&self.web()), ["public"], "left beside the output");
    }
}

/// A folder in memory, where there is enough of it: there a sync waits for nobody else's files.
fn folder() -> tempfile::TempDir {
    let df = Command::new("df").args(["--output=avail", "-B1M", "/dev/shm"]).output().unwrap();
    let free = String::from_utf8(df.stdout).unwrap();
    let free = free.lines().last().and_then(|line| line.trim().parse::<usize>().ok());
    match free.is_some_and(|free| free > 1_000) {
        true => tempfile::tempdir_in("/dev/shm").unwrap(),
        false => tempfile::tempdir().unwrap(),
    }
}

/// The files that a page links to.
pub fn links(name: &str, page: &[u8]) -> Vec<String> {
    let page = String::from_utf8_lossy(page);
    let folder = RelativePath::new(name).parent().unwrap();
    let values = [" href=\"", " src=\""].into_iter().flat_map(|open| page.split(open).skip(1));
    let values = values.filter_map(|rest| rest.split('"').next());
    let own = values.filter(|link| !link.contains("://") && !link.starts_with(['#', '?']));
    let path = |link: &str| link.split(['#', '?']).next().unwrap_or_default().to_owned();
    own.filter(|link| !link.contains(':'))
        .map(|link| folder.join_normalized(path(link)).into_string())
        .collect()
}

/// The names in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[track_caller]
pub fn ran_well(output: &Output) {
    assert!(output.status.success(), "{:?} {}", output.status, said(output));
}
