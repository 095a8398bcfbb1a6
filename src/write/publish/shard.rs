//! Shards: the parts of a site, where several commands share the work of one.
//!
//! Owns the rule by which an address belongs to a part. Its own letters decide, so that no page moves to
//! another part when others come or go, and what stands in an output tells whose part it is.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::language::Words;

/// The K-th of N parts of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1 to `of`.
    number: NonZeroU32,
    of: NonZeroU32,
}

impl Shard {
    /// The one part of a site that is not divided.
    pub const WHOLE: Shard = Shard { number: NonZeroU32::MIN, of: NonZeroU32::MIN };

    /// How many parts there are.
    pub fn of(self) -> u32 {
        self.of.get()
    }

    /// Whether it is all of the site.
    pub fn is_whole(self) -> bool {
        self == Shard::WHOLE
    }

    /// Whether what stands at an address belongs to it.
    pub fn holds(self, address: &str) -> bool {
        if self.is_whole() {
            return true;
        }
        let [a, b, c, d, e, f, g, h, ..] = Sha256::digest(address).0;
        u64::from_be_bytes([a, b, c, d, e, f, g, h]) % u64::from(self.of())
            == u64::from(self.number.get() - 1)
    }
}

impl FromStr for Shard {
    type Err = Words;

    fn from_str(typed: &str) -> Result<Shard, Words> {
        let parts = typed.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match parts {
            Some((number, of)) if number <= of => Ok(Shard { number, of }),
            _ => Err(Words::new(
                "gõ K/N, phần thứ K trong N phần, K từ 1 đến N, như `--shard 2/4`",
                "type K/N, the K-th of N parts, K from 1 to N, as in `--shard 2/4`",
            )),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts to which an address belongs.
    fn parts(address: &str, of: u32) -> Vec<u32> {
        let shard = |number: &u32| format!("{number}/{of}").parse::<Shard>().unwrap();
        (1..=of).filter(|number| shard(number).holds(address)).collect()
    }

    #[test]
    fn an_address_belongs_to_one_part_on_every_machine() {
        // The first 16 hexadecimal digits that sha256sum prints, modulo the number of parts, plus 1.
        for (address, of, part) in PINNED {
            assert_eq!(parts(address, *of), [*part], "{address}");
        }
    }

    const PINNED: &[(&str, u32, u32)] = &[
        ("index.html", 4, 3),
        ("van-ban/2021/34-kh-tu.html", 4, 2),
        ("du-lieu/nhiem-vu.csv", 7, 7),
        ("tien-do.html", 16, 2),
        ("trang/giới thiệu.html", 1000, 438),
    ];

    #[test]
    fn the_parts_are_even_also_for_pages_of_one_list() {
        for of in [2, 4, 16] {
            for form in ["van-ban/2021/#-kh-tu.html", "tien-do/#.html", "don-vi/so-tai-chinh/#/in.html"] {
                let mut counts = vec![0; of as usize];
                for at in 0..1_600 {
                    let found = parts(&form.replace('#', &at.to_string()), of);
                    counts[found[0] as usize - 1] += 1;
                }
                // Five standard deviations of a fair draw.
                let mean = 1_600.0 / f64::from(of);
                let even = |count: &i32| (f64::from(*count) - mean).abs() < 5.0 * mean.sqrt();
                assert!(counts.iter().all(even), "{form}: {counts:?}");
            }
        }
    }

    #[test]
    fn what_is_no_part_is_refused() {
        for typed in [
            "",
            "x",
            "1",
            "/",
            "1/",
            "/4",
            "0/4",
            "5/4",
            "1/0",
            "-1/4",
            "1/4/2",
            "1.5/4",
            "4294967296/4294967296",
        ] {
            assert!(typed.parse::<Shard>().is_err(), "{typed}");
        }
        assert_eq!("1/1".parse(), Ok(Shard::WHOLE));
    }
}
