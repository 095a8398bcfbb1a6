//! What the fuzzer found, tried again: every file of `tests/fuzz/corpus` through its target.
//!
//! New files come from `cargo fuzz`, see the README; one that once failed bears the name of its fault.

#[cfg(test)]
#[path = "../fuzz/src/targets/mod.rs"]
mod targets;

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::path::{Path, PathBuf};

    const FUZZ: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz");

    fn files(folder: &Path) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files
    }

    #[test]
    fn what_was_found_once_holds() {
        crate::targets::caught::watch(std::panic::take_hook());
        let mut failed = Vec::new();
        for (name, check) in crate::targets::ALL {
            let files = files(&Path::new(FUZZ).join("corpus").join(name));
            assert!(files.len() >= 20, "{name}: {} files", files.len());
            for file in files {
                let data = std::fs::read(&file).unwrap();
                if catch_unwind(AssertUnwindSafe(|| check(&data))).is_err() {
                    failed.push(file);
                }
            }
        }
        assert!(failed.is_empty(), "{failed:#?}");
    }

    #[test]
    fn each_target_can_be_fuzzed_and_is_replayed() {
        let manifest = std::fs::read_to_string(Path::new(FUZZ).join("Cargo.toml")).unwrap();
        let bins = manifest.split("[[bin]]\nname = \"").skip(1);
        let bins: Vec<&str> = bins.map(|bin| bin.split('"').next().unwrap()).collect();
        assert_eq!(bins, crate::targets::ALL.map(|(name, _)| name));
        let corpora = files(&Path::new(FUZZ).join("corpus"));
        let corpora: Vec<_> = corpora.iter().map(|path| path.file_name().unwrap()).collect();
        assert_eq!(corpora, bins);
    }
}
