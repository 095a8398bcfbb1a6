//! Trust, with real faults: kills, signals, lost power, disks that fill and fail, rights of strangers.
//!
//! Whatever happens when, the output is the old site or the new one, whole, and the next build clears away
//! what was left. Two versions of a site alternate; what each holds is known from a build that nothing
//! disturbed. A part is tried by default; CONGBAO_ALL_TESTS=1 tries everything, and nothing may lack.

#[cfg(test)]
#[path = "../browser/not_tried.rs"]
mod not_tried;
#[cfg(test)]
#[cfg(target_os = "linux")]
#[path = "../publish/root.rs"]
mod root;
#[cfg(test)]
#[path = "../publish/site.rs"]
mod site;

#[cfg(test)]
#[cfg(target_os = "linux")]
mod at_once;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod calls;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod disks;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod in_place;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod kills;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod machine;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod order;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod power;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod rights;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod signals;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod sources;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod versions;
